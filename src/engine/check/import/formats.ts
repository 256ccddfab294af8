/** The forms in which histories are written, and which of them a text is in. */
import { TextError } from './errors.ts';
import { inOrderOfTime, type HistoryEvent } from './events.ts';
import type { PassOver } from './fields.ts';
import { isLogLine, readLog } from './jepsen-log.ts';
import { readMaps } from './jepsen-maps.ts';
import { readJson } from './json-history.ts';

export const HISTORY_FORMATS = ['edn', 'jepsen-log', 'json'] as const;
export type HistoryFormat = (typeof HISTORY_FORMATS)[number];

export interface ReadOptions {
  /** Told from the text where it is left out. */
  readonly format?: HistoryFormat;
}

export interface ReadEvents {
  readonly format: HistoryFormat;
  /** In the order in which they happened. */
  readonly events: readonly HistoryEvent[];
  /** Whether that is the order of their times, and not that of the file. */
  readonly isReordered: boolean;
  /** What is no operation of a client, by what it is, and how often: faults of the nemesis, comments, other lines of a log. */
  readonly passedOver: ReadonlyMap<string, number>;
}

const READERS: Readonly<Record<HistoryFormat, (text: string, passOver: PassOver) => HistoryEvent[]>> = { edn: readMaps, 'jepsen-log': readLog, json: readJson };

/**
 * Reads the events of a text: EDN operation maps (jepsen-maps.ts), Jepsen's log lines (jepsen-log.ts) or JSON
 * (json-history.ts). The order of the file is that of the events, but where all of them have times that say otherwise.
 * @throws TextError with line and column
 */
export function readEvents(text: string, { format = formatOf(text) }: ReadOptions = {}): ReadEvents {
  const passedOver = new Map<string, number>();
  const read = READERS[format](text.replace(/^\uFEFF/, ''), (what, count = 1) => {
    if (count > 0) passedOver.set(what, (passedOver.get(what) ?? 0) + count);
  });
  const isReordered = read.some(({ time }, at) => at > 0 && time !== undefined && time < (read[at - 1]!.time ?? time)) && read.every(({ time }) => time !== undefined);
  return { format, events: isReordered ? inOrderOfTime(read) : read, isReordered, passedOver };
}

/** @throws TextError where there is nothing */
export function formatOf(text: string): HistoryFormat {
  const start = text.replace(/^(\s|\uFEFF|;.*)+/, '');
  if (start === '') throw new TextError({ line: 1, column: 1 }, 'there is nothing here.');
  if (/^\[?\s*\{\s*("(?:[^"\\]|\\.)*"\s*:|\})/.test(start)) return 'json';
  const first = start.slice(0, start.search(/\r?\n|$/));
  return /^(\{|#|[[(]\s*([{#;\])]|$))/.test(start) && !isLogLine(first) ? 'edn' : 'jepsen-log';
}
