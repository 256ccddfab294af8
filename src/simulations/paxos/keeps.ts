/** What keeps a proposer's value from being chosen, and a learner from learning. */
import { majority } from '../../engine/protocols/paxos/ballots.ts';
import { ensembleOf, seatNamed } from '../../engine/protocols/paxos/ensemble.ts';
import type { LearnerState } from '../../engine/protocols/paxos/learner.ts';
import type { PaxosMessage } from '../../engine/protocols/paxos/messages.ts';
import type { ProposerState } from '../../engine/protocols/paxos/proposer.ts';
import type { Node } from '../../engine/sim/node.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { RunMoment } from '../definition.ts';
import { awaited, whyIdle } from '../keeps.ts';
import { majorityOf } from '../stuck.ts';
import { standingOf } from './standing.ts';
import { formatProposal, listed } from './words.ts';

export function standingOfPaxos(node: Node<PaxosMessage>, moment: RunMoment<PaxosMessage>): readonly string[] {
  const idle = whyIdle(node);
  if (idle !== undefined) return [idle];
  const { acceptors } = ensembleOf(moment.simulator.nodes.map(({ name }) => seatNamed(name)));
  const { proposer, learner } = standingOf(node);
  return [...(proposer ? ofProposer(node, proposer, acceptors, moment) : []), ...(learner ? ofLearner(node, learner, acceptors, moment) : [])];
}

function ofProposer({ id, name }: Node<PaxosMessage>, state: ProposerState, acceptors: readonly NodeId[], moment: RunMoment<PaxosMessage>): string[] {
  const { nameOf } = moment;
  const needed = majorityOf([acceptors], nameOf);
  const missing = (have: readonly NodeId[]) => awaited(id, acceptors.filter((acceptor) => !have.includes(acceptor)), moment);
  switch (state.phase) {
    case 'idle':
      return [`${name} proposes nothing because nobody has told it what to propose.`];
    case 'preparing': {
      const promised = state.promises.map(({ from }) => from);
      return [`${name} may not propose yet: in ballot ${state.ballot} it has the promises of ${listed(promised, nameOf)}, and needs ${needed}. Missing: ${missing(promised)}.`];
    }
    case 'accepting':
      return [`${name} does not know ${formatProposal(state)} to be chosen: accepted by ${listed(state.acceptors, nameOf)}, and it takes ${needed}. Missing: ${missing(state.acceptors)}.`];
    case 'refused':
      return [`Nothing of ${name} is chosen because acceptors have promised themselves up to ballot ${state.promised}, which is not its own. It begins a higher one when its retry timer fires.`];
    case 'done':
      return [];
  }
}

function ofLearner({ name }: Node<PaxosMessage>, { learned, tallies }: LearnerState, acceptors: readonly NodeId[], { nameOf }: RunMoment<PaxosMessage>): string[] {
  if (learned) return [];
  const best = tallies.reduce<LearnerState['tallies'][number] | undefined>((most, tally) => (tally.acceptors.length > (most?.acceptors.length ?? 0) ? tally : most), undefined);
  const heard = best ? `the most that it has heard is that ${listed(best.acceptors, nameOf)} accepted ${formatProposal(best)}` : 'it has heard of no acceptance';
  return [`${name} has learned nothing because ${heard}; it takes ${majority(acceptors.length)} acceptors in one ballot.`];
}
