/**
 * The view service of primary-backup replication: it alone says which servers are primary and backup, so that two servers
 * never have to agree on it, who could not tell a crash of the other from a cut between them. (MIT 6.824, Spring 2015, lab 2,
 * part A; DSLabs, lab 2, part 1.)
 *
 * A view is followed by another only when its primary has acknowledged it, by a ping from within it. The labs then promote the
 * backup whether it has the state or not; here it has to ping from within the view too, which it does when it has. Were the
 * primary's acknowledgement to wait for that instead, a backup that died during the transfer would stop the service for good.
 *
 * The view service is one server, and while it is down no view follows another: a single point of failure by design, which a
 * replicated one would take away. It may crash nevertheless: what it says is on its disk before it says it.
 */
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import type { PrimaryBackupMessage, PrimaryBackupNote } from './messages.ts';
import { isSameReplica, roleIn, type Replica, type View } from './view.ts';

export interface ViewServerOptions {
  /** A server that has not pinged from one check to the next is taken for dead: several times as long as between two pings. */
  readonly checkInterval: Micros;
  /** What there is at first: no view, unless servers were paired by hand. */
  readonly initialView: View;
}

/** The newest view, and what its servers have said of it. */
export interface Standing {
  readonly view: View;
  /** By the primary, which is then in no view before it. */
  readonly acknowledged: boolean;
  /** Whether the backup has the state, so that it can be the next primary. */
  readonly backedUp: boolean;
}

/** A server that pings. */
interface Heard extends Replica {
  /** Whether it has not pinged since the last check. */
  readonly quiet: boolean;
}

export interface ViewServerState {
  readonly standing: Standing;
  readonly heard: readonly Heard[];
}

export class ViewServer implements Process<PrimaryBackupMessage> {
  protected standing: Standing;
  /** In the order in which they were first heard: who has waited longest is the next backup. */
  protected heard: readonly Heard[] = [];

  protected readonly context: Context<PrimaryBackupMessage, PrimaryBackupNote>;
  private readonly options: ViewServerOptions;

  constructor(context: Context<PrimaryBackupMessage, PrimaryBackupNote>, options: ViewServerOptions) {
    this.context = context;
    this.options = options;
    this.standing = (context.store.get('standing') as Standing | undefined) ?? standingOf(options.initialView);
  }

  onStart(): void {
    this.begin();
  }

  onRestart(): void {
    this.begin();
  }

  /** Nobody is taken for dead who could not be heard. */
  private begin(): void {
    const { primary, backup } = this.standing.view;
    this.heard = [primary, backup].flatMap((replica) => (replica ? { ...replica, quiet: false } : []));
    this.context.setTimer('check', this.options.checkInterval);
  }

  onMessage(from: NodeId, message: PrimaryBackupMessage): void {
    if (message.type === 'ping' && !this.isOfFormerLife(from, message.incarnation)) {
      const replica = { node: from, incarnation: message.incarnation };
      this.hear(replica);
      if (message.view === this.standing.view.number) this.confirm(replica);
      this.moveOn();
    }
    if (message.type === 'ping' || message.type === 'ask') this.context.send(from, { type: 'view', view: this.standing.view });
  }

  onTimer(): void {
    for (const { node, incarnation } of this.heard.filter(({ quiet }) => quiet)) this.context.note({ note: 'silent', server: { node, incarnation } });
    this.heard = this.heard.filter(({ quiet }) => !quiet).map((each) => ({ ...each, quiet: true }));
    this.moveOn();
    this.context.setTimer('check', this.options.checkInterval);
  }

  /** A ping may take longer than a life. */
  private isOfFormerLife(node: NodeId, incarnation: number): boolean {
    return this.heard.some((each) => each.node === node && each.incarnation > incarnation);
  }

  /** Of a server that was restarted, its former self is heard of no more. */
  private hear(replica: Replica): void {
    const now: Heard = { ...replica, quiet: false };
    if (this.isHeard(replica)) this.heard = this.heard.map((each) => (each.node === replica.node ? now : each));
    else this.heard = [...this.heard.filter(({ node }) => node !== replica.node), now];
  }

  /** A server of the view says that it is in it. */
  private confirm(replica: Replica): void {
    const { view, acknowledged, backedUp } = this.standing;
    const role = roleIn(view, replica);
    if (role === 'primary' && !acknowledged) {
      this.stand({ ...this.standing, acknowledged: true });
      this.context.note({ note: 'acknowledged', view: view.number });
    }
    if (role === 'backup' && !backedUp) this.stand({ ...this.standing, backedUp: true });
  }

  private moveOn(): void {
    const { view } = this.standing;
    if (!this.mayMoveOn()) return;
    const primary = this.nextPrimary();
    if (!primary) return;
    const backup = this.nextBackup(primary);
    if (isSameReplica(primary, view.primary) && isSameReplica(backup, view.backup)) return;
    this.stand({ view: { number: view.number + 1, primary, backup }, acknowledged: false, backedUp: false });
    this.context.note({ note: 'view', view: this.standing.view });
  }

  /** So no primary has missed a view: whoever is to lead the next one has been in this one. */
  protected mayMoveOn(): boolean {
    return this.standing.acknowledged || this.standing.view.number === 0;
  }

  /** @returns undefined while nobody that has the state is heard of: better to stand still than to go on without it */
  protected nextPrimary(): Replica | undefined {
    const { view: { primary, backup }, backedUp } = this.standing;
    if (!primary) return this.firstHeard(() => true);
    if (this.isHeard(primary)) return primary;
    return backup && backedUp && this.isHeard(backup) ? backup : undefined;
  }

  private nextBackup(primary: Replica): Replica | null {
    const { backup } = this.standing.view;
    if (backup && this.isHeard(backup) && !isSameReplica(backup, primary)) return backup;
    return this.firstHeard(({ node }) => node !== primary.node) ?? null;
  }

  protected isHeard(replica: Replica): boolean {
    return this.heard.some((each) => isSameReplica(each, replica));
  }

  protected firstHeard(suits: (replica: Replica) => boolean): Replica | undefined {
    const first = this.heard.find(suits);
    return first && { node: first.node, incarnation: first.incarnation };
  }

  /** Forced: what it has told anyone must stay so. */
  private stand(standing: Standing): void {
    this.standing = standing;
    this.context.store.set('standing', standing);
    this.context.store.sync();
  }

  capture(): ViewServerState {
    const { standing, heard } = this;
    return { standing, heard };
  }

  restore(state: unknown): void {
    const { standing, heard } = state as ViewServerState;
    this.standing = standing;
    this.heard = heard;
  }
}

/** Servers that were paired by hand know it. */
function standingOf(view: View): Standing {
  return { view, acknowledged: true, backedUp: view.backup !== null };
}
