/** What a learner can foresee in a run of a lock with leases. */
import type { LeaseNote } from '../../engine/protocols/lease/messages.ts';
import type { TraceEvent } from '../../engine/sim/trace.ts';
import type { NameOf } from '../definition.ts';
import { noted, type Prediction } from '../predictions.ts';

export function predictLease(event: TraceEvent, nameOf: NameOf): Prediction | undefined {
  if (event.kind !== 'note' || event.node === null) return undefined;
  const { node } = event;
  const note = event.payload as LeaseNote;
  if (note.note !== 'holding') return undefined;
  const name = nameOf(node);
  const { token } = note;
  return {
    question: `${name} has the lock, with token ${token}. What comes of its work?`,
    outcomes: [
      { text: `${name} hears that its work is done.`, decides: (later) => later.node === node && noted<LeaseNote, 'worked'>(later, 'worked', (each) => each.token === token) },
      { text: `${name} gives up: its lease is over, or the store refuses it.`, decides: (later) => later.node === node && (later.kind === 'crash' || noted<LeaseNote, 'gave-up'>(later, 'gave-up', (each) => each.token === token)) },
      { text: 'The service takes the lock back first.', decides: (later) => noted<LeaseNote, 'expired'>(later, 'expired', (each) => each.token === token) },
    ],
  };
}
