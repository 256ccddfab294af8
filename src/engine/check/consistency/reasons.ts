/** Makes a reason that can be drawn of a cycle of arrows: with the arrows from which derived ones follow, down to sessions and reads. */
import type { Registers } from './registers.ts';
import type { Arrow, Relation } from './relation.ts';
import type { Edge, Reason } from './verdict.ts';

/** A cycle, and what its arrows follow from. */
export interface Conflict {
  readonly cycle: readonly Arrow[];
  readonly support: readonly Arrow[];
}

/** @param cycle arrows of the relation, or such as follow from it */
export function conflictOf(relation: Relation, cycle: readonly Arrow[]): Conflict {
  const short = shortened(turned(cycle));
  const found = new Map(short.map((arrow) => [nameOf(arrow), arrow]));
  const queue = [...short];
  for (const arrow of queue) {
    for (const next of supportOf(relation, arrow)) {
      if (found.has(nameOf(next))) continue;
      found.set(nameOf(next), next);
      queue.push(next);
    }
  }
  return { cycle: short, support: queue.slice(short.length) };
}

/** A cycle that does not begin within a session. */
function turned(cycle: readonly Arrow[]): readonly Arrow[] {
  const start = cycle.findIndex(({ kind }, position) => kind !== 'session' || cycle.at(position - 1)!.kind !== 'session');
  return [...cycle.slice(start), ...cycle.slice(0, start)];
}

/** The same with one arrow for those of a session that follow one another. */
function shortened(way: readonly Arrow[]): Arrow[] {
  const short: Arrow[] = [];
  for (const arrow of way) {
    const last = short.at(-1);
    if (arrow.kind === 'session' && last?.kind === 'session') short[short.length - 1] = { ...last, to: arrow.to };
    else short.push(arrow);
  }
  return short;
}

/** The arrows of a way through the relation. */
export function wayOf(relation: Relation, from: number, to: number, below?: number): readonly Arrow[] {
  return shortened((relation.way(from, to, below) ?? []).map((number) => relation.at(number)));
}

function supportOf(relation: Relation, { from, to, kind, via, since }: Arrow): readonly Arrow[] {
  if (via === undefined) return [];
  if (kind === 'overwritten') return [...wayOf(relation, from, via, since), { from: to, to: via, kind: 'reads-from' }];
  return [{ from: via, to: from, kind: 'reads-from' }, ...wayOf(relation, via, to, since)];
}

function nameOf({ from, to, kind }: Arrow): string {
  return `${from} ${kind} ${to}`;
}

/** @param process the one whose view it is about */
export function reasonOf(registers: Registers, pattern: string, message: string, { cycle, support }: Conflict, process?: number): Reason {
  const id = (event: number) => registers.events[event]!.id;
  const edgeOf = ({ from, to, kind, via }: Arrow): Edge => ({ from: id(from), to: id(to), kind, ...(via === undefined ? {} : { via: id(via) }) });
  const events = new Set([...cycle, ...support].flatMap(({ from, to, via = from }) => [from, to, via]));
  return {
    pattern,
    message,
    operations: [...events].map(id).sort((one, other) => one - other),
    edges: cycle.map(edgeOf),
    support: support.map(edgeOf),
    ...(process === undefined ? {} : { process }),
  };
}
