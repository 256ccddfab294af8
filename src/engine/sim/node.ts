/** One node of a run: the process of its present life, its disk, its timers, and what waits for it while it is paused. */
import type { Context, NodeId, Process } from './process.ts';
import type { Random, RandomState } from './random.ts';
import type { Pending, Simulator } from './simulator.ts';
import { Disk, type DiskState } from './storage.ts';
import type { NodeSpec } from './system.ts';
import type { Micros } from './time.ts';
import { EVENT_CODES, type EventId } from './trace.ts';

export type NodeStatus = 'up' | 'crashed' | 'paused';

export interface Timer {
  readonly name: string;
  readonly setAt: Micros;
  readonly firesAt: Micros;
  /** The event in whose step it was set. */
  readonly cause: EventId;
  /** Its place among things due at the same time. */
  readonly order: number;
  /**
   * When its entry in the queue comes up. A timer that is set again to a later time keeps its old entry, which moves on
   * when it comes up: timers that are put off at every message cost no queue entry each.
   */
  readonly queuedAt: Micros;
}

interface SetAside<Message> {
  readonly item: Pending<Message>;
  readonly time: Micros;
  readonly order: number;
}

export interface NodeState<Message> {
  readonly status: NodeStatus;
  readonly lives: number;
  readonly timers: readonly Timer[];
  readonly backlog: readonly SetAside<Message>[];
  readonly disk: DiskState;
  readonly random: RandomState;
  /** What the process captured; undefined where none runs. */
  readonly process: { readonly state: unknown } | undefined;
}

export class Node<Message> {
  readonly id: NodeId;
  readonly name: string;
  readonly kind: 'server' | 'client';
  readonly disk: Disk;
  status: NodeStatus = 'up';
  /** How many lives have begun. */
  lives = 0;

  private readonly simulator: Simulator<Message>;
  private readonly spec: NodeSpec<Message>;
  private readonly random: Random;
  private readonly timerByName = new Map<string, Mutable<Timer>>();
  private backlog: SetAside<Message>[] = [];
  private process: Process<Message> | undefined;

  constructor(simulator: Simulator<Message>, id: NodeId, spec: NodeSpec<Message>, random: Random) {
    this.simulator = simulator;
    this.id = id;
    this.name = spec.name;
    this.kind = spec.kind;
    this.spec = spec;
    this.random = random;
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
    this.process = this.spec.create(this.context());
    return this.process;
  }

  /** Ends the life. @returns what waited for the node and is lost with it */
  crash(): Pending<Message>[] {
    this.status = 'crashed';
    this.process = undefined;
    this.timerByName.clear();
    this.disk.crash();
    return this.takeBacklog().map(({ item }) => item);
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

  // Timers. The queue's entry is only a reminder to look at the timer; the timer here says when it fires.

  isDue(name: string, time: Micros): boolean {
    const timer = this.timerByName.get(name);
    return timer !== undefined && timer.queuedAt === time && timer.firesAt === time;
  }

  /** An entry of the queue came up at `time` and its timer is not due: it moves on, or is forgotten. */
  requeue(name: string, time: Micros): void {
    const timer = this.timerByName.get(name);
    if (!timer || timer.queuedAt !== time) return;
    timer.queuedAt = timer.firesAt;
    this.simulator.pushTimer(this.id, name, timer.firesAt, timer.order);
  }

  /** A timer that came up during a pause fires when the pause ends. */
  postpone(name: string, time: Micros): void {
    const timer = this.timerByName.get(name);
    if (timer) timer.queuedAt = timer.firesAt = time;
  }

  /** @returns the event in whose step it was set */
  takeTimer(name: string): EventId {
    const timer = this.timerByName.get(name);
    this.timerByName.delete(name);
    return timer?.cause ?? -1;
  }

  capture(): NodeState<Message> | null {
    if (this.process && !(this.process.capture && this.process.restore)) return null;
    return {
      status: this.status,
      lives: this.lives,
      timers: this.timers().map((timer) => ({ ...timer })),
      backlog: this.backlog.slice(),
      disk: this.disk.capture(),
      random: this.random.capture(),
      process: this.process && { state: this.process.capture?.() },
    };
  }

  restore(state: NodeState<Message>): void {
    this.status = state.status;
    this.lives = state.lives;
    this.timerByName.clear();
    for (const timer of state.timers) this.timerByName.set(timer.name, { ...timer });
    this.backlog = state.backlog.slice();
    this.disk.restore(state.disk);
    this.random.restore(state.random);
    this.process = state.process && this.spec.create(this.context());
    if (state.process) this.process?.restore?.(state.process.state);
  }

  private setTimer(name: string, delay: Micros): void {
    if (!Number.isSafeInteger(delay) || delay < 0) {
      throw new RangeError(`${this.name} sets its ${name} timer to ${delay}: a delay is a whole number of microseconds from 0 on.`);
    }
    const { simulator } = this;
    const setAt = simulator.now;
    const firesAt = setAt + delay;
    const order = simulator.nextPlace();
    const cause = simulator.currentEvent;
    const timer = this.timerByName.get(name);
    if (timer && timer.queuedAt <= firesAt) {
      timer.setAt = setAt;
      timer.firesAt = firesAt;
      timer.order = order;
      timer.cause = cause;
      return;
    }
    this.timerByName.set(name, { name, setAt, firesAt, cause, order, queuedAt: firesAt });
    simulator.pushTimer(this.id, name, firesAt, order);
  }

  private context(): Context<Message, unknown> {
    const { simulator, id } = this;
    return {
      node: id,
      size: simulator.system.nodes.length,
      random: this.random,
      store: this.disk,
      now: () => simulator.now,
      send: (to, message) => simulator.send(id, to, message),
      setTimer: (name, delay) => this.setTimer(name, delay),
      cancelTimer: (name) => this.timerByName.delete(name),
      note: (note) => simulator.record(EVENT_CODES.note, id, simulator.currentEvent, note),
    };
  }
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
