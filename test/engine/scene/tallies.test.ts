import assert from 'node:assert/strict';
import { RunningTallies } from '../../../src/engine/scene/tallies.ts';
import type { Envelope, EventKind, TraceEvent } from '../../../src/engine/sim/trace.ts';

const message = (text: string, from = 0, to = 1): Envelope<string> => ({ id: 0, from, to, message: text, sentAt: 0, arrivesAt: 0 });

function tallied(weighs: boolean, ...events: readonly (readonly [time: number, kind: EventKind, node: number | null, payload?: unknown])[]): RunningTallies<string> {
  const tallies = new RunningTallies<string>(3, (text) => text.slice(0, 1), weighs);
  events.forEach(([time, kind, node, payload = null], id) => {
    const event: TraceEvent = { id, time, kind, node, cause: null, payload };
    tallies.add(kind === 'note' ? String(payload) : kind, event);
  });
  return tallies;
}

describe('what has been counted of a run', () => {
  it('is how often what has happened where, and when first and last', () => {
    const tallies = tallied(false, [5, 'crash', 2], [7, 'crash', 0], [9, 'crash', 2], [10, 'heal', null]);
    assert.deepEqual([undefined, [2], [0, 1], []].map((nodes) => tallies.occurrences('crash', nodes)), [3, 2, 1, 0]);
    assert.deepEqual([undefined, [2], [0, 1], [1]].map((nodes) => tallies.time('first', 'crash', nodes)), [5, 5, 7, undefined]);
    assert.deepEqual([undefined, [2], [0, 1], [1]].map((nodes) => tallies.time('last', 'crash', nodes)), [9, 9, 7, undefined]);
    assert.deepEqual([tallies.occurrences('heal', undefined), tallies.occurrences('heal', [0]), tallies.time('first', 'heal', undefined)], [1, 0, 10]);
    assert.deepEqual([tallies.occurrences('pause', undefined), tallies.time('first', 'pause', undefined)], [0, undefined]);
  });

  it("is a message's fate: at the sender where it is sent or lost, at the receiver where it arrives", () => {
    const [one, other] = [message('apple'), message('box', 1, 2)];
    const tallies = tallied(true, [0, 'send', 0, one], [0, 'send', 1, other], [1, 'deliver', 1, one], [2, 'lose', 1, other], [3, 'blocked', 0, one], [4, 'refused', 2, other], [5, 'drop', 1, one], [6, 'duplicate', 0, one]);
    const count = (what: 'sent' | 'delivered' | 'lost', type: string | null = null, nodes?: readonly number[], unit: 'messages' | 'bytes' = 'messages') => tallies.messages({ what, type, unit }, nodes);
    assert.deepEqual([count('sent'), count('sent', 'a'), count('sent', 'a', [1]), count('sent', null, [1])], [2, 1, 0, 1]);
    assert.deepEqual([count('delivered'), count('delivered', null, [0]), count('delivered', null, [1])], [1, 0, 1]);
    assert.deepEqual([count('lost'), count('lost', 'b'), count('lost', null, [0]), count('lost', null, [1])], [4, 2, 2, 2]);
    assert.deepEqual([count('sent', null, undefined, 'bytes'), count('sent', 'b', undefined, 'bytes')], [12, 5]);
    assert.equal(tallied(false, [0, 'send', 0, one]).messages({ what: 'sent', type: null, unit: 'bytes' }, undefined), 0);
  });
});
