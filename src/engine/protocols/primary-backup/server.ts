/**
 * A server of a primary-backup service: Alsberg and Day, "A Principle for Resilient Sharing of Distributed Resources", ICSE
 * 1976; Budhiraja, Marzullo, Schneider and Toueg, "The Primary-Backup Approach", in Mullender, "Distributed Systems", 1993;
 * with a view service as in MIT 6.824 (Spring 2015, lab 2) and DSLabs (lab 2). The primary has every operation, reads too,
 * executed by the backup before it answers. So whoever follows it knows all that was answered, and a primary that has been
 * replaced without knowing it can answer nobody, since its former backup refuses it.
 *
 * Operations go to the backup one at a time, in the order in which they came. Pipelined they would take less time under
 * load, at the price of a window that the backup has to put in order.
 *
 * What a server knows is in its memory, as in the labs, and only the number of its life is on its disk: a server that was
 * restarted knows nothing and must not pass for its former self, which is much of what views are about. Kept on disks, the
 * state would survive a crash of both servers, and each operation would wait for two of them. As it is, the state is lost with
 * the last server that has it, and the view service stands still.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import type { Request } from '../key-value/commands.ts';
import { StateMachine, type StateMachineState } from '../key-value/state-machine.ts';
import type { PrimaryBackupMessage, PrimaryBackupNote, Snapshot } from './messages.ts';
import { NO_VIEW, roleIn, type Role, type View, type ViewNumber } from './view.ts';

export interface ServerOptions {
  readonly viewServer: NodeId;
  /** Time between two pings, with which goes what its partner has not confirmed yet. */
  readonly pingInterval: Micros;
  /** What there is at first: no view, unless servers were paired by hand. */
  readonly initialView: View;
}

export interface ServerState {
  readonly incarnation: number;
  readonly view: View;
  readonly isReady: boolean;
  readonly executed: number;
  readonly pending: readonly Request[];
  readonly machine: StateMachineState;
}

type MessageOf<Type extends PrimaryBackupMessage['type']> = PrimaryBackupMessage & { readonly type: Type };

export class PrimaryBackupServer implements Process<PrimaryBackupMessage> {
  protected incarnation = 0;
  /** The newest that it knows of. */
  protected view = NO_VIEW;
  /** As primary, whether the backup has the state, so that operations can be served; as backup, whether it has. */
  protected isReady = false;
  /** The number of the last operation that it has executed. */
  protected executed = 0;
  /** What the primary has yet to answer; the first of it is with the backup. */
  protected pending: readonly Request[] = [];
  protected readonly machine = new StateMachine();

  protected readonly context: Context<PrimaryBackupMessage, PrimaryBackupNote>;
  private readonly options: ServerOptions;

  constructor(context: Context<PrimaryBackupMessage, PrimaryBackupNote>, options: ServerOptions) {
    this.context = context;
    this.options = options;
  }

  onStart(): void {
    this.incarnation = this.nextIncarnation();
    this.view = this.options.initialView;
    this.isReady = this.role !== 'idle';
    this.begin();
  }

  onRestart(): void {
    this.incarnation = this.nextIncarnation();
    this.begin();
  }

  private begin(): void {
    this.context.note({ note: 'began', incarnation: this.incarnation });
    this.ping();
  }

  /** Forced: what was said to an earlier life is not for this one. */
  protected nextIncarnation(): number {
    const { store } = this.context;
    const incarnation = ((store.get('incarnation') as number | undefined) ?? 0) + 1;
    store.set('incarnation', incarnation);
    store.sync();
    return incarnation;
  }

  protected get role(): Role {
    return roleIn(this.view, { node: this.context.node, incarnation: this.incarnation });
  }

  onMessage(from: NodeId, message: PrimaryBackupMessage): void {
    switch (message.type) {
      case 'view':
        return this.onView(message.view);
      case 'transfer':
        return this.onTransfer(from, message);
      case 'transferred':
        return this.onTransferred(message.view);
      case 'forward':
        return this.onForward(from, message);
      case 'forwarded':
        return this.onForwarded(message);
      case 'request':
        return this.onRequest(from, message);
      default:
    }
  }

  onTimer(): void {
    this.ping();
    if (this.role === 'primary') this.remind();
  }

  /** What the backup has not confirmed may be lost. */
  protected remind(): void {
    this.goOn();
  }

  private ping(): void {
    const { incarnation, view } = this;
    this.context.send(this.options.viewServer, { type: 'ping', incarnation, view: this.takesPart() ? view.number : 0 });
    this.context.setTimer('ping', this.options.pingInterval);
  }

  /** A primary is in the view as soon as it knows of it, a backup when it has the state: it may be the next primary. */
  protected takesPart(): boolean {
    return this.role === 'primary' || (this.role === 'backup' && this.isReady);
  }

  private onView(view: View): void {
    if (view.number <= this.view.number) return;
    this.view = view;
    const { role } = this;
    this.context.note({ note: 'entered', view: view.number, role });
    if (role === 'primary') this.lead(view);
    else this.forget();
  }

  private lead({ backup }: View): void {
    this.isReady = !backup;
    this.ping();
    this.goOn();
  }

  /** What it knew of an earlier view is of no use in this one: a backup is given the state by its primary. */
  private forget(): void {
    this.isReady = false;
    this.pending = [];
    this.takeOver({ executed: 0, records: [] });
  }

  private takeOver({ executed, records }: Snapshot): void {
    this.executed = executed;
    this.machine.fromRecords(records);
  }

  /** As primary: sends what the backup has not confirmed, or serves what waits. */
  private goOn(): void {
    if (!this.isReady) this.transfer();
    this.serve();
  }

  private transfer(): void {
    const { view, executed } = this;
    if (!view.backup) return;
    this.context.note({ note: 'transfers', view: view.number, backup: view.backup.node, executed });
    this.context.send(view.backup.node, { type: 'transfer', view, state: this.snapshot() });
  }

  protected snapshot(): Snapshot {
    return { executed: this.executed, records: this.machine.toRecords() };
  }

  private onTransfer(primary: NodeId, { view, state }: MessageOf<'transfer'>): void {
    this.onView(view);
    if (view.number !== this.view.number || this.role !== 'backup') return;
    if (!this.isReady) {
      this.takeOver(state);
      this.isReady = true;
      this.context.note({ note: 'took-over', view: view.number, executed: state.executed });
      this.ping();
    }
    this.context.send(primary, { type: 'transferred', view: view.number });
  }

  private onTransferred(view: ViewNumber): void {
    if (view !== this.view.number || this.role !== 'primary' || this.isReady) return;
    this.isReady = true;
    this.context.note({ note: 'serves', view });
    this.serve();
  }

  private onRequest(client: NodeId, { serial, command }: MessageOf<'request'>): void {
    if (!this.admitsClients()) {
      this.context.note({ note: 'refused-client', client, serial });
      this.context.send(client, { type: 'refusal', serial });
    } else if (!this.pending.some((each) => each.session === client && each.serial === serial)) {
      this.pending = [...this.pending, { client, session: client, serial, command }];
      if (this.pending.length === 1) this.serve();
    }
  }

  protected admitsClients(): boolean {
    return this.role === 'primary';
  }

  /** Goes through what waits until the backup has to be waited for. */
  private serve(): void {
    if (!this.mayServe()) return;
    for (let [next] = this.pending; next; [next] = this.pending) {
      if (this.mustForward(next)) return this.forward(next);
      this.finish(next);
    }
  }

  protected mayServe(): boolean {
    return this.isReady;
  }

  protected mustForward(request: Request): boolean {
    return this.view.backup !== null && !this.isExecuted(request);
  }

  protected forward(request: Request): void {
    const { view, executed } = this;
    if (view.backup) this.context.send(view.backup.node, { type: 'forward', view: view.number, position: executed + 1, request });
  }

  private onForward(primary: NodeId, { view, position, request }: MessageOf<'forward'>): void {
    if (!this.accepts(view)) {
      this.context.note({ note: 'refused-forward', view, position });
      return;
    }
    if (position === this.executed + 1) this.execute(request);
    if (position <= this.executed) this.context.send(primary, { type: 'forwarded', view, position });
  }

  protected accepts(view: ViewNumber): boolean {
    return view === this.view.number && this.role === 'backup' && this.isReady;
  }

  private onForwarded({ view, position }: MessageOf<'forwarded'>): void {
    const [request] = this.pending;
    if (!request || !this.isReady || view !== this.view.number || this.role !== 'primary' || position !== this.executed + 1) return;
    this.finish(request);
    this.serve();
  }

  /** Executes what no backup has to be asked for any more, and answers it. */
  protected finish(request: Request): void {
    const { client, session, serial } = request;
    this.pending = this.pending.slice(1);
    if (!this.isExecuted(request)) this.execute(request);
    const result = this.machine.resultOf(session, serial);
    if (result) this.context.send(client, { type: 'reply', serial, result });
  }

  /** A client asks again when it is not answered. */
  protected isExecuted({ session, serial }: Request): boolean {
    return this.machine.latestOf(session) >= serial;
  }

  protected execute(request: Request): void {
    this.executed++;
    this.machine.apply(request, this.executed);
    this.context.note({ note: 'executed', position: this.executed, client: request.client, serial: request.serial, role: this.role });
  }

  capture(): ServerState {
    const { incarnation, view, isReady, executed, pending, machine } = this;
    return { incarnation, view, isReady, executed, pending, machine: machine.capture() };
  }

  restore(state: unknown): void {
    const { machine, ...rest } = state as ServerState;
    Object.assign(this, rest);
    this.machine.restore(machine);
  }
}
