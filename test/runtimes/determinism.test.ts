import assert from 'node:assert/strict';
import { runtimes } from './runtimes.ts';

const RUNS = 1_000;

describe('the engine', () => {
  it(`gives the same ${RUNS} random runs, event for event, in every runtime`, async () => {
    const all = await Promise.all(Object.entries(await runtimes()).map(async ([name, digests]) => ({ name, digests: await digests(1, RUNS) })));
    const [first, ...others] = all;
    assert.ok(first && others.length === 2);
    assert.equal(new Set(first.digests).size, RUNS);
    for (const other of others) assert.deepEqual(other.digests, first.digests, `${other.name} differs from ${first.name}`);
  });
});
