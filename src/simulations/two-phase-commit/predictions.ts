/** What a learner can foresee in a run of two-phase commit. */
import type { TwoPhaseNote } from '../../engine/protocols/two-phase-commit/messages.ts';
import type { TraceEvent } from '../../engine/sim/trace.ts';
import type { NameOf } from '../definition.ts';
import { noted, type Prediction } from '../predictions.ts';

export function predictTwoPhase(event: TraceEvent, nameOf: NameOf): Prediction | undefined {
  if (event.kind !== 'note' || event.node === null) return undefined;
  const { node } = event;
  const note = event.payload as TwoPhaseNote;
  const name = nameOf(node);
  if (note.note === 'began') return decisionOf(`${name} asks for votes on ${note.transaction}. What is decided?`, note.transaction, () => true);
  if (note.note === 'in-doubt') {
    return decisionOf(`${name} has voted yes on ${note.transaction}, hears nothing, and asks. What does it learn?`, note.transaction, (later) => later.node === node);
  }
  return undefined;
}

function decisionOf(question: string, transaction: string, by: (later: TraceEvent) => boolean): Prediction {
  const decides = (decision: 'commit' | 'abort') => (later: TraceEvent) => by(later) && noted<TwoPhaseNote, 'decided'>(later, 'decided', (each) => each.transaction === transaction && each.decision === decision);
  return {
    question,
    outcomes: [
      { text: `${transaction} commits.`, decides: decides('commit') },
      { text: `${transaction} aborts.`, decides: decides('abort') },
    ],
  };
}
