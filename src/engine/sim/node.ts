/** One node of a run: the process of its present life, its disk, its clock and timers, and what waits for it while it is paused. */
import { Clock, type ClockState } from './clock.ts';
import type { Context, NodeId, Process } from './process.ts';
import type { Random, RandomState } from './random.ts';
import type { Pending, Simulator } from './simulator.ts';
import { Disk, type DiskRecord, type DiskState } from './storage.ts';
import type { NodeSpec } from './system.ts';
import type { Micros } from './time.ts';
import { captureTimer, restoreTimer, Timer, type TimerState } from './timer.ts';
import { EVENT_CODES } from './trace.ts';

export type NodeStatus = 'up' | 'crashed' | 'paused';

/** Something that came to a paused node. */
interface SetAside<Message> {
  readonly item: Pending<Message>;
  readonly tag: number;
  readonly time: Micros;
  readonly order: number;
}

export interface NodeState {
  readonly status: NodeStatus;
  readonly lives: number;
  readonly timers: readonly TimerState[];
  /** A timer is kept by its name, as everywhere in a captured state. */
  readonly backlog: readonly { readonly item: unknown; readonly tag: number; readonly time: Micros; readonly order: number }[];
  readonly disk: DiskState;
  readonly clock: ClockState;
  readonly perInput: Micros;
  readonly busyUntil: Micros;
  readonly random: RandomState;
  readonly diskRandom: RandomState | null;
  /** What the process captured; undefined where none runs. */
  readonly process: { readonly state: unknown } | undefined;
}

export class Node<Message> {
  readonly id: NodeId;
  readonly name: string;
  readonly kind: 'server' | 'client';
  readonly disk: Disk;
  readonly clock: Clock;
  status: NodeStatus = 'up';
  /** How many lives have begun. */
  lives = 0;
  /** How long it takes over each input, and until when it is busy with the last one. */
  perInput: Micros = 0;
  busyUntil: Micros = 0;

  private readonly simulator: Simulator<Message>;
  private readonly spec: NodeSpec<Message>;
  private readonly random: Random;
  private chanceOfDisk: Random | undefined;
  private readonly timerByName = new Map<string, Timer>();
  private backlog: SetAside<Message>[] = [];
  private process: Process<Message> | undefined;

  constructor(simulator: Simulator<Message>, id: NodeId, spec: NodeSpec<Message>, random: Random) {
    this.simulator = simulator;
    this.id = id;
    this.name = spec.name;
    this.kind = spec.kind;
    this.spec = spec;
    this.random = random;
    this.clock = new Clock(spec.clock);
    this.disk = new Disk(() => simulator.record(EVENT_CODES.sync, id, simulator.currentEvent, null));
  }

  /** The process of the present life; undefined before the first and after a crash. */
  get life(): Process<Message> | undefined {
    return this.process;
  }

  /** @throws Error where no process runs: the simulator asks only for nodes that are up */
  running(): Process<Message> {
    if (!this.process) throw new Error(`${this.name} is not running.`);
    return this.process;
  }

  /** Begins a life. */
  start(): Process<Message> {
    this.status = 'up';
    this.lives++;
    this.process = this.spec.create(new LifeContext(this, this.simulator, this.random));
    return this.process;
  }

  /** Ends the life. @returns what waited for the node and is lost with it */
  crash(): Pending<Message>[] {
    this.end();
    this.disk.crash();
    return this.takeBacklog().map(({ item }) => item);
  }

  /** Ends the life while its last writes are on their way to the disk. */
  crashTorn(): { readonly lost: Pending<Message>[]; readonly torn: DiskRecord | null } {
    this.end();
    const torn = this.disk.crashTorn(this.randomOfDisk());
    return { lost: this.takeBacklog().map(({ item }) => item), torn };
  }

  corruptDisk(): DiskRecord | null {
    return this.disk.corrupt(this.randomOfDisk());
  }

  /** @param perInput 0 for full speed, also with the input that it is busy with */
  slowDown(perInput: Micros): void {
    this.perInput = perInput;
    if (perInput === 0) this.busyUntil = 0;
  }

  private end(): void {
    this.status = 'crashed';
    this.process = undefined;
    for (const timer of this.timerByName.values()) timer.isSet = false;
    this.timerByName.clear();
    this.busyUntil = 0;
  }

  private randomOfDisk(): Random {
    return (this.chanceOfDisk ??= this.random.split('disk'));
  }

  timers(): readonly Timer[] {
    return [...this.timerByName.values()];
  }

  waiting(): readonly Pending<Message>[] {
    return this.backlog.map(({ item }) => item);
  }

  setAside(entry: SetAside<Message>): void {
    this.backlog.push(entry);
  }

  takeBacklog(): readonly SetAside<Message>[] {
    const backlog = this.backlog;
    this.backlog = [];
    return backlog;
  }

  /** The timer fires. */
  takeTimer(timer: Timer): void {
    timer.isSet = false;
    this.timerByName.delete(timer.name);
  }

  /** @param delay by the node's own clock */
  setTimer(name: string, delay: Micros): void {
    if (!Number.isSafeInteger(delay) || delay < 0) {
      throw new RangeError(`${this.name} sets its ${name} timer to ${delay}: a delay is a whole number of microseconds from 0 on.`);
    }
    const { simulator } = this;
    const firesAt = simulator.now + this.clock.durationOf(delay);
    let timer = this.timerByName.get(name);
    const keepsItsEntry = timer !== undefined && timer.queuedAt <= firesAt;
    if (!timer) this.timerByName.set(name, (timer = new Timer(name)));
    timer.set(simulator.now, firesAt, simulator.nextPlace(), simulator.currentEvent);
    if (keepsItsEntry) return;
    timer.queuedAt = firesAt;
    simulator.pushTimer(this.id, timer);
  }

  cancelTimer(name: string): void {
    const timer = this.timerByName.get(name);
    if (timer) this.takeTimer(timer);
  }

  timerNamed(name: string): Timer | undefined {
    return this.timerByName.get(name);
  }

  capture(): NodeState | null {
    if (this.process && !(this.process.capture && this.process.restore)) return null;
    return {
      status: this.status,
      lives: this.lives,
      timers: this.timers().map(captureTimer),
      backlog: this.backlog.map(({ item, ...rest }) => ({ ...rest, item: item instanceof Timer ? item.name : item })),
      disk: this.disk.capture(),
      clock: this.clock.capture(),
      perInput: this.perInput,
      busyUntil: this.busyUntil,
      random: this.random.capture(),
      diskRandom: this.chanceOfDisk?.capture() ?? null,
      process: this.process && { state: this.process.capture?.() },
    };
  }

  restore(state: NodeState): void {
    this.status = state.status;
    this.lives = state.lives;
    this.timerByName.clear();
    for (const timer of state.timers) this.timerByName.set(timer.name, restoreTimer(timer));
    this.backlog = state.backlog.map(({ item, ...rest }) => ({ ...rest, item: typeof item === 'string' ? (this.timerNamed(item) ?? new Timer(item)) : (item as Pending<Message>) }));
    this.disk.restore(state.disk);
    this.clock.restore(state.clock);
    this.perInput = state.perInput;
    this.busyUntil = state.busyUntil;
    this.random.restore(state.random);
    if (state.diskRandom) this.randomOfDisk().restore(state.diskRandom);
    else this.chanceOfDisk = undefined;
    this.process = state.process && this.spec.create(new LifeContext(this, this.simulator, this.random));
    if (state.process) this.process?.restore?.(state.process.state);
  }
}

/** What the process of one life may do. */
class LifeContext<Message> implements Context<Message, unknown> {
  readonly node: NodeId;
  readonly size: number;
  readonly random: Random;
  readonly store: Disk;
  private readonly host: Node<Message>;
  private readonly simulator: Simulator<Message>;

  constructor(host: Node<Message>, simulator: Simulator<Message>, random: Random) {
    this.node = host.id;
    this.size = simulator.system.nodes.length;
    this.random = random;
    this.store = host.disk;
    this.host = host;
    this.simulator = simulator;
  }

  now(): Micros {
    return this.host.clock.read(this.simulator.now);
  }

  send(to: NodeId, message: Message): void {
    this.simulator.send(this.node, to, message);
  }

  setTimer(name: string, delay: Micros): void {
    this.host.setTimer(name, delay);
  }

  cancelTimer(name: string): void {
    this.host.cancelTimer(name);
  }

  note(note: unknown): void {
    this.simulator.record(EVENT_CODES.note, this.node, this.simulator.currentEvent, note);
  }
}
