/**
 * The discrete-event loop. It holds the whole state of a run at one moment and takes it one step further; what it does
 * is a function of the system, the seed and the schedule alone.
 */
import { EventQueue, type QueueState } from './event-queue.ts';
import { Network, type NetworkState } from './network.ts';
import { Node, type NodeState } from './node.ts';
import type { NodeId } from './process.ts';
import { Random } from './random.ts';
import { validateSchedule, type Action, type Schedule } from './schedule.ts';
import type { System } from './system.ts';
import type { Micros } from './time.ts';
import { EVENT_CODES, type Envelope, type EventId, type Trace } from './trace.ts';

/** An input that waits for a paused node. */
export interface Input {
  readonly command: string;
  readonly cause: EventId;
}

/** What waits in the queue: a message, a timer by its name, or an input. */
export type Pending<Message> = Envelope<Message> | string | Input;

export interface SimulatorOptions<Message> {
  readonly system: System<Message>;
  readonly seed: number;
  readonly schedule?: Schedule;
  /** Where the events are recorded; without it the run is the same, and leaves nothing behind. */
  readonly trace?: Trace;
}

/** A simulator's whole state, from which it can go on. */
export interface Checkpoint<Message> {
  readonly now: Micros;
  readonly step: number;
  readonly events: number;
  readonly order: number;
  readonly position: number;
  readonly queue: QueueState<Pending<Message>>;
  readonly network: NetworkState;
  readonly dropped: readonly EventId[];
  readonly nodes: readonly NodeState<Message>[];
}

const NONE = -1;

export class Simulator<Message = unknown> {
  readonly system: System<Message>;
  readonly nodes: readonly Node<Message>[];
  readonly network: Network;
  now: Micros = 0;
  /** Number of steps taken, and of events that they were. */
  step = 0;
  events = 0;
  /** The node at which the last step happened; -1 where it was the network. */
  lastNode: NodeId = NONE;

  private readonly schedule: Schedule;
  private readonly trace: Trace | undefined;
  private readonly queue = new EventQueue<Pending<Message>>();
  private readonly dropped = new Set<EventId>();
  /** The event that the step under way began with. */
  private stepEvent: EventId = NONE;
  private order = 0;
  private position = 0;

  /** @throws RangeError for a system or a schedule that makes no sense, saying what is wrong */
  constructor({ system, seed, schedule = [], trace }: SimulatorOptions<Message>) {
    validateSchedule(schedule, system.nodes.length);
    const random = Random.fromSeed(seed);
    this.system = system;
    this.schedule = schedule;
    this.trace = trace;
    this.network = new Network(system.nodes.length, system.network, random.split('network'));
    this.nodes = system.nodes.map((spec, id) => new Node(this, id, spec, random.split(`node ${id}`)));
    // Starts are ordinary inputs of time 0, so that a schedule can crash a node before it starts.
    for (const node of this.nodes) this.queue.push(0, this.order++, node.id, START);
  }

  /** When the next step happens; infinity where nothing is left to do. */
  get nextTime(): Micros {
    this.settle();
    return Math.max(this.now, Math.min(this.queue.nextTime, this.scheduledTime()));
  }

  /** Takes one step. False where nothing is left to do. */
  advance(): boolean {
    for (;;) {
      this.settle();
      if (this.scheduledTime() <= this.queue.nextTime && this.position < this.schedule.length) {
        const { at, action } = this.schedule[this.position++]!;
        this.now = Math.max(this.now, at);
        if (this.objection(action) !== undefined) continue;
        this.perform(action);
        return true;
      }
      if (!this.queue.pop()) return false;
      this.now = Math.max(this.now, this.queue.time);
      this.handle(this.nodes[this.queue.node]!, this.queue.item!);
      return true;
    }
  }

  /** Why an action can't be done now, in a sentence; undefined where it can. A schedule's impossible actions are passed over. */
  objection(action: Action): string | undefined {
    switch (action.kind) {
      case 'crash':
        return this.statusOf(action.node) === 'crashed' ? `${this.nameOf(action.node)} has crashed already.` : undefined;
      case 'restart':
        return this.statusOf(action.node) !== 'crashed' ? `${this.nameOf(action.node)} is running: only a crashed node can be restarted.` : undefined;
      case 'pause':
        return this.statusOf(action.node) !== 'up' ? `${this.nameOf(action.node)} is ${this.statusOf(action.node)}: only a running node can be paused.` : undefined;
      case 'resume':
        return this.statusOf(action.node) !== 'paused' ? `${this.nameOf(action.node)} is not paused.` : undefined;
      case 'drop':
        return this.messagesInFlight().some(({ id }) => id === action.message) ? undefined : 'This message is not in flight any more.';
      case 'cut':
        return this.network.isBlocked(action.from, action.to) ? 'This direction of the link is cut already.' : undefined;
      case 'mend':
        return this.network.isBlocked(action.from, action.to) ? undefined : 'This direction of the link is not cut.';
      case 'command':
        return this.statusOf(action.node) === 'crashed' ? `${this.nameOf(action.node)} has crashed and can't take a command.` : undefined;
      case 'partition':
      case 'heal':
        return undefined;
    }
  }

  /** Every message that is on its way, in the order in which they were sent. */
  messagesInFlight(): Envelope<Message>[] {
    const waiting = [...this.queue.waiting(), ...this.nodes.flatMap((node) => node.waiting())];
    return waiting
      .filter((item): item is Envelope<Message> => isEnvelope(item) && !this.dropped.has(item.id))
      .sort((one, other) => one.id - other.id);
  }

  /** Null where a process can't be copied: then a run can only be repeated from its start. */
  capture(): Checkpoint<Message> | null {
    const nodes: NodeState<Message>[] = [];
    for (const node of this.nodes) {
      const state = node.capture();
      if (!state) return null;
      nodes.push(state);
    }
    return {
      now: this.now,
      step: this.step,
      events: this.events,
      order: this.order,
      position: this.position,
      queue: this.queue.capture(),
      network: this.network.capture(),
      dropped: [...this.dropped],
      nodes,
    };
  }

  /** Goes on from a checkpoint of a run whose system, seed and schedule up to that point are the same. */
  restore(checkpoint: Checkpoint<Message>): void {
    this.now = checkpoint.now;
    this.step = checkpoint.step;
    this.events = checkpoint.events;
    this.order = checkpoint.order;
    this.position = checkpoint.position;
    this.lastNode = NONE;
    this.queue.restore(checkpoint.queue);
    this.network.restore(checkpoint.network);
    this.dropped.clear();
    for (const id of checkpoint.dropped) this.dropped.add(id);
    checkpoint.nodes.forEach((state, id) => this.nodes[id]!.restore(state));
  }

  /** How many entries of the schedule have been reached. */
  get schedulePosition(): number {
    return this.position;
  }

  // What a node needs of the simulator.

  send(from: NodeId, to: NodeId, message: Message): void {
    if (to < 0 || to >= this.nodes.length || !Number.isInteger(to)) {
      throw new RangeError(`${this.nameOf(from)} sends to node ${to}; this simulation has nodes 0 to ${this.nodes.length - 1}.`);
    }
    const { network, now } = this;
    const arrivesAt = now + network.nextLatency(from, to);
    const envelope: Envelope<Message> = { id: this.events, from, to, message, sentAt: now, arrivesAt };
    this.record(EVENT_CODES.send, from, this.stepEvent, envelope);
    if (network.isBlocked(from, to)) {
      this.record(EVENT_CODES.blocked, from, envelope.id, envelope);
      return;
    }
    if (network.losesNext(from, to)) this.record(EVENT_CODES.lose, from, envelope.id, envelope);
    else this.queue.push(arrivesAt, this.order++, to, envelope);
    if (network.doublesNext(from, to)) this.sendTwin(envelope);
  }

  /** Puts a timer into the queue under the place in the order that it was given when it was set. */
  pushTimer(node: NodeId, name: string, time: Micros, order: number): void {
    this.queue.push(time, order, node, name);
  }

  nextPlace(): number {
    return this.order++;
  }

  /** @returns the new event's id */
  record(code: number, node: number, cause: EventId, payload: unknown): EventId {
    this.trace?.append(this.now, code, node, cause, payload);
    return this.events++;
  }

  /** The event that the step under way began with. */
  get currentEvent(): EventId {
    return this.stepEvent;
  }

  private sendTwin(original: Envelope<Message>): void {
    const { from, to, message, sentAt } = original;
    const arrivesAt = this.now + this.network.nextLatency(from, to);
    const twin: Envelope<Message> = { id: this.events, from, to, message, sentAt, arrivesAt };
    this.record(EVENT_CODES.duplicate, from, original.id, twin);
    this.queue.push(arrivesAt, this.order++, to, twin);
  }

  private scheduledTime(): Micros {
    const next = this.schedule[this.position];
    if (!next) return Infinity;
    if (next.after === undefined) return next.at;
    const due = this.events > next.after || this.queue.size === 0;
    return due ? Math.min(next.at, this.queue.nextTime) : Infinity;
  }

  /**
   * Clears the head of the queue of what is no step: timers that were set anew or cancelled, messages that were dropped,
   * and whatever comes to a paused node, which waits there.
   */
  private settle(): void {
    const { queue } = this;
    const limit = this.scheduledTime();
    while (queue.nextTime < limit) {
      const node = this.nodes[queue.nextNode]!;
      const item = queue.nextItem!;
      if (typeof item === 'string' && !node.isDue(item, queue.nextTime)) {
        queue.pop();
        node.requeue(item, queue.time);
      } else if (this.isVoid(node, item)) {
        queue.pop();
      } else if (node.status === 'paused') {
        this.setAside(node, item);
      } else {
        return;
      }
    }
  }

  /** A message that was dropped, or an input whose node crashed before it took it. */
  private isVoid(node: Node<Message>, item: Pending<Message>): boolean {
    if (typeof item === 'string') return false;
    return isEnvelope(item) ? this.dropped.size > 0 && this.dropped.delete(item.id) : node.status === 'crashed';
  }

  private setAside(node: Node<Message>, item: Pending<Message>): void {
    const order = this.queue.nextOrder;
    this.queue.pop();
    node.setAside({ item, time: this.queue.time, order });
  }

  private beginStep(code: number, node: number, cause: EventId, payload: unknown): void {
    this.step++;
    this.lastNode = node;
    this.trace?.beginStep();
    this.stepEvent = this.record(code, node, cause, payload);
  }

  private handle(node: Node<Message>, item: Pending<Message>): void {
    if (typeof item === 'string') this.fire(node, item);
    else if (isEnvelope(item)) this.deliver(node, item);
    else if (item === START) this.start(node);
    else this.input(node, item.command, item.cause);
  }

  private start(node: Node<Message>): void {
    this.beginStep(EVENT_CODES.start, node.id, NONE, null);
    node.start().onStart();
  }

  private fire(node: Node<Message>, name: string): void {
    const cause = node.takeTimer(name);
    this.beginStep(EVENT_CODES.timer, node.id, cause, name);
    node.running().onTimer(name);
  }

  private deliver(node: Node<Message>, envelope: Envelope<Message>): void {
    const { id, from, to, message } = envelope;
    if (this.network.isBlocked(from, to)) {
      this.beginStep(EVENT_CODES.blocked, to, id, envelope);
    } else if (node.status === 'crashed') {
      this.beginStep(EVENT_CODES.refused, to, id, envelope);
    } else {
      this.beginStep(EVENT_CODES.deliver, to, id, envelope);
      node.running().onMessage(from, message);
    }
  }

  private input(node: Node<Message>, command: string, cause: EventId): void {
    this.beginStep(EVENT_CODES.command, node.id, cause, command);
    node.running().onCommand?.(command);
  }

  private perform(action: Action): void {
    switch (action.kind) {
      case 'crash': {
        const node = this.nodes[action.node]!;
        this.beginStep(EVENT_CODES.crash, node.id, NONE, null);
        for (const item of node.crash()) {
          if (isEnvelope(item)) this.record(EVENT_CODES.refused, node.id, item.id, item);
        }
        return;
      }
      case 'restart': {
        const node = this.nodes[action.node]!;
        this.beginStep(EVENT_CODES.restart, node.id, NONE, null);
        node.start().onRestart();
        return;
      }
      case 'pause':
        this.beginStep(EVENT_CODES.pause, action.node, NONE, null);
        this.nodes[action.node]!.status = 'paused';
        return;
      case 'resume':
        this.beginStep(EVENT_CODES.resume, action.node, NONE, null);
        this.resume(this.nodes[action.node]!);
        return;
      case 'partition':
        this.beginStep(EVENT_CODES.partition, NONE, NONE, action.groups);
        this.network.partition(action.groups);
        return;
      case 'cut':
        this.beginStep(EVENT_CODES.cut, NONE, NONE, { from: action.from, to: action.to });
        this.network.block(action.from, action.to);
        return;
      case 'mend':
        this.beginStep(EVENT_CODES.mend, NONE, NONE, { from: action.from, to: action.to });
        this.network.unblock(action.from, action.to);
        return;
      case 'heal':
        this.beginStep(EVENT_CODES.heal, NONE, NONE, null);
        this.network.heal();
        return;
      case 'drop':
        this.beginStep(EVENT_CODES.drop, NONE, action.message, this.messagesInFlight().find(({ id }) => id === action.message));
        this.dropped.add(action.message);
        return;
      case 'command':
        this.command(this.nodes[action.node]!, action.command);
    }
  }

  /** A paused node takes a command when it goes on, and one that has yet to start takes it then. */
  private command(node: Node<Message>, command: string): void {
    if (node.status === 'up' && node.life) {
      this.input(node, command, NONE);
      return;
    }
    this.beginStep(EVENT_CODES.command, node.id, NONE, command);
    const item: Input = { command, cause: this.stepEvent };
    if (node.status === 'paused') node.setAside({ item, time: this.now, order: this.order++ });
    else this.queue.push(this.now, this.order++, node.id, item);
  }

  /** What came while the node was paused is now due at once, in the order in which it came. */
  private resume(node: Node<Message>): void {
    node.status = 'up';
    for (const { item, time, order } of node.takeBacklog()) {
      const late = time < this.now;
      this.queue.push(late ? this.now : time, late ? this.order++ : order, node.id, item);
      if (late && typeof item === 'string') node.postpone(item, this.now);
    }
  }

  private statusOf(node: NodeId): string {
    return this.nodes[node]?.status ?? 'unknown';
  }

  private nameOf(node: NodeId): string {
    return this.nodes[node]?.name ?? `node ${node}`;
  }
}

/** The input with which every node's first life begins. */
const START: Input = { command: '', cause: NONE };

function isEnvelope<Message>(item: Pending<Message>): item is Envelope<Message> {
  return typeof item === 'object' && 'message' in item;
}
