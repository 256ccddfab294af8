import assert from 'node:assert/strict';
import { VectorClocks } from '../../../src/engine/check/happens-before.ts';
import { Random } from '../../../src/engine/sim/random.ts';
import { relationTo } from '../../../webviews/simulation/space-time/causality.ts';
import { faultyHistory, historyOf } from './histories.ts';

describe('past and future in the diagram', () => {
  it('follow lines and messages', () => {
    // n0 sends to n1, which then sends to n2; n2 does something before and after.
    const { causality, columns } = historyOf(3, [
      { time: 0, kind: 'start', node: 0 },
      { time: 0, kind: 'start', node: 1 },
      { time: 0, kind: 'start', node: 2 },
      { time: 1, kind: 'send', node: 0, cause: 0, to: 1, arrives: 5 },
      { time: 5, kind: 'deliver', node: 1, cause: 3 },
      { time: 5, kind: 'send', node: 1, cause: 4, to: 2, arrives: 9 },
      { time: 6, kind: 'timer', node: 2 },
      { time: 9, kind: 'deliver', node: 2, cause: 5 },
      { time: 9, kind: 'partition', node: -1 },
    ]);
    const reach = causality.reachOf(4)!;
    assert.deepEqual([...reach.past], [2, 2, 0]);
    assert.deepEqual([...reach.future], [2, 2, 2]);
    assert.equal(reach.pastCount, 3);
    assert.equal(reach.futureCount, 2);
    assert.deepEqual(Array.from({ length: 9 }, (_, id) => relationTo(reach, columns, id)), ['past', 'past', 'apart', 'past', 'self', 'future', 'apart', 'future', 'apart']);
    assert.equal(causality.reachOf(8), null);
  });

  for (const [type, seed] of [['raft', 1], ['raft', 2], ['paxos', 3], ['two-phase-commit', 4], ['lease', 5]] as const) {
    it(`are what vector clocks of the whole run say: ${type}`, () => {
      const { run, system, history } = faultyHistory(type, seed, 2_500, 97);
      const { trace } = run;
      const clocks = new VectorClocks(trace, system.nodes.length);
      const random = Random.fromSeed(seed);
      for (let sample = 0; sample < 60; sample++) {
        const chosen = random.integer(trace.length);
        const reach = history.causality.reachOf(chosen);
        assert.equal(reach === null, trace.at(chosen).node === null);
        if (reach === null) continue;
        const counts = { past: 0, future: 0, apart: 0, self: 0 };
        for (let id = 0; id < trace.length; id++) {
          const relation = relationTo(reach, history.columns, id);
          counts[relation]++;
          const expected = id === chosen ? 'self' : clocks.happensBefore(id, chosen) ? 'past' : clocks.happensBefore(chosen, id) ? 'future' : 'apart';
          if (relation !== expected) assert.fail(`event ${id} is ${relation} of ${chosen}, not ${expected}`);
        }
        assert.equal(reach.pastCount, counts.past);
        assert.equal(reach.futureCount, counts.future);
      }
    });
  }
});
