import assert from 'node:assert/strict';
import { parseLoad } from '../../../src/engine/models/retry-storm/client.ts';
import { goodput, PUBLISHED_STORM, runStorm, stormSystem, type StormSetting } from '../../../src/engine/models/retry-storm/storm.ts';
import { TokenBucket } from '../../../src/engine/models/retry-storm/token-bucket.ts';
import { SECOND } from '../../../src/engine/sim/time.ts';

const OUTAGE_ENDS = 40;

/** The share of queries answered in time in the run's last half minute. */
function atEnd(setting: StormSetting, seed: number): number {
  const end = setting.until / SECOND - 2;
  return goodput(runStorm(setting, seed), end - 30, end);
}

describe('a retry storm', () => {
  it('begins with an outage and does not end with it', () => {
    for (const seed of [1, 2, 3]) {
      const seconds = runStorm(PUBLISHED_STORM, seed);
      assert.equal(goodput(seconds, 0, 29), 1);
      assert.ok(goodput(seconds, OUTAGE_ENDS, 128) < 0.05);
    }
  });

  it('does not come about without retries', () => {
    assert.equal(atEnd({ ...PUBLISHED_STORM, retries: 0 }, 1), 1);
  });

  it('does not come about with few retries, and does with more than the server has room for', () => {
    const budget = (perSecond: number): StormSetting => ({ ...PUBLISHED_STORM, retryBudget: { perSecond, burst: perSecond } });
    assert.equal(atEnd(budget(10), 1), 1);
    assert.ok(atEnd(budget(40), 1) < 0.05);
  });

  it('ends where the load is cut to half of what the server can take, and not above', () => {
    const cut = (load: number): StormSetting => ({ ...PUBLISHED_STORM, cut: { at: 60 * SECOND, load }, until: 240 * SECOND });
    assert.equal(atEnd(cut(140), 1), 1);
    assert.equal(atEnd(cut(150), 1), 1);
    assert.ok(atEnd(cut(170), 1) < 0.05);
  });

  it('needs a queue in which requests wait longer than their clients', () => {
    assert.ok(atEnd({ ...PUBLISHED_STORM, queueLimit: 250 }, 1) > 0.5);
  });

  it('goes on in a queue without a limit, until the load is far below half', () => {
    const unlimited: StormSetting = { ...PUBLISHED_STORM, queueLimit: Infinity, until: 100 * SECOND };
    assert.ok(atEnd(unlimited, 1) < 0.05);
    assert.equal(atEnd({ ...unlimited, cut: { at: 41 * SECOND, load: 50 } }, 1), 1);
  });

  it('refuses a setting that makes no sense', () => {
    const refused = (changes: Partial<StormSetting>, why: RegExp): void => assert.throws(() => stormSystem({ ...PUBLISHED_STORM, ...changes }), why);
    refused({ capacity: 0 }, /A capacity is between 0 and a million/);
    refused({ load: -1 }, /A load is 0 queries a second or more, not -1/);
    refused({ queueLimit: 0 }, /at least one request, not 0/);
    refused({ retries: 0.5 }, /a whole number of times, not 0.5/);
    refused({ timeout: 0 }, /A timeout is above 0/);
    refused({ cut: { at: 1, load: 1 } }, /after the outage/);
    refused({ until: 1 }, /beyond the outage/);
  });
});

describe('goodput', () => {
  it('is of the queries that began in a stretch of seconds', () => {
    const seconds = [
      { begun: 10, answered: 10 },
      { begun: 10, answered: 5 },
      { begun: 20, answered: 0 },
    ];
    assert.equal(goodput(seconds, 0, 2), 0.75);
    assert.equal(goodput(seconds, 1, 3), 5 / 30);
    assert.equal(goodput(seconds, 3, 9), 1, 'nothing began, and nothing went wrong');
  });
});

describe('a token bucket', () => {
  it('gives what it holds, and then what comes', () => {
    const bucket = new TokenBucket({ perSecond: 2, burst: 3 });
    const take = (time: number): boolean => bucket.take(time * SECOND);
    assert.deepEqual([take(0), take(0), take(0), take(0)], [true, true, true, false]);
    assert.deepEqual([take(0.4), take(0.5), take(0.6)], [false, true, false]);
  });

  it('never holds more than its burst', () => {
    const bucket = new TokenBucket({ perSecond: 100, burst: 2 });
    const taken = [0, 0, 0, 0].filter(() => bucket.take(50 * SECOND)).length;
    assert.equal(taken, 2);
  });
});

describe('the command for another load', () => {
  it('is a number of queries a second', () => {
    assert.equal(parseLoad(' load 150 '), 150);
    assert.equal(parseLoad('load 0.5'), 0.5);
    for (const text of ['load', 'load -1', 'load x', '150', 'load 1 2']) assert.throws(() => parseLoad(text), /A command is "load N"/);
  });
});
