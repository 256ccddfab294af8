import assert from 'node:assert/strict';
import { BreadthFirst } from '../../../../src/engine/check/search/breadth-first.ts';
import { canonical } from '../../../../src/engine/check/search/canonical.ts';
import type { Invariant, SearchModel } from '../../../../src/engine/check/search/model.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import { drawModel } from './random-models.ts';

const MODELS = 120;
const MOST_WORLDS = 1_000;

/** Small enough to be seen as a whole. */
function models(alike: boolean): SearchModel<number>[] {
  const drawn: SearchModel<number>[] = [];
  for (let seed = 1; drawn.length < MODELS; seed++) {
    const model = drawModel(Random.fromSeed(seed), alike);
    const { kind, coverage } = new BreadthFirst(model, {}, { states: MOST_WORLDS }).run();
    if (kind === 'exhausted' && coverage.states > 10) drawn.push(model);
  }
  return drawn;
}

function collect(into: Set<string>): Invariant<number> {
  return {
    id: 'collects',
    meaning: '',
    violation({ nodes, messages }) {
      into.add(canonical([nodes.map(({ isUp, state, timers, disk }) => [isUp, state, timers, disk.cells]), messages]));
      return undefined;
    },
  };
}

/** Says nothing of a single node, so that it goes with a symmetry too. */
const notAllIn = (state: number): Invariant<number> => ({
  id: 'not-all',
  meaning: '',
  violation: ({ nodes }) => (nodes.filter((node) => node.isUp && node.state === state).length >= 2 ? `two are in state ${state}` : undefined),
});

describe('partial-order reduction', () => {
  it(`sees every world of ${MODELS} random systems, on fewer ways`, () => {
    let whole = 0;
    let reduced = 0;
    for (const model of models(false)) {
      const [all, seen] = [new Set<string>(), new Set<string>()];
      const full = new BreadthFirst(model, { invariants: [collect(all)] }).run();
      const less = new BreadthFirst({ ...model, partialOrder: true }, { invariants: [collect(seen)] }).run();
      assert.deepEqual([less.kind, less.coverage.states, less.coverage.depth], [full.kind, full.coverage.states, full.coverage.depth]);
      assert.deepEqual([...seen].sort(), [...all].sort());
      whole += full.coverage.transitions;
      reduced += less.coverage.transitions;
    }
    assert.ok(reduced < 0.9 * whole, `${reduced} of ${whole}`);
  });

  it('comes to the same verdicts, on ways as short', () => {
    let violations = 0;
    for (const model of models(false)) {
      for (const state of [0, 1, 2, 3]) {
        for (const goals of [{ invariants: [notAllIn(state)] }, { atRest: [notAllIn(state)] }]) {
          const full = new BreadthFirst(model, goals).run();
          const less = new BreadthFirst({ ...model, partialOrder: true }, goals).run();
          assert.equal(less.kind, full.kind);
          if (full.kind !== 'violated' || less.kind !== 'violated') continue;
          assert.equal(less.path.codes.length, full.path.codes.length);
          violations++;
        }
      }
    }
    assert.ok(violations > MODELS);
  });

  it('does not go with what it is not proven with', () => {
    const [model] = models(true);
    assert.ok(model);
    assert.throws(() => new BreadthFirst({ ...model, partialOrder: true }, { within: () => true }), /leave out one of them/);
    assert.throws(() => new BreadthFirst({ ...model, partialOrder: true, symmetry: { nodes: [0, 1] } }, {}), /leave out one of them/);
  });
});

describe('symmetry, in random systems whose nodes are alike', () => {
  it('comes to the same verdicts, on ways as short', () => {
    let worlds = 0;
    let kinds = 0;
    for (const model of models(true)) {
      for (const state of [0, 1, 2, 3]) {
        const goals = { invariants: [notAllIn(state)] };
        const full = new BreadthFirst(model, goals).run();
        const less = new BreadthFirst({ ...model, symmetry: { nodes: [0, 1, 2] } }, goals).run();
        assert.equal(less.kind, full.kind);
        if (full.kind === 'violated' && less.kind === 'violated') assert.equal(less.path.codes.length, full.path.codes.length);
        worlds += full.coverage.states;
        kinds += less.coverage.states;
      }
    }
    assert.ok(kinds < 0.8 * worlds, `${kinds} of ${worlds}`);
  });
});
