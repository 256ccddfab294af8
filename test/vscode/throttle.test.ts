import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { Throttle } from '../../src/vscode/throttle.ts';

describe('a throttle', () => {
  it('acts at once, then seldom, and never misses the last trigger', async () => {
    let triggers = 0;
    const seen: number[] = [];
    const throttle = new Throttle(30, () => seen.push(triggers));
    for (let time = 0; time < 10; time++) {
      triggers++;
      throttle.trigger();
      await setTimeout(5);
    }
    await setTimeout(60);
    assert.equal(seen[0], 1);
    assert.equal(seen.at(-1), 10);
    assert.ok(seen.length <= 5, String(seen));
  });

  it('is quiet once it is disposed of', async () => {
    let calls = 0;
    const throttle = new Throttle(5, () => calls++);
    throttle.trigger();
    throttle.trigger();
    throttle.dispose();
    await setTimeout(20);
    assert.equal(calls, 1);
  });
});
