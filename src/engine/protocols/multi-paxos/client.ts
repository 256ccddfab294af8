/**
 * A client of the replicated store: it numbers its commands, one at a time, and sends each until it is answered, to the
 * leader as far as it knows it. Its own number and the command's are what replicas know the command by.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import { inventCommand, readKeyValue, type KeyValueCommand, type Outcome } from '../key-value/commands.ts';
import type { MultiPaxosMessage, MultiPaxosNote } from './messages.ts';

export interface ClientOptions {
  /** The servers are the nodes 0 to servers - 1. */
  readonly servers: number;
  /** How long it waits for an answer before it tries another server. */
  readonly retryTimeout: Micros;
  /** Time between two commands that it makes up by itself; 0 for a client that only does as it is told. */
  readonly thinkTime: Micros;
}

/** A command and what it gave. */
interface Answered {
  readonly serial: number;
  readonly command: KeyValueCommand;
  readonly result: Outcome;
}

export interface ClientState {
  readonly serial: number;
  readonly server: NodeId;
  readonly pending: KeyValueCommand | null;
  readonly answered: Answered | null;
  readonly damaged: boolean;
  readonly waiting: readonly KeyValueCommand[];
}

/** What may be typed, in words. */
export const COMMAND_FORMS = 'A command is "set KEY NUMBER", "add KEY NUMBER" or "get KEY"';

export class MultiPaxosClient implements Process<MultiPaxosMessage> {
  /** Number of the latest command. */
  serial = 0;
  /** The latest command that was answered. */
  answered: Answered | null = null;
  /** It needs no registration. */
  readonly session: NodeId;
  /** The server that it will try. Not all begin with the same. */
  private server: NodeId;
  /** The command that waits for its answer, and those that are to be sent after that. */
  private pending: KeyValueCommand | null = null;
  private waiting: KeyValueCommand[] = [];
  /** Whether it can't read from its disk which numbers it has used. */
  private damaged = false;

  private readonly context: Context<MultiPaxosMessage, MultiPaxosNote>;
  private readonly options: ClientOptions;

  constructor(context: Context<MultiPaxosMessage, MultiPaxosNote>, options: ClientOptions) {
    this.context = context;
    this.options = options;
    this.session = context.node;
    this.server = context.node % options.servers;
  }

  onStart(): void {
    this.think();
  }

  /** A number that was used must never name another command. */
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
    const command = readKeyValue(text, COMMAND_FORMS);
    if (!command) throw new SyntaxError(`${COMMAND_FORMS}; "${text}" is none of them.`);
    if (!this.damaged) this.submit(command);
  }

  onTimer(name: string): void {
    if (name === 'think') {
      if (!this.pending) this.submit(inventCommand(this.context.random, false));
      this.think();
    } else {
      this.server = (this.server + 1) % this.options.servers;
      this.send();
    }
  }

  onMessage(from: NodeId, message: MultiPaxosMessage): void {
    if (message.type !== 'ClientReply' || !this.pending || message.serial !== this.serial) return;
    if (message.result) {
      this.server = from;
      this.complete(this.pending, message.result);
    } else if (from === this.server && message.leader !== null && message.leader !== from) {
      this.server = message.leader;
      this.send();
    }
  }

  private complete(command: KeyValueCommand, result: Outcome): void {
    const { serial } = this;
    this.answered = { serial, command, result };
    this.context.note({ note: 'completed', serial, command, result });
    this.context.cancelTimer('retry');
    this.pending = null;
    const next = this.waiting.shift();
    if (next) this.begin(next);
  }

  private submit(command: KeyValueCommand): void {
    if (this.pending) this.waiting.push(command);
    else this.begin(command);
  }

  private begin(command: KeyValueCommand): void {
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

  capture(): ClientState {
    const { serial, server, pending, answered, damaged, waiting } = this;
    return { serial, server, pending, answered, damaged, waiting: waiting.slice() };
  }

  restore(state: unknown): void {
    const { waiting, ...rest } = state as ClientState;
    Object.assign(this, rest);
    this.waiting = waiting.slice();
  }
}
