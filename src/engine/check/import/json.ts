/**
 * JSON with places. Ordinary lines go through `JSON.parse`, which is quick; but its messages differ between runtimes, and it
 * rounds integers beyond 2^53. What it can't do goes through a parser that gives positions.
 */
import { createScanner, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { TextError, type Place } from './errors.ts';
import type { Value } from './events.ts';

/** More levels than any history has, and few enough for every stack. */
export const MOST_LEVELS = 200;

const MANY_DIGITS = /\d{16}/;

// Kinds of tokens that jsonc-parser's scanner gives (`SyntaxKind`, which exists for the compiler alone).
const OPENING: readonly number[] = [1, 3];
const CLOSING: readonly number[] = [2, 4];
const END_OF_TEXT = 17;

/** @param place of the text's first character @throws TextError */
export function parseJson(text: string, place: Place): Value {
  refuseDepth(text, place);
  if (!MANY_DIGITS.test(text)) {
    try {
      return JSON.parse(text) as Value;
    } catch {
      // The parser below says what is wrong, and where.
    }
  }
  return valueOf(parse(text, place), text);
}

/** The items of a text that is one array, each with its place. @throws TextError */
export function parseJsonItems(text: string): { readonly value: Value; readonly place: Place }[] {
  const start = { line: 1, column: 1 };
  refuseDepth(text, start);
  const array = parse(text, start);
  const placeOf = placesIn(text, start);
  return (array.children ?? []).map((item) => ({ value: valueOf(item, text), place: placeOf(item.offset) }));
}

function parse(text: string, place: Place): Node {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const [error] = errors;
  if (error) throw new TextError(placesIn(text, place)(error.offset), `this is no JSON: ${wordsOf(printParseErrorCode(error.error))}.`);
  if (!root) throw new TextError(place, 'a JSON value should stand here.');
  return root;
}

/** `CommaExpected` is "comma expected". */
function wordsOf(code: string): string {
  return code.replace(/\B[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

function valueOf(node: Node, text: string): Value {
  const children = node.children ?? [];
  if (node.type === 'array') return children.map((child) => valueOf(child, text));
  if (node.type === 'object') return Object.fromEntries(children.map((property) => [String(property.children![0]!.value), valueOf(property.children![1]!, text)]));
  // An integer that no number holds is kept as its digits, so that it equals itself alone.
  if (node.type === 'number' && Number.isInteger(node.value) && !Number.isSafeInteger(node.value)) return text.slice(node.offset, node.offset + node.length);
  return node.value as Value;
}

/** Places by offset, which are asked for in ascending order. */
function placesIn(text: string, { line, column }: Place): (offset: number) => Place {
  let lineStart = 1 - column;
  let next = 0;
  return (offset) => {
    for (let newLine = text.indexOf('\n', next); newLine >= 0 && newLine < offset; newLine = text.indexOf('\n', next)) {
      line++;
      lineStart = next = newLine + 1;
    }
    return { line, column: offset - lineStart + 1 };
  };
}

function refuseDepth(text: string, place: Place): void {
  if (text.split(/[[{]/, MOST_LEVELS + 2).length <= MOST_LEVELS + 1) return;
  const scanner = createScanner(text, true);
  let level = 0;
  for (let token: number = scanner.scan(); token !== END_OF_TEXT; token = scanner.scan()) {
    if (OPENING.includes(token)) level++;
    if (CLOSING.includes(token)) level--;
    if (level > MOST_LEVELS) throw new TextError(placesIn(text, place)(scanner.getTokenOffset()), `this is nested more than ${MOST_LEVELS} levels deep.`);
  }
}
