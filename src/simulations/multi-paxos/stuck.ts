/** Whether Multi-Paxos can go on: somebody has to reach a majority of the servers. */
import type { StuckView } from '../../contract/simulation.ts';
import { SlotLog } from '../../engine/protocols/multi-paxos/log.ts';
import type { MultiPaxosMessage } from '../../engine/protocols/multi-paxos/messages.ts';
import { MultiPaxosServer } from '../../engine/protocols/multi-paxos/server.ts';
import { majority } from '../../engine/protocols/paxos/ballots.ts';
import type { Node } from '../../engine/sim/node.ts';
import type { RunMoment } from '../definition.ts';
import type { Condition } from '../quorum-reach.ts';
import { majorityOf, stuckWithoutQuorum, surroundings } from '../stuck.ts';
import { multiPaxosFlaw } from './parameters.ts';

/** Of servers that leave out a rule nothing is said: they may be content with less. */
export function stuckMultiPaxos(moment: RunMoment<MultiPaxosMessage>): StuckView | undefined {
  const { simulator, values, nameOf } = moment;
  if (multiPaxosFlaw(values)) return undefined;
  const servers = simulator.nodes.filter(({ kind }) => kind === 'server').map(({ id }) => id);
  return stuckWithoutQuorum(
    {
      ...surroundings(simulator),
      leaders: servers,
      members: servers,
      isQuorum: ({ length }) => length >= majority(servers.length),
      conditionOf: (server) => conditionOf(simulator.nodes[server]!),
    },
    {
      what: 'No server reaches a majority.',
      need: `A leader gets its ballot, and learns that a value is chosen in a slot, only by the answers of ${majorityOf([servers], nameOf)}.`,
      leader: 'server',
      member: 'a server',
    },
    moment,
  );
}

function conditionOf({ life, disk, status }: Node<MultiPaxosMessage>): Condition {
  if (life instanceof MultiPaxosServer) return life.damage === null ? status : 'lost';
  return disk.isDamaged('promised') || new SlotLog(disk).recover() !== null ? 'lost' : status;
}
