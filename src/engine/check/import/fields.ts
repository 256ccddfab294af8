/** An event from the named fields in which EDN and JSON say it. */
import { TextError, type Place } from './errors.ts';
import { EVENT_TYPES, type EventType, type HistoryEvent, type Value } from './events.ts';

/** What is no operation of a client is counted by what it is. */
export type PassOver = (what: string, count?: number) => void;

export const NEMESIS = 'faults of the nemesis';

export type Fields = (name: string) => Value | undefined;

/** @returns undefined for what the nemesis did, which is passed over @throws TextError */
export function eventFrom(field: Fields, place: Place, passOver: PassOver): HistoryEvent | undefined {
  const process = field('process');
  if (process === undefined || process === null) throw new TextError(place, 'this operation has no process, which says who does it.');
  if (nameOf(process) === 'nemesis') {
    passOver(NEMESIS);
    return undefined;
  }
  const { line, column } = place;
  return {
    type: typeOf(field('type'), place),
    f: functionOf(field('f'), place),
    value: field('value') ?? null,
    key: field('key'),
    process: textOf(process),
    error: field('error') ?? field('exception') ?? undefined,
    time: timeOf(field('time')),
    line,
    column,
  };
}

function typeOf(value: Value | undefined, place: Place): EventType {
  const name = nameOf(value);
  const type = EVENT_TYPES.find((known) => known === name);
  if (!type) throw new TextError(place, `the type of an operation is invoke, ok, fail or info, ${value === undefined ? 'and is missing here' : `not ${JSON.stringify(value)}`}.`);
  return type;
}

export function functionOf(value: Value | undefined, place: Place): string {
  const name = nameOf(value);
  if (!name) throw new TextError(place, `what is done has a name, such as read; ${value === undefined ? 'the field f is missing here' : `${JSON.stringify(value)} is none`}.`);
  return name;
}

/** Writers of JSON keep the colon of a keyword now and then. */
export function nameOf(value: Value | undefined): string | undefined {
  return typeof value === 'string' ? value.replace(/^:/, '') : undefined;
}

export function textOf(value: Value): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Integers too large for a number are given as their digits; times may be rounded. */
export function timeOf(value: Value | undefined): number | undefined {
  const time = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof time === 'number' && Number.isFinite(time) ? time : undefined;
}
