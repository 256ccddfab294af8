/**
 * A client of a Raft cluster (extended paper, section 8): it numbers its commands, one at a time, and sends each until it
 * is answered, to the leader as far as it knows it.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import type { ClientReply, RaftMessage, RaftNote } from './messages.ts';
import { parseCommand, type Command } from './state-machine.ts';

export interface ClientOptions {
  /** The servers are the nodes 0 to servers - 1. */
  readonly servers: number;
  /** How long it waits for an answer before it tries another server, in microseconds. */
  readonly retryTimeout: Micros;
  /** Time between two commands that it makes up by itself, in microseconds; 0 for a client that only does as it is told. */
  readonly thinkTime: Micros;
}

interface VolatileState {
  readonly serial: number;
  readonly server: NodeId;
  readonly pending: Command | null;
  readonly waiting: readonly Command[];
}

export class RaftClient implements Process<RaftMessage> {
  /** Number of the latest command. */
  serial = 0;
  /** The server that it will try. */
  server: NodeId = 0;
  /** The command that waits for its answer. */
  pending: Command | null = null;
  /** What is to be sent after that. */
  waiting: Command[] = [];

  private readonly context: Context<RaftMessage, RaftNote>;
  private readonly options: ClientOptions;

  constructor(context: Context<RaftMessage, RaftNote>, options: ClientOptions) {
    this.context = context;
    this.options = options;
  }

  onStart(): void {
    this.think();
  }

  /** The serial number is on the disk: a number that was used must never name another command. */
  onRestart(): void {
    this.serial = (this.context.store.get('serial') as number | undefined) ?? 0;
    this.think();
  }

  /** @throws SyntaxError for a command that can't be read */
  onCommand(text: string): void {
    this.submit(parseCommand(text));
  }

  onTimer(name: string): void {
    if (name === 'think') {
      if (!this.pending) this.submit(this.inventCommand());
      this.think();
    } else {
      this.server = (this.server + 1) % this.options.servers;
      this.send();
    }
  }

  onMessage(from: NodeId, message: RaftMessage): void {
    if (message.type !== 'ClientReply' || !this.pending || message.serial !== this.serial) return;
    if (message.result) this.complete(from, message);
    else if (from === this.server && message.leader !== null && message.leader !== from) {
      this.server = message.leader;
      this.send();
    }
  }

  private complete(from: NodeId, { serial, result }: ClientReply): void {
    if (!this.pending || !result) return;
    this.context.cancelTimer('retry');
    this.context.note({ note: 'completed', serial, command: this.pending, result });
    this.server = from;
    this.pending = null;
    const next = this.waiting.shift();
    if (next) this.begin(next);
  }

  private submit(command: Command): void {
    if (this.pending) this.waiting.push(command);
    else this.begin(command);
  }

  private begin(command: Command): void {
    this.serial++;
    this.context.store.set('serial', this.serial);
    this.context.store.sync();
    this.pending = command;
    this.context.note({ note: 'invoked', serial: this.serial, command });
    this.send();
  }

  private send(): void {
    if (!this.pending) return;
    this.context.send(this.server, { type: 'ClientRequest', serial: this.serial, command: this.pending });
    this.context.setTimer('retry', this.options.retryTimeout);
  }

  private think(): void {
    if (this.options.thinkTime > 0) this.context.setTimer('think', this.options.thinkTime);
  }

  private inventCommand(): Command {
    const { random } = this.context;
    const key = random.pick(['x', 'y', 'z']);
    const op = random.pick(['set', 'add', 'get'] as const);
    return op === 'get' ? { op, key } : { op, key, value: random.integer(100) };
  }

  capture(): VolatileState {
    const { serial, server, pending, waiting } = this;
    return { serial, server, pending, waiting: waiting.slice() };
  }

  restore(state: unknown): void {
    const { waiting, ...rest } = state as VolatileState;
    Object.assign(this, rest);
    this.waiting = waiting.slice();
  }
}
