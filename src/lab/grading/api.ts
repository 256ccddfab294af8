/**
 * What the tests of an exercise are written with: `import { cases } from 'dsim/grading'`. Tests are plain synchronous code
 * outside virtual time: they start a call of the learner's code, let time pass, and look at what came of it. Durations are
 * in milliseconds of virtual time.
 */

/** The test cases by id. A case passes when it returns. */
export type Cases = Readonly<Record<string, (t: Grading) => void>>;

/** Declares the cases of an exercise; `tests/index.ts` exports what it returns as its default. */
export function cases(declared: Cases): Cases {
  return declared;
}

export interface Grading {
  /** Decides all chance in this run. */
  readonly seed: number;
  /** Chance for the test itself; the learner's code draws from a source of its own. */
  readonly random: Chance;
  /** The learner's code on a machine of its own, with a disk and without a network. */
  readonly learner: Learner;
  readonly expect: Expect;
  /** Virtual time on that machine, from 0. */
  readonly now: number;
  /** Lets time pass. @throws an exception that the learner's code threw in a timer */
  advance(milliseconds: number): void;
  /** The machine crashes and starts again: objects are gone, calls are dropped, unsynced writes are lost. */
  crash(): void;
  /**
   * A function that learner code can be given. What it returns (plain data, `after`, `failAfter`, `deferred().promise`) or
   * throws is what the learner's code sees. It can't call the learner's code.
   */
  callback(work: (...values: never[]) => unknown): Ref;
  /** A promise that is fulfilled after some time. */
  after(milliseconds: number, value?: unknown): Ref;
  /** A promise that is rejected after some time with an `Error` of this message. */
  failAfter(milliseconds: number, message: string): Ref;
  /** A promise that the test settles when it likes. */
  deferred(): Deferred;
  /** Runs the body for the seeds 1 to count, each time in a world of its own. A failure names its seed. */
  seeds(count: number, body: (t: Grading) => void): void;
  /** Runs nodes on a simulated network up to a moment. */
  simulate<Message>(options: SimulationOptions<Message>): void;
  /**
   * Looks for a run of the learner's processes in which a check does not hold or their code throws: through all orders of
   * messages, timers, syncs and crashes within bounds. It fails with the shortest way there that it finds, step by step.
   * @returns what was searched in vain
   */
  search(options: SearchOptions): SearchReport;
  /** A schedule of crashes and restarts, drawn from `random`. */
  crashes(options: CrashOptions): Fault[];
  /** A schedule of faults of every kind that a level knows, drawn from `random`; at its end all of them have stopped. */
  faults(options: FaultOptions): Fault[];
}

/** Something that only learner code can use: pass it as an argument. */
export interface Ref {
  readonly ref: 'learner';
}

export interface Deferred {
  readonly promise: Ref;
  resolve(value?: unknown): void;
  reject(message: string): void;
}

export interface Chance {
  /** A number in [0, 1). */
  next(): number;
  /** An integer in [0, bound). */
  integer(bound: number): number;
  /** An integer in [minimum, maximum]. */
  between(minimum: number, maximum: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
}

/** The learner's exports. Arguments and results are plain data (with Map, Set, Date, bigint); an error thrown is described. */
export interface Learner {
  /** The machine's durable store, to be passed to learner code. */
  readonly store: Ref;
  /** The node's context, to be passed to learner code. */
  readonly context: Ref;
  /** Makes an instance of an exported class. What it throws fails the case. */
  create(name: string, ...values: unknown[]): LearnerObject;
  /** Calls an exported function, awaits its promise, and gives its value. What it throws fails the case. */
  call<Value = unknown>(name: string, ...values: unknown[]): Value;
  /** The same, but an exception is a result like any other. */
  attempt<Value = unknown>(name: string, ...values: unknown[]): Call<Value>;
  /** Calls an exported function and goes on. */
  start<Value = unknown>(name: string, ...values: unknown[]): Call<Value>;
}

export interface LearnerObject {
  /** Calls a method, awaits its promise, and gives its value. What it throws fails the case. */
  call<Value = unknown>(method: string, ...values: unknown[]): Value;
  /** The same, but an exception is a result like any other. */
  attempt<Value = unknown>(method: string, ...values: unknown[]): Call<Value>;
  /** Calls a method and goes on; time has to pass before a promise settles. */
  start<Value = unknown>(method: string, ...values: unknown[]): Call<Value>;
  /** Reads a field or getter. */
  get<Value = unknown>(property: string): Value;
}

export interface Call<Value = unknown> {
  readonly state: 'pending' | 'returned' | 'threw';
  /** What it returned. @throws where it has not returned: the case fails with what it did instead */
  readonly value: Value;
  /** What it threw, if it did. */
  readonly error: Thrown | undefined;
  /** Calls back with the value as soon as it has returned. What it throws instead fails the case. */
  whenReturned(done: (value: Value) => void): void;
}

export interface Thrown {
  readonly name: string;
  readonly message: string;
  /** Whether it is an instance of this class, which the learner's entry module exports. */
  is(exportName: string): boolean;
}

export interface Expect {
  equal(actual: unknown, expected: unknown, message: string, details?: Details): void;
  ok(condition: boolean, message: string, details?: Details): void;
  fail(message: string, details?: Details): never;
  /** Checks that a value is an object with fields of these types, and gives it. */
  shape<Value>(value: unknown, fields: Readonly<Record<keyof Value & string, 'number' | 'string' | 'boolean' | 'object'>>, what: string): Value;
}

export interface Details {
  readonly expected?: unknown;
  readonly actual?: unknown;
  /** The export or method at fault (`compare`, `LamportClock.receive`); else the one that was called last. */
  readonly at?: string;
}

export interface SimulationOptions<Message> {
  readonly nodes: number;
  /** What runs on each node: an exported class of the learner's (see `Process` of "dsim"), or behaviour written in the test. */
  readonly process: string | ((node: SimulatedNode<Message>) => Behaviour<Message>);
  readonly network?: {
    /** From, to: every latency in between is as likely. 1 to 10 ms unless given. */
    readonly latency?: readonly [number, number];
    /** Probabilities. */
    readonly loss?: number;
    readonly duplication?: number;
  };
  readonly faults?: readonly Fault[];
  /** When the run ends. */
  readonly until: number;
  /** Called after every event: the place to check what must always hold. */
  readonly check?: (run: SimulationView) => void;
}

export interface SearchOptions {
  readonly nodes: number;
  /** An exported class of the learner's (see `Process` of "dsim") for all nodes, or one for each of them. */
  readonly process: string | readonly string[];
  /** Inputs from outside. Each comes once, at any time, or never. */
  readonly commands?: readonly { readonly node: number; readonly command: string }[];
  /** Whether each copy of a message is delivered once at most (`bag`, the default), or a message may come again and again (`set`). */
  readonly network?: 'bag' | 'set';
  readonly bounds?: SearchBounds;
  /**
   * What must hold in every state. A check says what is wrong through `expect`; a failure is made short as long as the same
   * check fails.
   */
  readonly invariants?: WorldChecks;
  /** What must hold once nothing is left to happen but faults. */
  readonly atRest?: WorldChecks;
  /** Goes through everything, shorter runs first, which finds the shortest failure; for what is small. */
  readonly breadthFirst?: BreadthFirstOptions;
  /** Wanders at random, which goes deeper; after the breadth-first search if both are given. 20,000 choices if neither is. */
  readonly walk?: WalkOptions;
}

/** How often things may happen in one run; 0 where they are left out. */
export interface SearchBounds {
  readonly crashes?: number;
  /** Nodes that may crash; all where it is left out. */
  readonly crashable?: readonly number[];
  /** Whether a node that has crashed comes back. */
  readonly restarts?: boolean;
  /** Of messages of a bag. A message that is never delivered counts for nothing. */
  readonly losses?: number;
  readonly duplications?: number;
  /** How often timers fire, `sleep` and `setTimeout` among them; without bound where it is left out. */
  readonly timers?: number;
}

export interface BreadthFirstOptions {
  /** States of the whole system after which it ends. */
  readonly states: number;
  /** Steps of a run after which it is not gone on with. */
  readonly depth?: number;
}

export interface WalkOptions {
  /** Steps that are taken in all walks together. */
  readonly choices: number;
  /** Steps of each walk, 60 unless it is given. */
  readonly length?: number;
  /** How readily a fault is taken, from 0 (where nothing else is left) to 1 (as any other choice); 0.2 unless it is given. */
  readonly faults?: number;
}

/** By a name of the test's own. */
export type WorldChecks = Readonly<Record<string, (world: SearchedWorld) => void>>;

/** A state of the whole system. */
export interface SearchedWorld {
  readonly nodes: readonly SearchedNode[];
  /** What is in the network. */
  readonly messages: readonly { readonly from: number; readonly to: number; readonly message: unknown }[];
}

export interface SearchedNode {
  readonly id: number;
  readonly isUp: boolean;
  /** What its `inspect()` returns, else its fields; undefined while it is down. */
  readonly shown: unknown;
  /** What is in its store. */
  stored(key: string): unknown;
  /** What would be there after a crash. */
  synced(key: string): unknown;
}

export interface SearchReport {
  /** Whether every run within the bounds was looked at. */
  readonly isComplete: boolean;
  readonly choices: number;
  /** What was searched, in words. */
  readonly summary: string;
}

export interface SimulationView {
  readonly now: number;
  /** What node `node` shows by `inspect()`, else its fields; undefined while it is down. For learner processes. */
  inspect(node: number): unknown;
}

export interface SimulatedNode<Message> {
  readonly id: number;
  /** Number of nodes. */
  readonly size: number;
  readonly now: number;
  readonly random: Chance;
  /** The learner's code in this life of this node. Calls can't wait here: use `start`, and `whenReturned`. */
  readonly learner: Learner;
  send(to: number, message: Message): void;
  setTimer(milliseconds: number, tag: string): void;
  cancelTimer(tag: string): void;
}

/** What a node does in one life; a restart makes a new one. */
export interface Behaviour<Message> {
  onStart?(): void;
  onRestart?(): void;
  onMessage?(from: number, message: Message): void;
  onTimer?(tag: string): void;
}

export type Fault = { readonly at: number } & (
  | { readonly kind: 'restart' | 'pause' | 'resume'; readonly node: number }
  /** With `torn`, a part of what was not synced is on the disk; the last of it reads as undefined. */
  | { readonly kind: 'crash'; readonly node: number; readonly torn?: boolean }
  /** The node takes so many milliseconds over each message and timer; 0 for full speed. */
  | { readonly kind: 'slow'; readonly node: number; readonly perInput: number }
  /** The node's clock is so many milliseconds ahead, and gains so many microseconds a second. */
  | { readonly kind: 'clock'; readonly node: number; readonly offset: number; readonly drift: number }
  /** Of a node that is down: its disk is empty, or one record of it reads as undefined. */
  | { readonly kind: 'lose-disk' | 'corrupt-disk'; readonly node: number }
  /** One direction of a link, or every link, from now on; null for what it was at first. */
  | { readonly kind: 'network'; readonly quality: LinkQuality | null }
  | { readonly kind: 'link'; readonly from: number; readonly to: number; readonly quality: LinkQuality | null }
  | { readonly kind: 'partition'; readonly groups: readonly (readonly number[])[] }
  | { readonly kind: 'cut' | 'mend'; readonly from: number; readonly to: number }
  | { readonly kind: 'heal' }
  | { readonly kind: 'command'; readonly node: number; readonly command: string }
);

export interface LinkQuality {
  /** Milliseconds that a message travels: from, to, all in between as likely; or the mean of an exponential distribution. */
  readonly latency: readonly [number, number] | { readonly mean: number };
  /** Probabilities. */
  readonly loss?: number;
  readonly duplication?: number;
  /** That a message is held back by a second latency. */
  readonly reordering?: number;
}

export interface FaultOptions {
  readonly level: 'calm' | 'rough' | 'hostile';
  readonly nodes: number;
  /** When faults begin, 0 unless it is given, and when they stop. */
  readonly from?: number;
  readonly until: number;
}

export interface CrashOptions {
  readonly nodes: number;
  /** How often each node crashes. */
  readonly times: number;
  /** Crashes fall between 0 and here. */
  readonly until: number;
  /** How long a node stays down: from, to. */
  readonly down: readonly [number, number];
}
