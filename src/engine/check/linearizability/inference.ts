/** What the outputs of queues, lists and sets say of the order of their operations. Values that were put in twice say nothing. */
import type { History } from '../history.ts';
import { PrecedenceBuilder, type Precedence } from './precedence.ts';

/** The operation that put a value in, by value; undefined for those that were put in more than once. */
function writers<Input, Output, Value>(history: History<Input, Output>, valueOf: (input: Input) => Value | undefined): ReadonlyMap<Value, number | undefined> {
  const found = new Map<Value, number | undefined>();
  history.forEach(({ input }, id) => {
    const value = valueOf(input);
    if (value !== undefined) found.set(value, found.has(value) ? undefined : id);
  });
  return found;
}

/** @param appended what an operation appends; undefined for a read */
export function orderOfList<Input, Value>(history: History<Input, readonly Value[]>, appended: (input: Input) => Value | undefined): Precedence {
  const order = new PrecedenceBuilder(history.length);
  const appends = writers(history, appended);
  const reads = [...history.keys()].filter((id) => appended(history[id]!.input) === undefined && history[id]!.output !== undefined);
  let longest: number | undefined;
  for (const id of reads) if (longest === undefined || history[id]!.output!.length > history[longest]!.output!.length) longest = id;
  if (longest === undefined) return order;
  const list = history[longest]!.output!;
  for (const id of reads) {
    const { length } = history[id]!.output!;
    if (length > 0) order.add(appends.get(list[length - 1]!), id);
    if (length < list.length) order.add(id, appends.get(list[length]!));
  }
  for (let position = 1; position < list.length; position++) order.add(appends.get(list[position - 1]!), appends.get(list[position]!));
  const seen = new Set(list);
  for (const [value, append] of appends) if (!seen.has(value)) order.add(longest, append);
  return order;
}

/**
 * Of a set to which elements are only added: one that a read does not show was added later, and one that it shows earlier.
 * @param added what an operation adds; undefined for a read
 * @param shown what a read shows, as keys of elements
 */
export function orderOfSet<Input, Output>(history: History<Input, Output>, added: (input: Input) => string | undefined, shown: (output: Output) => readonly string[]): Precedence {
  const order = new PrecedenceBuilder(history.length);
  const adds = writers(history, added);
  const reads = [...history.keys()].filter((id) => added(history[id]!.input) === undefined && history[id]!.output !== undefined);
  const sets = new Map(reads.map((id) => [id, new Set(shown(history[id]!.output!))]));
  reads.sort((one, other) => sets.get(one)!.size - sets.get(other)!.size);
  const known = new Set<string>();
  // After the reads of one size come the adds of what larger ones show, and then those.
  let after: number | undefined;
  for (let first = 0, end = 0; first < reads.length; first = end) {
    const { size } = sets.get(reads[first]!)!;
    while (end < reads.length && sets.get(reads[end]!)!.size === size) end++;
    const complete = order.milestone();
    order.add(after, complete);
    for (const element of sets.get(reads[first]!)!) {
      if (known.has(element)) continue;
      known.add(element);
      order.add(after, adds.get(element));
      order.add(adds.get(element), complete);
    }
    const read = order.milestone();
    for (const id of reads.slice(first, end)) {
      order.add(complete, id);
      order.add(id, read);
    }
    after = read;
  }
  for (const [element, add] of adds) if (!known.has(element)) order.add(after, add);
  return order;
}

/**
 * Elements leave a queue in the order in which they came.
 * @param enqueued what an operation puts in; undefined for one that takes out, whose output is the element, or null
 */
export function orderOfQueue<Input, Value>(history: History<Input, Value | null>, enqueued: (input: Input) => Value | undefined): Precedence {
  const order = new PrecedenceBuilder(history.length);
  const enqueues = writers(history, enqueued);
  const dequeues = new Map<Value, number | undefined>();
  let unknown = 0;
  history.forEach(({ input, output }, id) => {
    if (enqueued(input) !== undefined) return;
    if (output === undefined) unknown++;
    else if (output !== null) dequeues.set(output, dequeues.has(output) ? undefined : id);
  });
  const passages = [...dequeues].flatMap(([value, dequeue]) => {
    const enqueue = enqueues.get(value);
    return enqueue === undefined || dequeue === undefined ? [] : [{ enqueue, dequeue }];
  });
  for (const { enqueue, dequeue } of passages) order.add(enqueue, dequeue);
  keepOrder(history, passages.map(({ enqueue, dequeue }) => ({ inTime: dequeue, alike: enqueue })), order);
  keepOrder(history, passages.map(({ enqueue, dequeue }) => ({ inTime: enqueue, alike: dequeue })), order);
  if (unknown === 0) {
    const left = order.milestone();
    for (const { enqueue } of passages) order.add(enqueue, left);
    for (const [value, enqueue] of enqueues) if (!dequeues.has(value)) order.add(left, enqueue);
  }
  return order;
}

/** Where one of `inTime` returns before another is invoked, the operations that are alike come in the same order. */
function keepOrder(history: History<unknown, unknown>, pairs: readonly { readonly inTime: number; readonly alike: number }[], order: PrecedenceBuilder): void {
  const byReturn = [...pairs].sort((one, other) => history[one.inTime]!.returned - history[other.inTime]!.returned);
  const byInvocation = [...pairs].sort((one, other) => history[one.inTime]!.invoked - history[other.inTime]!.invoked);
  let returned = 0;
  let milestone: number | undefined;
  for (const { inTime, alike } of byInvocation) {
    for (; returned < byReturn.length && history[byReturn[returned]!.inTime]!.returned < history[inTime]!.invoked; returned++) {
      const next = order.milestone();
      order.add(milestone, next);
      order.add(byReturn[returned]!.alike, next);
      milestone = next;
    }
    order.add(milestone, alike);
  }
}
