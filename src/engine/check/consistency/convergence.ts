/**
 * Eventual convergence (Vogels, "Eventually consistent", Communications of the ACM 2009; convergence in Burckhardt, "Principles
 * of eventual consistency", 2014): once nothing is written any more, and messages have had time to arrive, all processes read
 * the same of each key. It is something that was written; where a write is known to have happened, it is not that nothing was.
 */
import { validateHistory } from '../history.ts';
import { groupBy } from './groups.ts';
import type { RegisterHistory, Value } from './register-history.ts';

export type Convergence =
  /** Of each key that was read what it came to. */
  | { readonly kind: 'holds'; readonly values: ReadonlyMap<string, Value> }
  | { readonly kind: 'violated'; readonly disagreements: readonly Disagreement[] }
  /** No key was read by anyone after the moment. */
  | { readonly kind: 'undecided' };

export interface Disagreement {
  readonly key: string;
  readonly pattern: 'divergence' | 'ThinAirRead' | 'lost-write';
  /** What was read last by whom: positions in the history, in the order of processes. */
  readonly reads: readonly LastRead[];
  readonly message: string;
}

export interface LastRead {
  readonly process: number;
  readonly value: Value;
  readonly operation: number;
}

/**
 * @param settled from when on reads are to agree: after the last write has returned, and the time that the system is given.
 * By default when the last write has returned; one of unknown outcome counts by its invocation
 * @throws RangeError where a write is under way later than that
 */
export function checkConvergence(history: RegisterHistory, settled = lastWrite(history)): Convergence {
  validateHistory(history);
  history.forEach(({ input, invoked, returned }, id) => {
    const until = returned === Infinity ? invoked : returned;
    if (input.op === 'write' && until > settled) throw new RangeError(`Operation ${id} writes at ${until}, after the moment ${settled} from which on reads are to agree.`);
  });
  const last = [...lastReads(history, settled)];
  if (last.length === 0) return { kind: 'undecided' };
  const disagreements = last.flatMap(([key, reads]) => disagreement(history, key, reads) ?? []);
  return disagreements.length > 0 ? { kind: 'violated', disagreements } : { kind: 'holds', values: new Map(last.map(([key, [read]]) => [key, read!.value])) };
}

function lastWrite(history: RegisterHistory): number {
  return history.reduce((latest, { input, invoked, returned }) => (input.op === 'write' ? Math.max(latest, returned === Infinity ? invoked : returned) : latest), -Infinity);
}

/** By key the last read of each process. */
function lastReads(history: RegisterHistory, settled: number): ReadonlyMap<string, readonly LastRead[]> {
  const settledReads = [...history.keys()]
    .filter((id) => history[id]!.input.op === 'read' && history[id]!.output !== undefined && history[id]!.invoked >= settled)
    .sort((one, other) => history[one]!.invoked - history[other]!.invoked || one - other);
  const lastOf = (ids: readonly number[]): LastRead[] =>
    [...groupBy(ids, (id) => history[id]!.process)].sort(([one], [other]) => one - other).map(([process, own]) => ({ process, value: history[own.at(-1)!]!.output ?? null, operation: own.at(-1)! }));
  return new Map([...groupBy(settledReads, (id) => history[id]!.input.key)].map(([key, ids]) => [key, lastOf(ids)]));
}

function disagreement(history: RegisterHistory, key: string, reads: readonly LastRead[]): Disagreement | undefined {
  const byValue = groupBy(reads, ({ value }) => value);
  if (byValue.size > 1) {
    const camps = [...byValue].map(([value, each]) => `${processes(each)} ${JSON.stringify(value)}`);
    return { key, pattern: 'divergence', reads, message: `Of ${key}, ${camps.join(', ')}.` };
  }
  const [{ value }] = reads as readonly [LastRead];
  const writes = history.filter(({ input }) => input.op === 'write' && input.key === key);
  if (writes.some(({ input }) => input.op === 'write' && input.value === value)) return undefined;
  if (value !== null) return { key, pattern: 'ThinAirRead', reads, message: `All read ${JSON.stringify(value)} from ${key}, which nobody has written.` };
  if (!writes.some(({ returned }) => returned !== Infinity)) return undefined;
  return { key, pattern: 'lost-write', reads, message: `All find nothing in ${key}, although it was written.` };
}

function processes(reads: readonly LastRead[]): string {
  const numbers = reads.map(({ process }) => process);
  return reads.length === 1 ? `process ${numbers.join()} reads` : `processes ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)} read`;
}
