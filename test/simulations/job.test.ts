import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { Jobs, type Work } from '../../src/simulations/job.ts';

/** Counts to a number, one a slice. */
class Counting implements Work {
  count = 0;
  private readonly to: number;

  constructor(to: number) {
    this.to = to;
  }

  advance(): boolean {
    if (this.count === 13) throw new Error('13 is no good');
    return ++this.count < this.to;
  }

  progress() {
    return { progress: `at ${this.count}`, done: this.count / this.to };
  }

  async finish(): Promise<string> {
    return `Counted to ${this.count}.`;
  }
}

const breathe = async (): Promise<void> => setImmediate();

/** Breathes until no job is running. */
async function end(jobs: Jobs): Promise<void> {
  while (jobs.view?.state === 'running') await breathe();
}

describe('the jobs of a session', () => {
  it('run in slices, tell how far they are, and what came of them', async () => {
    const jobs = new Jobs(breathe);
    const told: unknown[] = [];
    jobs.onChange(() => told.push([jobs.view?.progress, jobs.view?.state]));
    jobs.begin('Counting', new Counting(3));
    assert.deepEqual(jobs.view, { id: 1, title: 'Counting', state: 'running', progress: 'at 1', done: 1 / 3, outcome: null });
    await end(jobs);
    assert.deepEqual(told, [['at 1', 'running'], ['at 2', 'running'], ['at 3', 'ended']]);
    assert.equal(jobs.view?.outcome, 'Counted to 3.');
  });

  it('let others have the thread between two slices', async () => {
    const jobs = new Jobs(breathe);
    let turns = 0;
    jobs.begin('Counting', new Counting(10));
    while (jobs.view?.state === 'running') {
      await setImmediate();
      turns++;
    }
    assert.ok(turns >= 9, String(turns));
  });

  it('keep what they have when they are cancelled', async () => {
    const jobs = new Jobs(breathe);
    jobs.begin('Counting', new Counting(Infinity));
    for (let slices = 0; slices < 3; slices++) await breathe();
    jobs.end();
    await end(jobs);
    assert.equal(jobs.view?.state, 'cancelled');
    assert.match(jobs.view?.outcome ?? '', /^Counted to [345]\.$/);
    jobs.end();
    assert.equal(jobs.view, null);
  });

  it('leave no trace when they are abandoned', async () => {
    const jobs = new Jobs(breathe);
    const work = new Counting(10);
    jobs.begin('Counting', work);
    jobs.abandon();
    jobs.onChange(() => assert.fail('an abandoned job speaks'));
    for (let slices = 0; slices < 20; slices++) await breathe();
    assert.equal(work.count, 1);
    assert.equal(jobs.view, null);
  });

  it('fail alone, and say why', async () => {
    const jobs = new Jobs(breathe);
    jobs.begin('Counting', new Counting(20));
    await end(jobs);
    assert.deepEqual([jobs.view?.state, jobs.view?.outcome], ['failed', '13 is no good']);
  });

  it('run one at a time', async () => {
    const jobs = new Jobs(breathe);
    jobs.begin('Counting', new Counting(5));
    assert.throws(() => jobs.begin('More', new Counting(5)), /“Counting” is still running: wait for it, or cancel it first/);
    await end(jobs);
    jobs.begin('More', new Counting(5));
    assert.equal(jobs.view?.id, 2);
    await end(jobs);
  });
});
