/**
 * Reads EDN (extensible data notation, github.com/edn-format/edn), the form in which Jepsen stores histories. It is read
 * here and not by a library because an error has to say where it is. Numbers become JavaScript's, so integers beyond 2^53
 * are refused.
 */
export type Edn = null | boolean | number | string | Keyword | EdnSymbol | readonly Edn[] | EdnMap | EdnSet | Tagged;

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

/** A value with the line and column, from 1, at which it begins. */
export interface Placed {
  readonly value: Edn;
  readonly line: number;
  readonly column: number;
}

/** Where a text is not what it should be. Lines and columns count from 1. */
export class TextError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(line: number, column: number, message: string) {
    super(`Line ${line}, column ${column}: ${message}`);
    this.line = line;
    this.column = column;
  }
}

/** Every value of a text. @throws TextError */
export function readEdn(text: string): Placed[] {
  const reader = new Reader(text);
  const values: Placed[] = [];
  for (let value = reader.next(); value; value = reader.next()) values.push(value);
  return values;
}

/** The items of a text that is one vector or list; every value of any other text. @throws TextError */
export function readEdnItems(text: string): Placed[] {
  const reader = new Reader(text);
  return reader.opensOne() ? reader.items() : readEdn(text);
}

const CLOSES = /[)\]}]/;
const SPACE = /[\s,]/;
const ENDS_TOKEN = /[\s,()[\]{}";]/;
const INTEGER = /^[+-]?(0|[1-9]\d*)[NM]?$/;
const DECIMAL = /^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?M?$/;
const RATIO = /^([+-]?\d+)\/(\d+)$/;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const CHARACTERS: Readonly<Record<string, string>> = { newline: '\n', return: '\r', space: ' ', tab: '\t', formfeed: '\f', backspace: '\b' };
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', b: '\b', '"': '"', '\\': '\\' };

class Reader {
  private readonly text: string;
  private position = 0;
  private line = 1;
  private lineStart = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The next value; undefined at the end of the text. */
  next(): Placed | undefined {
    this.skip();
    if (this.position >= this.text.length) return undefined;
    const { line } = this;
    const column = this.position - this.lineStart + 1;
    return { value: this.read(), line, column };
  }

  /** Whether the whole text is one vector or list; then the reader stands before its first item. */
  opensOne(): boolean {
    this.skip();
    const end = CLOSING[this.text[this.position] ?? ''];
    if (end === undefined || end === '}') return false;
    this.position++;
    return true;
  }

  /** What is left of the vector or list that was opened, after which nothing may come. */
  items(): Placed[] {
    const items: Placed[] = [];
    for (;;) {
      this.skip();
      const next = this.text[this.position];
      if (next === undefined) throw this.error('the vector that holds the operations is never closed.');
      if (CLOSES.test(next)) break;
      const item = this.next();
      if (item) items.push(item);
    }
    this.position++;
    this.skip();
    if (this.position < this.text.length) throw this.error('something follows the vector that holds the operations.');
    return items;
  }

  private read(): Edn {
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
    return this.atom(this.token());
  }

  private sequence(end: string): Edn[] {
    const opened = this.place();
    this.position++;
    const items: Edn[] = [];
    for (;;) {
      this.skip();
      const next = this.text[this.position];
      if (next === undefined) throw new TextError(opened.line, opened.column, `what opens here is never closed by "${end}".`);
      if (next === end) {
        this.position++;
        return items;
      }
      if (CLOSES.test(next)) throw this.error(`"${next}" stands where "${end}" should.`);
      items.push(this.read());
    }
  }

  private map(): EdnMap {
    const opened = this.place();
    const items = this.sequence('}');
    if (items.length % 2 !== 0) throw new TextError(opened.line, opened.column, `this map has ${items.length} forms: each key needs a value.`);
    return new EdnMap(Array.from({ length: items.length / 2 }, (_, entry) => [items[2 * entry]!, items[2 * entry + 1]!] as const));
  }

  private string(): string {
    const opened = this.place();
    let value = '';
    for (this.position++; ; this.position++) {
      const next = this.text[this.position];
      if (next === undefined) throw new TextError(opened.line, opened.column, 'this string is never closed.');
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
    const character = ESCAPES[code];
    if (character === undefined) throw this.error(`"\\${code}" is no escape of a string.`);
    return character;
  }

  private character(): string {
    this.position++;
    const first = this.text[this.position] ?? '';
    this.position++;
    const name = first + (ENDS_TOKEN.test(first) ? '' : this.token(true));
    if (name.length === 1) return name;
    const unicode = /^u([0-9a-fA-F]{4})$/.exec(name)?.[1];
    const character = unicode ? String.fromCharCode(parseInt(unicode, 16)) : CHARACTERS[name];
    if (character === undefined) throw this.error(`"\\${name}" is no character.`);
    return character;
  }

  private dispatch(): Edn {
    this.position++;
    const next = this.text[this.position];
    if (next === '{') return new EdnSet(this.sequence('}'));
    if (next === '#') {
      this.position++;
      const name = this.token();
      const value = { Inf: Infinity, '-Inf': -Infinity, NaN }[name];
      if (value === undefined) throw this.error(`"##${name}" is no number.`);
      return value;
    }
    const tag = this.token();
    if (tag === '') throw this.error('"#" is followed by a tag.');
    return new Tagged(tag, this.required(`the value of #${tag}`));
  }

  private required(what: string): Edn {
    this.skip();
    if (this.position >= this.text.length) throw this.error(`the text ends where ${what} should stand.`);
    return this.read();
  }

  private token(mayBeEmpty = false): string {
    const start = this.position;
    while (this.position < this.text.length && !ENDS_TOKEN.test(this.text[this.position]!)) this.position++;
    if (this.position === start && !mayBeEmpty) throw this.error(`"${this.text[start] ?? ''}" begins no value.`);
    return this.text.slice(start, this.position);
  }

  private atom(token: string): Edn {
    if (token === 'nil') return null;
    if (token === 'true') return true;
    if (token === 'false') return false;
    if (token.startsWith(':')) {
      if (token.length === 1) throw this.error('":" is followed by a name.');
      return new Keyword(token.replace(/^::?/, ''));
    }
    if (INTEGER.test(token)) return this.integer(token);
    if (DECIMAL.test(token)) return Number(token.replace(/M$/, ''));
    const ratio = RATIO.exec(token);
    if (ratio) return Number(ratio[1]) / Number(ratio[2]);
    if (/^[+-]?\d/.test(token)) throw this.error(`"${token}" is no number.`);
    return new EdnSymbol(token);
  }

  private integer(token: string): number {
    const value = Number(token.replace(/[NM]$/, ''));
    if (!Number.isSafeInteger(value)) throw this.error(`"${token}" is beyond the integers that can be told apart here (2^53).`);
    return value;
  }

  /** Past white space, comments and what `#_` leaves out. */
  private skip(): void {
    for (;;) {
      const next = this.text[this.position];
      if (next === undefined) return;
      if (next === ';') {
        while (this.position < this.text.length && this.text[this.position] !== '\n') this.position++;
      } else if (next === '#' && this.text[this.position + 1] === '_') {
        this.position += 2;
        this.required('the value that "#_" leaves out');
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

  private place(): { readonly line: number; readonly column: number } {
    return { line: this.line, column: this.position - this.lineStart + 1 };
  }

  private error(message: string): TextError {
    const { line, column } = this.place();
    return new TextError(line, column, message);
  }
}

