import assert from 'node:assert/strict';
import { createCrew, type Crew } from '../../src/running/crew.ts';
import { batchesOf, carryOutBatch, joined, sharesOf, WHOLE, type BatchResult } from '../../src/scenario/batch.ts';
import { sceneOf } from '../../src/scenario/compile/compile.ts';
import { counterexampleOf } from '../../src/scenario/failing/counterexample.ts';

const WORKER = new URL('../../src/running/worker.ts', import.meta.url);
const FLAKY = sceneOf('scenario "Flaky" system raft { nodes 3 } seeds 1..12 until 400ms at 1ms { pause n3 } eventually within 250ms: some server is leader');
/** Takes a second or so. */
const LONG = sceneOf('scenario "Long" system raft { nodes 5 } seeds 1..200 until 30min finally: some server is leader');

function crewOf(scenes: readonly (typeof FLAKY)[], size = 2, secondsPerTask?: number): Crew {
  return createCrew({ script: WORKER, scenes, size, ...(secondsPerTask !== undefined && { secondsPerTask }) });
}

describe('threads that carry out scenarios', function () {
  this.timeout(30_000);

  it('come to what is come to without them, and to the same counterexample', async () => {
    const crew = crewOf([FLAKY]);
    const batches = batchesOf(sharesOf([FLAKY.seeds], WHOLE), 3);
    const results: BatchResult[] = [];
    await crew.carryOut(batches, (result) => results.push(result));
    const here = joined(1, batches.map((batch) => carryOutBatch([FLAKY], batch)));
    assert.deepEqual(joined(1, results), here);
    const { seed } = here[0]!.failed[0]!;
    assert.deepEqual(await crew.counterexample({ scene: 0, seed, position: 0 }, true), counterexampleOf(FLAKY, { seed, position: 0 }, true));
    await assert.rejects(crew.counterexample({ scene: 0, seed, position: 9 }, true), /there is no number 9/);
    crew.stop();
  });

  it('stop at once', async () => {
    const crew = crewOf([LONG]);
    const results: BatchResult[] = [];
    const carried = crew.carryOut(batchesOf(sharesOf([LONG.seeds], WHOLE), 1), (result) => {
      results.push(result);
      crew.stop();
    });
    await carried;
    assert.equal(results.length, 1);
    assert.equal(await crew.counterexample({ scene: 0, seed: 1, position: 0 }, false), undefined);
  });

  it('do not go on for ever', async () => {
    const crew = crewOf([LONG], 1, 0.3);
    await assert.rejects(crew.carryOut([{ scene: 0, seeds: { first: 1, last: 200, step: 1 } }], () => undefined), /^Error: One of the runs with seeds 1 to 200 takes longer than 0.3 s/);
  });
});
