/** Holds what a checker shows for its verdict against what the verdict claims, without asking how it was come by. */
import assert from 'node:assert/strict';
import type { ConsistencyModel } from '../../../../src/engine/check/consistency/hierarchy.ts';
import { registersByKey, type RegisterHistory, type Value } from '../../../../src/engine/check/consistency/register-history.ts';
import type { Edge, Orders, Reason } from '../../../../src/engine/check/consistency/verdict.ts';
import type { History } from '../../../../src/engine/check/history.ts';
import type { Model } from '../../../../src/engine/check/linearizability/model.ts';

export type WeakModel = Exclude<ConsistencyModel, 'linearizable'>;

const isBefore = (history: History<unknown, unknown>, one: number, other: number) =>
  history[one]!.process === history[other]!.process && (history[one]!.invoked - history[other]!.invoked || one - other) < 0;

/** An order of all that returned, by which the object gives every output. */
export function verifySequence<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, order: readonly number[]): void {
  assert.equal(new Set(order).size, order.length);
  const states = new Map<string, State>();
  order.forEach((id, place) => {
    assert.ok(order.slice(place).every((later) => !isBefore(history, later, id)), `operation ${id} comes too late`);
    const { input, output } = history[id]!;
    const part = model.partOf?.(input) ?? '';
    const after = model.apply(states.get(part) ?? model.initial, input, output);
    assert.ok(after !== undefined, `operation ${id} can not have given its output`);
    states.set(part, after);
  });
  history.forEach(({ returned }, id) => assert.ok(returned === Infinity || order.includes(id), `operation ${id} has no place`));
}

/** Orders for a model. Of a history in which a value is written to a key more than once, only that of `sequential` can be held against something. */
export function verifyOrders(history: RegisterHistory, model: WeakModel, orders: Orders): void {
  if (model === 'sequential') return verifySequence(registersByKey, history, orders.get('') ?? assert.fail('no order'));
  const facts = new Facts(history);
  if (model === 'CC' || model === 'CCv') return verifyArbitration(facts, orders.get('') ?? assert.fail('no order'), model === 'CCv');
  for (const process of new Set(facts.ids.map((id) => history[id]!.process))) {
    const order = orders.get(String(process)) ?? assert.fail(`no order of process ${process}`);
    if (model === 'PRAM' || model === 'CM') verifyView(facts, order, process, model);
    else verifyVersions(facts, order, process, model);
  }
}

function verifyArbitration(facts: Facts, order: readonly number[], isShared: boolean): void {
  const place = (id: number) => order.indexOf(id);
  for (const id of facts.ids) {
    assert.ok(order.includes(id));
    for (const cause of facts.causesOf(id)) assert.ok(place(cause) < place(id), `${cause} is a cause of ${id}`);
    if (!isShared || facts.isWrite(id)) continue;
    const seen = [...facts.causesOf(id)].filter((cause) => facts.isWrite(cause) && facts.sameKey(cause, id)).sort((one, other) => place(one) - place(other));
    assert.equal(facts.valueOf(seen.at(-1)), facts.history[id]!.output);
  }
}

function verifyView(facts: Facts, order: readonly number[], process: number, model: 'PRAM' | 'CM'): void {
  const { history } = facts;
  const last = new Map<string, Value>();
  order.forEach((id, place) => {
    const before = model === 'CM' ? facts.causesOf(id) : new Set(facts.ids.filter((other) => isBefore(history, other, id)));
    assert.ok(order.slice(place).every((later) => !before.has(later)), `operation ${id} comes too soon`);
    const { input, output } = history[id]!;
    if (input.op === 'write') last.set(input.key, input.value);
    else assert.equal(last.get(input.key) ?? null, output);
  });
  for (const id of facts.ids) assert.ok(order.includes(id) === (facts.isWrite(id) || history[id]!.process === process));
}

/** The order of the writes gives each read its value, for the least that the guarantee lets it see. */
function verifyVersions(facts: Facts, order: readonly number[], process: number, guarantee: WeakModel): void {
  const { history, ids } = facts;
  const place = (id: number) => order.indexOf(id);
  for (const id of ids) if (facts.isWrite(id)) assert.ok(order.includes(id));
  const reads = order.filter((id) => !facts.isWrite(id)).sort((one, other) => (isBefore(history, one, other) ? -1 : 1));
  const brings = (one: number, other: number) => {
    if (guarantee === 'writes-follow-reads') return ids.some((read) => facts.sourceOf(read) === one && isBefore(history, read, other));
    return isBefore(history, one, other) && (guarantee === 'monotonic-writes' || facts.sameKey(one, other));
  };
  const writes = ids.filter(facts.isWrite);
  for (const one of writes) for (const other of writes) if (brings(one, other)) assert.ok(place(one) < place(other));
  let seen = new Set<number>();
  for (const read of reads) {
    if (guarantee === 'read-your-writes') seen = new Set(writes.filter((write) => isBefore(history, write, read)));
    const source = facts.sourceOf(read);
    if (source !== undefined) seen.add(source);
    for (const write of seen) for (const other of writes) if (brings(other, write)) seen.add(other);
    const last = [...seen].filter((write) => facts.sameKey(write, read)).sort((one, other) => place(one) - place(other)).at(-1);
    assert.equal(last, source, `read ${read} of process ${process}`);
  }
}

/** A cycle of arrows, each of which the history and the model have, or that follows from such. */
export function verifyReason(history: RegisterHistory, model: WeakModel, reason: Reason): void {
  const { pattern, edges, support, operations, process } = reason;
  const arrows = [...edges, ...support];
  for (const { from, to, via = to } of arrows) for (const id of [from, to, via]) assert.ok(operations.includes(id));
  if (pattern === 'ThinAirRead' || pattern === 'no-order' || pattern === 'no-sources') return;
  edges.forEach(({ to }, position) => assert.equal(to, edges[(position + 1) % edges.length]!.from, 'the arrows are no cycle'));
  assert.ok(edges.length > 0);
  const facts = new Facts(history);
  for (const arrow of arrows) verifyArrow(facts, model, arrow, arrows, process);
}

function verifyArrow(facts: Facts, model: WeakModel, { from, to, kind, via }: Edge, arrows: readonly Edge[], process: number | undefined): void {
  const { history } = facts;
  // What a replica has yet to apply is not seen, so what follows of the order of writes is no way to see more.
  const isOneOrder = model === 'sequential' || model === 'CM' || model === 'PRAM';
  const leads = (start: number, end: number) => {
    const reached = new Set([start]);
    for (const id of reached) for (const arrow of arrows) if (arrow.from === id && (isOneOrder || arrow.kind === 'session' || arrow.kind === 'reads-from')) reached.add(arrow.to);
    return reached.has(end);
  };
  switch (kind) {
    case 'session':
      return assert.ok(isBefore(history, from, to) && SESSIONS[model](facts, from, to, history[from]!.process === process), `${from} before ${to} in ${model}`);
    case 'reads-from':
      return assert.ok(facts.isWrite(from) && facts.sameKey(from, to) && facts.valueOf(from) === history[to]!.output);
    case 'overwritten':
      return assert.ok(facts.isWrite(from) && facts.sameKey(from, to) && facts.valueOf(to) === history[via!]!.output && leads(from, via!));
    case 'read-before':
      assert.ok(facts.isWrite(to) && facts.sameKey(from, to));
      return assert.ok(via === undefined ? history[from]!.output === null : facts.valueOf(via) === history[from]!.output && leads(via, to));
    case 'may-read':
      return assert.fail('not of a cycle');
  }
}

/** Which operations of one process a model keeps in its order. */
const SESSIONS: Readonly<Record<WeakModel, (facts: Facts, from: number, to: number, isOwn: boolean) => boolean>> = {
  sequential: () => true,
  CC: () => true,
  CCv: () => true,
  CM: () => true,
  PRAM: (facts, from, to, isOwn) => isOwn || (facts.isWrite(from) && facts.isWrite(to)),
  'read-your-writes': (facts, from, to, isOwn) => facts.isWrite(from) && facts.sameKey(from, to) && (isOwn || facts.isWrite(to)),
  'monotonic-reads': (facts, from, to, isOwn) => (facts.isWrite(from) && facts.isWrite(to) ? facts.sameKey(from, to) : isOwn && !facts.isWrite(from) && !facts.isWrite(to)),
  'monotonic-writes': (facts, from, to, isOwn) => (facts.isWrite(from) ? facts.isWrite(to) : isOwn && !facts.isWrite(to)),
  'writes-follow-reads': (facts, from) => !facts.isWrite(from),
};

/** What a history says of itself, where each value is written to a key once. */
class Facts {
  readonly history: RegisterHistory;
  /** What happened. */
  readonly ids: readonly number[];
  private readonly causes = new Map<number, ReadonlySet<number>>();

  constructor(history: RegisterHistory) {
    this.history = history;
    const isKnown = (id: number) => history[id]!.returned !== Infinity;
    const sources = new Set([...history.keys()].filter((id) => !this.isWrite(id) && isKnown(id)).map((id) => this.sourceOf(id)));
    this.ids = [...history.keys()].filter((id) => (this.isWrite(id) ? isKnown(id) || sources.has(id) : isKnown(id) && history[id]!.output !== undefined));
  }

  readonly isWrite = (id: number): boolean => this.history[id]!.input.op === 'write';

  sameKey(one: number, other: number): boolean {
    return this.history[one]!.input.key === this.history[other]!.input.key;
  }

  valueOf(write: number | undefined): Value {
    const input = write === undefined ? undefined : this.history[write]!.input;
    return input?.op === 'write' ? input.value : null;
  }

  sourceOf(read: number): number | undefined {
    const { output } = this.history[read]!;
    if (this.isWrite(read) || output === null || output === undefined) return undefined;
    return [...this.history.keys()].find((id) => this.isWrite(id) && this.sameKey(id, read) && this.valueOf(id) === output);
  }

  /** What leads to an operation by sessions and reads. */
  causesOf(id: number): ReadonlySet<number> {
    const known = this.causes.get(id);
    if (known) return known;
    const causes = new Set<number>();
    const queue = [id];
    for (const next of queue) {
      for (const cause of this.ids) {
        if (causes.has(cause) || !(isBefore(this.history, cause, next) || this.sourceOf(next) === cause)) continue;
        causes.add(cause);
        queue.push(cause);
      }
    }
    this.causes.set(id, causes);
    return causes;
  }
}
