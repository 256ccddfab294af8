/**
 * What is known at a place of a text that is being written. It is found out from the text alone and from the part around the
 * place, so that it is known at once however long the text is, and whatever is wrong elsewhere.
 */
import { analyse } from '../scenario/compile/compile.ts';
import type { Token } from '../scenario/language/messages.ts';
import { parse } from '../scenario/language/parser.ts';
import { dsim, missingTokens } from '../scenario/language/services.ts';
import { stretchesOf, withoutLine } from '../scenario/language/stretches.ts';
import { eventsOf, type Setting } from '../scenario/setting.ts';
import { expectedAfter, type Expectation } from './expectations.ts';
import { nameIn } from './vocabulary.ts';

export interface Cursor {
  /** Where the word begins that is being written, and that may be replaced. */
  readonly start: number;
  readonly expectations: readonly Expectation[];
  /** Of the part around, before the word. */
  readonly tokens: readonly Token[];
  readonly setting: Setting | undefined;
  /** That are given in the text and hold here; those of the system's nodes are not among them. */
  readonly names: readonly string[];
}

/** Undefined inside of comments and of text. */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  const { tokens, hidden, errors } = dsim.parser.Lexer.tokenize(text);
  const isInside = ({ startOffset, image }: Token) => startOffset < offset && offset < startOffset + image.length;
  const isComment = hidden.some((token) => token.image.startsWith('//') && token.startOffset < offset && offset <= token.startOffset + token.image.length);
  const isText = tokens.some((token) => token.tokenType.name === 'TEXT' && isInside(token));
  const isUnfinished = errors.some((error) => text[error.offset] === '"' && error.offset < offset && !/[\r\n]/.test(text.slice(error.offset, offset)));
  if (isComment || isText || isUnfinished) return undefined;

  const start = offset - (/('[^'\r\n]*|[A-Za-z_][\w-]*|-?\d[\w.%]*)$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0].length ?? 0);
  const before = tokens.filter((token) => token.startOffset + token.image.length <= start);
  const stretches = stretchesOf(before);
  const part = partBefore(stretches.at(-1)!);
  const isFirstOfLine = /(^|[\r\n])$/.test(text.slice(0, start));
  const anew = isFirstOfLine && stretches.length > 1 ? expectedAfter(HEADER).next : [];
  return {
    start,
    expectations: [...expectationsAfter(part, stretches.length > 1 ? HEADER : []), ...anew],
    tokens: part,
    setting: settingOfText(text, tokens),
    names: namesBefore(part, stretchesOf(tokens)),
  };
}

const HEADER = missingTokens('scenario ""');

/** Of a long schedule only the entry that is being written, since entries have nothing to do with each other. */
function partBefore(tokens: readonly Token[]): readonly Token[] {
  if (tokens[0]?.image !== 'schedule') return tokens;
  const entry = tokens.findLastIndex(({ image }, index) => index > 1 && image === 'at' && tokens[index + 1]?.tokenType.name === 'DURATION');
  return entry < 0 ? tokens : [...tokens.slice(0, 2), ...tokens.slice(entry)];
}

/** Lines that can't be read are left out. Where the first one can't be, a block stands for what began there. */
function expectationsAfter(part: readonly Token[], before: readonly Token[]): readonly Expectation[] {
  for (let left = part; ; ) {
    const { read, next } = expectedAfter([...before, ...left]);
    const stop = read - before.length;
    if (stop >= left.length) return next;
    const better = [left[stop - 1], left[stop]].flatMap((token) => [withoutLine(left, token?.startLine ?? 0)]).find((candidate) => candidate && stopIn(candidate, before) > left[stop]!.startOffset);
    if (!better) return before === BLOCK || !left.some(({ image }) => image === '{') ? [] : expectationsAfter(left.slice(left.findIndex(({ image }) => image === '{') + 1), BLOCK);
    left = better;
  }
}

const BLOCK = missingTokens('scenario "" at 0s {');

/** Where the reading of tokens ends that can't be read to their end. */
function stopIn(tokens: readonly Token[], before: readonly Token[]): number {
  return tokens[expectedAfter([...before, ...tokens]).read - before.length]?.startOffset ?? Infinity;
}

const settings = new Map<string, Setting | undefined>();
/** Of texts that are being written, some of the last. */
const MOST_SETTINGS = 16;

function settingOfText(text: string, tokens: readonly Token[]): Setting | undefined {
  const stretches = stretchesOf(tokens);
  const system = stretches.find(([head]) => head?.image === 'system');
  if (!system) return undefined;
  const searched = stretches.find(([head]) => head?.image === 'searched') ?? [];
  const source = `${sourceOf(system, text)}\n${sourceOf(searched, text)}`;
  if (!settings.has(source)) {
    if (settings.size >= MOST_SETTINGS) settings.clear();
    // While its parameters are being written they are as they are at first.
    settings.set(source, settingOf(source) ?? settingOf(`system ${system[1]?.image ?? ''}`));
  }
  return settings.get(source);
}

function sourceOf(tokens: readonly Token[], text: string): string {
  const [first, last] = [tokens[0], tokens.at(-1)];
  return first && last ? text.slice(first.startOffset, last.startOffset + last.image.length) : '';
}

function settingOf(system: string): Setting | undefined {
  return analyse(parse(`scenario ""\n${system}`)).setting;
}

/** Groups hold everywhere but in groups before them, what is named on the way from there on. */
function namesBefore(part: readonly Token[], stretches: readonly (readonly Token[])[]): readonly string[] {
  const isGroup = part[0]?.image === 'group';
  const groups = stretches.filter(([head]) => head?.image === 'group' && !(isGroup && head.startOffset >= part[0]!.startOffset)).flatMap(([, name]) => name ?? []);
  const onTheWay = part.filter((_, index) => part[index - 1]?.image === 'as' || part[index - 1]?.image === 'let');
  const names = [...groups, ...onTheWay].filter(({ tokenType }) => tokenType.name === 'WORD' || tokenType.name === 'QUOTED').map(({ image }) => nameIn(image));
  return [...new Set(names)];
}

/** What a word is a part of that begins here: an event, where it is a field of one, a parameter, a distribution. */
export function subjectAt({ tokens, setting }: Cursor, slot: string): string | undefined {
  switch (slot) {
    case 'Parameter.choice':
    case 'Parameter.quantity':
      return tokens.at(-1)?.image;
    case 'SweepValue.choice':
      return tokens[1]?.image;
    case 'Argument.name':
      return tokens[tokens.findLastIndex(({ image }) => image === '(') - 1]?.image;
    default: {
      const verb = tokens.findLastIndex(({ image }) => VERBS.has(image));
      const event = tokens[verb]?.image === 'happens' ? nameIn(tokens[verb - 1]?.image ?? '') : undefined;
      return setting && eventsOf(setting).some(({ name }) => name === event) ? event : undefined;
    }
  }
}

/** Words that say of what a field is that comes after them. */
const VERBS = new Set(['happens', 'is', 'are', 'has', 'have']);
