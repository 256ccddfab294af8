/**
 * How soon a random walk finds what is wrong with a Paxos in which one acknowledgement decides, from nothing but what consensus
 * asks for, and how many events are left when it is made short: two proposers that wish for different values, three acceptors.
 * The floor is what DSLabs tells of its own wrong Paxos: found in a second by walking, and cut to 14 events. The fewest that
 * there are is 6 until a value is learned that is not chosen, and 12 until the two proposers have learned different values.
 */
import { minimize } from '../../src/engine/check/search/minimize.ts';
import type { Bounds, SearchModel } from '../../src/engine/check/search/model.ts';
import { Walk } from '../../src/engine/check/search/walk.ts';
import { apart } from '../../src/engine/protocols/paxos/ensemble.ts';
import type { PaxosMessage } from '../../src/engine/protocols/paxos/messages.ts';
import { CONSENSUS, paxosInvariants, type SafetyKey } from '../../src/engine/protocols/paxos/properties.ts';
import { Proposer } from '../../src/engine/protocols/paxos/proposer.ts';
import { DEFAULT_PAXOS, paxosSystem } from '../../src/engine/protocols/paxos/system.ts';
import type { Row } from './raft.bench.ts';

const SEEDS = 20;
const WALK = { length: 60, choices: 1_000_000, faults: 0.2 };
/** Of DSLabs, in milliseconds and events. */
const FLOOR = { time: 1_000, length: 14 };

class DecidesByOneAcknowledgement extends Proposer {
  protected override acceptancesNeeded(): number {
    return 1;
  }
}

const LAYOUT = apart({ proposers: 2, acceptors: 3, learners: 0 });
const VALUES = ['x', 'y'];

function wrongPaxos(bounds: Bounds): SearchModel<PaxosMessage> {
  const parameters = { ...DEFAULT_PAXOS, layout: LAYOUT, values: VALUES, inquiryTimeout: null };
  return { nodes: paxosSystem(parameters, { proposer: (...args) => new DecidesByOneAcknowledgement(...args) }).nodes, bounds };
}

interface Found {
  /** Milliseconds, the shortening included. */
  readonly time: number;
  readonly length: number;
}

function find(bounds: Bounds, keys: readonly SafetyKey[], seed: number): Found {
  const begin = process.hrtime.bigint();
  const goals = { invariants: paxosInvariants({ layout: LAYOUT, values: VALUES }, keys) };
  const walk = new Walk(wrongPaxos(bounds), goals, { ...WALK, seed });
  const result = walk.run();
  if (result.kind !== 'violated') throw new Error(`Nothing was found with seed ${seed} within ${result.choices} choices.`);
  const { path } = minimize(walk.space, goals, result.path, result);
  return { time: Number(process.hrtime.bigint() - begin) / 1e6, length: path.codes.length };
}

function rowsOf(name: string, bounds: Bounds, keys: readonly SafetyKey[]): readonly Row[] {
  const found = Array.from({ length: SEEDS }, (_, seed) => find(bounds, keys, seed + 1));
  return [rowOf(`${name}: until found and short`, 'ms', found.map(({ time }) => time), FLOOR.time), rowOf(`${name}: length`, 'events', found.map(({ length }) => length), FLOOR.length)];
}

function rowOf(name: string, unit: string, values: readonly number[], floor: number): Row {
  const ours = median(values);
  return { name, unit, ours, floor, ratio: floor / ours, spread: [Math.min(...values), Math.max(...values)] };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

/** A process may crash at any time, and timers may fire as often as they like: there is far more to get lost in. */
const WITH_FAULTS: Bounds = { crashes: 1, restarts: true };

export default function bench(): Promise<Row[]> {
  return Promise.resolve([
    ...rowsOf('Wrong Paxos, a value learned that is not chosen', { timers: 0 }, CONSENSUS),
    ...rowsOf('Wrong Paxos, different values learned', { timers: 0 }, ['unison']),
    ...rowsOf('The same with a crash, and timers without bound', WITH_FAULTS, ['unison']),
  ]);
}
