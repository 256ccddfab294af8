/** Finds the next event of a kind, or at a node, before or after a moment of a run. */
import type { EventChoice, EventSought } from '../contract/simulation.ts';
import { emptyRow, EVENT_CODES, type EventId, type EventKind, type EventRow, type TraceView } from '../engine/sim/trace.ts';
import type { Word } from '../engine/scene/vocabulary.ts';

/** Of every kind but notes, which go by their names: what it is called in a choice, and what it means. */
const KIND_WORDS: Readonly<Record<Exclude<EventKind, 'note'>, readonly [label: string, meaning: string]>> = {
  deliver: ['delivery', 'A message arrives.'],
  send: ['sending', 'A message is sent.'],
  timer: ['timer', 'A timer fires.'],
  crash: ['crash', 'A node crashes.'],
  restart: ['restart', 'A node comes up again.'],
  command: ['command', 'A node is told something from outside.'],
  sync: ['sync', 'A node has its disk hold for good what it wrote.'],
  lose: ['loss', 'The network loses a message.'],
  drop: ['drop', 'A message is taken out by hand.'],
  duplicate: ['duplicate', 'The network doubles a message.'],
  blocked: ['blocked message', 'A message meets a cut.'],
  refused: ['refused message', 'A message comes to a node that is down.'],
  partition: ['partition', 'The network falls apart into groups.'],
  cut: ['cut', 'One direction of a link is blocked.'],
  mend: ['mending', 'A cut direction of a link is free again.'],
  heal: ['healing', 'No link is cut any more.'],
  pause: ['pause', 'A node stands still.'],
  resume: ['resumption', 'A paused node goes on.'],
  slow: ['slowing down', 'A node takes longer over each input, or no longer does.'],
  clock: ['clock setting', "A node's clock is put off, or right."],
  'lose-disk': ['lost disk', 'A crashed node loses its disk.'],
  'corrupt-disk': ['damaged disk', 'A record on a disk is damaged.'],
  link: ['link change', 'One link gets better or worse.'],
  network: ['network change', 'All links get better or worse.'],
  start: ['start', 'A node starts.'],
};

/** All that can be looked for. @param notes what processes note, by the names of their notes */
export function eventChoices(notes: readonly Word[]): EventChoice[] {
  const kinds = Object.entries(KIND_WORDS).map(([kind, [label, meaning]]) => ({ label, meaning, kind, note: null }));
  return [{ label: 'event', meaning: 'Anything that happens.', kind: null, note: null }, ...kinds, ...notes.map(({ name, meaning }) => ({ label: name, meaning, kind: 'note', note: name }))];
}

/** A trace that may grow: `grow` makes it longer, and says whether it has. */
export interface Growing {
  readonly trace: TraceView;
  grow(): Promise<boolean>;
}

/** The nearest event that fits, on the other side of `from` in the direction; null where the run has none. */
export async function findEvent({ trace, grow }: Growing, sought: EventSought): Promise<EventId | null> {
  const row = emptyRow();
  const fits = matcher(sought);
  const { from } = sought;
  if (sought.direction === 'back') {
    for (let id = Math.min(from ?? 0, trace.length) - 1; id >= 0; id--) if (fits(read(trace, id, row))) return id;
    return null;
  }
  for (let id = from === null ? 0 : from + 1; id < trace.length || (await grow()); id++) {
    if (id < trace.length && fits(read(trace, id, row))) return id;
  }
  return null;
}

/** @throws RangeError for a kind of events that there is not */
function matcher({ kind, note, node }: EventSought): (row: EventRow) => boolean {
  if (kind !== null && !Object.hasOwn(EVENT_CODES, kind)) throw new RangeError(`There are no events of a kind "${kind}".`);
  const code = kind === null ? null : EVENT_CODES[kind as EventKind];
  return (row) => (code === null || row.code === code) && (node === null || row.node === node) && (note === null || (row.detail as { readonly note?: unknown } | null)?.note === note);
}

function read(trace: TraceView, id: EventId, row: EventRow): EventRow {
  trace.read(id, row);
  return row;
}
