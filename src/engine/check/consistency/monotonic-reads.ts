/** How far the reads of a process can be monotonic at all. */
import { INITIAL, readsOf, type Registers } from './registers.ts';

/**
 * A process's reads up to the first that can't be monotonic with those before it, in whatever order writes come. Between two
 * reads of a value, no other value of the key can have been read, unless it was written once more.
 */
export function monotonicReads(registers: Registers, session: readonly number[]): readonly number[] {
  const values = new Map<string, string>();
  const turns = new Map<string, number>();
  const reads = readsOf(registers, session);
  const end = reads.findIndex((read) => {
    const { key, candidates } = registers.events[read]!;
    // Reads of one value have the same candidates; only their order may differ.
    const writes = candidates.filter((candidate) => candidate !== INITIAL);
    const value = `${key} ${Math.min(...candidates)}`;
    if (values.get(key) === value) return false;
    const isFirst = !values.has(key) && candidates.includes(INITIAL);
    values.set(key, value);
    if (isFirst) return false;
    turns.set(value, (turns.get(value) ?? 0) + 1);
    return turns.get(value)! > writes.length;
  });
  return end < 0 ? reads : reads.slice(0, end);
}
