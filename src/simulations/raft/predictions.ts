/** What a learner can foresee in a run of Raft. */
import type { RaftNote } from '../../engine/protocols/raft/messages.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { TraceEvent } from '../../engine/sim/trace.ts';
import type { NameOf } from '../definition.ts';
import { noted, type Prediction } from '../predictions.ts';

export function predictRaft(event: TraceEvent, nameOf: NameOf): Prediction | undefined {
  if (event.kind !== 'note' || event.node === null) return undefined;
  const note = event.payload as RaftNote;
  if (note.note === 'election') return electionOf(event.node, note.term, nameOf(event.node));
  if (note.note === 'leader') return leadOf(event.node, note.term, nameOf(event.node));
  return undefined;
}

function electionOf(node: NodeId, term: number, name: string): Prediction {
  return {
    question: `${name} stands for election in term ${term}. What comes of it?`,
    outcomes: [
      { text: `${name} becomes the leader of term ${term}.`, decides: (event) => event.node === node && noted<RaftNote, 'leader'>(event, 'leader', (note) => note.term === term) },
      { text: 'Another server becomes leader.', decides: (event) => event.node !== node && noted<RaftNote, 'leader'>(event, 'leader', (note) => note.term >= term) },
      { text: 'Nobody wins: a server stands for election in a later term.', decides: (event) => noted<RaftNote, 'election'>(event, 'election', (note) => note.term > term) },
    ],
  };
}

/** A lead that nothing befalls may last for the whole run; then there is nothing to ask. */
function leadOf(node: NodeId, term: number, name: string): Prediction {
  return {
    question: `${name} leads in term ${term}. What happens first?`,
    outcomes: [
      { text: `${name} learns that an entry is committed.`, decides: (event) => event.node === node && noted<RaftNote, 'committed'>(event, 'committed') },
      { text: `${name} steps down or crashes.`, decides: (event) => event.node === node && (event.kind === 'crash' || noted<RaftNote, 'stepped-down'>(event, 'stepped-down')) },
      { text: 'Another server becomes leader in a later term.', decides: (event) => event.node !== node && noted<RaftNote, 'leader'>(event, 'leader', (note) => note.term > term) },
    ],
  };
}
