/** A sequence diagram for mermaid (https://mermaid.js.org/syntax/sequenceDiagram.html): messages as they arrive, or as they are lost. */
import type { System } from '../../engine/sim/system.ts';
import type { Envelope, EventId, EventKind, TraceEvent } from '../../engine/sim/trace.ts';
import { formatTime } from '../format.ts';
import { describeEvent, namesOf } from '../view.ts';
import { eventsIn, type Excerpt } from './excerpt.ts';

/** More than this nobody reads, and mermaid refuses a text of more than 50,000 characters. */
const MOST_LINES = 400;
const MOST_CHARACTERS = 45_000;

export interface Diagram {
  readonly text: string;
  /** What was left out, in a sentence; null where nothing was. */
  readonly remark: string | null;
}

/** What the arrows show already, or what would bury them. */
const SILENT: ReadonlySet<EventKind> = new Set(['start', 'timer', 'sync', 'send', 'duplicate']);

/** How a message ends that does not arrive. */
const LOSSES: Partial<Record<EventKind, string>> = { lose: 'lost', blocked: 'cut off', refused: 'refused', drop: 'dropped' };

export function toMermaid(excerpt: Excerpt): Diagram {
  const { system, trace } = excerpt;
  const [first, end] = eventsIn(excerpt);
  const lines = ['sequenceDiagram', ...participants(system)];
  let characters = lines.join('\n').length;
  const underway = new Set<EventId>();
  for (let id = first; id < end; id++) {
    const event = trace.at(id);
    const line = lineOf(event, excerpt);
    if (line !== null) {
      characters += line.length + 1;
      if (lines.length === MOST_LINES || characters > MOST_CHARACTERS) {
        const remark = `The diagram ends at ${formatTime(event.time)}, before step ${trace.stepOf(id)}: what comes after it up to step ${excerpt.to} would be too much for one diagram.`;
        return { text: `${[...lines, noteOverAll(system, remark)].join('\n')}\n`, remark };
      }
      lines.push(line);
    }
    if (event.kind === 'send' || event.kind === 'duplicate') underway.add(id);
    else if (isMessageEvent(event)) underway.delete((event.payload as Envelope).id);
  }
  if (underway.size > 0) lines.push(noteOverAll(system, `${underway.size} ${underway.size === 1 ? 'message is' : 'messages are'} still on the way`));
  return { text: `${lines.join('\n')}\n`, remark: null };
}

function participants({ nodes }: System<unknown>): string[] {
  return nodes.map(({ name, kind }, node) => `  ${kind === 'client' ? 'actor' : 'participant'} ${idOf(node)} as ${escaped(name)}`);
}

function lineOf(event: TraceEvent, { definition, system, trace }: Excerpt): string | null {
  if (SILENT.has(event.kind)) return null;
  if (!isMessageEvent(event)) {
    const text = `${formatTime(event.time)} ${describeEvent(definition, system, trace, event.id).title}`;
    return event.node === null ? noteOverAll(system, text) : `  Note over ${idOf(event.node)}: ${escaped(text)}`;
  }
  const { from, to, message } = event.payload as Envelope;
  const { type, label } = definition.describeMessage(message, namesOf(system));
  const loss = LOSSES[event.kind];
  const isCopy = event.cause !== null && trace.at(event.cause).kind === 'duplicate';
  const remarks = [isCopy ? 'copy' : '', loss ?? ''].filter((remark) => remark !== '');
  const line = isAnswer(type) ? '--' : '-';
  return `  ${idOf(from)}${line}${loss === undefined ? '>>' : 'x'}${idOf(to)}: ${escaped([label, ...remarks.map((remark) => `(${remark})`)].join(' '))}`;
}

function isMessageEvent({ kind }: TraceEvent): boolean {
  return kind === 'deliver' || kind in LOSSES;
}

/** Answers have dashed lines, as is the custom. */
function isAnswer(type: string): boolean {
  return /(reply|response|result|ack|answer)$/i.test(type);
}

function noteOverAll({ nodes }: System<unknown>, text: string): string {
  const all = nodes.length > 1 ? `${idOf(0)},${idOf(nodes.length - 1)}` : idOf(0);
  return `  Note over ${all}: ${escaped(text)}`;
}

function idOf(node: number): string {
  return `p${node}`;
}

/** Letters of any language and harmless signs stand for themselves, all else is written as mermaid's entity codes. */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[^\p{L}\p{M}\p{N} ,.()=+/!?'→·]|[ßﬂ]/gu, (sign) => `#${sign.codePointAt(0)};`);
}
