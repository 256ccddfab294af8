import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Clock } from '../../../src/engine/sim/clock.ts';
import { SECOND } from '../../../src/engine/sim/time.ts';

describe('Clock', () => {
  it('shows true time where it is not off', () => {
    assert.equal(new Clock().read(123), 123);
    assert.equal(new Clock().durationOf(123), 123);
  });

  it('is ahead by its offset and gains its drift with every second', () => {
    const clock = new Clock({ offset: 1000, drift: 50 });
    assert.equal(clock.read(0), 1000);
    assert.equal(clock.read(10 * SECOND), 10 * SECOND + 1000 + 500);
  });

  it('drifts from the moment at which it is set', () => {
    const clock = new Clock();
    clock.set(5 * SECOND, { offset: -200, drift: -100 });
    assert.equal(clock.read(5 * SECOND), 5 * SECOND - 200);
    assert.equal(clock.read(15 * SECOND), 15 * SECOND - 200 - 1000);
  });

  it('has gone on by a delay when the duration of the delay is over, and not before', () => {
    fc.assert(
      fc.property(fc.integer({ min: -900_000, max: 1_000_000 }), fc.nat({ max: 3_600 * SECOND }), (drift, delay) => {
        const clock = new Clock({ offset: 0, drift });
        const duration = clock.durationOf(delay);
        // Both round to whole microseconds.
        assert.ok(clock.read(duration) - clock.read(0) >= delay - 1);
        assert.ok(duration === 0 || clock.read(duration - 1) - clock.read(0) <= delay);
      }),
    );
  });

  it('refuses what no clock does', () => {
    assert.throws(() => new Clock({ offset: 0.5, drift: 0 }), /whole number of microseconds/);
    assert.throws(() => new Clock({ offset: 0, drift: -1_000_000 }), /parts per million/);
    assert.throws(() => new Clock({ offset: 0, drift: 0.5 }), /parts per million/);
  });
});
