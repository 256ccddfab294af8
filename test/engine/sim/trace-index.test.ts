import assert from 'node:assert/strict';
import { Random } from '../../../src/engine/sim/random.ts';
import { SECOND } from '../../../src/engine/sim/time.ts';
import { TraceIndex } from '../../../src/engine/sim/trace-index.ts';
import { faultedRun } from './traces.ts';


describe('TraceIndex', () => {
  it('finds what an event brought about, and what brought it about, as one would by looking at all events', () => {
    const run = faultedRun(3);
    run.advanceUntil(SECOND);
    const index = new TraceIndex(run.trace);
    const events = [...run.trace];
    for (const event of events) assert.deepEqual(index.effectsOf(event.id), events.filter(({ cause }) => cause === event.id).map(({ id }) => id));
    for (const event of events) {
      const chain: number[] = [];
      for (let cause = event.cause; cause !== null; cause = events[cause]?.cause ?? null) chain.push(cause);
      assert.deepEqual(index.causesOf(event.id), chain);
    }
  });

  it('finds what happened at a node, or to the network, and when', () => {
    const run = faultedRun(4);
    run.advanceUntil(SECOND);
    const index = new TraceIndex(run.trace);
    const events = [...run.trace];
    const random = Random.fromSeed(1);
    for (let round = 0; round < 200; round++) {
      const [from, to] = [random.integer(SECOND), random.integer(SECOND)];
      const node = random.pick([null, 0, 1, 2, 3, 99]);
      const expected = events.filter((event) => event.time >= from && event.time <= to);
      assert.deepEqual(index.eventsAt(node, from, to), expected.filter((event) => event.node === node).map(({ id }) => id));
      const [first, end] = index.eventsBetween(from, to);
      assert.deepEqual(events.slice(first, end), expected);
    }
    assert.deepEqual(index.eventsAt(0), events.filter(({ node }) => node === 0).map(({ id }) => id));
  });

  it('follows a trace that grows', () => {
    const run = faultedRun(5);
    const index = new TraceIndex(run.trace);
    for (let steps = 50; steps <= 2_000; steps += 450) {
      run.advanceTo(steps);
      const fresh = new TraceIndex(run.trace);
      for (let id = 0; id < run.trace.length; id += 7) assert.deepEqual(index.effectsOf(id), fresh.effectsOf(id));
      assert.deepEqual(index.eventsAt(1), fresh.eventsAt(1));
    }
  });

  it('has nothing to say of events that are not there', () => {
    const index = new TraceIndex(faultedRun(1).trace);
    assert.throws(() => index.effectsOf(0), /There is no event 0/);
    assert.throws(() => index.causesOf(7), /There is no event 7/);
    assert.deepEqual(index.eventsBetween(0, 100), [0, 0]);
  });
});
