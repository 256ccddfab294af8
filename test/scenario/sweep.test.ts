import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SECOND } from '../../src/engine/sim/time.ts';
import { sceneOf } from '../../src/scenario/compile/compile.ts';
import { print } from '../../src/scenario/print/print.ts';
import { combinationsOf, pointsOf, resultOf, runsOf, samples, valuesBetween, type Sample } from '../../src/scenario/sweep.ts';
import { carryOut } from '../../src/scenario/trial.ts';

const SCENE = sceneOf(`
  scenario "Elections"
  system raft { nodes 5, loss 1% }
  seeds 4..8
  until 1s
  sweep election-timeout-max 300ms, 160ms
  sweep nodes 3, 5, 7
  plot "First leader": time of first leader
  plot: sent RequestVote at n1
  plot "Of one": term of (servers that are leader)
  finally: time of first leader <= 250ms
`);

describe('a sweep', () => {
  it('is every combination of its values, with the parameters that are left as they are', () => {
    const points = pointsOf(SCENE);
    assert.deepEqual(points.map(({ at }) => at), [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
    assert.deepEqual(points.map(({ scene: { system } }) => system.parameters), [[300_000, 3], [300_000, 5], [300_000, 7], [160_000, 3], [160_000, 5], [160_000, 7]].map(([electionTimeoutMax, nodes]) => ({ loss: 0.01, electionTimeoutMax, nodes })));
    assert.ok(points.every(({ scene: { sweeps, seeds } }) => sweeps.length === 0 && seeds.last === 8));
    assert.equal(runsOf(SCENE), 30);
    assert.deepEqual([combinationsOf([]), runsOf({ ...SCENE, sweeps: [] })], [[{}], 5]);
  });

  it('measures each run as it is by itself', () => {
    const found = [...samples(SCENE)];
    assert.deepEqual(found.map(({ point, seed }) => [point, seed]), Array.from({ length: 30 }, (_, run) => [Math.floor(run / 5), 4 + (run % 5)]));
    const [one] = found.filter(({ point, seed }) => point === 4 && seed === 7);
    const alone = carryOut(pointsOf(SCENE)[4]!.scene, 7);
    const leaders = [...alone.run.trace].filter(({ kind, payload }) => kind === 'note' && (payload as { readonly note: string }).note === 'leader');
    assert.equal(one?.values[0], leaders[0]?.time ?? null);
    assert.equal(one?.values[1], [...alone.run.trace].filter(({ kind, node, payload }) => kind === 'send' && node === 0 && (payload as { readonly message: { readonly type: string } }).message.type === 'RequestVote').length);
    assert.equal(one?.failure?.why ?? null, alone.failures[0]?.why ?? null);
  });

  it('comes to the same whoever carries out which part of it, and in whatever order', () => {
    const whole = resultOf(SCENE, samples(SCENE));
    const all = [...samples(SCENE)];
    fc.assert(fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => assert.deepEqual(resultOf(SCENE, shuffled), whole)), { numRuns: 20, seed: 20_261_124 });
    const sliced = [{ from: 7, to: 30 }, { from: 0, to: 3 }, { from: 3, to: 7 }].flatMap((slice) => [...samples(SCENE, slice)]);
    assert.deepEqual(resultOf(SCENE, structuredClone(sliced)), whole);
    assert.deepEqual([...samples(SCENE, { from: 3, to: 3 })], []);
  });

  it('says of each point how many runs there were, which failed, and what was measured', () => {
    const sample = (point: number, seed: number, value: number | null, failed = false, isDoubtful = false): Sample => ({
      point, seed, isDoubtful, failure: failed ? { step: 1, time: 1, kind: 'claim', what: 'so', why: `with ${seed}`, claim: 0 } : null, values: [value, value === null ? null : 2 * value, null],
    });
    const { points, title, type, plots } = resultOf(SCENE, [sample(1, 8, 30), sample(1, 5, null), sample(1, 7, 10, true), sample(1, 6, 40, true, true), sample(1, 4, 20, false, true), sample(0, 4, 5)]);
    assert.deepEqual([title, type, plots.map((plot) => plot.title)], ['Elections', 'raft', ['First leader', 'sent RequestVote at n1', 'Of one']]);
    assert.deepEqual(points[1], {
      at: [0, 1], runs: 5, failed: 2, doubtful: 1,
      firstFailure: { seed: 6, failure: { step: 1, time: 1, kind: 'claim', what: 'so', why: 'with 6', claim: 0 } },
      plots: [{ runs: 4, minimum: 10, median: 25, maximum: 40 }, { runs: 4, minimum: 20, median: 50, maximum: 80 }, null],
    });
    assert.deepEqual([points[0]?.runs, points[0]?.plots[0]?.median, points[2]], [1, 5, { at: [0, 2], runs: 0, failed: 0, doubtful: 0, firstFailure: null, plots: [null, null, null] }]);
  });

  it('fails where a plot asks for what there is not', () => {
    const scene = sceneOf('scenario "a" system raft until 1s plot "Terms": term of followers');
    const [sample] = samples(scene);
    assert.deepEqual([sample?.values, sample?.failure?.why], [[null], '"Terms" can\'t be plotted: One node\'s value is asked for, and 4 are meant by "nodes that are follower".']);
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
