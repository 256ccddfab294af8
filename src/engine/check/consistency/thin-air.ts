/** Reads of values that nobody wrote: no model explains them. */
import type { RegisterHistory } from './register-history.ts';
import type { Registers } from './registers.ts';
import type { Reason } from './verdict.ts';

export function thinAirRead(history: RegisterHistory, { events }: Registers): Reason | undefined {
  const read = events.find(({ isWrite, candidates }) => !isWrite && candidates.length === 0);
  if (!read) return undefined;
  const { id, process, key } = read;
  return { pattern: 'ThinAirRead', message: `Process ${process} reads ${JSON.stringify(history[id]!.output)} from ${key}, which nobody has written.`, operations: [id], edges: [], support: [], process };
}
