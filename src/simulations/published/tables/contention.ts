/** Backoff and jitter under contention: the AWS Architecture Blog's simulator. */
import type { Strategy } from '../../../engine/models/contention/backoff.ts';
import { contentionId } from '../experiments/contention.ts';
import type { Row, Table } from '../table.ts';

interface Figures {
  readonly strategy: Strategy;
  /** Time of the last success in milliseconds, and calls, of 10 and of 100 clients. */
  readonly few: readonly [time: number, calls: number];
  readonly many: readonly [time: number, calls: number];
}

const FIGURES: readonly Figures[] = [
  { strategy: 'exponential', few: [3485, 50], many: [63290, 1848] },
  { strategy: 'decorrelated jitter', few: [442, 37], many: [4677, 997] },
  { strategy: 'equal jitter', few: [723, 42], many: [6574, 812] },
  { strategy: 'full jitter', few: [462, 39], many: [4892, 795] },
  { strategy: 'none', few: [374, 50], many: [2025, 2420] },
];

interface Tolerances {
  readonly time: number;
  readonly calls: number;
  readonly stated: boolean;
}

function rows(clients: number, [time, calls]: readonly [number, number], strategy: Strategy, near: Tolerances): Row[] {
  const experiment = contentionId(clients, strategy);
  const name = strategy === 'none' ? 'no backoff' : strategy;
  return [
    { id: `${experiment}, time`, what: `${name}: time of the last success`, unit: 'ms', claim: { kind: 'relative', value: time, tolerance: near.time, stated: near.stated }, experiment, quantity: 'time' },
    { id: `${experiment}, calls`, what: `${name}: calls`, unit: 'calls', claim: { kind: 'relative', value: calls, tolerance: near.calls, stated: near.stated }, experiment, quantity: 'calls' },
  ];
}

function table(clients: number, tableRows: Row[], remark: string): Table {
  return {
    section: '4',
    model: 'contention',
    title: `Backoff and jitter, ${clients} clients`,
    source: 'Brooker, Exponential Backoff And Jitter (AWS Architecture Blog)',
    place: 'aws-arch-backoff-simulator',
    year: 2015,
    setting: `${clients} clients each update one row once under optimistic concurrency control; a hop takes |Normal(10, 2)| ms, backoff has base 5 ms and cap 2,000 ms. Calls are writes that were tried.`,
    remark,
    rows: tableRows,
  };
}

export const contentionTables: readonly Table[] = [
  table(
    10,
    FIGURES.flatMap(({ strategy, few }) => rows(10, few, strategy, { time: 0.12, calls: 0.04, stated: false })),
    'The source gives means of 100 runs, whose standard error is up to 4 % of a time and 0.7 % of calls here; calls are whole numbers.',
  ),
  table(
    100,
    FIGURES.flatMap(({ strategy, many }) => rows(100, many, strategy, { time: 0.06, calls: 0.02, stated: true })),
    'Nothing limits what the store can take: without backoff all is done first, at three times the calls. Section 7 is about stores that have a limit.',
  ),
];
