/**
 * Histories in JSON, one object a line or all in one array. An object is an event with the fields of Jepsen's maps,
 *
 *     {"type": "invoke", "f": "write", "value": 3, "process": 0, "time": 12}
 *
 * or a whole operation with its two moments:
 *
 *     {"process": 0, "f": "read", "value": null, "call": 12, "output": 3, "return": 19}
 *
 * There `return` is null or missing where nobody knows the outcome, and `type` may say `ok`, `fail` or `info`. `client` or
 * `clientId` may stand for `process`, `op` for `f`, `input` for `value`, `invoked` and `returned` for `call` and `return`,
 * in small or capital letters; and an input may be an object with `op`, `key` and `value`, an output one with `value`, as
 * Porcupine's models have them.
 */
import { TextError, type Place } from './errors.ts';
import { inOrderOfTime, type EventType, type HistoryEvent, type Value } from './events.ts';
import { eventFrom, functionOf, nameOf, textOf, timeOf, type PassOver } from './fields.ts';
import { parseJson, parseJsonItems } from './json.ts';

type JsonObject = Readonly<Record<string, Value>>;

interface Item {
  readonly object: JsonObject;
  readonly place: Place;
}

/** @throws TextError */
export function readJson(text: string, passOver: PassOver): HistoryEvent[] {
  const items = /^\s*\[/.test(text) ? itemsOfArray(text) : itemsOfLines(text);
  const wholes = items.filter(({ object }) => isWhole(object));
  if (wholes.length === 0) return items.flatMap(({ object, place }) => eventFrom((name) => (Object.hasOwn(object, name) ? object[name] : undefined), place, passOver) ?? []);
  const other = items.find(({ object }) => !isWhole(object));
  if (other) throw new TextError(other.place, `this operation has no moment of its call, as that of line ${wholes[0]!.place.line} has.`);
  return inOrderOfTime(wholes.flatMap(({ object, place }) => eventsOfWhole(object, place)));
}

function itemsOfLines(text: string): Item[] {
  return text.split('\n').flatMap((line, index) => {
    const place = { line: index + 1, column: 1 };
    return line.trim() === '' ? [] : [itemOf(parseJson(line, place), place)];
  });
}

function itemsOfArray(text: string): Item[] {
  return parseJsonItems(text).map(({ value, place }) => itemOf(value, place));
}

function itemOf(value: Value, place: Place): Item {
  if (!isObject(value)) throw new TextError(place, `an operation is a JSON object, not ${JSON.stringify(value)}.`);
  return { object: value, place };
}

function isObject(value: Value | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Whole operations

function isWhole(object: JsonObject): boolean {
  return fieldOf(object, 'call', 'invoked') !== undefined;
}

/** The value of the first of the names that there is, whatever the case of its letters. */
function fieldOf(object: JsonObject, ...names: readonly string[]): Value | undefined {
  const key = Object.keys(object).find((key) => names.includes(key.toLowerCase().replaceAll('_', '')));
  return key === undefined ? undefined : object[key];
}

function eventsOfWhole(object: JsonObject, place: Place): HistoryEvent[] {
  const input = fieldOf(object, 'value', 'input') ?? null;
  const output = fieldOf(object, 'output');
  const within = isObject(input) ? input : undefined;
  const process = fieldOf(object, 'process', 'client', 'clientid');
  if (process === undefined || process === null) throw new TextError(place, 'this operation has no process, which says who does it.');
  const invocation: HistoryEvent = {
    type: 'invoke',
    f: functionOf(fieldOf(object, 'f', 'op') ?? (within && fieldOf(within, 'f', 'op')), place),
    value: within ? (fieldOf(within, 'value') ?? null) : input,
    key: fieldOf(object, 'key') ?? (within && fieldOf(within, 'key')),
    process: textOf(process),
    error: undefined,
    time: momentOf(fieldOf(object, 'call', 'invoked'), 'call', place),
    line: place.line,
    column: place.column,
  };
  const returned = fieldOf(object, 'return', 'returned') ?? null;
  const type = endingOf(invocation.f, nameOf(fieldOf(object, 'type')), output);
  if (returned === null || type === 'info') return [invocation];
  const time = momentOf(returned, 'return', place);
  if (time < invocation.time!) throw new TextError(place, `this operation returns at ${time}, before its call at ${invocation.time}.`);
  const result = isObject(output) ? (fieldOf(output, 'value') ?? null) : output;
  return [invocation, { ...invocation, type, value: result === undefined || typeof result === 'boolean' ? invocation.value : result, error: fieldOf(object, 'error') ?? undefined, time }];
}

/** A compare-and-set may say by its output whether it has set. */
function endingOf(f: string, type: string | undefined, output: Value | undefined): EventType {
  if (type === 'fail' || type === 'info') return type;
  return f === 'cas' && output === false ? 'fail' : 'ok';
}

function momentOf(value: Value | undefined, which: string, place: Place): number {
  const time = timeOf(value);
  if (time === undefined) throw new TextError(place, `the moment of the ${which} is a number, not ${JSON.stringify(value)}.`);
  return time;
}
