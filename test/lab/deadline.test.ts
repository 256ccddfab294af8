import assert from 'node:assert/strict';
import { withDeadline } from '../../src/lab/child/deadline.ts';
import { sandbox } from './realm-support.ts';

describe('the deadline of a child that nobody watches', function () {
  this.timeout(20_000);

  it('ends an endless loop, also one of microtasks in the realm of learner code', async () => {
    assert.throws(() => withDeadline(() => { for (;;); }, 0.05), /timed out/);
    const { t } = await sandbox('export const loop = async () => { for (;;) await null; };');
    assert.throws(() => withDeadline(() => void t.learner.call('loop'), 0.05), /timed out/);
  });

  it('lets through what ends in time, and its exceptions', () => {
    let runs = 0;
    withDeadline(() => void runs++, 5);
    withDeadline(() => void runs++, null);
    assert.equal(runs, 2);
    assert.throws(() => withDeadline(() => { throw new RangeError('mine'); }, 5), new RangeError('mine'));
  });
});
