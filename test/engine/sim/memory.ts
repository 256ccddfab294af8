/** Measures a trace's memory in a process of its own, where nothing else is on the heap. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export interface TraceMemory {
  readonly events: number;
  readonly megabytes: number;
  readonly microsecondsPerLookup: number;
}

export async function measureMemory(events: number): Promise<TraceMemory> {
  const script = fileURLToPath(new URL('measure-memory.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, String(events)]);
  return JSON.parse(stdout) as TraceMemory;
}
