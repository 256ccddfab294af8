/**
 * What the nodes of Multi-Paxos say to each other, write down, and make known. Messages bear the names that Lamport gives
 * them ("Paxos Made Simple", 2001); what numbers an instance of the consensus algorithm is a slot, as in van Renesse and
 * Altinbuken, "Paxos Made Moderately Complex", ACM Computing Surveys 2015.
 */
import type { NodeId } from '../../sim/process.ts';
import type { KeyValueCommand, Outcome, Request } from '../key-value/commands.ts';
import type { StateRecord } from '../key-value/state-machine.ts';

/** Ballots count from 1, and each is one server's; 0 is before the first. */
export type Ballot = number;

/** Slots count from 1; 0 is before the first. */
export type Slot = number;

export type Value =
  | { readonly kind: 'command'; readonly request: Request }
  /** "A special no-op command that leaves the state unchanged" (section 3), with which a new leader fills a hole. */
  | { readonly kind: 'no-op' };

/** What a server knows of a slot. It is also the record of its log, of which the latest of a slot counts. */
export interface Entry {
  readonly slot: Slot;
  /** The highest ballot in which it has accepted a value here; 0 where it was told what is chosen before it accepted any. */
  readonly ballot: Ballot;
  readonly value: Value;
  /** Whether it knows the value to be chosen. */
  readonly chosen: boolean;
}

/** The state after the slots up to one were executed, which stands for what was chosen in them. */
export interface Snapshot {
  readonly slot: Slot;
  readonly records: readonly StateRecord[];
}

/** What a server has to say of all slots from one on: a snapshot where it has collected some of them, and what comes after it. */
export interface Report {
  readonly snapshot: Snapshot | null;
  /** Ascending. */
  readonly entries: readonly Entry[];
}

export type MultiPaxosMessage =
  /** Phase 1 for all slots from one on: the leader knows what is chosen in those before it. */
  | { readonly type: 'Prepare'; readonly ballot: Ballot; readonly from: Slot }
  | ({ readonly type: 'Promise'; readonly ballot: Ballot } & Report)
  /** Phase 2 for one slot. All slots up to `chosen` are known to the leader to be chosen. */
  | { readonly type: 'Accept'; readonly ballot: Ballot; readonly slot: Slot; readonly value: Value; readonly chosen: Slot }
  | { readonly type: 'Accepted'; readonly ballot: Ballot; readonly slot: Slot }
  /** The answer to a message of a lower ballot than one that was promised. */
  | { readonly type: 'Preempted'; readonly ballot: Ballot }
  /** The leader is there. Every server has executed the slots up to `executedByAll`. */
  | { readonly type: 'Heartbeat'; readonly ballot: Ballot; readonly chosen: Slot; readonly executedByAll: Slot }
  | { readonly type: 'HeartbeatReply'; readonly ballot: Ballot; readonly executed: Slot }
  /** What is chosen from this slot on? */
  | { readonly type: 'CatchUp'; readonly from: Slot }
  /** The answer, with what the sender has promised, and up to where it knows all slots to be chosen. */
  | ({ readonly type: 'Decided'; readonly ballot: Ballot; readonly chosen: Slot } & Report)
  | { readonly type: 'ClientRequest'; readonly serial: number; readonly command: KeyValueCommand }
  /** The result is null where the server does not lead. */
  | { readonly type: 'ClientReply'; readonly serial: number; readonly result: Outcome | null; readonly leader: NodeId | null };

export type Role = 'follower' | 'candidate' | 'leader';

/** What a reader of the papers would name; recorded in the trace as notes. */
export type MultiPaxosNote =
  | { readonly note: 'campaign'; readonly ballot: Ballot; readonly from: Slot }
  | { readonly note: 'promised'; readonly ballot: Ballot; readonly candidate: NodeId; readonly accepted: readonly Slot[]; readonly snapshot: Slot | null }
  /** The slots whose values it adopts, and those in which it found nothing and that it will fill. */
  | { readonly note: 'took-over'; readonly ballot: Ballot; readonly promises: readonly NodeId[]; readonly adopted: readonly Slot[]; readonly holes: readonly Slot[] }
  | { readonly note: 'preempted'; readonly ballot: Ballot; readonly by: Ballot; readonly was: 'candidate' | 'leader' }
  | { readonly note: 'proposed'; readonly slot: Slot; readonly ballot: Ballot; readonly value: Value; readonly why: 'request' | 'adopted' | 'hole' }
  | { readonly note: 'accepted'; readonly slot: Slot; readonly ballot: Ballot }
  | { readonly note: 'chosen'; readonly slot: Slot; readonly ballot: Ballot; readonly value: Value; readonly acceptors: readonly NodeId[] }
  | { readonly note: 'executed'; readonly first: Slot; readonly last: Slot; readonly role: Role }
  | { readonly note: 'behind'; readonly from: Slot; readonly chosen: Slot }
  | { readonly note: 'transferred'; readonly slot: Slot; readonly records: number }
  | { readonly note: 'snapshot-taken'; readonly slot: Slot; readonly records: number }
  | { readonly note: 'collected'; readonly upTo: Slot; readonly executedByAll: boolean }
  | { readonly note: 'recovered'; readonly promised: Ballot; readonly executed: Slot; readonly last: Slot }
  | { readonly note: 'out-of-service'; readonly why: string }
  | { readonly note: 'duplicate-request'; readonly client: NodeId; readonly serial: number }
  | { readonly note: 'invoked'; readonly serial: number; readonly command: KeyValueCommand }
  | { readonly note: 'completed'; readonly serial: number; readonly command: KeyValueCommand; readonly result: Outcome };
