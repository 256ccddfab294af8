/**
 * The discrete-event loop. It holds the whole state of a run at one moment and takes it one step further; what it does
 * is a function of the system, the seed and the schedule alone.
 */
import { EventQueue, type QueueState } from './event-queue.ts';
import { Network, type NetworkState } from './network.ts';
import { Node, type NodeState } from './node.ts';
import type { NodeId } from './process.ts';
import { Random } from './random.ts';
import { objectionTo } from './objections.ts';
import { validateSchedule, type Action, type Schedule } from './schedule.ts';
import type { System } from './system.ts';
import type { Micros } from './time.ts';
import { EVENT_CODES, type Envelope, type EventId, type Trace } from './trace.ts';

/** An input that waits for a paused node. */
export interface Input {
  readonly command: string;
  readonly cause: EventId;
}

/** A message that came while its node was paused. Cuts can't touch it any more. */
interface Arrived<Message> {
  readonly arrived: Envelope<Message>;
}

/** What waits in the queue: a message, a timer by its name, or an input. */
export type Pending<Message> = Envelope<Message> | Arrived<Message> | string | Input;

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

/** Steps of one moment after which a run is taken to go round in circles. */
const MOST_STEPS_OF_A_MOMENT = 100_000;

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
  private stepsOfMoment = 0;

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

  /**
   * When the next step happens; infinity where nothing is left to do. Looking ahead tidies the queue, which changes
   * nothing for this run; but a state that another schedule is to go on from must be captured before.
   */
  get nextTime(): Micros {
    this.settle();
    return Math.max(this.now, Math.min(this.queue.nextTime, this.scheduledTime()));
  }

  /**
   * Takes one step. False where nothing is left to do.
   * @throws Error where time does not go on, naming the node
   */
  advance(): boolean {
    this.settle();
    const before = this.now;
    if (this.scheduledTime() <= this.queue.nextTime && this.position < this.schedule.length) {
      const { at, action } = this.schedule[this.position++]!;
      this.now = Math.max(this.now, at);
      this.perform(action);
    } else {
      if (!this.queue.pop()) return false;
      this.now = Math.max(this.now, this.queue.time);
      this.handle(this.nodes[this.queue.node]!, this.queue.item!);
    }
    this.stepsOfMoment = this.now === before ? this.stepsOfMoment + 1 : 0;
    if (this.stepsOfMoment > MOST_STEPS_OF_A_MOMENT) {
      throw new Error(`${this.nameOf(this.lastNode)} keeps time at ${this.now} µs: ${MOST_STEPS_OF_A_MOMENT} steps without an end. Does it set a timer of 0 µs again and again?`);
    }
    return true;
  }

  /** Why an action can't be done now, in a sentence; undefined where it can. A schedule's impossible actions are passed over. */
  objection(action: Action): string | undefined {
    return objectionTo(action, this);
  }

  /** Every message that is on its way, in the order in which they were sent. */
  messagesInFlight(): Envelope<Message>[] {
    return [...this.queue.waiting(), ...this.nodes.flatMap((node) => node.waiting())]
      .map((item) => envelopeOf(item))
      .filter((envelope) => envelope !== undefined)
      .filter(({ id }) => !this.dropped.has(id))
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
    this.stepsOfMoment = 0;
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
    return this.events > next.after || this.queue.size === 0 ? next.at : Infinity;
  }

  /** Makes what comes next a step: clears away what is none before it, in the queue and in the schedule. */
  private settle(): void {
    for (;;) {
      this.settleQueue();
      const next = this.schedule[this.position];
      if (!next || this.scheduledTime() > this.queue.nextTime || this.objection(next.action) === undefined) return;
      this.position++;
    }
  }

  /**
   * Clears the head of the queue of timers that were set anew or cancelled, of messages that were dropped, and of whatever
   * comes to a paused node, which waits there.
   */
  private settleQueue(): void {
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
      } else if (node.status === 'paused' && !this.isCutOff(item)) {
        this.setAside(node, item);
      } else {
        return;
      }
    }
  }

  /** A message that was dropped, an input whose node crashed before it took it, a start of a node that was restarted before. */
  private isVoid(node: Node<Message>, item: Pending<Message>): boolean {
    if (typeof item === 'string') return false;
    const envelope = envelopeOf(item);
    if (envelope) return this.dropped.size > 0 && this.dropped.delete(envelope.id);
    return node.status === 'crashed' || (item === START && node.lives > 0);
  }

  private isCutOff(item: Pending<Message>): boolean {
    return isEnvelope(item) && this.network.isBlocked(item.from, item.to);
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
    else if (isEnvelope(item)) this.arrive(node, item);
    else if ('arrived' in item) this.deliver(node, item.arrived);
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

  private arrive(node: Node<Message>, envelope: Envelope<Message>): void {
    if (this.isCutOff(envelope)) this.beginStep(EVENT_CODES.blocked, envelope.to, envelope.id, envelope);
    else this.deliver(node, envelope);
  }

  private deliver(node: Node<Message>, envelope: Envelope<Message>): void {
    const { id, from, to, message } = envelope;
    if (node.status === 'crashed') {
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
          const envelope = envelopeOf(item);
          if (envelope && !this.dropped.delete(envelope.id)) this.record(EVENT_CODES.refused, node.id, envelope.id, envelope);
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
        this.beginStep(EVENT_CODES.partition, NONE, NONE, withLoners(action.groups, this.nodes.length));
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
      const waited = isEnvelope(item) ? { arrived: item } : item;
      this.queue.push(late ? this.now : time, late ? this.order++ : order, node.id, late ? waited : item);
      if (late && typeof item === 'string') node.postpone(item, this.now);
    }
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

function envelopeOf<Message>(item: Pending<Message>): Envelope<Message> | undefined {
  if (typeof item === 'string') return undefined;
  if ('arrived' in item) return item.arrived;
  return isEnvelope(item) ? item : undefined;
}

/** The groups of a partition with those whom no group names, each alone. */
function withLoners(groups: readonly (readonly NodeId[])[], nodes: number): readonly (readonly NodeId[])[] {
  const named = new Set(groups.flat());
  const loners = Array.from({ length: nodes }, (_, node) => node).filter((node) => !named.has(node));
  return [...groups.filter((group) => group.length > 0), ...loners.map((node) => [node])];
}
