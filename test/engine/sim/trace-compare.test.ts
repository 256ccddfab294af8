import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareTraces, MOST_DIFFERENCES, sameValue, type Comparison } from '../../../src/engine/sim/trace-compare.ts';
import { EVENT_CODES, serializeEvent, Trace, type TraceView } from '../../../src/engine/sim/trace.ts';
import { faultedRun, faultedTrace } from './traces.ts';

/** Compares as text, event by event. */
function commonAsText(one: TraceView, other: TraceView): number {
  const [lines, others] = [[...one].map(serializeEvent), [...other].map(serializeEvent)];
  const differs = lines.findIndex((line, index) => line !== others[index]);
  return differs === -1 ? lines.length : differs;
}

const paths = ({ differences }: Comparison): string[] => differences.map(({ path }) => path.join('.'));

describe('compareTraces', () => {
  it('finds nothing between a run and its repetition', () => {
    const trace = faultedTrace(2, 2_000);
    const comparison = compareTraces(trace, faultedTrace(2, 2_000));
    assert.deepEqual(comparison, { common: trace.length, commonSteps: 2_000, one: null, other: null, differences: [] });
    assert.equal(compareTraces(trace, trace).common, trace.length);
  });

  it('says of a run that goes on further what comes next there', () => {
    const [short, long] = [faultedTrace(2, 1_000), faultedTrace(2, 3_000)];
    const { common, commonSteps, one, other, differences } = compareTraces(short, long);
    assert.deepEqual([common, commonSteps, one, differences], [short.length, 1_000, null, []]);
    assert.deepEqual(other, { event: long.at(short.length), step: 1_001 });
    assert.deepEqual(compareTraces(long, short).one, other);
  });

  it('finds where a fork parts from its run, and with what', () => {
    for (const step of [1, 100, 777, 2_000]) {
      const run = faultedRun(6, 3_000);
      const fork = run.fork(step, run.trace.timeOf(step), { kind: 'slow', node: 0, perInput: 7 });
      fork.advanceTo(3_000);
      const comparison = compareTraces(run.trace, fork.trace);
      assert.equal(comparison.common, run.trace.eventsUntil(step));
      assert.equal(comparison.commonSteps, step);
      assert.equal(comparison.one?.step, step + 1);
      assert.equal(comparison.other?.event.kind, 'slow');
      assert.equal(paths(comparison)[0], 'kind');
      assert.equal(comparison.common, commonAsText(run.trace, fork.trace));
    }
  });

  it('finds what text finds, between runs of other seeds', () => {
    for (let seed = 1; seed < 12; seed++) {
      const [one, other] = [faultedTrace(seed, 400), faultedTrace(seed + 1, 400)];
      const comparison = compareTraces(one, other);
      assert.equal(comparison.common, commonAsText(one, other));
      assert.ok(comparison.differences.length > 0);
    }
  });

  it('names the field of the payload', () => {
    const withMessage = (message: unknown): Trace => {
      const trace = new Trace();
      trace.beginStep();
      trace.append(10, EVENT_CODES.send, 0, -1, { id: 0, from: 0, to: 1, message, sentAt: 10, arrivesAt: 20 });
      return trace;
    };
    const comparison = compareTraces(withMessage({ type: 'A', entries: [{ term: 1 }, { term: 2 }] }), withMessage({ type: 'A', entries: [{ term: 1 }, { term: 3 }], extra: null }));
    assert.deepEqual(comparison.differences, [
      { path: ['payload', 'message', 'entries', '1', 'term'], one: 2, other: 3 },
      { path: ['payload', 'message', 'extra'], one: undefined, other: null },
    ]);
    const many = (value: number) => withMessage(Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`f${index}`, value])));
    assert.equal(compareTraces(many(1), many(2)).differences.length, MOST_DIFFERENCES);
  });

  it('names what differs of a message on its way', () => {
    const sent = (to: number, arrivesAt: number): Trace => {
      const trace = new Trace();
      trace.beginStep();
      trace.append(10, EVENT_CODES.send, 0, -1, { id: 0, from: 0, to, message: null, sentAt: 10, arrivesAt });
      return trace;
    };
    assert.deepEqual(compareTraces(sent(1, 20), sent(1, 25)).differences, [{ path: ['payload', 'arrivesAt'], one: 20, other: 25 }]);
    assert.deepEqual(compareTraces(sent(1, 20), sent(2, 20)).differences, [{ path: ['payload', 'to'], one: 1, other: 2 }]);
  });

  it('sees that a step begins elsewhere', () => {
    const trace = (...begins: boolean[]): Trace => {
      const made = new Trace();
      for (const begin of begins) {
        if (begin) made.beginStep();
        made.append(5, EVENT_CODES.sync, 0, 0, null);
      }
      return made;
    };
    const comparison = compareTraces(trace(true, false, false), trace(true, false, true));
    assert.equal(comparison.common, 2);
    assert.deepEqual(comparison.differences, [{ path: ['step'], one: 1, other: 2 }]);
  });

  it('is quick: a long run of two seeds in far less time than it took', () => {
    const [one, other] = [faultedTrace(3, 20_000), faultedTrace(3, 20_000)];
    const begin = performance.now();
    assert.equal(compareTraces(one, other).common, one.length);
    assert.ok(performance.now() - begin < 500);
  });
});

describe('sameValue', () => {
  it('is what JSON says, but for the order of keys', () => {
    const sorted = (_: string, value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 2 }), fc.jsonValue({ maxDepth: 2 }), (one, other) => {
        assert.equal(sameValue(one, other), JSON.stringify(one, sorted) === JSON.stringify(other, sorted));
        assert.ok(sameValue(one, structuredClone(one)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes a key without a value for none, but null for a value', () => {
    assert.ok(sameValue({ a: undefined }, {}) && sameValue({}, { a: undefined }) && sameValue(NaN, NaN));
    assert.ok(!sameValue({ a: null }, {}) && !sameValue({}, { a: null }) && !sameValue({ a: null }, { a: undefined }) && !sameValue([], {}) && !sameValue(null, {}) && !sameValue([null], [undefined]));
  });
});
