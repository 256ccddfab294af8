/**
 * The one interface between the engine and whatever runs on a node: the reference Raft, a learner's Raft and a
 * deliberately broken one are interchangeable behind it.
 */
import type { Random } from './random.ts';
import type { Micros } from './time.ts';

/** A node's position in the simulation's list of nodes. */
export type NodeId = number;

/** Plain data: what can be sent, stored and shown. The engine never changes it, and neither may a process once it has sent it. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * What runs on one node during one life, from a start or restart to the next crash. Volatile state is the process's own
 * and ends with it; what must survive is in `Context.store`.
 */
export interface Process<Message> {
  /** The node's first life begins. */
  onStart(): void;
  /** A later life begins after a crash: recover from `Context.store`. */
  onRestart(): void;
  onMessage(from: NodeId, message: Message): void;
  /** A timer fired. Setting a timer under a name that is already set replaces it. */
  onTimer(name: string): void;
  /** An input from outside the system, such as a user's command to a client. */
  onCommand?(command: string): void;
  /** Optional capability: the volatile state as plain data of its own, so that a run can be checkpointed. */
  capture?(): unknown;
  /** The counterpart of `capture`: takes over a state that `capture` gave, without keeping a reference into it. */
  restore?(state: unknown): void;
  /** Optional capability of a process without the two above: something of its state, for reading. It changes nothing. */
  show?(): unknown;
}

/** What a process can do. Everything that it needs from outside comes through here, so a run can be repeated exactly. */
export interface Context<Message, Note = Plain> {
  readonly node: NodeId;
  /** Number of nodes in the simulation, clients included. */
  readonly size: number;
  /** This node's clock. */
  now(): Micros;
  send(to: NodeId, message: Message): void;
  setTimer(name: string, delay: Micros): void;
  cancelTimer(name: string): void;
  /** This node's own random source; other nodes' draws don't disturb it. */
  readonly random: Random;
  readonly store: DurableStore;
  /** Records in the trace that something happened that a reader of the protocol would name: a vote, a commit. */
  note(note: Note): void;
}

/**
 * A node's disk: named cells and one append-only log. A write is lost in a crash until `sync` has returned.
 * Values are plain data and must not be changed once they were handed in. A record that a fault has damaged reads as
 * undefined; whether it is damaged or was never written is what a checksum would tell.
 */
export interface DurableStore {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  readonly log: DurableLog;
  sync(): void;
  isDamaged(key: string): boolean;
}

/** Positions start at 0, and an entry keeps its position. */
export interface DurableLog {
  /** The position after the last entry. */
  readonly length: number;
  /** The first position that is still held: 0 until the beginning was discarded. */
  readonly start: number;
  /** Undefined outside of `start` to `length`, and where the entry is damaged. */
  at(position: number): unknown;
  append(value: unknown): void;
  /** Forgets every entry at `length` and after it; at or before `start` it forgets all of them, and goes on from `length`. */
  truncate(length: number): void;
  /** Forgets every entry before a position; past the end it forgets all of them, and goes on from there. */
  discard(position: number): void;
  isDamaged(position: number): boolean;
}
