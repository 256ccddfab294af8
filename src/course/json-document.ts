/** JSON with positions. */
import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import {
  firstPerLine,
  givenTwice,
  guarded,
  nearest,
  positionFinder,
  type DataDocument,
  type DataPath,
  type Flaw,
  type Position,
} from './document.ts';

/** Strict JSON: a comment or a trailing comma is a flaw, and so is a key that is given twice. */
export function parseJson(text: string): DataDocument {
  const positionAt = positionFinder(text);
  return guarded(() => {
    const errors: ParseError[] = [];
    const root = parseTree(text, errors, { disallowComments: true });
    const flaws = errors.length > 0 ? jsonFlaws(errors, positionAt) : repeatedKeys(root, positionAt);
    const nodeAt = (path: DataPath) => (root ? findNodeAtLocation(root, [...path]) : undefined);
    return {
      flaws,
      value: root && flaws.length === 0 ? getNodeValue(root) : undefined,
      locate: (path) => positionAt(nearest(path, nodeAt)?.offset ?? 0),
      locateKey: (path) => positionAt((nodeAt(path)?.parent ?? nearest(path, nodeAt))?.offset ?? 0),
    };
  });
}

const JSON_ERRORS: Readonly<Record<string, { message: string; remedy: string }>> = {
  InvalidCommentToken: { message: 'JSON has no comments.', remedy: 'Remove the comment.' },
  PropertyNameExpected: { message: 'A property name is missing here.', remedy: 'Write a name in double quotes, or remove the comma before it.' },
  ValueExpected: { message: 'A value is missing here.', remedy: 'Write a value, or remove the comma before it.' },
  ColonExpected: { message: 'A colon is missing here.', remedy: 'Write a colon between the name and its value.' },
  CommaExpected: { message: 'A comma is missing here.', remedy: 'Write a comma between the two.' },
  CloseBraceExpected: { message: 'A closing brace is missing here.', remedy: 'Close the object with }.' },
  CloseBracketExpected: { message: 'A closing bracket is missing here.', remedy: 'Close the list with ].' },
  EndOfFileExpected: { message: 'The file goes on after its end.', remedy: 'Remove what follows the last closing brace.' },
  InvalidSymbol: { message: 'This word means nothing in JSON.', remedy: 'Write text in double quotes; only true, false, null and numbers go without.' },
  InvalidNumberFormat: { message: 'This is not a number as JSON writes it.', remedy: 'Write digits with at most one decimal point.' },
  UnexpectedEndOfString: { message: 'This text does not end on its line.', remedy: 'Close it with a double quote; a line break inside text is written \\n.' },
  InvalidUnicode: { message: 'The \\u escape here is incomplete.', remedy: 'Write \\u and four hexadecimal digits.' },
  InvalidEscapeCharacter: { message: 'This escape means nothing in JSON.', remedy: 'Write a backslash itself as \\\\.' },
  InvalidCharacter: { message: 'There is a control character in this text.', remedy: 'Remove it, or write it as an escape such as \\t.' },
};

function jsonFlaws(errors: readonly ParseError[], positionAt: (offset: number) => Position): Flaw[] {
  return firstPerLine(
    errors.map((error) => {
      const code = printParseErrorCode(error.error);
      const words = JSON_ERRORS[code] ?? { message: 'This is not valid JSON.', remedy: 'Correct the JSON here.' };
      return { ...positionAt(error.offset), ...words };
    }),
  );
}

function repeatedKeys(root: Node | undefined, positionAt: (offset: number) => Position): Flaw[] {
  const flaws: Flaw[] = [];
  const open = root ? [root] : [];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const children = node.children ?? [];
    for (const child of children) open.push(child);
    if (node.type !== 'object') continue;
    const names = new Set<unknown>();
    for (const { children: [key] = [] } of children) {
      if (key && names.has(key.value)) flaws.push(givenTwice(key.value, positionAt(key.offset)));
      names.add(key?.value);
    }
  }
  return flaws;
}
