/** From text to a syntax tree, by the grammar in `dsim.langium`. */
import type { LangiumParser } from 'langium';
import { nearest } from '../nearest.ts';
import type { Problem, Span } from '../problem.ts';
import type { Scenario } from './generated/ast.ts';
import { strangeText, type Token } from './messages.ts';
import { dsim, keywords } from './services.ts';

type ParserError = ReturnType<LangiumParser['parse']>['parserErrors'][number];

export interface Parsed {
  /** Incomplete where there are problems. */
  readonly scenario: Scenario;
  readonly problems: readonly Problem[];
}

/** So deep may brackets be nested: more would be nobody's text, and might exhaust the stack. */
const DEEPEST = 100;

/** Shorter words resemble each other by chance. */
const SHORTEST_MEANT = 3;
const meaningfulWords = [...keywords].filter((word) => word.length >= SHORTEST_MEANT);

/** Never throws: what is wrong with the text is said in `problems`, in order. */
export function parse(text: string): Parsed {
  const deep = tooDeepAt(text);
  const { value, lexerErrors, parserErrors } = dsim.parser.LangiumParser.parse<Scenario>(deep === undefined ? text : text.slice(0, deep));
  if (deep !== undefined) return { scenario: value, problems: [{ start: deep, end: deep + 1, message: `This is nested more than ${DEEPEST} deep: say it more simply, or name parts of it by "group" and "let".` }] };
  const problems: readonly Problem[] = [
    ...lexerErrors.map((error) => strange(error, text)),
    ...parserErrors.map((error) => problemOf(error, text)),
  ];
  return { scenario: value, problems: firstPerLine(text, problems.toSorted((one, other) => one.start - other.start)) };
}

/** What is wrong after the first mistake in a line is mostly what comes of it. */
function firstPerLine(text: string, problems: readonly Problem[]): Problem[] {
  return problems.filter(({ start }, index) => index === 0 || /[\r\n]/.test(text.slice(problems[index - 1]!.start, start)));
}

/** What no token begins with. Where it is a quote, all of its line is meant. */
function strange({ offset, length }: { readonly offset: number; readonly length: number }, text: string): Problem {
  const isQuote = text[offset] === '"' || text[offset] === "'";
  const [found = ''] = isQuote ? /^[^\r\n]*/.exec(text.slice(offset)) ?? [] : [text.slice(offset, offset + length)];
  return { start: offset, end: offset + found.length, message: strangeText(found) };
}

function problemOf({ token, message, ...error }: ParserError, text: string): Problem {
  for (const suspect of [previous(error), token]) {
    const meant = suspect && keywordMeant(suspect);
    if (meant !== undefined) return { ...spanOf(suspect!, text), message: `${message} Did you mean "${meant}" by "${suspect!.image}"?` };
  }
  return { ...spanOf(token, text), message };
}

/** Where something is missing at the end, it is the last letter of the text. */
function spanOf({ startOffset, image }: Token, text: string): Span {
  if (startOffset >= 0) return { start: startOffset, end: startOffset + image.length };
  const end = text.trimEnd().length;
  return { start: Math.max(0, end - 1), end };
}

/** The types of errors in general leave out what each of them has. */
function previous(error: object): Token | undefined {
  return 'previousToken' in error ? (error.previousToken as Token | undefined) : undefined;
}

function keywordMeant({ image, tokenType }: Token): string | undefined {
  return tokenType.name === 'WORD' && image.length >= SHORTEST_MEANT ? nearest(image, meaningfulWords) : undefined;
}

/** Where brackets, or a row of "not", are nested too deep. */
function tooDeepAt(text: string): number | undefined {
  let brackets = 0;
  let nots = 0;
  for (const { image, startOffset } of dsim.parser.Lexer.tokenize(text).tokens) {
    nots = image === 'not' ? nots + 1 : 0;
    if (image === '(' || image === '{') brackets++;
    else if (image === ')' || image === '}') brackets = Math.max(0, brackets - 1);
    if (brackets > DEEPEST || nots > DEEPEST) return startOffset;
  }
  return undefined;
}
