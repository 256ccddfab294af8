import assert from 'node:assert/strict';
import { RunShrinker } from '../../../../src/engine/check/shrinking/run-shrinker.ts';
import { DEFAULT_RAFT, raftSystem } from '../../../../src/engine/protocols/raft/system.ts';
import { renameRaftCommand, simplerRaft, withoutRaftNode } from '../../../../src/engine/protocols/raft/shrinking.ts';
import { withoutNode } from '../../../../src/engine/check/shrinking/without-node.ts';
import { assertFails, assertMinimal } from '../../check/shrinking/minimality.ts';
import { raftMutants } from './mutants.ts';
import { clusters, failingRun } from './shrink-mutants.ts';

/** Bugs that show soon, and need nothing but the servers' own code, or a few faults. */
const SAMPLE = ['two votes in one term', 'election restriction missing', 'log cut off behind an old message', 'duplicates executed twice'];

describe('a run that breaks Raft, made smaller', () => {
  for (const name of SAMPLE) {
    it(`shows the same in a small part of it: ${name}`, () => {
      const mutant = raftMutants.find((each) => each.name === name);
      const run = mutant && failingRun(mutant, 1, 300);
      assert.ok(mutant && run);
      const subject = clusters(mutant.create, run.property === 'progress');
      const shrinker = new RunShrinker(subject, run);
      const result = shrinker.run();
      assert.ok(result.kind === 'minimal');
      const { smallest } = result;
      assert.ok(run.schedule.length > 100 && smallest.size.faults <= 4, `${smallest.size.faults} faults are left of ${run.schedule.length}`);
      assertFails(subject, run.property, smallest);
      assertMinimal(subject, run.property, smallest);
    });
  }
});

describe('what may be simpler about a cluster', () => {
  it('is a node less, a spare before the last member', () => {
    const members = { servers: 4, spares: 1, clients: 2, readers: 1 };
    assert.deepEqual(withoutRaftNode(members, 0), { servers: 3, spares: 1, clients: 2, readers: 1 });
    assert.deepEqual(withoutRaftNode(members, 3), { servers: 3, spares: 0, clients: 2, readers: 1 });
    assert.deepEqual(withoutRaftNode(members, 4), { servers: 4, spares: 1, clients: 1, readers: 0 });
    assert.deepEqual(withoutRaftNode(members, 5), { servers: 4, spares: 1, clients: 1, readers: 1 });
    assert.equal(withoutRaftNode({ servers: 1, spares: 0, clients: 1, readers: 0 }, 0), undefined);
  });

  it('is a command about the servers that are left', () => {
    const rename = withoutNode(1);
    assert.equal(renameRaftCommand('members n1 n2 n3', rename), 'members n1 n2');
    assert.equal(renameRaftCommand('members n2', rename), undefined);
    assert.equal(renameRaftCommand('add n4', rename), 'add n3');
    assert.equal(renameRaftCommand('transfer n2', rename), undefined);
    assert.equal(renameRaftCommand('snapshot', rename), 'snapshot');
    assert.equal(renameRaftCommand('set x 1', rename), 'set x 1');
  });

  it('is one thing at a time that is as usual, and comes to an end', () => {
    let parameters = { ...DEFAULT_RAFT, loss: 0.2, preVote: true, reads: 'lease' as const, electionTimeoutMax: 200_000, clockDriftBound: 5 };
    const seen: unknown[] = [];
    for (;;) {
      const [simpler] = simplerRaft(parameters);
      if (!simpler) break;
      raftSystem(simpler);
      seen.push(simpler);
      parameters = simpler as typeof parameters;
    }
    assert.equal(seen.length, 6);
    assert.deepEqual(parameters, { ...DEFAULT_RAFT, latency: { kind: 'constant', value: 10_000 } });
  });
});
