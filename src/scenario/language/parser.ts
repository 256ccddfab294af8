/** From text to a syntax tree, by the grammar in `dsim.langium`. */
import { AstUtils, type CompositeCstNode, type CstNode, type LangiumParser, type Mutable } from 'langium';
import { nearest } from '../nearest.ts';
import { positionOf, type Fix, type Problem, type Span } from '../problem.ts';
import { fixesAt } from './fixes.ts';
import type { Scenario } from './generated/ast.ts';
import { END_OF_TEXT, show, strangeText, type Messages, type Token } from './messages.ts';
import { dsim, keywords, missingTokens, parseTokens } from './services.ts';
import { stretchesOf, withoutLine } from './stretches.ts';

type ParserError = ReturnType<LangiumParser['parse']>['parserErrors'][number];

export interface Parsed {
  /** Without what could not be read. */
  readonly scenario: Scenario;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
  /** Tokens that are not in the tree, since something is wrong with them or right beside them. */
  readonly lost: readonly Token[];
}

/** So deep may brackets be nested: more would be nobody's text. What the parser looks ahead for grows with the square of it. */
const DEEPEST = 40;

/** After so many mistakes in one part, the rest of it is not read. */
const MOST_MISTAKES = 8;

/** Shorter words resemble each other by chance. */
const SHORTEST_MEANT = 3;
const meaningfulWords = [...keywords].filter((word) => word.length >= SHORTEST_MEANT);

/** Never throws: what is wrong with the text is said in `problems`. */
export function parse(text: string): Parsed {
  const { tokens, errors } = dsim.parser.Lexer.tokenize(text);
  if (errors.length === 0 && tooDeepAt(tokens) === undefined) {
    const { value, parserErrors } = parseTokens(text, tokens);
    if (parserErrors.length === 0) return { scenario: value, problems: [], lost: [] };
  }
  return parsePiecemeal(text, tokens, errors.map((error) => strange(error, text)));
}

/** What stands before a part that is read by itself. */
const HEADER = missingTokens('scenario ""');

/** Each part by itself, so that what is wrong with one takes nothing from the others. */
function parsePiecemeal(text: string, tokens: readonly Token[], strangers: readonly Problem[]): Parsed {
  // What seems to be tokens in a text without an end is text.
  const readable = tokens.filter(({ startOffset }) => !strangers.some(({ start, end }) => startOffset >= start && startOffset < end));
  const strangeLines = new Set(strangers.map(({ start }) => positionOf(text, start).line));
  const [header = [], ...stretches] = stretchesOf(readable);
  const begin = read({ text, before: [], tokens: header, next: stretches[0]?.[0] }, strangeLines);
  const others = stretches.map((tokens, index) => read({ text, before: HEADER, tokens, next: stretches[index + 1]?.[0] }, strangeLines));
  const scenario = begin.tree ?? parseTokens(text, []).value;
  adopt(scenario, others.flatMap(({ tree }) => tree ?? []));
  const problems = [begin, ...others].flatMap((each) => each.problems);
  const taken = new Set([begin, ...others].flatMap((each) => each.taken));
  return { scenario, problems: [...strangers, ...problems].sort((one, other) => one.start - other.start), lost: tokens.filter((token) => !taken.has(token)) };
}

/** Takes over the parts of other trees, in the order of the text. */
function adopt(scenario: Mutable<Scenario>, others: readonly Scenario[]): void {
  const root = scenario.$cstNode as Mutable<CompositeCstNode>;
  const nodes = others.flatMap(({ $cstNode }) => ($cstNode as CompositeCstNode).content);
  for (const node of nodes) (node as Mutable<CstNode>).container = root;
  root.content = [...root.content, ...nodes];
  scenario.parts = others.flatMap(({ parts }) => parts);
  AstUtils.linkContentToContainer(scenario);
}

interface Piece {
  readonly text: string;
  /** What makes a scenario of it. */
  readonly before: readonly Token[];
  readonly tokens: readonly Token[];
  /** What comes behind it; undefined at the end of the text. */
  readonly next: Token | undefined;
}

interface Reading {
  /** Undefined where nothing of it can be read. */
  readonly tree: Scenario | undefined;
  readonly problems: readonly Problem[];
  /** Those of which the tree was made. */
  readonly taken: readonly Token[];
}

/** Leaves out lines with a mistake until the others can be read. */
function read(piece: Piece, strangeLines: ReadonlySet<number>): Reading {
  const problems: Problem[] = [];
  const nothing: Reading = { tree: undefined, problems, taken: [] };
  let left: readonly Token[] | undefined = piece.tokens;
  for (const line of linesOf(piece.tokens)) if (strangeLines.has(line)) left = left && withoutLine(left, line);
  const deep = left && tooDeepAt(left);
  if (deep) problems.push({ ...spanOf(deep), end: deep.startOffset + 1, message: `This is nested more than ${DEEPEST} deep: say it more simply, or name parts of it by "group" and "let".` });
  if (!left || deep) return nothing;
  for (let attempt: Attempt | undefined = tryToRead(piece, left); ; ) {
    if (!attempt.error) return { tree: attempt.tree, problems, taken: attempt.tokens };
    problems.push(problemOf(attempt.error, piece));
    attempt = problems.length < MOST_MISTAKES ? better(piece, attempt) : undefined;
    if (!attempt) return nothing;
  }
}

interface Attempt {
  readonly tokens: readonly Token[];
  readonly tree: Scenario;
  readonly error: ParserError | undefined;
}

function tryToRead({ text, before }: Piece, tokens: readonly Token[]): Attempt {
  const { value, parserErrors } = parseTokens(text, [...before, ...tokens]);
  return { tokens, tree: value, error: parserErrors[0] };
}

/** An attempt that gets farther since the mistake is left out, which stands in the line where the parser stops or in the one before. */
function better(piece: Piece, { tokens, error }: Attempt): Attempt | undefined {
  const stop = offsetOf(error!.token);
  const stopped = tokens.findIndex(({ startOffset }) => startOffset === stop);
  const before = tokens.at(stopped === -1 ? -1 : stopped - 1);
  const lines = [before?.startLine, error!.token.startLine].filter((line, index, all) => line !== undefined && (index === 1 || line !== all[1]));
  const withoutLines = lines.map((line) => withoutLine(tokens, line!));
  const candidates = stopped === -1 ? [closed(tokens), ...withoutLines] : [...withoutLines, error!.token.image === '}' ? tokens.toSpliced(stopped, 1) : undefined];
  for (const candidate of candidates) {
    const attempt = candidate && tryToRead(piece, candidate);
    if (attempt && (!attempt.error || offsetOf(attempt.error.token) > stop)) return attempt;
  }
  return undefined;
}

/** With the braces that are missing at the end. */
function closed(tokens: readonly Token[]): readonly Token[] | undefined {
  const open = tokens.reduce((depth, { image }) => depth + (image === '{' ? 1 : image === '}' ? -1 : 0), 0);
  if (open <= 0) return undefined;
  return [...tokens, ...missingTokens('}'.repeat(open))];
}

function linesOf(tokens: readonly Token[]): ReadonlySet<number> {
  return new Set(tokens.map(({ startLine }) => startLine ?? 0));
}

/** The end of the text is behind all else. */
function offsetOf({ startOffset }: Token): number {
  return startOffset >= 0 ? startOffset : Infinity;
}

/** What no token begins with. Where it is a quote, all of its line is meant. */
function strange({ offset, length }: { readonly offset: number; readonly length: number }, text: string): Problem {
  const quote = text[offset] === '"' || text[offset] === "'" ? text[offset] : undefined;
  const [found = ''] = quote === undefined ? [text.slice(offset, offset + length)] : /^[^\r\n]*/.exec(text.slice(offset)) ?? [];
  const end = offset + found.length;
  const fix = quote === undefined ? { start: offset, end, text: '' } : { start: end, end, text: quote };
  return { start: offset, end, message: strangeText(found), fixes: [fix] };
}

function problemOf({ token, message, name, ...error }: ParserError, { text, next }: Piece): Problem {
  const previous = previousOf(error);
  const found = token.startOffset >= 0 ? token : next;
  for (const suspect of [previous, found]) {
    const meant = suspect && keywordMeant(suspect);
    if (meant !== undefined) return { ...spanOf(suspect!), message: `${message} Did you mean "${meant}" by "${suspect!.image}"?`, fixes: [{ ...spanOf(suspect!), text: meant }] };
  }
  const expected = name === 'MismatchedTokenException' ? (dsim.parser.ParserErrorMessageProvider as Messages).expected : undefined;
  const unquoted = expected === 'of' && previous ? unquotedText(text, previous) : undefined;
  if (unquoted) return unquoted;
  const fixes: readonly Fix[] = fixesAt({ text, token: found, previous, expected });
  return { ...(found ? spanOf(found) : endOf(text)), message: found ? message.replace(END_OF_TEXT, show(found)) : message, ...(fixes.length > 0 && { fixes }) };
}

/** A word that is compared, which would be that of a field only with "of" behind it. */
function unquotedText(text: string, token: Token): Problem | undefined {
  const { start, end } = spanOf(token);
  if (!/[=!<>]\s*$/.test(text.slice(0, start))) return undefined;
  return { start, end, message: `Text stands in double quotes, as in "${token.image}"; a field is one of nodes, as in: term of n1.`, fixes: [{ start, end, text: `"${token.image}"` }] };
}

function spanOf({ startOffset, image }: Token): Span {
  return { start: startOffset, end: startOffset + image.length };
}

/** Where something is missing at the end, it is the last letter of the text. */
function endOf(text: string): Span {
  const end = text.trimEnd().length;
  return { start: Math.max(0, end - 1), end };
}

/** The types of errors in general leave out what each of them has. */
function previousOf(error: object): Token | undefined {
  const token = 'previousToken' in error ? (error.previousToken as Token | undefined) : undefined;
  return token !== undefined && token.startOffset >= 0 ? token : undefined;
}

function keywordMeant({ image, tokenType }: Token): string | undefined {
  return tokenType.name === 'WORD' && image.length >= SHORTEST_MEANT ? nearest(image, meaningfulWords) : undefined;
}

/** Where brackets, or a row of "not", are nested too deep. */
function tooDeepAt(tokens: readonly Token[]): Token | undefined {
  let brackets = 0;
  let nots = 0;
  for (const token of tokens) {
    const { image } = token;
    nots = image === 'not' ? nots + 1 : 0;
    if (image === '(' || image === '{') brackets++;
    else if (image === ')' || image === '}') brackets = Math.max(0, brackets - 1);
    if (brackets > DEEPEST || nots > DEEPEST) return token;
  }
  return undefined;
}
