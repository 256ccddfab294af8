/**
 * Prints what a trace of so many events takes, in megabytes on the heap and in array buffers, together with the
 * checkpoints of its run and an index by cause, node and time:
 *
 *   node --expose-gc test/engine/sim/measure-memory.ts 1000000
 */
import assert from 'node:assert/strict';
import { Random } from '../../../src/engine/sim/random.ts';
import { TraceIndex } from '../../../src/engine/sim/trace-index.ts';
import { longRun } from './long-run.ts';

const MEGABYTE = 1_000_000;

function used(): number {
  assert.ok(gc, 'Run this with --expose-gc.');
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const events = Number(process.argv[2]);
// Code that is compiled on the way is not the trace's.
longRun(2_000);
const before = used();
const run = longRun(events);
const index = new TraceIndex(run.trace);
index.effectsOf(0);
const megabytes = (used() - before) / MEGABYTE;

const random = Random.fromSeed(1);
const begin = performance.now();
const LOOKUPS = 1_000;
for (let lookup = 0; lookup < LOOKUPS; lookup++) {
  const { id, time, node } = run.trace.at(random.integer(run.trace.length));
  const found = [...index.effectsOf(id), ...index.eventsAt(node, time, time), run.trace.firstEvent(run.trace.stepAt(time))];
  assert.ok(index.causesOf(id).every((cause) => cause < id) && found.length > 0);
}
console.log(JSON.stringify({ events: run.trace.length, megabytes, microsecondsPerLookup: ((performance.now() - begin) * 1_000) / LOOKUPS }));
