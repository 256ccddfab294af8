/** What keeps a transaction from its end, at whoever waits for that. */
import { Coordinator } from '../../engine/protocols/two-phase-commit/coordinator.ts';
import type { TwoPhaseMessage } from '../../engine/protocols/two-phase-commit/messages.ts';
import type { Node } from '../../engine/sim/node.ts';
import type { RunMoment } from '../definition.ts';
import { awaited, whyIdle } from '../keeps.ts';
import { inWords } from '../stuck.ts';
import { heldBy } from './doubt.ts';

export function standingOfTwoPhase(node: Node<TwoPhaseMessage>, moment: RunMoment<TwoPhaseMessage>): readonly string[] {
  const idle = whyIdle(node);
  const held = [...heldBy(node)];
  if (idle !== undefined) return held.length === 0 ? [idle] : [idle, `It is in doubt about ${inWords(held.map(([transaction]) => transaction), 'and')}, by its disk.`];
  if (node.life instanceof Coordinator) return ofCoordinator(node, node.life, moment);
  return held.map(([transaction, { coordinator }]) => `${node.name} waits for ${awaited(node.id, [coordinator], moment)}, and holds its resource for ${transaction}: it has voted for it, so it may neither commit nor abort until it hears the decision.`);
}

function ofCoordinator({ id, name }: Node<TwoPhaseMessage>, coordinator: Coordinator, moment: RunMoment<TwoPhaseMessage>): string[] {
  return [...coordinator.capture()].map(([transaction, open]) => {
    if (open.phase === 'committing') return `${name} can't forget ${transaction}, which is committed, because it lacks the acknowledgement of ${awaited(id, open.unacknowledged, moment)}.`;
    const missing = open.participants.filter((participant) => !open.yes.includes(participant));
    return `${transaction} is not decided because ${name} lacks the vote of ${awaited(id, missing, moment)}. It aborts when it has waited long enough.`;
  });
}
