/** Whether Raft can go on: somebody who may lead has to reach a majority of the configuration. */
import type { StuckView } from '../../contract/simulation.ts';
import { RaftLog, type PlacedConfiguration } from '../../engine/protocols/raft/log.ts';
import type { RaftMessage } from '../../engine/protocols/raft/messages.ts';
import { isMember, isQuorum, membersOf, sorted } from '../../engine/protocols/raft/quorum.ts';
import { RaftServer } from '../../engine/protocols/raft/server.ts';
import type { Node } from '../../engine/sim/node.ts';
import type { RunMoment } from '../definition.ts';
import type { Condition } from '../quorum-reach.ts';
import { majorityOf, stuckWithoutQuorum, surroundings } from '../stuck.ts';
import { raftParameters } from './parameters.ts';

/** What matters of a server here, which for one that is down is what its disk has. */
interface Standing {
  readonly condition: Condition;
  readonly inForce: PlacedConfiguration;
  readonly mayStand: boolean;
}

export function stuckRaft(moment: RunMoment<RaftMessage>): StuckView | undefined {
  const { simulator, values, nameOf } = moment;
  const servers = simulator.nodes.filter(({ kind }) => kind === 'server');
  const standings = servers.map((node) => standingOf(node, servers.length - spareServers(servers, values)));
  // While the configuration changes, servers go by different ones, and whichever decides will do.
  const configurations = standings.map(({ inForce }) => inForce.configuration).filter(({ length }) => length > 0);
  const latest = standings.map(({ inForce }) => inForce).reduce((one, other) => (other.index > one.index || one.configuration.length === 0 ? other : one));
  return stuckWithoutQuorum(
    {
      ...surroundings(simulator),
      leaders: servers.filter((_, server) => standings[server]!.mayStand).map(({ id }) => id),
      members: sorted(configurations.flatMap((configuration) => [...membersOf(configuration)])),
      isQuorum: (members) => configurations.some((configuration) => isQuorum(configuration, members)),
      conditionOf: (server) => standings[server]!.condition,
    },
    {
      what: 'No server reaches a majority.',
      need: `A leader is elected, and an entry committed, only with the answers of ${majorityOf(latest.configuration, nameOf)}.`,
      leader: 'server',
      member: 'a server',
    },
    moment,
  );
}

function spareServers(servers: readonly Node<RaftMessage>[], values: RunMoment<RaftMessage>['values']): number {
  const up = servers.map(({ life }) => life).find((life) => life instanceof RaftServer);
  if (up) return up.options.spares;
  // A small system that is searched has none.
  const built = raftParameters(values);
  return built.servers === servers.length ? built.spares : 0;
}

/** @param first servers of the first configuration */
function standingOf({ id, status, life, disk }: Node<RaftMessage>, first: number): Standing {
  if (life instanceof RaftServer && life.damage === null) return { condition: status, inForce: life.membership.inForce(), mayStand: life.membership.mayStand };
  const members = Array.from({ length: first }, (_, server) => server);
  const log = new RaftLog(disk, id < first ? [members] : []);
  const isDamaged = disk.isDamaged('currentTerm') || disk.isDamaged('votedFor') || log.recover() !== null;
  const { index, configuration } = log.latestConfiguration;
  return {
    // At the start nobody has begun to run yet, and all are about to.
    condition: isDamaged ? 'lost' : status,
    inForce: log.latestConfiguration,
    mayStand: isMember(configuration, id) || (configuration.length > 0 && index > log.baseIndex),
  };
}
