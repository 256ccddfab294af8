import assert from 'node:assert/strict';
import { sceneOf } from '../../../src/scenario/compile/compile.ts';
import { carryOutPoints, runsOf } from '../../../src/vscode/scenario/carry-out.ts';

const WORKER = new URL('../../../src/running/worker.ts', import.meta.url).pathname;
const SCENE = sceneOf('scenario "A" system raft seeds 3..14 until 1s sweep nodes 3, 5 plot: sent messages');

describe('carrying out all points of a scenario', () => {
  it('gives each with all of its seeds, and says how far it is', async () => {
    const told: (readonly [number, number])[] = [];
    const points = await carryOutPoints(WORKER, SCENE, new AbortController().signal, (...each) => told.push(each));
    assert.deepEqual(points.map(({ point, tally: { done, failed, noted } }) => [point, done, failed.length, noted.map(({ seed }) => seed).at(0), noted.at(-1)?.seed]), [['nodes 3', 12, 0, 3, 14], ['nodes 5', 12, 0, 3, 14]]);
    const done = told.map(([count]) => count);
    assert.deepEqual([done.length > 2, done, new Set(told.map(([, total]) => total))], [true, done.toSorted((one, other) => one - other), new Set([24])]);
    assert.deepEqual([done.at(-1), runsOf(SCENE)], [24, 24]);
  });

  it('gives nothing where it was ended before', async () => {
    const points = await carryOutPoints(WORKER, SCENE, AbortSignal.abort());
    assert.deepEqual(points.map(({ tally }) => tally.done), [0, 0]);
  });
});
