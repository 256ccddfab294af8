/** What the models say, word for word, tried over every order that there is: slow, and so for few operations only. */
import type { CausalVariant } from '../../../../src/engine/check/consistency/causal.ts';
import type { RegisterHistory, Value } from '../../../../src/engine/check/consistency/register-history.ts';
import type { SessionGuarantee } from '../../../../src/engine/check/consistency/sessions.ts';
import type { History } from '../../../../src/engine/check/history.ts';
import type { Model } from '../../../../src/engine/check/linearizability/model.ts';

type Before = (one: number, other: number) => boolean;
/** For each read the write that it has read, or null where it has read that nothing was written. */
type Sources = ReadonlyMap<number, number | null>;

const inSession = (history: History<unknown, unknown>): Before => (one, other) => history[one]!.process === history[other]!.process && (history[one]!.invoked - history[other]!.invoked || one - other) < 0;

/** Lamport 1979, for any object: some order of what happened that keeps to sessions gives every output. What has no outcome may be passed over. */
export function isSequential<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>): boolean {
  const session = inSession(history);
  const extend = (left: readonly number[], states: ReadonlyMap<string, State>): boolean =>
    left.every((id) => history[id]!.returned === Infinity) ||
    left.some((id) => {
      if (left.some((other) => session(other, id) && history[other]!.returned !== Infinity)) return false;
      const { input, output } = history[id]!;
      const part = model.partOf?.(input) ?? '';
      const after = model.apply(states.get(part) ?? model.initial, input, output);
      return after !== undefined && extend(left.filter((other) => other !== id && !session(other, id)), new Map(states).set(part, after));
    });
  return extend([...history.keys()], new Map());
}

/** Whether some order of the items keeps to `before` and gives each item, when its turn comes, what it asks for of the last writes by key. */
function someOrder(history: RegisterHistory, items: readonly number[], before: Before, isRight: (id: number, last: ReadonlyMap<string, number>) => boolean): boolean {
  if (items.some((id) => before(id, id))) return false;
  const extend = (left: readonly number[], last: ReadonlyMap<string, number>): boolean =>
    left.length === 0 ||
    left.some((id) => {
      if (left.some((other) => other !== id && before(other, id)) || !isRight(id, last)) return false;
      const { input } = history[id]!;
      return extend(left.filter((other) => other !== id), input.op === 'write' ? new Map(last).set(input.key, id) : last);
    });
  return extend(items, new Map());
}

class Registers {
  readonly history: RegisterHistory;
  readonly session: Before;

  constructor(history: RegisterHistory) {
    this.history = history;
    this.session = inSession(history);
  }

  isWrite(id: number): boolean {
    return this.history[id]!.input.op === 'write';
  }

  sameKey(one: number, other: number): boolean {
    return this.history[one]!.input.key === this.history[other]!.input.key;
  }

  /** What a write leaves; null of no write. */
  valueOf(write: number | null | undefined): Value {
    const input = typeof write === 'number' ? this.history[write]!.input : undefined;
    return input?.op === 'write' ? input.value : null;
  }

  gives(read: number, write: number | null | undefined): boolean {
    return this.valueOf(write) === this.history[read]!.output;
  }

  /** Whether something holds of the operations that happened, whichever of those of unknown outcome these are. */
  someOutcome(holds: (ids: readonly number[]) => boolean): boolean {
    const ids = [...this.history.keys()].filter((id) => this.isWrite(id) || (this.history[id]!.output !== undefined && this.history[id]!.returned !== Infinity));
    const unknown = ids.filter((id) => this.history[id]!.returned === Infinity);
    return subsets(unknown).some((happened) => holds(ids.filter((id) => !unknown.includes(id) || happened.has(id))));
  }

  /** Whether something holds of what was read, whichever writes of their values reads have read. */
  someSources(ids: readonly number[], holds: (sources: Sources) => boolean): boolean {
    const reads = ids.filter((id) => !this.isWrite(id));
    const extend = (position: number, sources: Sources): boolean => {
      const read = reads[position];
      if (read === undefined) return holds(sources);
      return [null, ...ids.filter((id) => this.isWrite(id) && this.sameKey(id, read))].some((source) => this.gives(read, source) && extend(position + 1, new Map(sources).set(read, source)));
    };
    return extend(0, new Map());
  }

  processes(ids: readonly number[]): number[] {
    return [...new Set(ids.map((id) => this.history[id]!.process))];
  }
}

/** Each process has an order of all writes and of its own reads that keeps to sessions, in which reads are right. */
export function isPram(history: RegisterHistory): boolean {
  const registers = new Registers(history);
  const isRight = (id: number, last: ReadonlyMap<string, number>) => registers.isWrite(id) || registers.gives(id, last.get(history[id]!.input.key));
  return registers.someOutcome((ids) => registers.processes(ids).every((process) => someOrder(history, ids.filter((id) => registers.isWrite(id) || history[id]!.process === process), registers.session, isRight)));
}

/**
 * Definitions 1 to 3 of Bouajjani et al. 2017, for some choice of what was read; where values are written once, the
 * definitions as they stand.
 */
export function isCausal(history: RegisterHistory, variant: CausalVariant): boolean {
  const registers = new Registers(history);
  return registers.someOutcome((ids) => registers.someSources(ids, (sources) => isCausalWith(registers, ids, variant, (id, last) => (last.get(history[id]!.input.key) ?? null) === sources.get(id))));
}

/** The same by values alone: the orders by which two processes explain their reads may differ in what a read has read. */
export function isCausalByValues(history: RegisterHistory, variant: CausalVariant): boolean {
  const registers = new Registers(history);
  return registers.someOutcome((ids) => isCausalWith(registers, ids, variant, (id, last) => registers.gives(id, last.get(history[id]!.input.key))));
}

function isCausalWith(registers: Registers, ids: readonly number[], variant: CausalVariant, isRead: (id: number, last: ReadonlyMap<string, number>) => boolean): boolean {
  const { history, session } = registers;
  return partialOrders(ids.length).some((matrix) => {
    const place = new Map(ids.map((id, position) => [id, position]));
    const causal: Before = (one, other) => matrix[place.get(one)!]![place.get(other)!]!;
    if (ids.some((one) => ids.some((other) => session(one, other) && !causal(one, other)))) return false;
    const explains = (before: Before, isVisible: (other: number, id: number) => boolean) =>
      ids.every((id) => {
        const past = ids.filter((other) => other === id || causal(other, id));
        return someOrder(history, past, before, (other, last) => registers.isWrite(other) || !isVisible(other, id) || isRead(other, last));
      });
    const itself: Before = (other, id) => other === id;
    if (variant === 'CC') return explains(causal, itself);
    if (variant === 'CM') return explains(causal, (other, id) => other === id || session(other, id));
    return linearExtensions(ids, causal).some((arbitration) => explains((one, other) => arbitration.indexOf(one) < arbitration.indexOf(other), itself));
  });
}

/** The definitions of sessions.ts: an order of writes for each process, and sets of writes that its reads see. */
export function keepsTo(history: RegisterHistory, guarantee: SessionGuarantee): boolean {
  const registers = new Registers(history);
  return registers.someOutcome(
    (ids) =>
      registers.someSources(ids, () => true) &&
      (guarantee === 'writes-follow-reads'
        ? registers.someSources(ids, (sources) => registers.processes(ids).every((process) => hasView(registers, ids, process, guarantee, sources)))
        : registers.processes(ids).every((process) => hasView(registers, ids, process, guarantee))),
  );
}

function hasView(registers: Registers, ids: readonly number[], process: number, guarantee: SessionGuarantee, sources?: Sources): boolean {
  const { history, session } = registers;
  const writes = ids.filter((id) => registers.isWrite(id));
  const own = ids.filter((id) => history[id]!.process === process);
  const ownReads = own.filter((id) => !registers.isWrite(id)).sort((one, other) => (session(one, other) ? -1 : 1));
  const gives = (read: number, write: number | undefined) => (sources ? (write ?? null) === sources.get(read) : registers.gives(read, write));
  const isBefore: Readonly<Record<SessionGuarantee, Before>> = {
    'read-your-writes': (one, other) => session(one, other) && registers.sameKey(one, other),
    'monotonic-reads': (one, other) => session(one, other) && registers.sameKey(one, other),
    'monotonic-writes': session,
    'writes-follow-reads': (one, other) => ids.some((read) => sources?.get(read) === one && session(read, other)),
  };
  const before = isBefore[guarantee];
  const brings = guarantee === 'monotonic-writes' || guarantee === 'writes-follow-reads' ? before : () => false;
  if (writes.some((write) => before(write, write))) return false;
  const isSeen = (read: number, seen: ReadonlySet<number>, earlier: ReadonlySet<number>) =>
    (guarantee === 'read-your-writes' ? own.every((id) => !registers.isWrite(id) || !session(id, read) || seen.has(id)) : [...earlier].every((write) => seen.has(write))) &&
    writes.every((one) => writes.every((other) => !brings(one, other) || !seen.has(other) || seen.has(one)));
  const reads = brings === before ? ownReads.slice(0, monotonicPrefix(registers, writes, ownReads)) : ownReads;
  return permutations(writes).some((order) => order.every((one, place) => order.slice(place).every((other) => !before(other, one))) && explainable(registers, order, reads, isSeen, gives));
}

/** How many of the first reads see ever more, in some order of the writes. */
function monotonicPrefix(registers: Registers, writes: readonly number[], reads: readonly number[]): number {
  const isGrowing = (_: number, seen: ReadonlySet<number>, earlier: ReadonlySet<number>) => [...earlier].every((write) => seen.has(write));
  const isMonotonic = (count: number) => permutations(writes).some((order) => explainable(registers, order, reads.slice(0, count), isGrowing, (read, write) => registers.gives(read, write)));
  let count = 0;
  while (count < reads.length && isMonotonic(count + 1)) count++;
  return count;
}

/** Whether each read can see a set of writes of which it gives the last of its key. */
function explainable(
  registers: Registers,
  order: readonly number[],
  reads: readonly number[],
  isSeen: (read: number, seen: ReadonlySet<number>, earlier: ReadonlySet<number>) => boolean,
  gives: (read: number, write: number | undefined) => boolean,
): boolean {
  const extend = (position: number, earlier: ReadonlySet<number>): boolean => {
    const read = reads[position];
    if (read === undefined) return true;
    return subsets(order).some((seen) => isSeen(read, seen, earlier) && gives(read, order.findLast((write) => seen.has(write) && registers.sameKey(write, read))) && extend(position + 1, seen));
  };
  return extend(0, new Set());
}

const known = new Map<number, boolean[][][]>();

/** Every strict partial order of so many elements, as a matrix. */
function partialOrders(size: number): boolean[][][] {
  const orders = known.get(size) ?? allPartialOrders(size);
  known.set(size, orders);
  return orders;
}

function allPartialOrders(size: number): boolean[][][] {
  if (size === 0) return [[]];
  // The last element comes after some of the others and before some, with all that these bring along.
  return partialOrders(size - 1).flatMap((smaller) => {
    const others = [...smaller.keys()];
    return subsets(others).flatMap((below) =>
      subsets(others).flatMap((above) => {
        const isOrder =
          [...below].every((one) => [...above].every((other) => smaller[one]![other]!)) &&
          others.every((one) => (!below.has(one) ? [...below].every((other) => !smaller[one]![other]) : true) && (!above.has(one) ? [...above].every((other) => !smaller[other]![one]) : true));
        return isOrder ? [[...smaller.map((row, one) => [...row, below.has(one)]), [...others.map((other) => above.has(other)), false]]] : [];
      }),
    );
  });
}

function linearExtensions(items: readonly number[], before: Before): number[][] {
  if (items.length === 0) return [[]];
  const first = items.filter((item) => items.every((other) => !before(other, item)));
  return first.flatMap((item) => linearExtensions(items.filter((other) => other !== item), before).map((rest) => [item, ...rest]));
}

function permutations(items: readonly number[]): number[][] {
  return items.length === 0 ? [[]] : items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

function subsets(items: readonly number[]): ReadonlySet<number>[] {
  return Array.from({ length: 1 << items.length }, (_, bits) => new Set(items.filter((_, position) => (bits >> position) & 1)));
}
