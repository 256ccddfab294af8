/**
 * A client of a Raft cluster (extended paper, section 8): it numbers its commands, one at a time, and sends each until it
 * is answered, to the leader as far as it knows it. Where sessions are registered, it opens one first (dissertation, 6.3).
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import { inventCommand, type KeyValueCommand, type SessionId } from '../key-value/commands.ts';
import { isAdministration, parseCommand, type Administration, type Result } from './commands.ts';
import type { ClientReply, RaftMessage, RaftNote } from './messages.ts';

export interface ClientOptions {
  /** The servers are the nodes 0 to servers - 1. */
  readonly servers: number;
  /** How long it waits for an answer before it tries another server, in microseconds. */
  readonly retryTimeout: Micros;
  /** Time between two commands that it makes up by itself, in microseconds; 0 for a client that only does as it is told. */
  readonly thinkTime: Micros;
  /** Whether what it makes up only reads. */
  readonly onlyReads: boolean;
  /** Above 0, the servers remember so many sessions, and it has to register. */
  readonly sessionLimit: number;
}

type Pending = KeyValueCommand | Administration;

/** A command and what it gave. */
interface Answered {
  readonly serial: number;
  readonly command: Pending;
  readonly result: Result;
}

interface VolatileState {
  readonly serial: number;
  readonly session: SessionId | null;
  readonly server: NodeId;
  readonly pending: Pending | null;
  readonly answered: Answered | null;
  readonly damaged: boolean;
  readonly waiting: readonly Pending[];
}

export class RaftClient implements Process<RaftMessage> {
  /** Number of the latest command. */
  serial = 0;
  /** Null while it has none. */
  session: SessionId | null;
  /** The server that it will try. */
  server: NodeId = 0;
  /** The command that waits for its answer. */
  pending: Pending | null = null;
  /** The latest command that was answered. */
  answered: Answered | null = null;
  /** What is to be sent after that. */
  waiting: Pending[] = [];
  /** Whether it can't read from its disk which numbers it has used. */
  damaged = false;

  private readonly context: Context<RaftMessage, RaftNote>;
  private readonly options: ClientOptions;

  constructor(context: Context<RaftMessage, RaftNote>, options: ClientOptions) {
    this.context = context;
    this.options = options;
    this.session = options.sessionLimit > 0 ? null : context.node;
  }

  onStart(): void {
    this.think();
  }

  /** The serial number is on the disk: a number that was used must never name another command. */
  onRestart(): void {
    const { store } = this.context;
    this.damaged = store.isDamaged('serial');
    if (this.damaged) {
      this.context.note({ note: 'out-of-service', why: 'the number of its last command' });
      return;
    }
    this.serial = (store.get('serial') as number | undefined) ?? 0;
    this.think();
  }

  /** @throws SyntaxError for a command that can't be read */
  onCommand(text: string): void {
    const command = parseCommand(text);
    if (this.damaged) return;
    if (command.op === 'snapshot') this.orderSnapshot(command.server);
    else this.submit(command);
  }

  onTimer(name: string): void {
    if (name === 'think') {
      if (!this.pending) this.submit(inventCommand(this.context.random, this.options.onlyReads));
      this.think();
    } else {
      this.server = (this.server + 1) % this.options.servers;
      this.send();
    }
  }

  onMessage(from: NodeId, message: RaftMessage): void {
    if (message.type !== 'ClientReply' || !this.pending || message.serial !== this.serial) return;
    if (message.result) this.take(from, message.result);
    else if (from === this.server && message.leader !== null && message.leader !== from) this.redirect(message);
  }

  private redirect({ leader }: ClientReply): void {
    this.server = leader ?? this.server;
    this.send();
  }

  private take(from: NodeId, result: Result): void {
    this.server = from;
    if ('session' in result) this.enter(result.session);
    else if ('refused' in result && result.refused === 'session-expired') this.loseSession();
    else this.complete(result);
  }

  private enter(session: SessionId): void {
    if (this.session !== null) return;
    this.session = session;
    this.context.note({ note: 'session-registered', session });
    this.send();
  }

  /** The servers forgot it: whether the command took effect, it will never know. */
  private loseSession(): void {
    if (!this.pending || isAdministration(this.pending)) return;
    this.context.note({ note: 'session-lost', serial: this.serial, command: this.pending });
    this.session = null;
    this.goOn();
  }

  private complete(result: Result): void {
    if (!this.pending) return;
    const { serial, pending: command } = this;
    this.answered = { serial, command, result };
    this.context.note({ note: 'completed', serial, command, result });
    this.goOn();
  }

  private goOn(): void {
    this.context.cancelTimer('retry');
    this.pending = null;
    const next = this.waiting.shift();
    if (next) this.begin(next);
  }

  private submit(command: Pending): void {
    if (this.pending) this.waiting.push(command);
    else this.begin(command);
  }

  private begin(command: Pending): void {
    this.serial++;
    this.context.store.set('serial', this.serial);
    this.context.store.sync();
    this.pending = command;
    this.context.note({ note: 'invoked', serial: this.serial, command });
    this.send();
  }

  /** Until it has a session, it asks for one in the command's place. */
  private send(): void {
    if (!this.pending) return;
    const { serial, session, pending } = this;
    this.context.send(this.server, session === null ? { type: 'ClientRequest', session: 0, serial, command: { op: 'register' } } : { type: 'ClientRequest', session, serial, command: pending });
    this.context.setTimer('retry', this.options.retryTimeout);
  }

  /** Snapshots are each server's own affair: nobody answers. */
  private orderSnapshot(server: NodeId | null): void {
    const servers = server === null ? Array.from({ length: this.options.servers }, (_, id) => id) : [server];
    for (const each of servers) if (each < this.options.servers) this.context.send(each, { type: 'TakeSnapshot' });
  }

  private think(): void {
    if (this.options.thinkTime > 0) this.context.setTimer('think', this.options.thinkTime);
  }

  capture(): VolatileState {
    const { serial, session, server, pending, answered, damaged, waiting } = this;
    return { serial, session, server, pending, answered, damaged, waiting: waiting.slice() };
  }

  restore(state: unknown): void {
    const { waiting, ...rest } = state as VolatileState;
    Object.assign(this, rest);
    this.waiting = waiting.slice();
  }
}
