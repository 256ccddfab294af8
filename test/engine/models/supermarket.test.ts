import assert from 'node:assert/strict';
import { mean, standardError } from '../../../src/engine/models/numbers.ts';
import { fluidTimeInSystem, shareOfQueuesWith } from '../../../src/engine/models/supermarket/fluid.ts';
import { supermarketSystem, timeInSystem } from '../../../src/engine/models/supermarket/supermarket.ts';
import { assertNear } from './near.ts';

describe('the fluid limit of the supermarket model', () => {
  it('is the published sum', () => {
    for (const choices of [2, 3, 5]) {
      for (const load of [0.1, 0.5, 0.9, 0.95, 0.99]) {
        let sum = 0;
        for (let i = 1; i <= 40; i++) sum += load ** ((choices ** i - choices) / (choices - 1));
        assert.ok(Math.abs(fluidTimeInSystem(choices, load) - sum) < 1e-9 * sum, `${choices} choices, load ${load}`);
      }
    }
  });

  it('is that of a queue alone for one choice', () => {
    assert.ok(Math.abs(fluidTimeInSystem(1, 0.9) - 10) < 1e-12);
  });

  it('ends, also just below the load that nothing can bear', () => {
    assert.ok(fluidTimeInSystem(2, 0.999_999) < 30);
  });

  it('follows from the shares of queues that are so long', () => {
    assert.equal(shareOfQueuesWith(0, 2, 0.9), 1);
    assert.equal(shareOfQueuesWith(1, 2, 0.9), 0.9);
    assert.ok(Math.abs(shareOfQueuesWith(3, 2, 0.9) - 0.9 ** 7) < 1e-12);
    // Little's law: the mean number of jobs of a queue is the load times the time that one stays.
    let jobs = 0;
    for (let length = 1; length < 60; length++) jobs += shareOfQueuesWith(length, 2, 0.9);
    assert.ok(Math.abs(jobs - 0.9 * fluidTimeInSystem(2, 0.9)) < 1e-12);
  });

  it('refuses loads and choices that make no sense', () => {
    assert.throws(() => fluidTimeInSystem(2, 1), /A load is below 1/);
    assert.throws(() => fluidTimeInSystem(0, 0.5), /at least one choice, not 0/);
  });
});

describe('the supermarket model', () => {
  const times = (choices: number, load: number) => Array.from({ length: 4 }, (_, seed) => timeInSystem({ queues: 100, choices, load }, { warmUp: 10_000, jobs: 10_000 }, seed));
  for (const [choices, load, published] of [
    [2, 0.5, 1.27],
    [2, 0.9, 2.65],
    [1, 0.5, 2],
    [3, 0.5, fluidTimeInSystem(3, 0.5)],
  ] as const) {
    it(`keeps jobs as long as published: ${choices} of 100 queues, load ${load}`, () => {
      const measured = times(choices, load);
      assertNear(mean(measured), published, 0.03, standardError(measured), 'mean time in the system');
    });
  }

  it('does not count the jobs that fill the queues at first', () => {
    const total = (warmUp: number, jobs: number): number => jobs * timeInSystem({ queues: 20, choices: 1, load: 0.9 }, { warmUp, jobs }, 1);
    assert.ok(Math.abs(total(0, 1_000) + total(1_000, 2_000) - total(0, 3_000)) < 1e-6);
  });

  it('refuses a setting that makes no sense', () => {
    assert.throws(() => supermarketSystem({ queues: 2, choices: 3, load: 0.5 }), /can't choose among 3 different queues of 2/);
    assert.throws(() => supermarketSystem({ queues: 0, choices: 1, load: 0.5 }), /at least one queue, not 0/);
    assert.throws(() => supermarketSystem({ queues: 2, choices: 1, load: 1.2 }), /A load is below 1/);
    assert.throws(() => supermarketSystem({ queues: 2, choices: 1, load: 0 }), /Some load comes, not 0/);
  });
});
