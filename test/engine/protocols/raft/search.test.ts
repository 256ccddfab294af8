import assert from 'node:assert/strict';
import { BreadthFirst } from '../../../../src/engine/check/search/breadth-first.ts';
import type { NodeView, WorldView } from '../../../../src/engine/check/search/model.ts';
import { Walk } from '../../../../src/engine/check/search/walk.ts';
import type { RaftMessage } from '../../../../src/engine/protocols/raft/messages.ts';
import { raftProblem, type RaftBounds } from '../../../../src/engine/protocols/raft/search.ts';
import type { VolatileState } from '../../../../src/engine/protocols/raft/server.ts';

type RaftWorld = WorldView<RaftMessage>;

function committedAt({ state }: NodeView): number {
  return (state as VolatileState | null)?.shared.commitIndex ?? 0;
}

const SMALLEST: RaftBounds = { servers: 3, commands: 1, maximalTerm: 1, maximalLength: 1, crashes: 0 };

describe('Raft in the small', function () {
  this.timeout(20_000);

  it('keeps the properties of Figure 3 in every world of one term, and one of each six worlds stands for the others', () => {
    const { model, goals, symmetry } = raftProblem(SMALLEST);
    const whole = new BreadthFirst(model, goals).run();
    const reduced = new BreadthFirst({ ...model, symmetry: symmetry! }, goals).run();
    assert.deepEqual([whole.kind, reduced.kind], ['exhausted', 'exhausted']);
    assert.equal(reduced.coverage.depth, whole.coverage.depth);
    assert.ok(reduced.coverage.states > whole.coverage.states / 6 && reduced.coverage.states < whole.coverage.states / 5.5);
  });

  it('keeps them through crashes and a second term, as far as a short search goes', () => {
    const { model, goals } = raftProblem({ ...SMALLEST, maximalTerm: 2, maximalLength: 2, commands: 2, crashes: 1 });
    assert.equal(new BreadthFirst(model, goals, { states: 100_000 }).run().kind, 'cut short');
  });

  it('comes to committed entries', () => {
    const { model, goals } = raftProblem(SMALLEST);
    const reach = { id: 'committed', holds: ({ nodes }: RaftWorld) => nodes.some((node) => committedAt(node) === 1) };
    const found = new BreadthFirst(model, { ...goals, reach }).run();
    // A timeout, a vote asked for and given, the request, and an entry sent and acknowledged.
    assert.ok(found.kind === 'reached' && found.path.codes.length === 6, found.kind);
  });

  it('is walked further in as many steps where timers fire seldom', () => {
    const { model, goals } = raftProblem({ ...SMALLEST, maximalTerm: 3 });
    const committed = { id: 'none', meaning: '', violation: ({ nodes }: RaftWorld) => (nodes.some((node) => committedAt(node) > 0) ? 'an entry is committed' : undefined) };
    const median = (timers: number) => {
      const efforts = Array.from({ length: 31 }, (_, seed) => new Walk(model, { ...goals, invariants: [committed] }, { seed, length: 60, choices: 100_000, timers }).run().choices);
      return efforts.sort((one, other) => one - other)[15]!;
    };
    assert.ok(median(0.15) < median(1) / 2, `${median(0.15)} and ${median(1)}`);
  });

  it('says which number is out of range', () => {
    assert.throws(() => raftProblem({ ...SMALLEST, servers: 0 }), /at least one server, not 0/);
    assert.throws(() => raftProblem({ ...SMALLEST, maximalTerm: 0 }), /latest term is a whole number from 1 on, not 0/);
    assert.throws(() => raftProblem({ ...SMALLEST, crashes: 0.5 }), /number of crashes is a whole number from 0 on, not 0.5/);
  });
});
