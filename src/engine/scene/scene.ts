/**
 * A scene: a system, what befalls it, and what must hold, as plain data that can be stored. Unlike a schedule it need not know
 * beforehand when things happen, nor to whom: "when somebody leads, cut the leader off". Carried out with a seed it gives a
 * schedule, and with that a run like any other.
 */
import type { FaultLevel } from '../sim/chaos.ts';
import type { ClockSetting } from '../sim/clock.ts';
import type { LinkQuality } from '../sim/network.ts';
import type { Schedule } from '../sim/schedule.ts';
import type { Micros } from '../sim/time.ts';
import type { EventId } from '../sim/trace.ts';

/** Raised whenever a scene may say what readers of an earlier version would not understand. */
export const SCENE_VERSION = 3;

export interface Scene {
  readonly version: typeof SCENE_VERSION;
  readonly title: string;
  /** What the reader is to find out; null where nothing is said of it. */
  readonly goal: string | null;
  readonly system: {
    /** A simulation's type, such as `raft`. */
    readonly type: string;
    /** Those of its parameters that differ from their initial values. */
    readonly parameters: Readonly<Record<string, number>>;
    /** What its parameters bring about by themselves, such as faults, does not happen: all that befalls it is in the scene. */
    readonly undisturbed?: true;
    /** The small system of the simulation's search within these bounds, those that differ from their initial values; it is undisturbed. */
    readonly searched?: Readonly<Record<string, number>>;
  };
  /** It is carried out with each of them, both included. */
  readonly seeds: { readonly first: number; readonly last: number };
  /** Virtual time at which it ends. */
  readonly until: Micros;
  /** Names for sets of nodes. */
  readonly groups: readonly Naming[];
  /** What happens at times that are known. */
  readonly schedule: Schedule;
  /** Faults at random, drawn from the seed; null for none. */
  readonly faults: RandomFaults | null;
  /** What happens besides. All of them begin together. */
  readonly strands: readonly Strand[];
  readonly claims: readonly Claim[];
  /** Parameters that are varied, at most two: every value of the one goes with every value of the other, and each with every seed. */
  readonly sweeps: readonly Sweep[];
  /** What is measured at the end of each run. */
  readonly plots: readonly Plot[];
}

export interface Sweep {
  /** Of the system. */
  readonly parameter: string;
  /** What takes the place of its value, one after the other. */
  readonly values: readonly number[];
}

export interface Plot {
  readonly title: string;
  /** A number, or a time. */
  readonly value: Term;
}

export interface Naming {
  readonly name: string;
  readonly nodes: NodeSet;
}

export interface RandomFaults {
  readonly level: FaultLevel;
  readonly from: Micros;
  readonly until: Micros;
}

/** Something that happens at a time of its own, step by step. */
export interface Strand {
  readonly begin:
    | { readonly kind: 'at'; readonly time: Micros }
    | { readonly kind: 'every'; readonly interval: Micros; readonly from: Micros; readonly until: Micros | null }
    /** The first time that it holds; with `again`, whenever it comes to hold after it did not. `as` names the nodes of which it does. */
    | { readonly kind: 'when'; readonly condition: Condition; readonly as: string | null; readonly again: boolean };
  readonly then: readonly Statement[];
}

export type Statement =
  | { readonly kind: 'act'; readonly action: SceneAction }
  | { readonly kind: 'wait'; readonly time: Micros }
  /** Goes on when it holds. Where it does not come to hold in time, the scene has failed. */
  | { readonly kind: 'await'; readonly condition: Condition; readonly within: Micros | null; readonly as: string | null }
  | { readonly kind: 'repeat'; readonly times: number; readonly body: readonly Statement[] }
  /** Names the nodes that are in the set now. */
  | ({ readonly kind: 'name' } & Naming)
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'ask'; readonly question: string; readonly answers: readonly Answer[]; readonly explanation: string };

export interface Answer {
  readonly text: string;
  readonly isRight: boolean;
}

/** Nodes by what they are at the moment. */
export type NodeSet =
  /** A node's own name, a group's, or one that was given on the way. */
  | { readonly kind: 'name'; readonly name: string }
  /** Those that have this role now. */
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'all'; readonly of: 'nodes' | 'servers' | 'clients' }
  /** Those of them that are so now. */
  | { readonly kind: 'where'; readonly of: NodeSet; readonly are: Predicate }
  /** So many of them, the first ones; it is an error where there are fewer. */
  | { readonly kind: 'pick'; readonly count: number; readonly of: NodeSet }
  | { readonly kind: 'union'; readonly of: readonly NodeSet[] }
  | { readonly kind: 'except'; readonly of: NodeSet; readonly without: NodeSet };

/** An action of a schedule (`sim/schedule.ts`), of sets of nodes: it happens to each of them. */
export type SceneAction =
  | { readonly kind: 'restart' | 'pause' | 'resume' | 'lose-disk' | 'corrupt-disk'; readonly nodes: NodeSet }
  | { readonly kind: 'crash'; readonly nodes: NodeSet; readonly torn: boolean }
  | { readonly kind: 'slow'; readonly nodes: NodeSet; readonly perInput: Micros }
  | { readonly kind: 'clock'; readonly nodes: NodeSet; readonly setting: ClockSetting }
  | { readonly kind: 'partition'; readonly groups: readonly NodeSet[] }
  /** Each link from one of the first to one of the second set, in this direction. */
  | { readonly kind: 'cut' | 'mend'; readonly from: NodeSet; readonly to: NodeSet }
  | { readonly kind: 'link'; readonly from: NodeSet; readonly to: NodeSet; readonly quality: LinkQuality | null }
  | { readonly kind: 'network'; readonly quality: LinkQuality | null }
  | { readonly kind: 'heal' }
  | { readonly kind: 'drop' | 'copy' | 'deliver'; readonly messages: MessagePattern }
  | { readonly kind: 'fire'; readonly nodes: NodeSet; readonly timer: string }
  | { readonly kind: 'command'; readonly nodes: NodeSet; readonly command: string };

/** Messages in flight. Null stands for any. */
export interface MessagePattern {
  readonly type: string | null;
  readonly from: NodeSet | null;
  readonly to: NodeSet | null;
  /** The one that was sent first, or every one. */
  readonly which: 'first' | 'all';
  /** The very one that this event sent. */
  readonly sentBy: EventId | null;
}

export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  /** How many of the nodes are so. */
  | { readonly kind: 'nodes'; readonly quantity: Quantity; readonly of: NodeSet; readonly are: Predicate }
  | { readonly kind: 'compare'; readonly left: Term; readonly by: Comparison; readonly right: Term }
  /** Something of this name has just happened: an event of the trace (`crash`), or something that a process noted (`leader`). */
  | { readonly kind: 'event'; readonly name: string; readonly at: NodeSet | null; readonly where: readonly FieldTest[] }
  /** What clients have seen so far keeps to a consistency model. A check may end undecided. */
  | { readonly kind: 'history'; readonly model: HistoryModel };

export const HISTORY_MODELS = ['linearizable', 'sequentially consistent'] as const;
export type HistoryModel = (typeof HISTORY_MODELS)[number];

export type Quantity = { readonly kind: 'every' } | { readonly kind: 'at least' | 'at most' | 'exactly'; readonly count: number };

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** What a node is or has. */
export type Predicate =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Predicate[] }
  | { readonly kind: 'not'; readonly of: Predicate }
  /** A role, or `up`, `crashed` or `paused`. */
  | { readonly kind: 'is'; readonly word: string }
  | ({ readonly kind: 'field' } & FieldTest);

export interface FieldTest {
  readonly field: string;
  readonly by: Comparison;
  readonly value: Term;
}

export type Term =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'duration'; readonly value: Micros }
  /** Of the only node of the set; where nobody is in it now, no comparison holds. */
  | { readonly kind: 'field'; readonly of: NodeSet; readonly field: string }
  | { readonly kind: 'count'; readonly of: NodeSet; readonly are: Predicate | null }
  /** How often something of this name has happened so far, at these nodes. */
  | { readonly kind: 'tally'; readonly name: string; readonly at: NodeSet | null }
  /** Messages so far, by these senders, or to these receivers where they are delivered: a cost. Null stands for every type. */
  | { readonly kind: 'messages'; readonly what: MessageFate; readonly type: string | null; readonly unit: 'messages' | 'bytes'; readonly at: NodeSet | null }
  /** When something of this name has happened first or last, at one of these nodes; where it has not yet, no comparison holds. */
  | { readonly kind: 'time'; readonly which: 'first' | 'last'; readonly name: string; readonly at: NodeSet | null }
  /** Of operations of these clients that have their answers: how many, or how long they took; where there is none yet, no comparison with a time holds. */
  | { readonly kind: 'operations'; readonly what: OperationMeasure; readonly at: NodeSet | null };

/** A message is lost that the network loses, that meets a cut link or a node that is down, or that is dropped by hand. */
export type MessageFate = 'sent' | 'delivered' | 'lost';

export type OperationMeasure = 'completed' | 'shortest' | 'median' | 'longest';

export type Value = number | string | boolean;

/** What must hold, or come about. `text` is what a reader is told of it. */
export interface Claim {
  readonly text: string;
  readonly claim:
    | { readonly kind: 'always' | 'never' | 'finally'; readonly condition: Condition }
    /** From the beginning; to the end where no time is given. */
    | { readonly kind: 'eventually'; readonly condition: Condition; readonly within: Micros | null }
    /** Whenever the one comes to hold, the other does within a time. */
    | { readonly kind: 'leads to'; readonly cause: Condition; readonly effect: Condition; readonly within: Micros }
    /** The simulation's own properties hold in every scene but those that are here to be violated. */
    | { readonly kind: 'violated'; readonly property: string };
}
