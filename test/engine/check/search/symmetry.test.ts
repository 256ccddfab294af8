import assert from 'node:assert/strict';
import { BreadthFirst } from '../../../../src/engine/check/search/breadth-first.ts';
import { canonical } from '../../../../src/engine/check/search/canonical.ts';
import { minimize } from '../../../../src/engine/check/search/minimize.ts';
import type { Invariant, SearchModel, WorldView } from '../../../../src/engine/check/search/model.ts';
import { Walk } from '../../../../src/engine/check/search/walk.ts';
import { abstractTwoPhaseCommit, RESOURCE_MANAGERS_ALIKE, type CommitMessage, type TransactionManagerState } from '../../../../src/engine/protocols/two-phase-commit/abstract.ts';

function permutations(items: readonly number[]): number[][] {
  return items.length === 0 ? [[]] : items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

/** Of all worlds that differ only in which resource manager is which, the text that comes first. */
function orbitOf({ nodes, messages }: WorldView<CommitMessage>): string {
  const managers = nodes.slice(1).map(({ id }) => id);
  const texts = permutations(managers).map((order) => {
    const rename = (id: number) => (id === 0 ? 0 : order[id - 1]!);
    const states = new Map(nodes.map(({ id, state, timers, isUp }) => [rename(id), [isUp, id === 0 && state ? renamed(state as TransactionManagerState, rename) : state, timers]]));
    return canonical([states, messages.map(({ from, to, message }) => canonical([rename(from), rename(to), message])).sort()]);
  });
  return texts.sort()[0]!;
}

function renamed({ state, prepared }: TransactionManagerState, rename: (id: number) => number): TransactionManagerState {
  return { state, prepared: prepared.map(rename).sort() };
}

/** The invariant that is never violated, and sees every world. */
function collect(into: Set<string>): Invariant<CommitMessage> {
  return {
    id: 'collects',
    meaning: '',
    violation(world) {
      into.add(orbitOf(world));
      return undefined;
    },
  };
}

describe('symmetry', () => {
  const bounds = { crashes: 1 } as const;

  for (const model of [{}, { bounds }] as const) {
    it(`leaves one world of each kind, and all kinds${'bounds' in model ? ', with crashes too' : ''}`, () => {
      const whole = new Set<string>();
      const reduced = new Set<string>();
      const full = new BreadthFirst({ nodes: abstractTwoPhaseCommit(3), ...model }, { invariants: [collect(whole)] }).run();
      const less = new BreadthFirst({ nodes: abstractTwoPhaseCommit(3), ...model, symmetry: RESOURCE_MANAGERS_ALIKE(3) }, { invariants: [collect(reduced)] }).run();
      assert.deepEqual([...reduced].sort(), [...whole].sort());
      assert.equal(less.coverage.states, reduced.size);
      assert.ok(less.coverage.states < full.coverage.states / 3);
    });
  }

  it('finds a way as short as without it, and one that can be taken', () => {
    const wrong: Invariant<CommitMessage> = { id: 'no-mixture', meaning: '', violation: ({ nodes }) => (nodes[0]?.state && nodes.slice(1).filter(({ state }) => state === 'prepared').length === 2 && nodes.slice(1).some(({ state }) => state === 'aborted') ? 'there it is' : undefined) };
    const model: SearchModel<CommitMessage> = { nodes: abstractTwoPhaseCommit(4) };
    const full = new BreadthFirst(model, { invariants: [wrong] }).run();
    const search = new BreadthFirst({ ...model, symmetry: RESOURCE_MANAGERS_ALIKE(4) }, { invariants: [wrong] });
    const less = search.run();
    assert.ok(full.kind === 'violated' && less.kind === 'violated');
    assert.equal(less.path.codes.length, full.path.codes.length);
    const followed = minimize(search.space, { invariants: [wrong] }, less.path, less);
    assert.deepEqual(followed.path.codes, less.path.codes);
  });

  it('names in what it says the nodes of the way that it gives', () => {
    const wrong: Invariant<CommitMessage> = {
      id: 'no-mixture',
      meaning: '',
      violation: ({ nodes }) => (nodes.slice(1).filter(({ state }) => state === 'prepared').length === 2 ? nodes.slice(1).find(({ state }) => state === 'aborted')?.name : undefined),
    };
    for (let managers = 3; managers <= 5; managers++) {
      const search = new BreadthFirst({ nodes: abstractTwoPhaseCommit(managers), symmetry: RESOURCE_MANAGERS_ALIKE(managers) }, { invariants: [wrong] });
      const result = search.run();
      assert.ok(result.kind === 'violated');
      const world = result.path.codes.reduce((before, code) => {
        const after = new Int32Array(search.space.width);
        search.space.apply(before, code, after);
        return after;
      }, search.space.initial.slice());
      assert.equal(result.message, wrong.violation(search.space.view(world)));
    }
  });

  it('is of no account to a walk', () => {
    const options = { seed: 1, length: 20, choices: 500 };
    const walk = (model: Partial<SearchModel<CommitMessage>>) => new Walk({ nodes: abstractTwoPhaseCommit(3), ...model }, {}, options).run();
    assert.deepEqual(walk({ symmetry: RESOURCE_MANAGERS_ALIKE(3) }), walk({}));
  });

  it('is refused where it can not be', () => {
    const nodes = abstractTwoPhaseCommit(2);
    const refuse = (model: Partial<SearchModel<CommitMessage>>, message: RegExp) => assert.throws(() => new BreadthFirst({ nodes, ...model }, {}), message);
    refuse({ symmetry: { nodes: [1, 7] } }, /names node 7; this system has nodes 0 to 2/);
    refuse({ symmetry: { nodes: [1, 2] }, commands: [{ node: 1, command: 'x' }] }, /RM1 is given the command "x"/);
    refuse({ symmetry: { nodes: [1, 2] }, bounds: { crashes: 1, crashable: [0, 1] } }, /either all may crash or none/);
  });
});
