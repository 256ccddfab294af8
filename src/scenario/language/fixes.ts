/** What to put into a text that the parser can't read, where it is plain what is missing. */
import type { Fix } from '../problem.ts';
import { writeText } from '../quantities.ts';
import type { Token } from './messages.ts';

/** Where the parser stops. */
export interface Stop {
  readonly text: string;
  /** Undefined at the end of the text. */
  readonly token: Token | undefined;
  readonly previous: Token | undefined;
  /** The only token that could stand there; undefined where there are several. */
  readonly expected: string | undefined;
}

const UNITS: Readonly<Record<string, readonly string[]>> = {
  us: ['µs', 'usec', 'usecs', 'micros', 'microsecond', 'microseconds'],
  ms: ['msec', 'msecs', 'millis', 'millisecond', 'milliseconds'],
  s: ['sec', 'secs', 'second', 'seconds'],
  min: ['m', 'mins', 'minute', 'minutes'],
};

/** Those that are written directly behind what comes before them. */
const TIGHT = new Set([':', ')', '(']);

export function fixesAt(stop: Stop): readonly Fix[] {
  const { text, token, previous, expected } = stop;
  if (expected === '}' && previous) return [insert(endOf(previous), isLastOfLine(text, previous) ? '\n}' : ' }')];
  if ((expected === '{' || expected === '=' || TIGHT.has(expected ?? '')) && previous) return [insert(endOf(previous), TIGHT.has(expected!) ? expected! : ` ${expected}`)];
  if (!token) return [];
  if (expected === 'TEXT') return [quote(text, token)];
  if (expected === 'DURATION' && token.tokenType.name === 'NUMBER') return unitsFor(text, token);
  // Names of nodes are text where they are compared.
  if (token.tokenType.name === 'WORD' && (previous?.image === '=' || previous?.image === '!=')) return [{ ...spanOf(token), text: writeText(token.image) }];
  return [];
}

/** The unit that was meant behind a number, else those that are likely. */
function unitsFor(text: string, token: Token): readonly Fix[] {
  const { start, end } = spanOf(token);
  const [behind = '', unit = ''] = /^ ?([a-zµ]+)(?!\w)/i.exec(text.slice(end)) ?? [];
  const meant = Object.keys(UNITS).find((each) => each === unit.toLowerCase() || UNITS[each]!.includes(unit.toLowerCase()));
  if (meant !== undefined) return [{ start, end: end + behind.length, text: `${token.image}${meant}` }];
  // What is glued to it means something that nobody knows.
  return /^\w/.test(text.slice(end)) ? [] : ['ms', 's'].map((each) => ({ start, end, text: `${token.image}${each}` }));
}

/** The rest of the line is meant to be text, but for what closes blocks. */
function quote(text: string, token: Token): Fix {
  const { start } = spanOf(token);
  const [line = ''] = /^[^\r\n{}]*/.exec(text.slice(start)) ?? [];
  const meant = line.replace(/\/\/.*$/, '').trimEnd().replace(/^["']|["']$/g, '');
  return { start, end: start + line.replace(/\/\/.*$/, '').trimEnd().length, text: writeText(meant) };
}

function insert(at: number, text: string): Fix {
  return { start: at, end: at, text };
}

function spanOf({ startOffset, image }: Token): { readonly start: number; readonly end: number } {
  return { start: startOffset, end: startOffset + image.length };
}

function endOf(token: Token): number {
  return spanOf(token).end;
}

function isLastOfLine(text: string, token: Token): boolean {
  return /^[^\S\r\n]*(\/\/.*)?(\r|\n|$)/.test(text.slice(endOf(token)));
}
