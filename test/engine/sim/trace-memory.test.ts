import assert from 'node:assert/strict';
import { measureMemory } from './memory.ts';

describe('the memory of a trace', () => {
  it('is below 40 MB for 200,000 events, with checkpoints and random access by time, node and cause', async () => {
    const { events, megabytes } = await measureMemory(200_000);
    assert.ok(events >= 200_000);
    assert.ok(megabytes > 10 && megabytes < 40, `${megabytes.toFixed(1)} MB`);
  });
});
