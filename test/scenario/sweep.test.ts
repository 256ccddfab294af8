import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SECOND } from '../../src/engine/sim/time.ts';
import { batchesOf, carryOutBatch, joined, sharesOf, WHOLE, type BatchResult } from '../../src/scenario/batch.ts';
import { sceneOf } from '../../src/scenario/compile/compile.ts';
import { print } from '../../src/scenario/print/print.ts';
import { pointsOf, resultOf, sweepSubjectOf } from '../../src/scenario/sweep.ts';
import { carryOut, trialOf, type Trial } from '../../src/scenario/trial.ts';
import { combinationsOf, valuesBetween } from '../../src/scenario/variation.ts';

const SCENE = sceneOf(`
  scenario "Elections"
  system raft { nodes 5, loss 1% }
  seeds 4..8
  until 1s
  sweep election-timeout-max 310ms, 160ms
  sweep nodes 3, 5, 7
  plot "First leader": time of first leader
  plot: sent RequestVote at n1
  plot "Of one": term of (servers that are leader)
  finally: time of first leader <= 250ms
`);

const SCENES = pointsOf(SCENE).map(({ scene }) => scene);
const SUBJECT = sweepSubjectOf(SCENE)!;

describe('a sweep', () => {
  it('is every combination of its values, with the parameters that are left as they are', () => {
    const points = pointsOf(SCENE);
    assert.deepEqual(points.map(({ name }) => name), ['election-timeout-max 310ms, nodes 3', 'election-timeout-max 310ms, nodes 5', 'election-timeout-max 310ms, nodes 7', 'election-timeout-max 160ms, nodes 3', 'election-timeout-max 160ms, nodes 5', 'election-timeout-max 160ms, nodes 7']);
    assert.deepEqual(points.map(({ scene: { system } }) => system.parameters), [[310_000, 3], [310_000, 5], [310_000, 7], [160_000, 3], [160_000, 5], [160_000, 7]].map(([electionTimeoutMax, nodes]) => ({ loss: 0.01, electionTimeoutMax, ...(nodes !== 5 && { nodes }) })));
    assert.ok(points.every(({ scene: { sweeps, seeds } }) => sweeps.length === 0 && seeds.last === 8));
    assert.deepEqual(pointsOf({ ...SCENE, sweeps: [] }).map(({ name }) => name), ['']);
    assert.deepEqual(combinationsOf([]), [{}]);
  });

  it('measures each run as it is by itself', () => {
    const alone = carryOut(SCENES[4]!, 7);
    const leaders = [...alone.run.trace].filter(({ kind, payload }) => kind === 'note' && (payload as { readonly note: string }).note === 'leader');
    const requests = [...alone.run.trace].filter(({ kind, node, payload }) => kind === 'send' && node === 0 && (payload as { readonly message: { readonly type: string } }).message.type === 'RequestVote');
    const { values, failures } = trialOf(SCENES[4]!, 7);
    assert.deepEqual(values.slice(0, 2), [leaders[0]?.time ?? null, requests.length]);
    assert.deepEqual(failures, alone.failures);
  });

  it('comes to the same whoever carries out which part of it, and in whatever order', () => {
    const shares = sharesOf(SCENES.map(({ seeds }) => seeds), WHOLE);
    const result = (size: number, order: (results: readonly BatchResult[]) => readonly BatchResult[]) => resultOf(SUBJECT, joined(SCENES.length, order(batchesOf(shares, size).map((batch) => structuredClone(carryOutBatch(SCENES, batch))))));
    const whole = result(100, (results) => results);
    assert.deepEqual(result(2, (results) => results.toReversed()), whole);
    const parts = batchesOf(shares, 3).map((batch) => carryOutBatch(SCENES, batch));
    fc.assert(fc.property(fc.shuffledSubarray(parts, { minLength: parts.length }), (shuffled) => assert.deepEqual(resultOf(SUBJECT, joined(SCENES.length, shuffled)), whole)), { numRuns: 20, seed: 20_261_124 });
    assert.deepEqual(whole.points.map(({ at, runs }) => [...at, runs]), [[0, 0, 5], [0, 1, 5], [0, 2, 5], [1, 0, 5], [1, 1, 5], [1, 2, 5]]);
  });

  it('says of each point how many runs there were, which failed, and what was measured', () => {
    const failures = [{ step: 1, time: 1, kind: 'claim', what: 'so', why: 'because', claim: 0 }] as const;
    const doubts = [{ step: 1, time: 1, what: 'so', claim: 0 }];
    const trial = (seed: number, value: number | null, more: Partial<Trial> = {}): Trial => ({ seed, failures: [], doubts: [], values: [value, value === null ? null : 2 * value, null], ...more });
    const empty = { done: 0, failed: [], noted: [] };
    const { points } = resultOf(SUBJECT, [empty, { done: 6, failed: [trial(7, 10, { failures }), trial(6, 40, { failures, doubts })], noted: [trial(8, 30), trial(5, null), trial(4, 20, { doubts })] }, empty, empty, empty, empty]);
    assert.deepEqual(points[1], { at: [0, 1], runs: 6, failed: 2, undecided: 1, plots: [{ runs: 4, minimum: 10, median: 25, maximum: 40 }, { runs: 4, minimum: 20, median: 50, maximum: 80 }, null] });
    assert.deepEqual(points[2], { at: [0, 2], runs: 0, failed: 0, undecided: 0, plots: [null, null, null] });
  });

  it('is data that can be shown without the scene', () => {
    assert.deepEqual(SUBJECT, {
      title: 'Elections',
      axes: [
        { parameter: 'election-timeout-max', label: 'Election timeout, longest', isNumeric: true, values: [310_000, 160_000], names: ['310ms', '160ms'] },
        { parameter: 'nodes', label: 'Servers', isNumeric: true, values: [3, 5, 7], names: ['3', '5', '7'] },
      ],
      plots: [{ title: 'First leader', unit: 'duration' }, { title: 'sent RequestVote at n1', unit: 'number' }, { title: 'Of one', unit: 'number' }],
    });
    assert.equal(sweepSubjectOf(sceneOf('scenario "a" system raft')), undefined);
    assert.deepEqual(sweepSubjectOf(sceneOf('scenario "a" system raft plot: median operation')), { title: 'a', axes: [], plots: [{ title: 'median operation', unit: 'duration' }] });
  });

  it('fails where a plot asks for what there is not', () => {
    const { values, failures } = trialOf(sceneOf('scenario "a" system raft until 1s plot "Terms": term of followers'), 1);
    assert.deepEqual([values, failures.map(({ why }) => why)], [[null], ['"Terms" can\'t be plotted: One node\'s value is asked for, and 4 are meant by "nodes that are follower".']]);
  });

  it('is written as it is read, in steps where there are some', () => {
    const head = 'scenario "a"\nsystem raft\nseeds 1\nuntil 1s\n\n';
    for (const [line, values] of [
      ['sweep loss from 0% to 35% by 10%', [0, 0.1, 0.2, 0.3]],
      ['sweep election-timeout-max from 200ms to 1s by 200ms', [200_000, 400_000, 600_000, 800_000, SECOND]],
      ['sweep nodes 3, 5, 7', [3, 5, 7]],
      ['sweep flaw none, commits-entries-of-earlier-terms', [0, 1]],
      ['sweep reads "read index", lease', [1, 2]],
    ] as const) {
      const scene = sceneOf(`${head}${line}`);
      assert.deepEqual(scene.sweeps[0]?.values, values);
      assert.deepEqual(sceneOf(print(scene)), scene);
    }
    const written = (text: string) => print(sceneOf(`${head}${text}`)).slice(head.length);
    assert.equal(written('sweep loss from 0% to 30% by 10%'), 'sweep loss from 0% to 30% by 10%\n');
    assert.equal(written('sweep nodes 3, 4, 5, 6'), 'sweep nodes from 3 to 6 by 1\n');
    assert.equal(written('sweep nodes from 3 to 5 by 1\nplot "sent messages": sent messages'), 'sweep nodes 3, 4, 5\nplot: sent messages\n');
  });

  it('has values in equal steps, as they are written', () => {
    assert.deepEqual(valuesBetween(0, 0.3, 0.1), [0, 0.1, 0.2, 0.3]);
    assert.deepEqual(valuesBetween(5, 5, 1), [5]);
    assert.deepEqual(valuesBetween(1, 6, 2), [1, 3, 5]);
  });
});
