/** Whether Paxos can go on: somebody who proposes has to reach a majority of the acceptors. */
import type { StuckView } from '../../contract/simulation.ts';
import { majority } from '../../engine/protocols/paxos/ballots.ts';
import { ensembleOf, seatNamed } from '../../engine/protocols/paxos/ensemble.ts';
import type { PaxosMessage } from '../../engine/protocols/paxos/messages.ts';
import type { Simulator } from '../../engine/sim/simulator.ts';
import type { RunMoment } from '../definition.ts';
import { majorityOf, stuckWithoutQuorum, surroundings } from '../stuck.ts';
import { paxosFlaw } from './parameters.ts';
import { standingOf } from './standing.ts';

/** Of nodes that leave out a rule nothing is said: they may be content with less. What is chosen needs nobody any more. */
export function stuckPaxos(moment: RunMoment<PaxosMessage>): StuckView | undefined {
  const { simulator, values, nameOf } = moment;
  if (paxosFlaw(values) || isChosen(simulator)) return undefined;
  const { proposers, acceptors } = ensembleOf(simulator.nodes.map(({ name }) => seatNamed(name)));
  return stuckWithoutQuorum(
    { ...surroundings(simulator), leaders: proposers, members: acceptors, isQuorum: ({ length }) => length >= majority(acceptors.length) },
    {
      what: 'No proposer reaches a majority of the acceptors.',
      need: `Before a proposer may propose a value, it needs the promises of ${majorityOf([acceptors], nameOf)}, and for the value to be chosen, as many must accept it.`,
      leader: 'proposer',
      member: 'an acceptor',
    },
    moment,
  );
}

/** Whether a majority of the acceptors have accepted in one ballot, by their disks. */
export function isChosen(simulator: Simulator<PaxosMessage>): boolean {
  const acceptors = simulator.nodes.filter(({ name }) => seatNamed(name).roles.includes('acceptor'));
  const acceptances = new Map<number, number>();
  for (const node of acceptors) {
    const { acceptor } = standingOf(node);
    if (acceptor && acceptor !== 'damaged' && acceptor.accepted) acceptances.set(acceptor.accepted.ballot, (acceptances.get(acceptor.accepted.ballot) ?? 0) + 1);
  }
  return [...acceptances.values()].some((count) => count >= majority(acceptors.length));
}
