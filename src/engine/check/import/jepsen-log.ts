/** Jepsen's log lines: `INFO jepsen.util - 0 :invoke :write 3`, with whatever the logger writes before the process. */
import { Keyword, readFirstEdn, type Edn } from './edn.ts';
import { TextError, type Place } from './errors.ts';
import type { EventType, HistoryEvent, Value } from './events.ts';
import { NEMESIS, type PassOver } from './fields.ts';
import { plain } from './jepsen-maps.ts';

/** The process, the type, what is done; then, after white space, its value and what went wrong. */
const LOG_LINE = /(?:^|[\s\]}:-])(\d+|:nemesis)\s+:(invoke|ok|fail|info)\s+:(\S+)(?:\s+(.*))?$/;

export function isLogLine(line: string): boolean {
  return LOG_LINE.test(line);
}

/** @throws TextError where a value is none, or nothing is a line of a history */
export function readLog(text: string, passOver: PassOver): HistoryEvent[] {
  let found = 0;
  const events = text.split('\n').flatMap((content, index): HistoryEvent[] => {
    const line = content.trimEnd();
    if (line === '') return [];
    const match = LOG_LINE.exec(line);
    if (!match) {
      passOver('lines that are no operations');
      return [];
    }
    found++;
    const [, process = '', type = '', f = '', rest = ''] = match;
    if (process === ':nemesis') {
      passOver(NEMESIS);
      return [];
    }
    const place = { line: index + 1, column: match.index + match[0].indexOf(process) + 1 };
    const ending = endingOf(type as EventType, rest, { line: index + 1, column: line.length - rest.length + 1 });
    return [{ type: type as EventType, f, process, key: undefined, time: undefined, ...place, ...ending }];
  });
  if (found === 0) {
    throw new TextError({ line: 1, column: 1 }, 'no history is found here: neither EDN maps, nor log lines such as "INFO jepsen.util - 0 :invoke :read nil", nor JSON objects.');
  }
  return events;
}

/** The value, and after it or in its stead what went wrong: `:fail :read :timed-out` has no value. */
function endingOf(type: EventType, rest: string, place: Place): { readonly value: Value; readonly error: Value | undefined } {
  const first = firstOf(rest, place);
  if (!first) return { value: null, error: undefined };
  const after = first.rest.trim();
  const wentWrong = type === 'fail' || type === 'info';
  if (wentWrong && after === '' && first.value instanceof Keyword) return { value: null, error: first.value.name };
  return { value: plain(first.value), error: after === '' ? undefined : after.replace(/^:(?=\S+$)/, '') };
}

function firstOf(rest: string, { line, column }: Place): { readonly value: Edn; readonly rest: string } | undefined {
  try {
    return readFirstEdn(rest);
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    throw new TextError({ line, column: column + error.column - 1 }, error.reason);
  }
}
