import type { Chance, CrashOptions, Fault } from './api.ts';

/** Crashes and restarts of each node, in order of time; a node that is down does not crash again. */
export function drawCrashes(random: Chance, { nodes, times, until, down: [shortest, longest] }: CrashOptions): Fault[] {
  const faults: Fault[] = [];
  for (let node = 0; node < nodes; node++) {
    const moments = Array.from({ length: times }, () => random.next() * until).sort((one, other) => one - other);
    let up = 0;
    for (const moment of moments) {
      const crash = Math.max(moment, up);
      const restart = crash + shortest + random.next() * (longest - shortest);
      faults.push({ at: crash, kind: 'crash', node }, { at: restart, kind: 'restart', node });
      up = restart + 0.001;
    }
  }
  return faults.sort((one, other) => one.at - other.at);
}
