import assert from 'node:assert/strict';
import { hasVoteFor, isUpToDate } from '../../../../src/engine/protocols/raft/votes.ts';

describe('votes', () => {
  it('go to logs that are at least as up-to-date: the later term, then the longer log', () => {
    const table: readonly (readonly [candidate: [term: number, index: number], voter: [term: number, index: number], boolean])[] = [
      [[0, 0], [0, 0], true],
      [[1, 1], [0, 0], true],
      [[0, 0], [1, 1], false],
      [[2, 3], [2, 3], true],
      [[2, 4], [2, 3], true],
      [[2, 2], [2, 3], false],
      [[3, 1], [2, 9], true],
      [[2, 9], [3, 1], false],
    ];
    for (const [candidate, voter, expected] of table) {
      assert.equal(isUpToDate({ term: candidate[0], index: candidate[1] }, { term: voter[0], index: voter[1] }), expected, `${candidate.join()} against ${voter.join()}`);
    }
  });

  it('of two logs are for one of them at least, and for both only where they end alike', () => {
    const ends = [0, 1, 2].flatMap((term) => [0, 1, 2].map((index) => ({ term, index })));
    for (const one of ends) {
      for (const other of ends) {
        const [there, back] = [isUpToDate(one, other), isUpToDate(other, one)];
        assert.ok(there || back);
        assert.equal(there && back, one.term === other.term && one.index === other.index);
      }
    }
  });

  it('are given once a term, and to the same candidate again', () => {
    assert.deepEqual(([[null, 0], [null, 3], [2, 2], [0, 0], [2, 0], [0, 2]] as const).map(([votedFor, candidate]) => hasVoteFor(votedFor, candidate)), [true, true, true, true, false, false]);
  });
});
