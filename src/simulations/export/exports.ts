/** A run as text that others read. */
import type { ExportFormat } from '../../contract/simulation.ts';
import type { EventId } from '../../engine/sim/trace.ts';
import { formatTime } from '../format.ts';
import type { StoredEvent, StoredRun } from '../stored-run.ts';
import { describeEvent } from '../view.ts';
import { eventsIn, type Excerpt } from './excerpt.ts';
import { toMermaid } from './mermaid.ts';
import { toShiViz } from './shiviz.ts';

export interface Exported {
  readonly text: string;
  readonly language: 'json' | 'plaintext' | 'markdown';
  /** A name that would suit a file. */
  readonly fileName: string;
  /** What was left out, in a sentence; null where nothing was. */
  readonly remark: string | null;
}

/** More events than this make a text that no editor opens with pleasure. */
const MOST_EVENTS = 100_000;

/**
 * @param branch what the excerpt's branch is called
 * @param stored the whole run, of which `branch` is that with the excerpt; made where the format has it
 * @throws RangeError where the excerpt is too long for the format
 */
export async function exportExcerpt(format: ExportFormat, excerpt: Excerpt, branch: string, stored: () => Promise<StoredRun>): Promise<Exported> {
  const { type, title } = excerpt.definition;
  switch (format) {
    case 'run':
      return { text: `${JSON.stringify(await stored(), null, 2)}\n`, language: 'json', fileName: `${type}.dsim-run.json`, remark: null };
    case 'json':
      limitEvents(excerpt);
      return { text: toJson(await stored(), excerpt), language: 'json', fileName: `${type}-events.dsim-run.json`, remark: null };
    case 'shiviz':
      limitEvents(excerpt);
      return { text: toShiViz(excerpt), language: 'plaintext', fileName: `${type}.shiviz.log`, remark: null };
    case 'mermaid': {
      const { text, remark } = toMermaid(excerpt);
      const heading = `${title}, ${branch}: steps ${excerpt.from} to ${excerpt.to}, up to ${formatTime(excerpt.trace.timeOf(excerpt.to))}`;
      return { text: `# ${heading}\n\n\`\`\`mermaid\n${text}\`\`\`\n`, language: 'markdown', fileName: `${type}.md`, remark };
    }
  }
}

/** The stored run with the excerpt's events, one on each line. */
function toJson(stored: StoredRun, excerpt: Excerpt): string {
  const { branch } = stored.session;
  const nodes = excerpt.system.nodes.map(({ name, kind }, id) => ({ id, name, kind }));
  const [first, end] = eventsIn(excerpt);
  const head = JSON.stringify({ ...stored, events: { branch, nodes } }, null, 2).replace(/\n {2}\}\n\}$/, '');
  const list = Array.from({ length: end - first }, (_, offset) => `      ${JSON.stringify(storedEvent(excerpt, first + offset))}`);
  return `${head},\n    "list": [\n${list.join(',\n')}\n    ]\n  }\n}\n`;
}

function storedEvent({ definition, system, trace }: Excerpt, id: EventId): StoredEvent {
  const { step, title } = describeEvent(definition, system, trace, id);
  const { time, kind, node, cause, payload } = trace.at(id);
  return { id, step, time, kind, node, cause, title, payload: payload ?? null };
}

function limitEvents(excerpt: Excerpt): void {
  const [first, end] = eventsIn(excerpt);
  if (end - first > MOST_EVENTS) {
    throw new RangeError(`These steps have ${end - first} events, and an export holds at most ${MOST_EVENTS}. Choose a smaller part of the run.`);
  }
}
