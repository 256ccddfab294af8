/** Which configuration a server goes by (extended paper, section 6), and what follows from it. */
import type { NodeId } from '../../sim/process.ts';
import type { PlacedConfiguration } from './log.ts';
import { isMember, isQuorum, membersOf, quorumValue, type Configuration, type Group } from './quorum.ts';
import type { RaftServer } from './server.ts';

export class Membership {
  private readonly server: RaftServer;
  /** What follows from a configuration is worked out once. */
  private known: Configuration | null = null;
  private othersOfKnown: Group = [];
  private isMemberOfKnown = false;

  constructor(server: RaftServer) {
    this.server = server;
  }

  /** "A server always uses the latest configuration in its log, regardless of whether the entry is committed." */
  inForce(): PlacedConfiguration {
    return this.server.log.latestConfiguration;
  }

  get configuration(): Configuration {
    return this.inForce().configuration;
  }

  get isCommitted(): boolean {
    return this.inForce().index <= this.server.commitIndex;
  }

  /** Whether this server has a vote. */
  get isMember(): boolean {
    this.consider();
    return this.isMemberOfKnown;
  }

  /** The other members. */
  get others(): Group {
    this.consider();
    return this.othersOfKnown;
  }

  has(server: NodeId): boolean {
    return isMember(this.configuration, server);
  }

  isQuorum(servers: readonly NodeId[]): boolean {
    return isQuorum(this.configuration, servers);
  }

  quorumValue(values: Int32Array): number {
    return quorumValue(this.configuration, values);
  }

  /**
   * Whether this server may stand for election: as a member, or as one that would not be a member any more but may be
   * needed until that is committed (dissertation, section 4.2.2). One that has yet to be added knows of no configuration.
   */
  get mayStand(): boolean {
    return this.isMember || (this.configuration.length > 0 && !this.isCommitted);
  }

  private consider(): void {
    const { configuration } = this;
    if (configuration !== this.known) this.workOut(configuration);
  }

  private workOut(configuration: Configuration): void {
    const self = this.server.context.node;
    this.known = configuration;
    this.othersOfKnown = membersOf(configuration).filter((member) => member !== self);
    this.isMemberOfKnown = isMember(configuration, self);
  }
}
