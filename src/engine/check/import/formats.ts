/** The forms in which histories are written, and which of them a text is in. */
import { EdnMap, EdnSet, EdnSymbol, Keyword, readEdn, readEdnItems, Tagged, TextError, type Edn, type Placed } from './edn.ts';
import type { HistoryEvent, Value } from './events.ts';

export type HistoryFormat = 'edn' | 'jepsen-log' | 'json-lines';

export interface ReadEvents {
  readonly format: HistoryFormat;
  readonly events: readonly HistoryEvent[];
  /** What is no operation of a client, by what it is: faults of the nemesis, lines of a log that say something else. */
  readonly passedOver: ReadonlyMap<string, number>;
}

/**
 * Reads the events of a text:
 *
 * - EDN operation maps (`{:type :invoke, :f :read, :value nil, :process 0}`), one after another or in one vector, plain or
 *   as `#jepsen.history.Op{…}`;
 * - Jepsen's log lines (`INFO jepsen.util - 0 :invoke :write 3`), with anything before the process;
 * - one JSON object a line, with the same fields (`{"type": "invoke", "f": "read", "value": null, "process": 0}`).
 *
 * @throws TextError with line and column
 */
export function readEvents(text: string): ReadEvents {
  const format = detect(text);
  const passedOver = new Map<string, number>();
  const passOver = (what: string): void => void passedOver.set(what, (passedOver.get(what) ?? 0) + 1);
  const read = { edn: readMaps, 'jepsen-log': readLog, 'json-lines': readJson }[format];
  return { format, events: read(text, passOver), passedOver };
}

function detect(text: string): HistoryFormat {
  const first = text.split('\n').find((line) => line.trim() !== '' && !line.trim().startsWith(';'))?.trim() ?? '';
  if (/^\{\s*"/.test(first)) return 'json-lines';
  if (/^[[({#]/.test(first) && !LOG_LINE.test(first)) return 'edn';
  return 'jepsen-log';
}

type PassOver = (what: string) => void;

const TYPES = new Set(['invoke', 'ok', 'fail', 'info']);

// EDN

function readMaps(text: string, passOver: PassOver): HistoryEvent[] {
  return readEdnItems(text).flatMap((placed) => eventOf(placed, passOver) ?? []);
}

function eventOf({ value, line, column }: Placed, passOver: PassOver): HistoryEvent | undefined {
  const map = value instanceof Tagged ? value.value : value;
  if (!(map instanceof EdnMap)) throw new TextError(line, column, 'an operation is a map such as {:type :invoke, :f :read, :value nil, :process 0}.');
  const field = (name: string): Value | undefined => {
    const found = map.get(name);
    return found === undefined ? undefined : plain(found);
  };
  return eventFrom(field, line, column, passOver);
}

/** An EDN value in terms of JSON. */
export function plain(value: Edn): Value {
  if (value instanceof Keyword || value instanceof EdnSymbol) return value.name;
  if (value instanceof Tagged) return plain(value.value);
  if (value instanceof EdnSet) return value.items.map(plain);
  if (value instanceof EdnMap) return Object.fromEntries(value.entries.map(([key, item]) => [textOf(plain(key)), plain(item)]));
  if (Array.isArray(value)) return (value as readonly Edn[]).map(plain);
  return value as null | boolean | number | string;
}

function textOf(key: Value): string {
  return typeof key === 'string' ? key : JSON.stringify(key);
}

// JSON lines

function readJson(text: string, passOver: PassOver): HistoryEvent[] {
  return text.split('\n').flatMap((content, index) => {
    if (content.trim() === '') return [];
    const line = index + 1;
    let value: unknown;
    try {
      value = JSON.parse(content);
    } catch (error) {
      throw new TextError(line, 1, `this is no JSON: ${error instanceof Error ? error.message : String(error)}.`);
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TextError(line, 1, 'each line is one JSON object.');
    const object = value as Readonly<Record<string, Value>>;
    return eventFrom((name) => object[name], line, 1, passOver) ?? [];
  });
}

function eventFrom(field: (name: string) => Value | undefined, line: number, column: number, passOver: PassOver): HistoryEvent | undefined {
  const process = field('process');
  if (process === undefined || process === null) throw new TextError(line, column, 'this operation has no process.');
  if (process === 'nemesis') {
    passOver('faults of the nemesis');
    return undefined;
  }
  const type = nameOf(field('type'));
  const f = nameOf(field('f'));
  if (type === undefined || !TYPES.has(type)) throw new TextError(line, column, `the type of an operation is invoke, ok, fail or info, not ${JSON.stringify(field('type')) ?? 'missing'}.`);
  if (f === undefined) throw new TextError(line, column, 'this operation has no f, which says what is done.');
  return { type: type as HistoryEvent['type'], f, value: field('value') ?? null, key: field('key'), process: textOf(process), error: field('error') ?? field('exception'), line };
}

/** JSON writers keep the colon of a keyword now and then. */
function nameOf(value: Value | undefined): string | undefined {
  return typeof value === 'string' ? value.replace(/^:/, '') : undefined;
}

// Log lines

/** The process, the type, what is done and its value; then, after white space, what else there is. */
const LOG_LINE = /(?:^|[\s\]}:-])(\d+|:nemesis)\s+:(invoke|ok|fail|info)\s+:([^\s]+)(?:\s+(.*))?$/;

function readLog(text: string, passOver: PassOver): HistoryEvent[] {
  const events: HistoryEvent[] = [];
  text.split('\n').forEach((content, index) => {
    const line = content.trimEnd();
    if (line.trim() === '') return;
    const match = LOG_LINE.exec(line);
    if (!match) return passOver('lines that are no operations');
    const [, process = '', type = '', f = '', rest = ''] = match;
    if (process === ':nemesis') return passOver('faults of the nemesis');
    events.push(logEvent(type as HistoryEvent['type'], f, rest, process, index + 1, line.length - rest.length));
  });
  if (events.length === 0) {
    throw new TextError(1, 1, 'no history is found here: neither EDN maps, nor log lines such as "INFO jepsen.util - 0 :invoke :read nil", nor JSON objects.');
  }
  return events;
}

function logEvent(type: HistoryEvent['type'], f: string, rest: string, process: string, line: number, offset: number): HistoryEvent {
  let values: readonly Placed[];
  try {
    values = readEdn(rest);
  } catch (error) {
    throw error instanceof TextError ? new TextError(line, offset + error.column, error.message.replace(/^.*?: /, '')) : error;
  }
  const [first, ...others] = values.map(({ value }) => plain(value));
  // `:fail :read :timed-out` has no value: a word that is no value of the operation says what went wrong.
  const failsAtOnce = type !== 'ok' && type !== 'invoke' && values[0]?.value instanceof Keyword && others.length === 0;
  return {
    type,
    f,
    value: failsAtOnce ? null : (first ?? null),
    key: undefined,
    process,
    error: failsAtOnce ? first : others.length > 0 ? others.map((other) => (typeof other === 'string' ? other : JSON.stringify(other))).join(' ') : undefined,
    line,
  };
}
