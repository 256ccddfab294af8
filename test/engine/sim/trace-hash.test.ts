import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sameValue } from '../../../src/engine/sim/trace-compare.ts';
import { TraceHash, traceHash } from '../../../src/engine/sim/trace-hash.ts';
import { EVENT_CODES, Trace } from '../../../src/engine/sim/trace.ts';
import { faultedTrace } from './traces.ts';

function noteOf(payload: unknown): Trace {
  const trace = new Trace();
  trace.beginStep();
  trace.append(10, EVENT_CODES.note, 0, -1, payload);
  return trace;
}

const plain = fc.jsonValue({ maxDepth: 3 });

describe('traceHash', () => {
  it('is what it always was: it is stored with runs, and compared between machines', () => {
    const values = [null, true, 0, -1, 2 ** 40 + 1, 1.5, 1e300, '', 'ä€𝄞', [], [[1], {}], { a: 1, b: [null, 'x'] }];
    assert.equal(traceHash(noteOf(values)), 'b68e7e1e9d687f36');
    assert.equal(traceHash(new Trace()), 'bf06de57e2c8c66d');
  });

  it('tells values apart exactly where they are different', () => {
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        assert.equal(traceHash(noteOf(one)) === traceHash(noteOf(other)), sameValue(one, other));
      }),
      { numRuns: 3_000 },
    );
  });

  it('tells apart what is nearly the same', () => {
    const values = [undefined, null, false, 0, '', [], {}, [null], [[]], ['a', 'b'], ['ab'], [['a'], 'b'], [['a', 'b']], { a: 'b' }, { b: 'a' }, { a: null }, { a: 1, b: 2 }, { a: 2, b: 1 }, 1, '1', 1.5, 2 ** 32, 2 ** 32 + 1, 2 ** 33, NaN, Infinity, -Infinity];
    assert.equal(new Set(values.map((value) => traceHash(noteOf(value)))).size, values.length);
  });

  it('depends neither on the order of keys nor on which object it is, and takes undefined for nothing', () => {
    assert.equal(traceHash(noteOf({ a: 1, b: { c: 2, d: 3 } })), traceHash(noteOf({ b: { d: 3, c: 2 }, a: 1 })));
    assert.equal(traceHash(noteOf({ a: 1, b: undefined })), traceHash(noteOf({ a: 1 })));
    assert.equal(traceHash(noteOf(-0)), traceHash(noteOf(0)));
  });

  it('depends on every column, and on where steps begin', () => {
    const hashes = [[10, EVENT_CODES.note, 0, 3], [11, EVENT_CODES.note, 0, 3], [10, EVENT_CODES.sync, 0, 3], [10, EVENT_CODES.note, 1, 3], [10, EVENT_CODES.note, 0, 4]].flatMap(([time = 0, code = 0, node = 0, cause = 0]) =>
      [true, false].map((begins) => {
        const trace = noteOf(null);
        if (begins) trace.beginStep();
        trace.append(time, code, node, cause, null);
        return traceHash(trace);
      }),
    );
    const message = { id: 0, from: 0, to: 1, message: 'm', sentAt: 10, arrivesAt: 20 };
    for (const envelope of [message, { ...message, to: 2 }, { ...message, arrivesAt: 21 }, { ...message, message: 'n' }]) {
      const trace = new Trace();
      trace.beginStep();
      trace.append(10, EVENT_CODES.send, 0, -1, envelope);
      hashes.push(traceHash(trace));
    }
    assert.equal(new Set(hashes).size, hashes.length);
  });

  it('gives the digest of any part on the way, and each is another', () => {
    const trace = faultedTrace(1, 1_500);
    const hash = new TraceHash(trace);
    const seen = new Set<string>();
    for (let events = 0; events <= trace.length; events += 1) {
      hash.coverTo(events);
      seen.add(hash.digest());
      if (events % 97 === 0) assert.equal(hash.digest(), traceHash(trace, events));
    }
    assert.equal(seen.size, trace.length + 1);
  });

  it('spreads over all of its bits', () => {
    const counts = new Array<number>(64).fill(0);
    const hashes = Array.from({ length: 2_000 }, (_, index) => BigInt(`0x${traceHash(noteOf(index))}`));
    for (const hash of hashes) counts.forEach((count, bit) => (counts[bit] = count + Number((hash >> BigInt(bit)) & 1n)));
    for (const count of counts) assert.ok(count > 850 && count < 1_150, `a bit is set in ${count} of 2000`);
  });

  it('refuses what is no plain data', () => {
    assert.throws(() => traceHash(noteOf({ f: () => 0 })), /A trace holds plain data, and no function/);
    assert.throws(() => traceHash(noteOf(1n)), /no bigint/);
  });
});
