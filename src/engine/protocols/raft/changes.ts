/**
 * How a leader changes the configuration: with joint consensus (extended paper, section 6) or one server at a time
 * (dissertation, section 4.1). New servers first catch up without a vote (dissertation, section 4.2.1).
 */
import type { NodeId } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import type { Administration, Refusal } from './commands.ts';
import type { Index } from './messages.ts';
import { difference, isJoint, sameGroup, sorted, type Group } from './quorum.ts';
import type { RaftServer } from './server.ts';

type ChangeRequest = Extract<Administration, { op: 'members' | 'add-server' | 'remove-server' }>;

interface Change {
  readonly target: Group;
  /** Who asked for it last. */
  readonly client: NodeId;
  readonly serial: number;
  /** New servers that have yet to catch up; null once they have. */
  readonly catchingUp: CatchingUp | null;
}

/** One round in which the new servers are brought to where the leader's log ended when the round began. */
interface CatchingUp {
  readonly servers: Group;
  readonly until: Index;
  readonly since: Micros;
  /** The heartbeats that a server has to answer, so that one whose log is complete from the start is known to be there. */
  readonly heartbeat: number;
  /** Counts from 1. */
  readonly round: number;
}

/** Rounds after which a new server is given up that never comes close to the end of the log. */
const MOST_ROUNDS = 10;

const NOBODY: Group = [];

export class Changes {
  pending: Change | null = null;

  private readonly server: RaftServer;

  constructor(server: RaftServer) {
    this.server = server;
  }

  /** Servers without a vote that the leader sends its log to. */
  get newcomers(): Group {
    return this.pending?.catchingUp?.servers ?? NOBODY;
  }

  request(client: NodeId, serial: number, command: ChangeRequest): void {
    const target = this.targetOf(command);
    const refused = this.objection(command, target);
    if (refused) {
      this.server.answer(client, serial, { refused });
      return;
    }
    if (this.pending) this.pending = { ...this.pending, client, serial };
    else this.begin({ target, client, serial, catchingUp: null });
    this.proceed();
  }

  private targetOf(command: ChangeRequest): Group {
    const present = this.latestGroup();
    switch (command.op) {
      case 'members':
        return command.servers;
      case 'add-server':
        return sorted([...present, command.server]);
      case 'remove-server':
        return present.filter((server) => server !== command.server);
    }
  }

  /** The configuration that the cluster is in or on its way to. */
  private latestGroup(): Group {
    return this.server.membership.configuration.at(-1) ?? NOBODY;
  }

  private objection(command: ChangeRequest, target: Group): Refusal | undefined {
    const { options } = this.server;
    const named = command.op === 'members' ? command.servers : [command.server];
    if (named.some((server) => server >= options.servers)) return 'unknown-server';
    if (target.length === 0) return 'no-member-left';
    if (this.pending && !sameGroup(this.pending.target, target)) return 'change-under-way';
    if (options.changes === 'single' && !this.isOneStep(target)) return 'one-at-a-time';
    return undefined;
  }

  /** Without joint consensus, a majority of the old servers and one of the new share a server only if no more than one is exchanged. */
  isOneStep(target: Group): boolean {
    return difference(this.latestGroup(), target) <= 1;
  }

  /** Takes the change as far as it goes now. */
  private proceed(): void {
    if (!this.pending || this.pending.catchingUp) return;
    const { target, client, serial } = this.pending;
    const { server } = this;
    if (sameGroup(this.latestGroup(), target)) {
      if (!this.isSettled()) return;
      this.pending = null;
      server.answer(client, serial, { done: true });
    } else if (this.isSettled() && this.knowsCommitted()) {
      const { configuration } = server.membership;
      this.propose(server.options.changes === 'joint' ? [...configuration, target] : [target]);
    } else {
      server.replication.ensureOwnEntry();
    }
  }

  private propose(configuration: readonly Group[]): void {
    const { currentTerm, replication } = this.server;
    replication.propose({ kind: 'configuration', term: currentTerm, configuration });
  }

  /** One change at a time: the last one is over when its final configuration is committed. */
  isSettled(): boolean {
    const { membership } = this.server;
    return membership.isCommitted && !isJoint(membership.configuration);
  }

  /**
   * A leader must not change the configuration before an entry of its own term is committed: the latest configuration in
   * its log may be one that another leader has gone on from, so that their majorities would not meet (raft-dev, 10 July 2015).
   */
  knowsCommitted(): boolean {
    return this.server.hasCommittedInTerm;
  }

  onCommit(): void {
    const { membership } = this.server;
    if (!membership.isCommitted) return;
    if (isJoint(membership.configuration)) {
      // "Once Cold,new has been committed, it is safe for the leader to create a log entry describing Cnew."
      this.propose(membership.configuration.slice(1));
      return;
    }
    this.proceed();
    // "The leader steps down once it has committed the Cnew log entry", where it is not in Cnew.
    if (!membership.isMember && membership.isCommitted) this.server.resign();
  }

  // Catching up

  private begin(change: Change): void {
    const servers = change.target.filter((server) => !this.server.membership.has(server));
    this.pending = change;
    if (servers.length > 0) this.beginRound(change, servers, 1);
  }

  private beginRound(change: Change, servers: Group, round: number): void {
    const { context, log, replication } = this.server;
    this.pending = { ...change, catchingUp: { servers, until: log.lastIndex, since: context.now(), heartbeat: replication.rounds.current, round } };
    context.note({ note: 'catching-up', servers, until: log.lastIndex });
    for (const server of servers) replication.sendNext(server);
    this.waitForProgress();
  }

  /** A server that makes no progress for an election timeout is not there. */
  private waitForProgress(): void {
    const { context, options } = this.server;
    context.setTimer('catch-up', options.electionTimeoutMax);
  }

  /** A follower has answered: its log has grown, or at least it is there. */
  onAnswer(follower: NodeId, hasGrown: boolean): void {
    if (!this.newcomers.includes(follower)) return;
    if (hasGrown) this.waitForProgress();
    this.endRound();
  }

  /** A round that was quick is the last one: what is left to send will not keep the cluster waiting. */
  private endRound(): void {
    const catchingUp = this.pending?.catchingUp;
    if (!this.pending || !catchingUp) return;
    const { context, options, replication } = this.server;
    const { servers, until, since, heartbeat, round } = catchingUp;
    if (servers.some((server) => replication.matchIndex[server]! < until || replication.rounds.acknowledged[server]! < heartbeat)) return;
    if (context.now() - since <= options.electionTimeoutMin) {
      context.cancelTimer('catch-up');
      context.note({ note: 'caught-up', servers });
      this.pending = { ...this.pending, catchingUp: null };
      this.proceed();
    } else if (round < MOST_ROUNDS) {
      this.beginRound(this.pending, servers, round + 1);
    } else {
      this.giveUp();
    }
  }

  giveUp(): void {
    if (!this.pending?.catchingUp) return;
    const { client, serial } = this.pending;
    this.abandon();
    this.server.answer(client, serial, { refused: 'not-caught-up' });
  }

  /** This server leads no more. Clients ask the next leader. */
  abandon(): void {
    if (!this.pending) return;
    this.pending = null;
    this.server.context.cancelTimer('catch-up');
  }

  capture(): Change | null {
    return this.pending;
  }

  restore(pending: Change | null): void {
    this.pending = pending;
  }
}
