/**
 * Eventual convergence (Vogels, "Eventually consistent", 2009): once nothing is written any more, and messages have had time
 * to arrive, all processes read the same, and it is something that was written.
 */
import { validateHistory } from '../history.ts';
import type { RegisterHistory, Value } from './register-history.ts';

export type Convergence =
  | { readonly kind: 'holds' }
  | { readonly kind: 'violated'; readonly disagreements: readonly Disagreement[] }
  /** No key was read by anyone after the moment. */
  | { readonly kind: 'undecided' };

export interface Disagreement {
  readonly key: string;
  /** What was read last by whom: positions in the history. Of a value that nobody wrote there may be one alone. */
  readonly reads: readonly { readonly process: number; readonly value: Value; readonly operation: number }[];
  readonly message: string;
}

/**
 * @param settled from when on reads are to agree: after the last write has returned, and the time that the system is given
 * @throws RangeError where a write is under way later than that
 */
export function checkConvergence(history: RegisterHistory, settled: number): Convergence {
  validateHistory(history);
  history.forEach(({ input, invoked, returned }, id) => {
    const until = returned === Infinity ? invoked : returned;
    if (input.op === 'write' && until > settled) throw new RangeError(`Operation ${id} writes at ${until}, after the moment ${settled} from which on reads are to agree.`);
  });
  const last = lastReads(history, settled);
  if (last.size === 0) return { kind: 'undecided' };
  const disagreements = [...last].flatMap(([key, reads]) => disagreement(history, key, [...reads.values()]) ?? []);
  return disagreements.length === 0 ? { kind: 'holds' } : { kind: 'violated', disagreements };
}

type LastRead = Disagreement['reads'][number];

function lastReads(history: RegisterHistory, settled: number): ReadonlyMap<string, ReadonlyMap<number, LastRead>> {
  const byKey = new Map<string, Map<number, LastRead>>();
  const order = [...history.keys()].sort((one, other) => history[one]!.invoked - history[other]!.invoked || one - other);
  for (const operation of order) {
    const { process, input, output, invoked } = history[operation]!;
    if (input.op !== 'read' || output === undefined || invoked < settled) continue;
    const reads = byKey.get(input.key) ?? new Map<number, LastRead>();
    reads.set(process, { process, value: output, operation });
    byKey.set(input.key, reads);
  }
  return byKey;
}

function disagreement(history: RegisterHistory, key: string, reads: readonly LastRead[]): Disagreement | undefined {
  const [first] = reads;
  const other = reads.find(({ value }) => value !== first?.value);
  if (first && other) {
    return { key, reads, message: `Process ${first.process} reads ${JSON.stringify(first.value)} from ${key}, process ${other.process} reads ${JSON.stringify(other.value)}.` };
  }
  const wasWritten = first?.value === null || history.some(({ input }) => input.op === 'write' && input.key === key && input.value === first?.value);
  return wasWritten ? undefined : { key, reads, message: `All read ${JSON.stringify(first?.value)} from ${key}, which nobody has written.` };
}
