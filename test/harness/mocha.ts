/** Runs Mocha inside the present process and leaves its counts in a file, where whoever started the process finds them. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type Mocha from 'mocha';
import type { Counts } from './counts.ts';

/** Runs what was added to `mocha`. */
export async function runMocha(mocha: Mocha, resultsFile: string): Promise<Counts> {
  const stats = await new Promise<Mocha.Stats | undefined>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats));
  });
  const counts: Counts = { passed: stats?.passes ?? 0, failed: stats?.failures ?? 1 };
  await mkdir(path.dirname(resultsFile), { recursive: true });
  await writeFile(resultsFile, JSON.stringify(counts));
  return counts;
}

/** The counts that a run left; undefined where it ended before it could. */
export async function readCounts(resultsFile: string): Promise<Counts | undefined> {
  try {
    return JSON.parse(await readFile(resultsFile, 'utf8')) as Counts;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
