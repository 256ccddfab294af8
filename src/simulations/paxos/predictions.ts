/** What a learner can foresee in a run of Paxos. */
import type { PaxosNote } from '../../engine/protocols/paxos/messages.ts';
import type { TraceEvent } from '../../engine/sim/trace.ts';
import type { NameOf } from '../definition.ts';
import { noted, type Prediction } from '../predictions.ts';

export function predictPaxos(event: TraceEvent, nameOf: NameOf): Prediction | undefined {
  if (event.kind !== 'note' || event.node === null) return undefined;
  const { node } = event;
  const note = event.payload as PaxosNote;
  const name = nameOf(node);
  if (note.note === 'prepares') {
    const { ballot } = note;
    return {
      question: `${name} begins ballot ${ballot}. What comes of it?`,
      outcomes: [
        { text: `${name} has its promises and proposes its own value.`, decides: (later) => later.node === node && noted<PaxosNote, 'proposes'>(later, 'proposes', (each) => each.ballot === ballot && !each.adopted) },
        { text: `${name} has its promises and proposes a value that acceptors report.`, decides: (later) => later.node === node && noted<PaxosNote, 'proposes'>(later, 'proposes', (each) => each.ballot === ballot && each.adopted) },
        { text: 'It comes to no proposal: the ballot is refused, overtaken or given up.', decides: (later) => later.node === node && (later.kind === 'crash' || noted<PaxosNote, 'abandons'>(later, 'abandons') || noted<PaxosNote, 'prepares'>(later, 'prepares')) },
      ],
    };
  }
  if (note.note === 'proposes') {
    const { ballot, value } = note;
    return {
      question: `${name} proposes ${value} in ballot ${ballot}. What comes of it?`,
      outcomes: [
        { text: `${value} is chosen in this ballot.`, decides: (later) => later.node === node && noted<PaxosNote, 'chosen'>(later, 'chosen', (each) => each.ballot === ballot) },
        { text: 'It is refused: a majority has promised a higher ballot by then, or has to be asked again.', decides: (later) => later.node === node && (later.kind === 'crash' || noted<PaxosNote, 'abandons'>(later, 'abandons') || noted<PaxosNote, 'prepares'>(later, 'prepares')) },
      ],
    };
  }
  return undefined;
}
