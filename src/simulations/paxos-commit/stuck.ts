/** Whether Paxos Commit can go on: a majority of the servers has to be up. */
import type { StuckView } from '../../contract/simulation.ts';
import type { PaxosCommitMessage } from '../../engine/protocols/replicated-commit/messages.ts';
import { majority } from '../../engine/protocols/paxos/ballots.ts';
import type { RunMoment } from '../definition.ts';
import { majorityOf, stuckWithoutQuorum, surroundings } from '../stuck.ts';
import { paxosCommitFlaw } from './parameters.ts';
import { isServer } from './words.ts';

/**
 * Of nodes that leave out a rule nothing is said: they may be content with less. Nor of cuts: in ballot 0 resource managers
 * propose in the leader's place, so that a ballot may succeed where its leader is not heard.
 */
export function stuckPaxosCommit(moment: RunMoment<PaxosCommitMessage>): StuckView | undefined {
  const { simulator, values, nameOf } = moment;
  if (paxosCommitFlaw(values)) return undefined;
  const servers = simulator.nodes.filter(({ name }) => isServer(name)).map(({ id }) => id);
  return stuckWithoutQuorum(
    { ...surroundings(simulator), leaders: servers, members: servers, isQuorum: ({ length }) => length >= majority(servers.length), isCut: () => false },
    {
      what: 'Fewer than a majority of the servers are up.',
      need: `Whether a resource manager has prepared is settled only with the answers of ${majorityOf([servers], nameOf)}.`,
      leader: 'server',
      member: 'a server',
    },
    moment,
  );
}
