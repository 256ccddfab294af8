/**
 * Runs of a scenario a second on one thread and on two, through the threads of the command line; against the same runs one
 * after the other where they are called. With two cores the second line comes near to twice the first.
 */
import { createCrew } from '../../src/running/crew.ts';
import { batchesOf, carryOutBatch, sharesOf, WHOLE } from '../../src/scenario/batch.ts';
import { sceneOf } from '../../src/scenario/compile/compile.ts';
import type { Row } from './raft.bench.ts';

const WORKER = new URL('../../src/running/worker.ts', import.meta.url);
const RUNS = 400;
const BATCH = 10;
const ROUNDS = 5;

const scene = sceneOf(`
  scenario "Leaders come and go"
  system raft { nodes 5 }
  seeds 1..${RUNS}
  until 6s
  faults hostile from 500ms until 4s
  when some server is leader as L { wait 100ms crash L }
  always: every leader has term >= 1
`);
const batches = batchesOf(sharesOf([scene.seeds], WHOLE), BATCH);

const perSecond = (begin: bigint): number => RUNS / (Number(process.hrtime.bigint() - begin) / 1e9);

function here(): number {
  const begin = process.hrtime.bigint();
  for (const batch of batches) carryOutBatch([scene], batch);
  return perSecond(begin);
}

/** Threads are begun and warmed up before. */
async function onThreads(size: number): Promise<() => Promise<number>> {
  const crew = createCrew({ script: WORKER, scenes: [scene], size });
  await crew.carryOut(batches, () => undefined);
  return async () => {
    const begin = process.hrtime.bigint();
    await crew.carryOut(batches, () => undefined);
    return perSecond(begin);
  };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

export default async function bench(): Promise<Row[]> {
  here();
  const [one, two] = [await onThreads(1), await onThreads(2)];
  const floors: number[] = [];
  const ours: readonly (readonly [name: string, run: () => Promise<number>, found: number[]])[] = [['one thread', one, []], ['two threads', two, []]];
  for (let round = 0; round < ROUNDS; round++) {
    floors.push(here());
    for (const [, run, found] of ours) found.push(await run());
  }
  const floor = median(floors);
  return ours.map(([name, , found]) => ({ name: `Runs of a Raft scenario of 6 s under hostile faults, ${name}`, ours: median(found), floor, ratio: median(found) / floor, spread: [Math.min(...found), Math.max(...found)] }));
}
