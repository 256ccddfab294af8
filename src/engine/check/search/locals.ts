/**
 * The states of single nodes. A node's step depends on its own state and its input alone, so each is taken once and then
 * looked up: a search through millions of worlds runs a protocol's code some thousands of times.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import { Random } from '../../sim/random.ts';
import { Disk, entriesIn, type DiskState } from '../../sim/storage.ts';
import type { NodeSpec } from '../../sim/system.ts';
import type { Micros } from '../../sim/time.ts';
import { canonical } from './canonical.ts';
import type { Messages } from './messages.ts';
import type { NodeView } from './model.ts';
import { PairTable } from './tables.ts';

/** What a node can be given. */
export type Input =
  | { readonly kind: 'start' | 'restart' | 'crash' }
  | { readonly kind: 'message'; readonly message: number }
  | { readonly kind: 'timer'; readonly name: string }
  | { readonly kind: 'command'; readonly command: string };

interface SetTimer {
  readonly name: string;
  readonly delay: Micros;
}

interface Local {
  readonly node: NodeId;
  readonly isUp: boolean;
  /** What the process captured, or shows where it offers no copy. */
  readonly captured: unknown;
  /** Of a process that offers no copy: what it was given last and in which state, which is all that is known of it. */
  readonly came: { readonly from: number; readonly input: Input } | null;
  readonly disk: DiskState;
  readonly timers: readonly SetTimer[];
}

/** A step of one node. */
export interface Transition {
  /** The number of the state that it leads to. */
  readonly next: number;
  /** Numbers of the messages that it sends, ascending, and the number of that list among all. */
  readonly sent: Int32Array;
  readonly sentList: number;
  /** What its code threw, and in words; undefined where it went well. */
  readonly thrown: { readonly error: unknown; readonly message: string } | undefined;
}

/** A process does something else when it is given the same again, so that nothing can be said of its states. */
export class Unrepeatable extends Error {
  readonly node: NodeId;

  constructor(node: NodeId, name: string) {
    super(`${name} does not do the same again when it is given the same again: it keeps something outside of itself, or draws on chance or time of its own.`);
    this.node = node;
  }
}

/** @param cell the name of the disk's cell that holds the value, where one does */
type RenameValue = (value: unknown, cell?: string) => unknown;

const MESSAGE = 0;
const TIMER = 1;
const COMMAND = 2;
const FAULT = 3;

export class Locals<Message> {
  private readonly nodes: readonly NodeSpec<Message>[];
  private readonly messages: Messages<Message>;
  private readonly isDiskWait: (timer: string) => boolean;
  private readonly locals: Local[] = [];
  private readonly views: NodeView[] = [];
  private readonly fireable: (readonly number[])[] = [];
  private readonly diskWaits: (number | undefined)[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly texts = new Map<string, number>();
  private readonly names: string[] = [];
  private readonly taken = new PairTable();
  private readonly transitions: Transition[] = [];
  private readonly rigs: ({ readonly rig: Rig<Message>; readonly local: number } | undefined)[] = [];
  private readonly sentLists = new Map<string, { readonly number: number; readonly sent: Int32Array }>();

  constructor(nodes: readonly NodeSpec<Message>[], messages: Messages<Message>, isDiskWait: (timer: string) => boolean = () => false) {
    this.nodes = nodes;
    this.messages = messages;
    this.isDiskWait = isDiskWait;
  }

  /** How many states of nodes were seen, and how often a protocol's code was run. */
  get size(): number {
    return this.locals.length;
  }

  get steps(): number {
    return this.transitions.length;
  }

  /** The state before a node starts. */
  initial(node: NodeId): number {
    return this.number({ node, isUp: false, captured: undefined, came: null, disk: emptyDisk(), timers: [] });
  }

  isUp(local: number): boolean {
    return this.locals[local]!.isUp;
  }

  view(local: number): NodeView {
    return this.views[local]!;
  }

  /** Numbers of the names of timers that may fire: of two timers of one node the one that was set first, unless it takes longer. */
  timersOf(local: number): readonly number[] {
    return this.fireable[local]!;
  }

  nameOf(name: number): string {
    return this.names[name]!;
  }

  /** Whether a node waits for its disk. */
  waitsForDisk(local: number): boolean {
    return this.diskWaits[local] !== undefined;
  }

  deliver(local: number, message: number): Transition {
    return this.take(local, 4 * message + MESSAGE, () => ({ kind: 'message', message }));
  }

  fire(local: number, name: number): Transition {
    return this.take(local, 4 * name + TIMER, () => ({ kind: 'timer', name: this.nameOf(name) }));
  }

  /** The oldest of a node's waits for its disk is over. */
  finishWait(local: number): Transition {
    return this.fire(local, this.diskWaits[local]!);
  }

  command(local: number, command: string): Transition {
    return this.take(local, 4 * this.textNumber(command) + COMMAND, () => ({ kind: 'command', command }));
  }

  befall(local: number, kind: 'start' | 'restart' | 'crash'): Transition {
    return this.take(local, 4 * ['start', 'restart', 'crash'].indexOf(kind) + FAULT, () => ({ kind }));
  }

  /**
   * The same state of another node.
   * @throws TypeError for a process that offers no copy, whose state can't be renamed
   */
  renamed(local: number, node: NodeId, rename: RenameValue): number {
    return this.number({ ...this.withRenamed(local, rename), node });
  }

  /** A text of a state that tells nothing of the node's own number. */
  textOf(local: number, rename: RenameValue): string {
    const { isUp, captured, disk, timers } = this.withRenamed(local, rename);
    return canonical([isUp, captured, diskKey(disk), timers]);
  }

  private withRenamed(local: number, rename: RenameValue): Local {
    const { captured, came, disk, ...rest } = this.locals[local]!;
    if (came) throw new TypeError('A process that offers no copy of its state can not stand in for another one: leave out the symmetry.');
    const cells = new Map([...disk.cells].map(([key, value]) => [key, rename(value, key)]));
    return { ...rest, came, captured: rename(captured), disk: { ...disk, cells, log: { ...disk.log, entries: entriesIn(disk.log).map((entry) => rename(entry)) }, unsynced: disk.unsynced.map((undo) => ('before' in undo ? { ...undo, before: rename(undo.before, undo.key) } : 'lost' in undo ? { ...undo, lost: undo.lost.map((entry) => rename(entry)) } : undo)) } };
  }

  private take(local: number, code: number, input: () => Input): Transition {
    const known = this.taken.get(local, code);
    if (known >= 0) return this.transitions[known]!;
    const transition = this.run(local, input());
    this.taken.set(local, code, this.transitions.length);
    this.transitions.push(transition);
    return transition;
  }

  private run(from: number, input: Input): Transition {
    const before = this.locals[from]!;
    const rig = this.rigAt(from);
    this.rigs[before.node] = undefined;
    let after: ReturnType<typeof rig.capture>;
    try {
      rig.give(input);
      after = rig.capture();
    } catch (error) {
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return { next: from, thrown: { error, message }, ...this.sentList([]) };
    }
    const sent = rig.takeSent().map(({ to, message }) => this.messages.number(before.node, to, message));
    const next = this.number({ node: before.node, ...after, came: rig.isOpaque ? { from, input } : null });
    this.rigs[before.node] = { rig, local: next };
    return { next, thrown: undefined, ...this.sentList(sent) };
  }

  /** A node set up in a state: the last one, where it is in that state or in one on the way to it. */
  private rigAt(local: number): Rig<Message> {
    const { node, isUp, came, captured, disk, timers } = this.locals[local]!;
    const last = this.rigs[node];
    if (last?.local === local) return last.rig;
    if (!came) {
      const rig = new Rig(this.nodes[node]!, node, this.nodes.length, this.messages);
      rig.restore(isUp, captured, disk, timers);
      return rig;
    }
    return this.rerun(local, last);
  }

  /** Has a process without a copy do again what it did since its start, or since the state that the last rig is in. */
  private rerun(local: number, last: { readonly rig: Rig<Message>; readonly local: number } | undefined): Rig<Message> {
    const { node, disk, timers } = this.locals[local]!;
    const inputs: Input[] = [];
    let at = local;
    for (let { came } = this.locals[at]!; came && at !== last?.local; { came } = this.locals[at]!) {
      inputs.push(came.input);
      at = came.from;
    }
    const begun = this.locals[at]!;
    const rig = at === last?.local ? last.rig : new Rig(this.nodes[node]!, node, this.nodes.length, this.messages);
    if (rig !== last?.rig) rig.restore(false, undefined, begun.disk, []);
    try {
      for (const input of inputs.reverse()) rig.give(input);
    } catch {
      throw new Unrepeatable(node, this.nodes[node]!.name);
    }
    rig.takeSent();
    if (canonical([diskKey(rig.store.capture()), rig.timers]) !== canonical([diskKey(disk), timers])) throw new Unrepeatable(node, this.nodes[node]!.name);
    return rig;
  }

  private sentList(sent: readonly number[]): { readonly sent: Int32Array; readonly sentList: number } {
    const sorted = Int32Array.from(sent).sort();
    const key = sorted.join();
    let list = this.sentLists.get(key);
    if (!list) this.sentLists.set(key, (list = { number: this.sentLists.size, sent: sorted }));
    return { sent: list.sent, sentList: list.number };
  }

  private number(local: Local): number {
    const { node, isUp, captured, came, disk, timers } = local;
    // What a process without a copy has in its memory is known by the way to it, and each way is taken once.
    const key = came ? '' : canonical([node, isUp, captured, diskKey(disk), timers]);
    const known = came ? undefined : this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.locals.push(local) - 1;
    if (!came) this.numbers.set(key, number);
    const wait = timers.find((timer) => this.isDiskWait(timer.name));
    this.diskWaits.push(wait && this.textNumber(wait.name));
    this.fireable.push(mayFire(timers.filter((timer) => !this.isDiskWait(timer.name))).map((name) => this.textNumber(name)));
    this.views.push({ id: node, name: this.nodes[node]!.name, isUp, state: captured, disk, timers: timers.map(({ name }) => name) });
    return number;
  }

  private textNumber(text: string): number {
    let number = this.texts.get(text);
    if (number === undefined) this.texts.set(text, (number = this.names.push(text) - 1));
    return number;
  }
}

/**
 * What can be told of a disk from now on: what is on it, and what is there after a crash. How often entries were taken away,
 * and how often a cell was written since the last sync, tells nothing of that.
 */
function diskKey(state: DiskState): unknown {
  return state.unsynced.length === 0 ? contents(state) : [contents(state), contents(afterCrash(state))];
}

function contents({ cells, log }: DiskState): unknown {
  return [cells, log.start, entriesIn(log)];
}

function afterCrash(state: DiskState): DiskState {
  const disk = new Disk(() => undefined);
  disk.restore(state);
  disk.crash();
  return disk.capture();
}

function emptyDisk(): DiskState {
  return new Disk(() => undefined).capture();
}

/** Names of the timers before which no other has to fire. */
function mayFire(timers: readonly SetTimer[]): readonly string[] {
  return timers.filter((timer, position) => !timers.slice(0, position).some(({ delay }) => delay <= timer.delay)).map(({ name }) => name);
}

/** One node set up to take steps outside of any run: time stands still, and chance is the same in each step. */
class Rig<Message> implements Context<Message, unknown> {
  readonly node: NodeId;
  readonly size: number;
  readonly random = Random.fromSeed(0);
  readonly store = new Disk(() => undefined);
  private readonly spec: NodeSpec<Message>;
  private readonly messages: Messages<Message>;
  timers: readonly SetTimer[] = [];
  private sent: { readonly to: NodeId; readonly message: Message }[] = [];
  private process: Process<Message> | undefined;

  constructor(spec: NodeSpec<Message>, node: NodeId, size: number, messages: Messages<Message>) {
    this.spec = spec;
    this.node = node;
    this.size = size;
    this.messages = messages;
  }

  /** Whether a process runs of which there is no copy. */
  get isOpaque(): boolean {
    return this.process !== undefined && !(this.process.capture && this.process.restore);
  }

  restore(isUp: boolean, captured: unknown, disk: DiskState, timers: readonly SetTimer[]): void {
    this.store.restore(disk);
    this.timers = timers;
    this.process = isUp ? this.spec.create(this) : undefined;
    this.process?.restore?.(captured);
  }

  capture(): Pick<Local, 'isUp' | 'captured' | 'disk' | 'timers'> {
    return { isUp: this.process !== undefined, captured: this.isOpaque ? this.process?.show?.() : this.process?.capture?.(), disk: this.store.capture(), timers: this.timers };
  }

  /** What was sent since the last call. */
  takeSent(): readonly { readonly to: NodeId; readonly message: Message }[] {
    const { sent } = this;
    this.sent = [];
    return sent;
  }

  give(input: Input): void {
    this.random.restore(SAME_CHANCE);
    switch (input.kind) {
      case 'crash':
        this.process = undefined;
        this.timers = [];
        this.store.crash();
        return;
      case 'start':
        this.process = this.spec.create(this);
        this.process.onStart();
        return;
      case 'restart':
        this.process = this.spec.create(this);
        this.process.onRestart();
        return;
      case 'message': {
        const { from, message } = this.messages.at(input.message);
        this.process?.onMessage(from, message);
        return;
      }
      case 'timer':
        this.cancelTimer(input.name);
        this.process?.onTimer(input.name);
        return;
      case 'command':
        this.process?.onCommand?.(input.command);
    }
  }

  now(): Micros {
    return 0;
  }

  send(to: NodeId, message: Message): void {
    if (!Number.isInteger(to) || to < 0 || to >= this.size) throw new RangeError(`${this.spec.name} sends to node ${to}; this system has nodes 0 to ${this.size - 1}.`);
    this.sent.push({ to, message });
  }

  /** Timers are kept in the order in which they were set. */
  setTimer(name: string, delay: Micros): void {
    this.timers = [...this.timers.filter((timer) => timer.name !== name), { name, delay }];
  }

  cancelTimer(name: string): void {
    this.timers = this.timers.filter((timer) => timer.name !== name);
  }

  note(): void {}
}

const SAME_CHANCE = Random.fromSeed(0).capture();
