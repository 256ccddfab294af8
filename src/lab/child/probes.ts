/** Tries what the child must not be able to do. An Electron host may ignore Node's permission flags; then the user should know. */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Openings } from '../messages.ts';

export function probe(): Openings {
  return { write: canWrite(), spawn: canSpawn() };
}

function canWrite(): boolean {
  const file = join(tmpdir(), `distributed-systems-mastery-probe-${process.pid}`);
  try {
    writeFileSync(file, '');
    rmSync(file, { force: true });
    return true;
  } catch {
    return false;
  }
}

function canSpawn(): boolean {
  try {
    return spawnSync(process.execPath, ['--version'], { timeout: 5_000 }).error === undefined;
  } catch {
    return false;
  }
}
