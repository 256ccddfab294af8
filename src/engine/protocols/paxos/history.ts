/** What the proposers of a value saw, as a history of a consensus object that can be checked for linearizability. */
import type { History, Operation } from '../../check/history.ts';
import type { Model } from '../../check/linearizability/model.ts';
import type { NodeId } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import type { TraceEvent } from '../../sim/trace.ts';
import type { Value } from './ballots.ts';
import type { PaxosNote } from './messages.ts';

/** A consensus object (Herlihy, "Wait-Free Synchronization", 1991): the first proposal decides, and every proposal gives what is decided. */
export const consensusObject: Model<Value | null, Value, Value> = {
  name: 'consensus object',
  initial: null,
  apply(decided, proposed, output) {
    const after = decided ?? proposed;
    return output === undefined || output === after ? after : undefined;
  },
  key: (state) => JSON.stringify(state),
};

interface Invocation {
  readonly value: Value;
  readonly at: Micros;
}

/** Whether a proposal begins with it, or its proposer knows what is chosen. */
export function isOfProposals({ kind, payload }: Pick<TraceEvent, 'kind' | 'payload'>): boolean {
  if (kind !== 'note') return false;
  const { note } = payload as PaxosNote;
  return note === 'wishes' || note === 'chosen';
}

/** A proposal returns when its proposer first knows what is chosen. @param events as `isOfProposals` says, in order */
export function proposalsOf(events: Iterable<Pick<TraceEvent, 'time' | 'node' | 'payload'>>): History<Value, Value> {
  const operations: Operation<Value, Value>[] = [];
  const open = new Map<NodeId, Invocation>();
  const end = (node: NodeId, returned: Micros, output: Value | undefined) => {
    const invocation = open.get(node);
    if (!invocation) return;
    operations.push({ process: node, input: invocation.value, invoked: invocation.at, returned, output });
    open.delete(node);
  };
  for (const { time, node, payload } of events) {
    if (node === null) continue;
    const note = payload as PaxosNote;
    if (note.note === 'wishes' && !open.has(node)) open.set(node, { value: note.value, at: time });
    if (note.note === 'chosen') end(node, time, note.value);
  }
  for (const node of [...open.keys()]) end(node, Infinity, undefined);
  return operations;
}
