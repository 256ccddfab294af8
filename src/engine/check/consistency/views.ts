/**
 * Can what a process has seen be explained: is there an order of all writes and of its reads that keeps to given arrows, and
 * in which each read gives the write before it? A read and the write that it has read enclose no other write of the key, so
 * each such write comes before the one or after the other. What follows from the arrows is drawn first; where that leaves
 * choices, they are tried (a polygraph: Papadimitriou 1979).
 */
import { Relation, type Arrow } from './relation.ts';
import type { Registers } from './register-history.ts';
import type { EdgeKind } from './verdict.ts';

export type ViewResult =
  | { readonly kind: 'order'; readonly order: readonly number[] }
  | { readonly kind: 'cycle'; readonly cycle: readonly Arrow<EdgeKind>[] }
  | { readonly kind: 'undecided' };

/** What several searches may take together: states, and events looked at in them, which is what takes time. */
export class StateBudget {
  states = 0;
  private events = 0;
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  /** @returns false once it is used up */
  take(events: number): boolean {
    this.events += events;
    return ++this.states <= this.most && this.events <= this.most * EVENTS_OF_A_STATE;
  }
}

/** States of small histories are what a budget is stated in; larger ones use it up sooner. */
const EVENTS_OF_A_STATE = 20;

interface Read {
  readonly read: number;
  /** Null where the read saw nothing. */
  readonly source: number | null;
  /** The other writes of its key. */
  readonly others: readonly number[];
}

/**
 * @param arrows between events; those from sources to reads included
 * @param reads the reads whose values count
 * @param isSeen the events that the order is of; all where it is left out
 */
export function findView(registers: Registers, arrows: readonly Arrow<EdgeKind>[], reads: readonly number[], budget: StateBudget, isSeen: (event: number) => boolean = () => true): ViewResult {
  const { events, writes } = registers;
  const relation = new Relation<EdgeKind>(events.length, arrows.filter(({ from, to }) => isSeen(from) && isSeen(to)));
  const constrained = reads.map((read): Read => {
    const { key, source } = events[read]!;
    const others = (writes.get(key) ?? []).filter((write) => write !== source && isSeen(write));
    return { read, source: source ?? null, others };
  });
  const result = solve(relation, constrained, budget);
  return result.kind === 'order' ? { kind: 'order', order: result.order.filter(isSeen) } : result;
}

function solve(relation: Relation<EdgeKind>, reads: readonly Read[], budget: StateBudget): ViewResult {
  if (!saturate(relation, reads)) return { kind: 'cycle', cycle: relation.cycle() ?? [] };
  const explained = explain(relation, reads);
  if ('order' in explained) return { kind: 'order', order: explained.order };
  if (!budget.take(relation.size)) return { kind: 'undecided' };
  const { read, source, other } = explained;
  const choice: readonly Arrow<EdgeKind>[] = [
    { from: other, to: source, kind: 'overwritten' },
    { from: read, to: other, kind: 'read-before' },
  ];
  let cycle: readonly Arrow<EdgeKind>[] | undefined;
  for (const arrow of choice) {
    const tried = relation.copy();
    tried.add(arrow);
    const result = solve(tried, reads, budget);
    if (result.kind !== 'cycle') return result;
    cycle ??= result.cycle;
  }
  return { kind: 'cycle', cycle: cycle ?? [] };
}

/** Draws the arrows that follow from those that are there, round after round. @returns false where there is a cycle */
function saturate(relation: Relation<EdgeKind>, reads: readonly Read[]): boolean {
  for (;;) {
    if (relation.order() === undefined) return false;
    const drawn: Arrow<EdgeKind>[] = [];
    for (const { read, source, others } of reads) {
      for (const other of others) {
        if (relation.leads(read, other) || (source !== null && relation.leads(other, source))) continue;
        if (source === null || relation.leads(source, other)) drawn.push({ from: read, to: other, kind: 'read-before' });
        else if (relation.leads(other, read)) drawn.push({ from: other, to: source, kind: 'overwritten' });
      }
    }
    if (drawn.length === 0) return true;
    for (const arrow of drawn) relation.add(arrow);
  }
}

/** A write that lies between a read and the write that it has read. */
interface Between {
  readonly read: number;
  readonly source: number;
  readonly other: number;
}

/**
 * An order that gives each read its turn as soon as what leads to it is there, and writes that lead to none at the end. Where
 * the reads have an order among themselves, as those of one process mostly have, it is always right once every arrow is drawn.
 * @returns the order, or what is wrong with it
 */
function explain(relation: Relation<EdgeKind>, reads: readonly Read[]): { readonly order: readonly number[] } | Between {
  const topological = relation.order() ?? [];
  const place = new Int32Array(relation.size);
  topological.forEach((event, position) => (place[event] = position));
  const turn = ({ read, source }: Read) => (source === null ? -1 : place[source]!) * relation.size + place[read]!;
  const isOut = new Uint8Array(relation.size);
  const order: number[] = [];
  let left = topological;
  const give = (isNext: (event: number) => boolean): void => {
    for (const event of left) {
      if (!isNext(event)) continue;
      isOut[event] = 1;
      order.push(event);
    }
    left = left.filter((event) => !isOut[event]);
  };
  for (const { read } of [...reads].sort((one, other) => turn(one) - turn(other))) {
    if (!isOut[read]) give((event) => event === read || relation.leads(event, read));
  }
  give(() => true);
  order.forEach((event, position) => (place[event] = position));
  for (const { read, source, others } of reads) {
    if (source === null) continue;
    const other = others.find((write) => place[write]! > place[source]! && place[write]! < place[read]!);
    if (other !== undefined) return { read, source, other };
  }
  return { order };
}
