/** Raft's elections: Ongaro's thesis, and section 9.3 of the extended paper. */
import { LAN_ORDER, lanId, lanOrderId, SPLIT_VOTES, splitVoteId, wanId, wanLogsId, type Range } from '../experiments/raft.ts';
import type { Claim } from '../claim.ts';
import type { Row, Table } from '../table.ts';

const MODEL = 'raft';
const THESIS = 'Ongaro, Consensus: Bridging Theory and Practice';
const PAPER = 'Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm (extended version)';

/** How near the strict check comes: means, medians and 99th percentiles have stated tolerances, the rest have ours. */
const near = (value: number, tolerance: number, stated: boolean): Claim => ({ kind: 'relative', value, tolerance, stated });

interface WanFigures {
  readonly mean: number;
  readonly p10: number;
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
  readonly p99: number;
}

function wanTable(section: string, failed: number, figures: WanFigures): Table {
  const row = (quantity: keyof WanFigures, what: string, tolerance: number, stated: boolean): Row => ({
    id: `${wanId(failed)}, ${quantity}`,
    what,
    unit: 'ms',
    claim: near(figures[quantity], tolerance, stated),
    experiment: wanId(failed),
    quantity,
  });
  return {
    section,
    model: MODEL,
    title: failed === 0 ? 'Elections in a simulated WAN, all servers up' : 'Elections in a simulated WAN, one server failed',
    source: THESIS,
    place: 'chapter 9, simulated WAN',
    year: 2014,
    setting: `5 servers, ${failed === 0 ? 'none' : 'one'} failed; one-way latency 30 to 40 ms, election timeout 300 to 600 ms, both uniform; fresh timers at the start, no time for disks. Time until a candidate has a majority.`,
    remark: 'The source measured 10,000 elections; no tolerance is stated for the 10th, 75th and 90th percentile.',
    rows: [
      row('mean', 'Mean', 0.03, true),
      row('p10', '10th percentile', 0.03, false),
      row('p50', 'Median', 0.02, true),
      row('p75', '75th percentile', 0.03, false),
      row('p90', '90th percentile', 0.03, false),
      row('p99', '99th percentile', 0.06, true),
    ],
  };
}

const logsTable: Table = {
  section: '1.1',
  model: MODEL,
  title: 'Elections in a simulated WAN, logs that differ',
  source: THESIS,
  place: 'chapter 9, when logs differ',
  year: 2014,
  setting: 'As above with one server failed, and the four that are left have logs of different lengths, so that two of them can win.',
  remark: 'With all five up three of them can win, and times rise by less: about 11 %.',
  rows: [
    { id: `${wanLogsId}, mean`, what: 'Rise of the mean', unit: 'share', claim: { kind: 'range', minimum: 0.15, maximum: 0.2, stated: true }, experiment: wanLogsId, quantity: 'rise of the mean' },
    { id: `${wanLogsId}, p50`, what: 'Rise of the median', unit: 'share', claim: { kind: 'range', minimum: 0.15, maximum: 0.2, stated: true }, experiment: wanLogsId, quantity: 'rise of p50' },
  ],
};

const lanRow = ([minimum, maximum]: Range, what: string, quantity: string, claim: Claim): Row => ({
  id: `${lanId([minimum, maximum])}, ${quantity}`,
  what: `${minimum}–${maximum}: ${what}`,
  unit: 'ms',
  claim,
  experiment: lanId([minimum, maximum]),
  quantity,
});
const magnitude = (value: number, stated: boolean): Claim => ({ kind: 'magnitude', value, stated });

const lanTable: Table = {
  section: '1.2',
  model: MODEL,
  title: 'Time to detect and replace a crashed leader',
  source: PAPER,
  place: 'section 9.3, Figure 16',
  year: 2014,
  setting:
    '5 servers with a broadcast time of about 15 ms: one-way latency 0.3 ms, 5 ms to write a vote, both ±50 %. The leader sends a heartbeat and crashes at a uniform moment of its heartbeat interval, half the minimum timeout; the four that are left have logs of different lengths, and two of them can win. An election is given up after 20 s. Rows name the range of timeouts, in ms.',
  remark:
    `The figure is of real machines, which the model follows where timeouts are spread over 25 ms or more. Where they are closer together than writes and messages take, a split vote more or less decides, and the machines had chance of their own that the model has not: there only the order of magnitude and the order are compared. A candidate writes its own vote before it asks for others. From the shortest median to the longest the ranges are ${LAN_ORDER.map(([minimum, maximum]) => `${minimum}–${maximum}`).join(', ')}.`,
  rows: [
    lanRow([150, 150], '10th percentile', 'p10', { kind: 'above', bound: 10_000, stated: true }),
    lanRow([150, 155], 'median', 'p50', magnitude(287, true)),
    lanRow([150, 200], 'median', 'p50', near(147, 0.1, true)),
    lanRow([150, 200], 'longest of 1,000', 'longest of 1,000', magnitude(513, false)),
    lanRow([150, 300], 'median', 'p50', near(171, 0.1, true)),
    lanRow([12, 24], 'median', 'p50', magnitude(30, true)),
    lanRow([12, 24], 'mean', 'mean', magnitude(35, false)),
    lanRow([12, 24], 'longest of 1,000', 'longest of 1,000', magnitude(152, false)),
    {
      id: lanOrderId,
      what: 'Medians in the published order',
      unit: 'yes or no',
      claim: { kind: 'absolute', value: 1, tolerance: 0, stated: true },
      experiment: lanOrderId,
      quantity: 'ordered',
    },
  ],
};

/** As published, with half a unit of the last digit that is given. */
const SPLIT_VOTE_FIGURES: readonly (readonly [value: number, precision: number, simulated: number])[] = [
  [0.00059, 0.000005, 0.3],
  [0.0523, 0.00005, 0.05],
  [0.1808, 0.00005, 0.05],
  [0.488, 0.0005, 0.05],
  [0.148, 0.0005, 0.05],
];

const splitTable: Table = {
  section: '1.3',
  model: MODEL,
  title: 'Split votes',
  source: THESIS,
  place: 'section 9.2',
  year: 2014,
  setting: 'Probability that nobody wins a term, where every message takes the same time, given as a share of the range of timeouts.',
  remark: 'The closed form is compared to the last digit that is given, the simulation within three standard errors or more.',
  rows: SPLIT_VOTES.flatMap((setting, index): Row[] => {
    const { servers, alive, latency } = setting;
    const [value = 0, precision = 0, simulated = 0] = SPLIT_VOTE_FIGURES[index] ?? [];
    const what = `${alive} of ${servers} up, latency ${latency}`;
    const row = (way: string, claim: Claim): Row => {
      const experiment = `${splitVoteId(setting)}, ${way}`;
      return { id: experiment, what: `${what}: ${way}`, unit: 'probability', claim, experiment, quantity: 'probability' };
    };
    return [
      row('closed form', { kind: 'absolute', value, tolerance: precision, stated: true }),
      row('simulated', { kind: 'relative', value, tolerance: simulated, stated: false }),
    ];
  }),
};

export const raftTables: readonly Table[] = [
  wanTable('1.1', 0, { mean: 430, p10: 375, p50: 410, p75: 446, p90: 489, p99: 832 }),
  wanTable('1.1', 1, { mean: 469, p10: 380, p50: 423, p75: 474, p90: 562, p99: 1004 }),
  logsTable,
  lanTable,
  splitTable,
];
