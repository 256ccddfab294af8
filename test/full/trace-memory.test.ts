import assert from 'node:assert/strict';
import { recordCampaign } from '../harness/campaign.ts';
import { measureMemory } from '../engine/sim/memory.ts';

const EVENTS = 1_000_000;
const MOST_MEGABYTES = 200;

describe('the memory of a trace, in full', () => {
  it(`is below ${MOST_MEGABYTES} MB for a million events, with checkpoints and random access by time, node and cause`, async () => {
    const { megabytes, microsecondsPerLookup } = await measureMemory(EVENTS);
    recordCampaign({
      campaign: `Trace: memory of Raft under faults, below ${MOST_MEGABYTES} MB`,
      count: EVENTS,
      unit: 'events',
      seeds: [1, 1],
      failures: megabytes < MOST_MEGABYTES ? 0 : 1,
      remarks: `${megabytes.toFixed(0)} MB with checkpoints and index; ${microsecondsPerLookup.toFixed(0)} µs to find an event with its causes, effects and neighbours`,
    });
    assert.ok(megabytes < MOST_MEGABYTES, `${megabytes.toFixed(1)} MB`);
  });
});
