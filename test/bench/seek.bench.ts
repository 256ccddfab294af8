/**
 * Milliseconds to any moment of a long run of five Raft servers under faults, from wherever one was before, beside those
 * that it takes to repeat the run up to there from its start. The bar is 16 ms, the stretch 5 ms.
 */
import { Random } from '../../src/engine/sim/random.ts';
import { Run } from '../../src/engine/sim/run.ts';
import { longRun, longRunOptions } from '../engine/sim/long-run.ts';
import type { Row } from './raft.bench.ts';

const EVENTS = 100_000;
const POINTS = 100;
const REPETITIONS = 15;
/** Repeating from the start is slow: a part of the points gives the picture. */
const REPEATED_POINTS = 10;

export default async function bench(): Promise<Row[]> {
  const run = longRun(EVENTS);
  const random = Random.fromSeed(1);
  const steps = Array.from({ length: POINTS }, () => run.trace.stepOf(random.integer(EVENTS)));
  steps.forEach((step) => run.at(step));
  const seeks = Array.from({ length: REPETITIONS }, () => steps.map((step) => timed(() => run.at(step))));
  const repeats = steps.slice(0, REPEATED_POINTS).map((step) => timed(() => new Run(longRunOptions(EVENTS)).advanceTo(step)));
  return [
    row('Seek in 100,000 events, median of 100 points', seeks.map(median), median(repeats)),
    row('Seek in 100,000 events, worst of 100 points', seeks.map((times) => Math.max(...times)), Math.max(...repeats)),
  ];
}

function row(name: string, measured: readonly number[], floor: number): Row {
  const ours = median(measured);
  return { name, unit: 'ms', ours, floor, ratio: floor / ours, spread: [Math.min(...measured), Math.max(...measured)] };
}

function timed(work: () => unknown): number {
  const begin = performance.now();
  work();
  return performance.now() - begin;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
