/** How a scenario is laid out: what stands between its tokens. Line breaks inside of statements and blank lines stay where they are. */
import { AstUtils } from 'langium';
import { isAnswer, isEntry, isParameter, isPart, isStatement, type Scenario } from '../scenario/language/generated/ast.ts';
import type { Token } from '../scenario/language/messages.ts';
import { dsim } from '../scenario/language/services.ts';
import type { Fix } from '../scenario/problem.ts';

/** Changes of what stands between tokens, in the order of the text, where it is not as it should be. */
export function layOut(text: string, scenario: Scenario, indent: string): readonly Fix[] {
  const tokens = placesIn(text, scenario);
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const changes = tokens.map((place, index): Fix => {
    const before = tokens[index - 1];
    return { start: before ? endOf(before) : 0, end: place.token.startOffset, text: before ? gapBetween(before, place, lineBreak, indent) : '' };
  });
  const last = tokens.at(-1);
  const end: Fix = { start: last ? endOf(last) : 0, end: text.length, text: last ? lineBreak : '' };
  return [...changes, end].filter((change) => text.slice(change.start, change.end) !== change.text);
}

/** A part, something in a block, or the end of a block has a line of its own; a parameter may share one. */
type Beginning = 'part' | 'item' | 'end' | 'parameter';

interface Place {
  readonly token: Token;
  readonly isComment: boolean;
  /** What begins here; of a comment, what begins behind it. Undefined in the middle of something. */
  readonly begins: Beginning | undefined;
  /** How many blocks are around. */
  readonly depth: number;
  /** Whether the innermost of them, or the one that ends here, stands in one line. */
  readonly isInLine: boolean;
}

function placesIn(text: string, scenario: Scenario): readonly Place[] {
  const { tokens, hidden } = dsim.parser.Lexer.tokenize(text);
  const all = [...tokens, ...hidden].sort((one, other) => one.startOffset - other.startOffset);
  const beginnings = beginningsIn(scenario);
  const ends = linesOfEnds(tokens);
  const open: boolean[] = [];
  const places = all.map((token): Place => {
    const isComment = token.tokenType.name === 'COMMENT';
    const isInLine = open.at(-1) === true;
    if (token.image === '}') open.pop();
    const place = { token, isComment, begins: beginningAt(token, beginnings), depth: open.length, isInLine };
    if (token.image === '{') open.push(ends.get(token) === token.startLine);
    return place;
  });
  for (let index = places.length - 1, begins: Beginning | undefined = 'part'; index >= 0; index--) {
    if (places[index]!.isComment) places[index] = { ...places[index]!, begins };
    else ({ begins } = places[index]!);
  }
  return places;
}

function beginningsIn(scenario: Scenario): ReadonlyMap<number, Beginning> {
  const found = new Map<number, Beginning>();
  for (const node of AstUtils.streamAllContents(scenario)) {
    const begins = isParameter(node) ? 'parameter' : isEntry(node) || isAnswer(node) || (isStatement(node) && !isEntry(node.$container)) ? 'item' : isPart(node) ? 'part' : undefined;
    if (begins && node.$cstNode) found.set(node.$cstNode.offset, begins);
  }
  return found;
}

function beginningAt({ startOffset, tokenType }: Token, beginnings: ReadonlyMap<number, Beginning>): Beginning | undefined {
  if (tokenType.name === '}') return 'end';
  if (tokenType.name === 'because') return 'item';
  return tokenType.name === 'scenario' ? 'part' : beginnings.get(startOffset);
}

/** By opening brace the line of the one that closes it. */
function linesOfEnds(tokens: readonly Token[]): ReadonlyMap<Token, number> {
  const lines = new Map<Token, number>();
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.image === '{') open.push(token);
    else if (token.image === '}' && open.length > 0) lines.set(open.pop()!, token.startLine ?? 0);
  }
  return lines;
}

function gapBetween(before: Place, place: Place, lineBreak: string, indent: string): string {
  const { token, isComment, begins, depth, isInLine } = place;
  const breaks = (token.startLine ?? 0) - (before.token.endLine ?? 0);
  // Comments behind something stay where they are: they may stand in a column.
  if (isComment && breaks === 0) return ' '.repeat(Math.max(1, token.startOffset - endOf(before)));
  const isFirst = before.token.image === '{';
  if (isFirst && begins === 'end' && !isComment) return '';
  const hasLine = before.isComment || begins === 'part' || (!isInLine && (isFirst || begins === 'item' || begins === 'end'));
  if (!hasLine && breaks === 0) return spaceBetween(before.token, token);
  const isApart = breaks > 1 && begins !== undefined && !isFirst && (begins !== 'end' || isComment);
  return lineBreak.repeat(isApart ? 2 : 1) + indent.repeat(begins === undefined ? depth + 1 : depth);
}

function spaceBetween({ image: before, tokenType }: Token, { image }: Token): string {
  if ([',', ':', ')', '..'].includes(image) || before === '(' || before === '..') return '';
  // Of a latency: `normal(mean 10ms, deviation 2ms)`.
  const isCall = image === '(' && (tokenType.name === 'WORD' || before === 'mixture' || before === 'measured');
  return isCall ? '' : ' ';
}

function endOf({ token: { startOffset, image } }: Place): number {
  return startOffset + image.length;
}
