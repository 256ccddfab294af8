/**
 * Five Raft servers under the floor's faults and workload: events a second against the bare heap of floors/floor-raft.js, which
 * runs unchanged beside it, and checked runs a second against its own. Events are deliveries, timers and faults.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { checkLinearizability } from '../../src/engine/check/linearizability/check.ts';
import { ClientNotes, historyOf, keyValueStore } from '../../src/engine/protocols/key-value/history.ts';
import { RaftSafety } from '../../src/engine/protocols/raft/safety.ts';
import { DEFAULT_RAFT, raftSystem } from '../../src/engine/protocols/raft/system.ts';
import { Random } from '../../src/engine/sim/random.ts';
import { Run } from '../../src/engine/sim/run.ts';
import type { Schedule, ScheduledAction } from '../../src/engine/sim/schedule.ts';
import { Simulator } from '../../src/engine/sim/simulator.ts';
import { MILLISECOND, SECOND } from '../../src/engine/sim/time.ts';

export interface Row {
  readonly name: string;
  /** Of our measurements and the floor, where it is not so many a second; `ratio` is above 1 where ours is the better one. */
  readonly unit?: string;
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  /** Lowest and highest of our measurements. */
  readonly spread: readonly [number, number];
}

const SEEDS = 60;
const REPETITIONS = 6;
const DURATION = 30 * SECOND;
const SERVERS = 5;

const system = raftSystem({
  ...DEFAULT_RAFT,
  servers: SERVERS,
  electionTimeoutMin: 100 * MILLISECOND,
  electionTimeoutMax: 200 * MILLISECOND,
  heartbeatInterval: 50 * MILLISECOND,
  latency: { kind: 'uniform', minimum: MILLISECOND, maximum: 21 * MILLISECOND },
  loss: 0.05,
  thinkTime: 50 * MILLISECOND,
  retryTimeout: 100 * MILLISECOND,
});

/** From 1 s on a crash or restart every 300 to 1000 ms, from 1.5 s on a partition or none every 500 to 2000 ms. */
function faults(seed: number): Schedule {
  const random = Random.fromSeed(seed).split('floor');
  const schedule: ScheduledAction[] = [];
  const down = new Set<number>();
  for (let at = SECOND; at < DURATION; at += random.between(300, 999) * MILLISECOND) {
    const node = random.integer(SERVERS);
    const [restarted] = down.size >= 2 && !down.has(node) ? down : [node];
    if (restarted !== undefined && down.delete(restarted)) schedule.push({ at, action: { kind: 'restart', node: restarted } });
    else {
      down.add(node);
      schedule.push({ at, action: { kind: 'crash', node } });
    }
  }
  for (let at = 1500 * MILLISECOND; at < DURATION; at += random.between(500, 1999) * MILLISECOND) {
    const side = Array.from({ length: SERVERS + 1 }, (_, node) => node).filter(() => random.chance(0.5));
    const rest = Array.from({ length: SERVERS + 1 }, (_, node) => node).filter((node) => !side.includes(node));
    schedule.push({ at, action: random.chance(0.5) ? { kind: 'partition', groups: [side, rest] } : { kind: 'heal' } });
  }
  return schedule.sort((a, b) => a.at - b.at);
}

const ways: Readonly<Record<string, (seed: number) => number>> = {
  'Raft x5 under faults, no trace': (seed) => {
    const simulator = new Simulator({ system, seed, schedule: faults(seed) });
    while (simulator.nextTime <= DURATION) simulator.advance();
    return simulator.step;
  },
  'Raft x5 under faults, time-travel trace': (seed) => {
    const run = new Run({ system, seed, schedule: faults(seed) });
    run.advanceUntil(DURATION);
    return run.steps;
  },
};

/** A run as the tests look at one: the properties of Figure 3 after every step, and whether what clients saw is linearizable. */
function checkedRun(seed: number): void {
  const trace = new ClientNotes(SERVERS);
  const simulator = new Simulator({ system, seed, schedule: faults(seed), trace });
  const safety = new RaftSafety();
  while (simulator.nextTime <= DURATION && simulator.advance()) {
    const [violation] = safety.afterStep(simulator);
    if (violation) throw new Error(`Seed ${seed}: ${violation.message}`);
  }
  const { kind } = checkLinearizability(keyValueStore, historyOf(trace.notes));
  if (kind !== 'linearizable') throw new Error(`Seed ${seed}: what the clients saw is ${kind}.`);
}

function eventsPerSecond(way: (seed: number) => number): number {
  const begin = process.hrtime.bigint();
  let events = 0;
  for (let seed = 1; seed <= SEEDS; seed++) events += way(seed);
  return events / (Number(process.hrtime.bigint() - begin) / 1e9);
}

function runsPerSecond(): number {
  const begin = process.hrtime.bigint();
  for (let seed = 1; seed <= SEEDS; seed++) checkedRun(seed);
  return SEEDS / (Number(process.hrtime.bigint() - begin) / 1e9);
}

/** What the floor reaches: events of its bare heap a second, and its own checked runs under faults a second. */
async function measureFloor(): Promise<{ readonly heap: number; readonly runs: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(new URL('floors/floor-raft.js', import.meta.url))]);
  const heap = /bare heap.*events\/s median (\d+)/.exec(stdout)?.[1];
  const runs = /faults=true:.*seeds\(30 sim s\)\/s median ([\d.]+)/.exec(stdout)?.[1];
  if (!heap || !runs) throw new Error(`floor-raft.js printed no line for its bare heap, or for its runs:\n${stdout}`);
  return { heap: Number(heap), runs: Number(runs) };
}

function row(name: string, floor: number, measure: () => number): Row {
  measure();
  const rates = Array.from({ length: REPETITIONS }, measure).sort((a, b) => a - b);
  const ours = rates[rates.length >> 1] ?? NaN;
  return { name, ours, floor, ratio: ours / floor, spread: [rates[0] ?? NaN, rates.at(-1) ?? NaN] };
}

export default async function bench(): Promise<Row[]> {
  const { heap, runs } = await measureFloor();
  return [
    ...Object.entries(ways).map(([name, way]) => row(name, heap, () => eventsPerSecond(way))),
    row('Raft x5, 30 s under faults, all invariants and linearizability, runs', runs, runsPerSecond),
  ];
}
