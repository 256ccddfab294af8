/** What is searched: nodes, what may happen to them, and within which bounds. */
import type { NodeId } from '../../sim/process.ts';
import type { DiskState } from '../../sim/storage.ts';
import type { NodeSpec } from '../../sim/system.ts';

export interface SearchModel<Message> {
  readonly nodes: readonly NodeSpec<Message>[];
  /** Inputs from outside. Each comes once, at any time, or never. */
  readonly commands?: readonly { readonly node: NodeId; readonly command: string }[];
  /**
   * A set keeps every message that was ever sent and may deliver it again and again, so that loss and duplication cost
   * nothing (DSLabs, EuroSys 2019; Lamport's TLA+ models). A bag delivers each copy once; what it may lose and double is bounded.
   */
  readonly network?: 'set' | 'bag';
  readonly bounds?: Bounds;
  /**
   * Timers by which a node waits for its own disk: they fire whenever it suits them, in the order in which they were set. They
   * hold nothing else back and count for no bound. None where it is left out.
   */
  readonly isDiskWait?: (timer: string) => boolean;
  readonly symmetry?: Symmetry<Message>;
  /**
   * Of two choices of different nodes only one order is followed where both lead to the same world (sleep sets: Godefroid,
   * "Partial-Order Methods for the Verification of Concurrent Systems", 1996, ch. 5). Every world is still seen.
   */
  readonly partialOrder?: boolean;
}

/**
 * Nodes that nothing tells apart but their number: worlds that differ only in which of them is which need be looked at once
 * (Ip and Dill, "Better Verification Through Symmetry", 1996). They must run the same code, properties must not name one of
 * them, and commands must not be given to them.
 */
export interface Symmetry<Message> {
  readonly nodes: readonly NodeId[];
  /**
   * A process's state, or a value of its disk, with the numbers of nodes in it renamed; sets of them are to be sorted anew.
   * Several nodes may be given one number, below 0, where worlds are compared: what is kept by node is to be sorted then too.
   * @param cell the name of the disk's cell that holds the value; undefined for a process's state and for entries of a log
   */
  renameState?(state: unknown, rename: (node: NodeId) => NodeId, cell?: string): unknown;
  renameMessage?(message: Message, rename: (node: NodeId) => NodeId): Message;
}

/** How often things may happen in one run; 0 where they are left out. */
export interface Bounds {
  readonly crashes?: number;
  /** Nodes that may crash; all where it is left out. */
  readonly crashable?: readonly NodeId[];
  /** Whether a node that has crashed comes back. */
  readonly restarts?: boolean;
  /** Of messages of a bag. */
  readonly losses?: number;
  readonly duplications?: number;
  /** How often timers fire. Unbounded where it is left out. */
  readonly timers?: number;
  /**
   * Whether every message of a bag takes less time than any timer: none fires while a message is on its way, and what is lost
   * is of a node that is down, as if it had crashed while it sent. Only then does a silence say that a node has crashed.
   */
  readonly synchronous?: boolean;
}

/** One thing that can happen in a world. */
export type Choice =
  | { readonly kind: 'deliver' | 'lose' | 'duplicate'; readonly message: MessageId }
  | { readonly kind: 'timer'; readonly node: NodeId; readonly name: string }
  /** The oldest of a node's waits for its disk is over. */
  | { readonly kind: 'disk'; readonly node: NodeId }
  | { readonly kind: 'crash' | 'restart'; readonly node: NodeId }
  /** The position of a command of the model. */
  | { readonly kind: 'command'; readonly command: number };

/** A message's number among all that were ever sent in a search: sender, receiver and content. */
export type MessageId = number;

export interface SentMessage<Message> {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly message: Message;
}

/** A node in a world, for reading. */
export interface NodeView {
  readonly id: NodeId;
  readonly name: string;
  readonly isUp: boolean;
  /** What the process captured, or shows where it offers no copy; undefined while the node is down. */
  readonly state: unknown;
  readonly disk: DiskState;
  /** The names of the timers that are set, in the order in which they were. */
  readonly timers: readonly string[];
}

/** A world, for reading: what an invariant or a goal is asked of. */
export interface WorldView<Message> {
  readonly nodes: readonly NodeView[];
  /** What is in the network; of a set all that was ever sent. */
  readonly messages: readonly SentMessage<Message>[];
}

/** What must hold in every world that can be reached. */
export interface Invariant<Message> {
  readonly id: string;
  readonly meaning: string;
  /** @returns what is wrong, with names and values; undefined where it holds */
  violation(world: WorldView<Message>): string | undefined;
}
