/**
 * A client of a primary-backup service. It asks the view server for the primary only when it has to: what it knows of the
 * view may be out of date, which costs time and nothing else. It numbers its operations, one at a time, and sends each until
 * it is answered; the servers see to it that none is executed twice.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import type { KeyValueCommand } from '../key-value/commands.ts';
import { parseCommand, type Result } from '../raft/commands.ts';
import type { PrimaryBackupMessage, PrimaryBackupNote } from './messages.ts';
import { NO_VIEW, type Replica, type View } from './view.ts';

export interface ClientOptions {
  readonly viewServer: NodeId;
  /** How long it waits for an answer before it sends the operation again and asks for the view. */
  readonly retryTimeout: Micros;
}

/** What it was told last. */
interface Answered {
  readonly serial: number;
  readonly result: Result;
}

export interface ClientState {
  readonly serial: number;
  readonly view: View;
  readonly pending: KeyValueCommand | null;
  readonly answered: Answered | null;
  readonly waiting: readonly KeyValueCommand[];
}

export class PrimaryBackupClient implements Process<PrimaryBackupMessage> {
  /** Number of the latest operation. */
  private serial = 0;
  private view = NO_VIEW;
  private pending: KeyValueCommand | null = null;
  private answered: Answered | null = null;
  /** What is to be done after that. */
  private waiting: readonly KeyValueCommand[] = [];

  private readonly context: Context<PrimaryBackupMessage, PrimaryBackupNote>;
  private readonly options: ClientOptions;

  constructor(context: Context<PrimaryBackupMessage, PrimaryBackupNote>, options: ClientOptions) {
    this.context = context;
    this.options = options;
  }

  onStart(): void {}

  /** A number that was used must never name another operation. */
  onRestart(): void {
    this.serial = (this.context.store.get('serial') as number | undefined) ?? 0;
  }

  /** @throws SyntaxError for a command that can't be read, or that is none for a key-value store */
  onCommand(text: string): void {
    const command = parseCommand(text);
    if (!('key' in command)) throw new SyntaxError(`The view service sees to the servers by itself: a command is "set KEY NUMBER", "add KEY NUMBER" or "get KEY", not "${text}".`);
    if (this.pending) this.waiting = [...this.waiting, command];
    else this.begin(command);
  }

  onTimer(): void {
    this.request();
    this.ask();
    this.context.setTimer('retry', this.options.retryTimeout);
  }

  onMessage(_: NodeId, message: PrimaryBackupMessage): void {
    if (message.type === 'view') this.onView(message.view);
    if (!this.pending || !('serial' in message) || message.serial !== this.serial) return;
    if (message.type === 'refusal') this.ask();
    if (message.type === 'reply') this.complete(this.pending, message.result);
  }

  /** Of the view that it knows it has asked the primary already. */
  private onView(view: View): void {
    if (view.number <= this.view.number) return;
    this.view = view;
    this.request();
  }

  private begin(command: KeyValueCommand): void {
    this.serial++;
    this.context.store.set('serial', this.serial);
    this.context.store.sync();
    this.pending = command;
    this.context.note({ note: 'invoked', serial: this.serial, command });
    if (this.view.primary) this.request();
    else this.ask();
    this.context.setTimer('retry', this.options.retryTimeout);
  }

  private request(): void {
    const { serial, pending: command } = this;
    const server = this.serverOf(this.view);
    if (command && server) this.context.send(server.node, { type: 'request', serial, command });
  }

  protected serverOf({ primary }: View): Replica | null {
    return primary;
  }

  private ask(): void {
    this.context.send(this.options.viewServer, { type: 'ask' });
  }

  private complete(command: KeyValueCommand, result: Result): void {
    const { serial } = this;
    this.answered = { serial, result };
    this.context.note({ note: 'completed', serial, command, result });
    this.context.cancelTimer('retry');
    this.pending = null;
    const [next, ...waiting] = this.waiting;
    this.waiting = waiting;
    if (next) this.begin(next);
  }

  get isSettled(): boolean {
    return this.pending === null;
  }

  capture(): ClientState {
    const { serial, view, pending, answered, waiting } = this;
    return { serial, view, pending, answered, waiting };
  }

  restore(state: unknown): void {
    Object.assign(this, state as ClientState);
  }
}
