/**
 * Reads EDN (extensible data notation, github.com/edn-format/edn), the form in which Jepsen stores histories. It is read
 * here and not by a library because an error has to say where it is. Numbers become JavaScript's; integers beyond 2^53
 * keep all their digits.
 */
import { TextError, type Place } from './errors.ts';
import { MOST_LEVELS } from './json.ts';

export type Edn = null | boolean | number | bigint | string | Keyword | EdnSymbol | readonly Edn[] | EdnMap | EdnSet | Tagged;

/** `:name` or `:space/name`; `name` is what stands after the colon. */
export class Keyword {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export class EdnSymbol {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export class EdnSet {
  readonly items: readonly Edn[];

  constructor(items: readonly Edn[]) {
    this.items = items;
  }
}

/** `#tag value`, such as `#jepsen.history.Op{…}`. */
export class Tagged {
  readonly tag: string;
  readonly value: Edn;

  constructor(tag: string, value: Edn) {
    this.tag = tag;
    this.value = value;
  }
}

export class EdnMap {
  readonly entries: readonly (readonly [Edn, Edn])[];

  constructor(entries: readonly (readonly [Edn, Edn])[]) {
    this.entries = entries;
  }

  /** The value under a keyword; undefined where there is none. */
  get(name: string): Edn | undefined {
    return this.entries.find(([key]) => key instanceof Keyword && key.name === name)?.[1];
  }
}

/** A value with the place at which it begins. */
export interface Placed extends Place {
  readonly value: Edn;
}

/** What a text holds besides its values. */
export interface Asides {
  readonly comments: number;
  /** Values that `#_` leaves out. */
  readonly discarded: number;
}

export interface EdnText {
  readonly items: readonly Placed[];
  readonly asides: Asides;
}

/** Every value of a text. @throws TextError */
export function readEdn(text: string): EdnText {
  const reader = new Reader(text);
  const items: Placed[] = [];
  for (let value = reader.next(); value; value = reader.next()) items.push(value);
  return { items, asides: reader };
}

/** The items of a text that is one vector or list; every value of any other text. @throws TextError */
export function readEdnItems(text: string): EdnText {
  const reader = new Reader(text);
  const items = reader.items();
  return items ? { items, asides: reader } : readEdn(text);
}

/** The first value of a text and what follows it; undefined where there is none. @throws TextError */
export function readFirstEdn(text: string): { readonly value: Edn; readonly rest: string } | undefined {
  const reader = new Reader(text);
  const first = reader.next();
  return first && { value: first.value, rest: text.slice(reader.offset) };
}

const CLOSES = /[)\]}]/;
const SPACE = /[\s,]/;
const ENDS_TOKEN = /[\s,()[\]{}";]/;
const INTEGER = /^[+-]?(0|[1-9]\d*)[NM]?$/;
const DECIMAL = /^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?M?$/;
const RATIO = /^([+-]?\d+)\/(\d+)$/;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const CHARACTERS: ReadonlyMap<string, string> = new Map([['newline', '\n'], ['return', '\r'], ['space', ' '], ['tab', '\t'], ['formfeed', '\f'], ['backspace', '\b']]);
const ESCAPES: ReadonlyMap<string, string> = new Map([['n', '\n'], ['r', '\r'], ['t', '\t'], ['f', '\f'], ['b', '\b'], ['"', '"'], ['\\', '\\']]);
const SYMBOLIC: ReadonlyMap<string, number> = new Map([['Inf', Infinity], ['-Inf', -Infinity], ['NaN', NaN]]);

class Reader implements Asides {
  comments = 0;
  discarded = 0;
  private readonly text: string;
  private position = 0;
  private line = 1;
  private lineStart = 0;
  private level = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Where it stands: after what it has read. */
  get offset(): number {
    return this.position;
  }

  /** The next value; undefined at the end of the text. */
  next(): Placed | undefined {
    this.skip();
    if (this.position >= this.text.length) return undefined;
    const place = this.place();
    return { value: this.read(), ...place };
  }

  /** The items of the vector or list that the whole text is; undefined where it begins as something else. */
  items(): Placed[] | undefined {
    this.skip();
    const opened = this.place();
    const end = CLOSING[this.text[this.position] ?? ''];
    if (end === undefined || end === '}') return undefined;
    this.position++;
    const items: Placed[] = [];
    for (let item = this.nextBefore(end, opened); item; item = this.nextBefore(end, opened)) items.push(item);
    this.skip();
    if (this.position < this.text.length) throw this.error('something follows the vector that holds the operations.');
    return items;
  }

  /** The next value of what was opened; undefined where it closes, which is then behind. */
  private nextBefore(end: string, opened: Place): Placed | undefined {
    this.skip();
    const next = this.text[this.position];
    if (next === undefined) throw new TextError(opened, `what opens here is never closed by "${end}".`);
    if (next !== end && CLOSES.test(next)) throw this.error(`"${next}" stands where "${end}" should.`);
    if (next !== end) return this.next();
    this.position++;
    return undefined;
  }

  private read(): Edn {
    this.descend();
    const value = this.readOne();
    this.level--;
    return value;
  }

  private descend(): void {
    if (++this.level > MOST_LEVELS) throw this.error(`this is nested more than ${MOST_LEVELS} levels deep.`);
  }

  private readOne(): Edn {
    const start = this.text[this.position]!;
    if (start === '(' || start === '[') return this.sequence(CLOSING[start]!);
    if (start === '{') return this.map();
    if (start === '"') return this.string();
    if (start === '\\') return this.character();
    if (start === '#') return this.dispatch();
    if (start === '^') {
      // Metadata says nothing about the value that follows it.
      this.position++;
      this.required('a value after the metadata');
      return this.required('the value that metadata belongs to');
    }
    if (CLOSES.test(start)) throw this.error(`"${start}" closes nothing.`);
    const place = this.place();
    return atom(this.token(), place);
  }

  private sequence(end: string): Edn[] {
    const opened = this.place();
    this.position++;
    const items: Edn[] = [];
    for (let item = this.nextBefore(end, opened); item; item = this.nextBefore(end, opened)) items.push(item.value);
    return items;
  }

  private map(): EdnMap {
    const opened = this.place();
    const items = this.sequence('}');
    if (items.length % 2 !== 0) throw new TextError(opened, `this map has ${items.length} forms: each key needs a value.`);
    return new EdnMap(Array.from({ length: items.length / 2 }, (_, entry) => [items[2 * entry]!, items[2 * entry + 1]!] as const));
  }

  private string(): string {
    const opened = this.place();
    let value = '';
    for (this.position++; ; this.position++) {
      const next = this.text[this.position];
      if (next === undefined) throw new TextError(opened, 'this string is never closed.');
      if (next === '"') break;
      if (next === '\n') this.newLine();
      value += next === '\\' ? this.escape() : next;
    }
    this.position++;
    return value;
  }

  private escape(): string {
    const code = this.text[++this.position] ?? '';
    if (code === 'u') {
      const digits = this.text.slice(this.position + 1, this.position + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.error('"\\u" is followed by four hexadecimal digits.');
      this.position += 4;
      return String.fromCharCode(parseInt(digits, 16));
    }
    const character = ESCAPES.get(code);
    if (character === undefined) throw this.error(`"\\${code}" is no escape of a string.`);
    return character;
  }

  private character(): string {
    const place = this.place();
    this.position++;
    const first = this.text[this.position] ?? '';
    this.position++;
    const name = first + (ENDS_TOKEN.test(first) ? '' : this.token(true));
    if (name.length === 1) return name;
    const unicode = /^u([0-9a-fA-F]{4})$/.exec(name)?.[1];
    const character = unicode ? String.fromCharCode(parseInt(unicode, 16)) : CHARACTERS.get(name);
    if (character === undefined) throw new TextError(place, `"\\${name}" is no character.`);
    return character;
  }

  private dispatch(): Edn {
    const place = this.place();
    this.position++;
    const next = this.text[this.position];
    if (next === '{') return new EdnSet(this.sequence('}'));
    if (next === '#') {
      this.position++;
      const name = this.token();
      const value = SYMBOLIC.get(name);
      if (value === undefined) throw new TextError(place, `"##${name}" is no number.`);
      return value;
    }
    const tag = this.token(true);
    if (tag === '') throw new TextError(place, '"#" is followed by a tag, a set or "_".');
    return new Tagged(tag, this.required(`the value of #${tag}`));
  }

  private required(what: string): Edn {
    this.descend();
    this.skip();
    if (this.position >= this.text.length) throw this.error(`the text ends where ${what} should stand.`);
    const value = this.read();
    this.level--;
    return value;
  }

  private token(mayBeEmpty = false): string {
    const start = this.position;
    while (this.position < this.text.length && !ENDS_TOKEN.test(this.text[this.position]!)) this.position++;
    if (this.position === start && !mayBeEmpty) throw this.error(`"${this.text[start] ?? ''}" begins no value.`);
    return this.text.slice(start, this.position);
  }

  /** Past white space, comments and what `#_` leaves out. */
  private skip(): void {
    for (;;) {
      const next = this.text[this.position];
      if (next === undefined) return;
      if (next === ';') {
        this.comments++;
        while (this.position < this.text.length && this.text[this.position] !== '\n') this.position++;
      } else if (next === '#' && this.text[this.position + 1] === '_') {
        this.position += 2;
        this.required('the value that "#_" leaves out');
        this.discarded++;
      } else if (SPACE.test(next)) {
        if (next === '\n') this.newLine();
        this.position++;
      } else {
        return;
      }
    }
  }

  private newLine(): void {
    this.line++;
    this.lineStart = this.position + 1;
  }

  private place(): Place {
    return { line: this.line, column: this.position - this.lineStart + 1 };
  }

  private error(message: string): TextError {
    return new TextError(this.place(), message);
  }
}

function atom(token: string, place: Place): Edn {
  if (token === 'nil') return null;
  if (token === 'true') return true;
  if (token === 'false') return false;
  if (token.startsWith(':')) {
    if (token.length === 1) throw new TextError(place, '":" is followed by a name.');
    return new Keyword(token.replace(/^::?/, ''));
  }
  if (INTEGER.test(token)) return integer(token);
  if (DECIMAL.test(token)) return Number(token.replace(/M$/, ''));
  const ratio = RATIO.exec(token);
  if (ratio && Number(ratio[2]) !== 0) return Number(ratio[1]) / Number(ratio[2]);
  if (/^[+-]?\d/.test(token)) throw new TextError(place, `"${token}" is no number.`);
  return new EdnSymbol(token);
}

function integer(token: string): number | bigint {
  const digits = token.replace(/[NM]$/, '');
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : BigInt(digits.replace('+', ''));
}
