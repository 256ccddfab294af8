/** The arrows that a history of registers has of itself. */
import { readsOf, writesOf, type Registers, type Sources } from './registers.ts';
import type { Arrow } from './relation.ts';

/** Each event with the next one. */
export function chain(events: readonly number[]): Arrow[] {
  return events.slice(1).map((to, position) => ({ from: events[position]!, to, kind: 'session' }));
}

/** From each write to the reads that have read it. */
export function readsFrom(reads: readonly number[], sources: Sources): Arrow[] {
  return reads.flatMap((to) => (sources[to]! >= 0 ? [{ from: sources[to]!, to, kind: 'reads-from' as const }] : []));
}

/** The writes of each process to each key, in its order. */
export function versionChains(registers: Registers): Arrow[] {
  return registers.sessions.flatMap((session) => {
    const last = new Map<string, number>();
    return writesOf(registers, session).flatMap((to): Arrow[] => {
      const { key } = registers.events[to]!;
      const from = last.get(key);
      last.set(key, to);
      return from === undefined ? [] : [{ from, to, kind: 'session' }];
    });
  });
}

/** From each process's last write of a key to the reads of that key that follow. */
export function ownWrites({ events }: Registers, session: readonly number[]): Arrow[] {
  const last = new Map<string, number>();
  return session.flatMap((event): Arrow[] => {
    const { key, isWrite } = events[event]!;
    if (isWrite) last.set(key, event);
    const from = last.get(key);
    return isWrite || from === undefined ? [] : [{ from, to: event, kind: 'session' }];
  });
}

/** From the reads of a process, one after another, to the writes that follow each. */
export function writesAfterReads(registers: Registers, session: readonly number[]): Arrow[] {
  let last: number | undefined;
  const toWrites = session.flatMap((event): Arrow[] => {
    if (!registers.events[event]!.isWrite) last = event;
    return last === undefined || last === event ? [] : [{ from: last, to: event, kind: 'session' }];
  });
  return [...chain(readsOf(registers, session)), ...toWrites];
}
