/**
 * The discrete-event loop. It holds the whole state of a run at one moment and takes it one step further; what it does
 * is a function of the system, the seed and the schedule alone.
 */
import { EventQueue, type QueueState } from './event-queue.ts';
import { Network, type Link, type NetworkState } from './network.ts';
import { Node, type NodeState } from './node.ts';
import type { NodeId } from './process.ts';
import { Random } from './random.ts';
import { objectionTo } from './objections.ts';
import { validateSchedule, type Action, type Schedule } from './schedule.ts';
import type { System } from './system.ts';
import type { Micros } from './time.ts';
import { Timer } from './timer.ts';
import { EVENT_CODES, type Envelope, type EventId, type Recorder } from './trace.ts';

/** An input that waits for a paused node. */
export interface Input {
  readonly command: string;
  readonly cause: EventId;
}

/** What waits in the queue, under a tag that says which of them it is. */
export type Pending<Message> = Envelope<Message> | Timer | Input;

/** The kinds of pending things; a tag is `4 * node + kind`. */
const MESSAGE = 0;
/** A message that came while its node was paused or busy. Cuts can't touch it any more. */
const ARRIVED = 1;
const TIMER = 2;
const INPUT = 3;

export interface SimulatorOptions<Message> {
  readonly system: System<Message>;
  readonly seed: number;
  readonly schedule?: Schedule;
  /** Where the events are recorded; without it the run is the same, and leaves nothing behind. */
  readonly trace?: Recorder;
}

/** A simulator's whole state, from which it can go on. */
export interface Checkpoint<Message> {
  readonly now: Micros;
  readonly step: number;
  readonly events: number;
  readonly order: number;
  readonly position: number;
  /** Timers are kept by name, null for those that mean nothing any more. */
  readonly queue: QueueState<Exclude<Pending<Message>, Timer> | string | null>;
  readonly network: NetworkState;
  readonly dropped: readonly EventId[];
  readonly nodes: readonly NodeState[];
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
  /** What was done to it from outside in the last step; undefined where that came by itself. */
  lastAction: Action | undefined;

  private readonly schedule: Schedule;
  private readonly trace: Recorder | undefined;
  private readonly queue = new EventQueue<Pending<Message>>();
  private readonly dropped = new Set<EventId>();
  /** The event that the step under way began with. */
  private stepEvent: EventId = NONE;
  private order = 0;
  private position = 0;
  private stepsOfMoment = 0;
  /** What comes next, once `settle` has found it. */
  private isSettled = false;
  private actionIsNext = false;
  private upcoming: Micros = 0;

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
    for (const node of this.nodes) this.queue.push(0, this.order++, 4 * node.id + INPUT, START);
  }

  /**
   * When the next step happens; infinity where nothing is left to do. Looking ahead tidies the queue, which changes
   * nothing for this run; but a state that another schedule is to go on from must be captured before.
   */
  get nextTime(): Micros {
    if (!this.isSettled) this.settle(Infinity);
    return this.upcoming;
  }

  /**
   * Takes one step. False where nothing is left to do before the limit, beyond which nothing is looked at: what happens at
   * the limit may still be decided.
   * @throws Error where time does not go on, naming the node
   */
  advance(limit: Micros = Infinity): boolean {
    if (!this.isSettled) this.settle(limit);
    if (this.upcoming >= limit) return false;
    this.isSettled = false;
    this.stepsOfMoment = this.now === this.upcoming ? this.stepsOfMoment + 1 : 0;
    this.now = this.upcoming;
    this.lastAction = this.actionIsNext ? this.schedule[this.position++]!.action : undefined;
    if (this.lastAction) {
      this.perform(this.lastAction);
    } else {
      this.queue.pop();
      this.handle(this.queue.tag, this.queue.item!);
    }
    if (this.stepsOfMoment > MOST_STEPS_OF_A_MOMENT) {
      throw new Error(`${this.nameOf(this.lastNode)} keeps time at ${this.now} µs: ${MOST_STEPS_OF_A_MOMENT} steps without an end. Does it set a timer of 0 µs again and again?`);
    }
    return true;
  }

  /** To be called when something was put into the schedule, behind what has been reached of it. */
  lookAgain(): void {
    this.isSettled = false;
  }

  /** Why an action can't be done now, in a sentence; undefined where it can. A schedule's impossible actions are passed over. */
  objection(action: Action): string | undefined {
    return objectionTo(action, this);
  }

  /** Every message that is on its way, in the order in which they were sent. */
  messagesInFlight(): Envelope<Message>[] {
    return [...this.queue.waiting(), ...this.nodes.flatMap((node) => node.waiting())]
      .filter((item) => isEnvelope(item))
      .filter(({ id }) => !this.dropped.has(id))
      .sort((one, other) => one.id - other.id);
  }

  /** Null where a process can't be copied: then a run can only be repeated from its start. */
  capture(): Checkpoint<Message> | null {
    const nodes: NodeState[] = [];
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
      queue: this.queue.capture((item) => (item instanceof Timer ? (item.isSet ? item.name : null) : item)),
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
    this.lastAction = undefined;
    this.stepsOfMoment = 0;
    this.network.restore(checkpoint.network);
    this.dropped.clear();
    for (const id of checkpoint.dropped) this.dropped.add(id);
    checkpoint.nodes.forEach((state, id) => this.nodes[id]!.restore(state));
    this.queue.restore(checkpoint.queue, (saved, tag) => (typeof saved === 'object' && saved !== null ? saved : this.restoreTimer(tag, saved)));
    this.isSettled = false;
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
    const link = this.network.link(from, to);
    const arrivesAt = link.nextArrival(this.now, message);
    const envelope: Envelope<Message> = { id: this.events, from, to, message, sentAt: this.now, arrivesAt };
    this.record(EVENT_CODES.send, from, this.stepEvent, envelope);
    if (link.blocked) {
      this.record(EVENT_CODES.blocked, from, envelope.id, envelope);
      return;
    }
    if (link.losesNext()) this.record(EVENT_CODES.lose, from, envelope.id, envelope);
    else this.queue.push(arrivesAt, this.order++, 4 * to + MESSAGE, envelope);
    if (link.doublesNext()) this.sendTwin(envelope, link);
  }

  /** Puts a timer into the queue under the place in the order that it was given when it was set. */
  pushTimer(node: NodeId, timer: Timer): void {
    this.queue.push(timer.queuedAt, timer.order, 4 * node + TIMER, timer);
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

  private sendTwin(original: Envelope<Message>, link: Link): void {
    const { from, to, message, sentAt } = original;
    const arrivesAt = link.nextArrival(this.now, message);
    const twin: Envelope<Message> = { id: this.events, from, to, message, sentAt, arrivesAt };
    this.record(EVENT_CODES.duplicate, from, original.id, twin);
    this.queue.push(arrivesAt, this.order++, 4 * to + MESSAGE, twin);
  }

  private scheduledTime(): Micros {
    const next = this.schedule[this.position];
    if (!next) return Infinity;
    if (next.after === undefined) return next.at;
    return this.events > next.after || this.queue.size === 0 ? next.at : Infinity;
  }

  /** Makes what comes next a step: clears away what is none before it, in the queue and in the schedule, up to the limit. */
  private settle(limit: Micros): void {
    this.isSettled = true;
    for (;;) {
      const scheduled = this.scheduledTime();
      this.settleQueue(Math.min(scheduled, limit));
      const queued = this.queue.nextTime;
      this.actionIsNext = scheduled <= queued && scheduled !== Infinity;
      this.upcoming = Math.max(this.now, this.actionIsNext ? scheduled : queued);
      if (this.upcoming >= limit && limit !== Infinity) {
        this.isSettled = false;
        return;
      }
      if (!this.actionIsNext) {
        // An action that hangs on an event which never came happens when nothing else is left.
        if (queued !== Infinity || this.scheduledTime() === Infinity) return;
      } else if (this.objection(this.schedule[this.position]!.action) === undefined) {
        return;
      } else {
        this.position++;
      }
    }
  }

  /**
   * Clears the head of the queue of timers that were set anew or cancelled, of messages that were dropped, and of whatever
   * comes to a paused or busy node, which waits there.
   */
  private settleQueue(limit: Micros): void {
    const { queue } = this;
    while (queue.nextTime < limit) {
      const time = queue.nextTime;
      const tag = queue.nextTag;
      const item = queue.nextItem!;
      const node = this.nodes[tag >> 2]!;
      if ((tag & 3) === TIMER && !(item as Timer).isDueAt(time)) {
        queue.pop();
        this.moveOn(node.id, item as Timer, time);
      } else if (this.isVoid(node, tag, item)) {
        queue.pop();
      } else if (node.status === 'paused' && !this.isCutOff(tag, item)) {
        this.setAside(node, tag, item);
      } else if (node.busyUntil > time && !this.isCutOff(tag, item)) {
        this.putOff(tag, item, node.busyUntil);
      } else {
        return;
      }
    }
  }

  /** The entry of a timer that is not due: it comes up again when the timer fires, where it is still the timer's own. */
  private moveOn(node: NodeId, timer: Timer, time: Micros): void {
    if (!timer.isSet || timer.queuedAt !== time) return;
    timer.queuedAt = timer.firesAt;
    this.pushTimer(node, timer);
  }

  /** A message that was dropped, an input whose node crashed before it took it, a start of a node that was restarted before. */
  private isVoid(node: Node<Message>, tag: number, item: Pending<Message>): boolean {
    if ((tag & 3) === TIMER) return false;
    if ((tag & 3) === INPUT) return node.status === 'crashed' || (item === START && node.lives > 0);
    return this.dropped.size > 0 && this.dropped.delete((item as Envelope).id);
  }

  private isCutOff(tag: number, item: Pending<Message>): boolean {
    return (tag & 3) === MESSAGE && this.network.isBlocked((item as Envelope).from, tag >> 2);
  }

  private setAside(node: Node<Message>, tag: number, item: Pending<Message>): void {
    const order = this.queue.nextOrder;
    this.queue.pop();
    node.setAside({ item, tag, time: this.queue.time, order });
  }

  /** What comes to a busy node waits in the order in which it came. */
  private putOff(tag: number, item: Pending<Message>, until: Micros): void {
    this.queue.pop();
    if (item instanceof Timer) item.postpone(until);
    this.queue.push(until, this.order++, arrived(tag), item);
  }

  private beginStep(code: number, node: number, cause: EventId, payload: unknown): void {
    this.step++;
    this.lastNode = node;
    this.trace?.beginStep();
    this.stepEvent = this.record(code, node, cause, payload);
  }

  private handle(tag: number, item: Pending<Message>): void {
    const node = this.nodes[tag >> 2]!;
    switch (tag & 3) {
      case TIMER:
        this.fire(node, item as Timer);
        break;
      case INPUT:
        if (item === START) this.start(node);
        else this.input(node, (item as Input).command, (item as Input).cause);
        break;
      default:
        if (this.isCutOff(tag, item)) this.block(item as Envelope<Message>);
        else this.deliver(node, item as Envelope<Message>);
    }
    this.occupy(node);
  }

  private occupy(node: Node<Message>): void {
    if (node.perInput > 0) node.busyUntil = this.now + node.perInput;
  }

  private start(node: Node<Message>): void {
    this.beginStep(EVENT_CODES.start, node.id, NONE, null);
    node.start().onStart();
  }

  private fire(node: Node<Message>, timer: Timer): void {
    node.takeTimer(timer);
    this.beginStep(EVENT_CODES.timer, node.id, timer.cause, timer.name);
    node.running().onTimer(timer.name);
  }

  private block(envelope: Envelope<Message>): void {
    this.beginStep(EVENT_CODES.blocked, envelope.to, envelope.id, envelope);
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
      case 'crash':
        this.crash(this.nodes[action.node]!, action.torn === true);
        return;
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
      case 'slow': {
        const { node, perInput } = action;
        this.beginStep(EVENT_CODES.slow, node, NONE, { perInput });
        this.nodes[node]!.slowDown(perInput);
        return;
      }
      case 'clock': {
        const { node, offset, drift } = action;
        this.beginStep(EVENT_CODES.clock, node, NONE, { offset, drift });
        this.nodes[node]!.clock.set(this.now, { offset, drift });
        return;
      }
      case 'lose-disk':
        this.beginStep(EVENT_CODES['lose-disk'], action.node, NONE, null);
        this.nodes[action.node]!.disk.lose();
        return;
      case 'corrupt-disk':
        this.beginStep(EVENT_CODES['corrupt-disk'], action.node, NONE, this.nodes[action.node]!.corruptDisk());
        return;
      case 'link': {
        const { from, to, quality } = action;
        this.beginStep(EVENT_CODES.link, NONE, NONE, { from, to, quality });
        this.network.link(from, to).change(quality);
        return;
      }
      case 'network':
        this.beginStep(EVENT_CODES.network, NONE, NONE, { quality: action.quality });
        this.network.change(action.quality);
        return;
      case 'partition':
        this.beginStep(EVENT_CODES.partition, NONE, NONE, withLoners(action.groups, this.nodes.length));
        this.network.partition(action.groups);
        return;
      case 'cut':
        this.beginStep(EVENT_CODES.cut, NONE, NONE, { from: action.from, to: action.to });
        this.network.link(action.from, action.to).blocked = true;
        return;
      case 'mend':
        this.beginStep(EVENT_CODES.mend, NONE, NONE, { from: action.from, to: action.to });
        this.network.link(action.from, action.to).blocked = false;
        return;
      case 'heal':
        this.beginStep(EVENT_CODES.heal, NONE, NONE, null);
        this.network.heal();
        return;
      case 'drop':
        this.beginStep(EVENT_CODES.drop, NONE, action.message, this.inFlight(action.message));
        this.dropped.add(action.message);
        return;
      case 'copy': {
        const { from, to, message, sentAt } = this.inFlight(action.message);
        const arrivesAt = this.network.link(from, to).nextArrival(this.now, message);
        const twin: Envelope<Message> = { id: this.events, from, to, message, sentAt, arrivesAt };
        this.beginStep(EVENT_CODES.duplicate, from, action.message, twin);
        this.queue.push(arrivesAt, this.order++, 4 * to + MESSAGE, twin);
        return;
      }
      case 'deliver': {
        const envelope = this.inFlight(action.message);
        const node = this.nodes[envelope.to]!;
        // Its entry in the queue means nothing from now on.
        this.dropped.add(envelope.id);
        this.deliver(node, envelope);
        this.occupy(node);
        return;
      }
      case 'fire': {
        const node = this.nodes[action.node]!;
        this.fire(node, node.timerNamed(action.timer)!);
        this.occupy(node);
        return;
      }
      case 'command':
        this.command(this.nodes[action.node]!, action.command);
    }
  }

  private inFlight(message: EventId): Envelope<Message> {
    return this.messagesInFlight().find(({ id }) => id === message)!;
  }

  private crash(node: Node<Message>, torn: boolean): void {
    const crash = torn ? node.crashTorn() : { lost: node.crash(), torn: null };
    this.beginStep(EVENT_CODES.crash, node.id, NONE, crash.torn);
    for (const item of crash.lost) {
      if (isEnvelope(item) && !this.dropped.delete(item.id)) this.record(EVENT_CODES.refused, node.id, item.id, item);
    }
  }

  /** A paused node takes a command when it goes on, a busy one when it is done, and one that has yet to start takes it then. */
  private command(node: Node<Message>, command: string): void {
    if (node.status === 'up' && node.life && node.busyUntil <= this.now) {
      this.input(node, command, NONE);
      this.occupy(node);
      return;
    }
    this.beginStep(EVENT_CODES.command, node.id, NONE, command);
    const item: Input = { command, cause: this.stepEvent };
    const tag = 4 * node.id + INPUT;
    if (node.status === 'paused') node.setAside({ item, tag, time: this.now, order: this.order++ });
    else this.queue.push(this.now, this.order++, tag, item);
  }

  /** What came while the node was paused is now due at once, in the order in which it came. */
  private resume(node: Node<Message>): void {
    node.status = 'up';
    for (const { item, tag, time, order } of node.takeBacklog()) {
      const late = time < this.now;
      this.queue.push(late ? this.now : time, late ? this.order++ : order, late ? arrived(tag) : tag, item);
      if (late && item instanceof Timer) item.postpone(this.now);
    }
  }

  private restoreTimer(tag: number, name: string | null): Timer {
    return (name === null ? undefined : this.nodes[tag >> 2]!.timerNamed(name)) ?? new Timer(name ?? '');
  }

  private nameOf(node: NodeId): string {
    return this.nodes[node]?.name ?? `node ${node}`;
  }
}

/** The input with which every node's first life begins. */
const START: Input = { command: '', cause: NONE };

function isEnvelope<Message>(item: Pending<Message>): item is Envelope<Message> {
  return 'message' in item;
}

/** The tag of the same thing once it has reached its node. */
function arrived(tag: number): number {
  return (tag & 3) === MESSAGE ? tag + ARRIVED - MESSAGE : tag;
}

/** The groups of a partition with those whom no group names, each alone. */
function withLoners(groups: readonly (readonly NodeId[])[], nodes: number): readonly (readonly NodeId[])[] {
  const named = new Set(groups.flat());
  const loners = Array.from({ length: nodes }, (_, node) => node).filter((node) => !named.has(node));
  return [...groups.filter((group) => group.length > 0), ...loners.map((node) => [node])];
}
