/** A node plays one role or several. Roles of one node talk to each other as any others do, but without a network between them. */
import type { Context, DurableStore, NodeId, Process } from '../../sim/process.ts';
import type { Random } from '../../sim/random.ts';
import type { Micros } from '../../sim/time.ts';
import type { Role } from './ensemble.ts';
import type { PaxosMessage, PaxosNote } from './messages.ts';

export type PaxosContext = Context<PaxosMessage, PaxosNote>;

/** Each role takes what is meant for it from all that comes to the node. */
export type Roles = Readonly<Partial<Record<Role, Process<PaxosMessage>>>>;

/** What a node keeps in memory, by role. */
export type NodeState = Readonly<Partial<Record<Role, unknown>>>;

export class PaxosNode implements Process<PaxosMessage> {
  private readonly node: NodeId;
  private readonly roles: Roles;
  /** What roles have sent to their own node and is yet to be given to it; empty between steps. */
  private readonly toItself: PaxosMessage[] = [];

  /** @param create makes the roles, in the order in which they are given what comes */
  constructor(context: PaxosContext, create: (context: PaxosContext) => Roles) {
    this.node = context.node;
    this.roles = create(new Loopback(context, this.toItself));
  }

  onStart(): void {
    this.give((role) => role.onStart());
  }

  onRestart(): void {
    this.give((role) => role.onRestart());
  }

  onMessage(from: NodeId, message: PaxosMessage): void {
    this.give((role) => role.onMessage(from, message));
  }

  onTimer(name: string): void {
    this.give((role) => role.onTimer(name));
  }

  onCommand(command: string): void {
    this.give((role) => role.onCommand?.(command));
  }

  private give(input: (role: Process<PaxosMessage>) => void): void {
    const roles = Object.values(this.roles);
    roles.forEach(input);
    for (let message = this.toItself.shift(); message; message = this.toItself.shift()) {
      for (const role of roles) role.onMessage(this.node, message);
    }
  }

  capture(): NodeState {
    return Object.fromEntries(Object.entries(this.roles).map(([name, role]) => [name, role.capture?.()]));
  }

  restore(state: unknown): void {
    for (const [name, role] of Object.entries(this.roles)) role.restore?.((state as NodeState)[name as Role]);
  }
}

/** The node's own context, but that what goes to the node itself does not leave it. */
class Loopback implements PaxosContext {
  readonly node: NodeId;
  readonly size: number;
  readonly random: Random;
  readonly store: DurableStore;
  private readonly context: PaxosContext;
  private readonly toItself: PaxosMessage[];

  constructor(context: PaxosContext, toItself: PaxosMessage[]) {
    this.node = context.node;
    this.size = context.size;
    this.random = context.random;
    this.store = context.store;
    this.context = context;
    this.toItself = toItself;
  }

  send(to: NodeId, message: PaxosMessage): void {
    if (to === this.node) this.toItself.push(message);
    else this.context.send(to, message);
  }

  now(): Micros {
    return this.context.now();
  }

  setTimer(name: string, delay: Micros): void {
    this.context.setTimer(name, delay);
  }

  cancelTimer(name: string): void {
    this.context.cancelTimer(name);
  }

  note(note: PaxosNote): void {
    this.context.note(note);
  }
}
