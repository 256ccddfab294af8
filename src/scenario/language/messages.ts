/** What the parser says of a text that it can't read. */
import { AbstractParserErrorMessageProvider } from 'langium';
import { describeRule } from './descriptions.ts';

type Options<K extends keyof AbstractParserErrorMessageProvider> = Parameters<AbstractParserErrorMessageProvider[K]>[0];
export type Token = Options<'buildMismatchTokenMessage'>['actual'];

export class Messages extends AbstractParserErrorMessageProvider {
  /** The type of the token without which the parser could not go on when it last missed a certain one. */
  expected: string | undefined;

  override buildMismatchTokenMessage({ expected, actual }: Options<'buildMismatchTokenMessage'>): string {
    this.expected = expected.name;
    return expected.name === 'EOF' ? noSuchThing(actual, 'Part') : `Here ${nameOfToken(expected.name)} is needed, not ${show(actual)}.`;
  }

  override buildNotAllInputParsedMessage({ firstRedundant }: Options<'buildNotAllInputParsedMessage'>): string {
    return noSuchThing(firstRedundant, 'Part');
  }

  override buildNoViableAltMessage({ actual, ruleName }: Options<'buildNoViableAltMessage'>): string {
    return noSuchThing(actual[0], ruleName);
  }

  override buildEarlyExitMessage({ actual, ruleName }: Options<'buildEarlyExitMessage'>): string {
    return noSuchThing(actual[0], ruleName);
  }
}

function noSuchThing(token: Token | undefined, rule: string): string {
  return `${token ? capital(show(token)) : 'This'} can't stand here. ${describeRule(rule.replace(/\W/g, ''))}`.trimEnd();
}

/** What the lexer makes nothing of. */
export function strangeText(found: string): string {
  const quote = found.startsWith('"') || found.startsWith("'") ? found[0] : undefined;
  if (quote !== undefined) return `The text that begins here has no end: put a ${quote} behind it, on the same line.`;
  return `"${found.length > 20 ? `${found.slice(0, 20)}…` : found}" means nothing here: take it away, or put it into quotes where it is text.`;
}

/** What is said instead of a token where there is none. */
export const END_OF_TEXT = 'the end of the text';

export function show({ image, tokenType }: Token): string {
  return tokenType.name === 'EOF' || image === '' ? END_OF_TEXT : `"${image.length > 40 ? `${image.slice(0, 40)}…` : image}"`;
}

const TERMINALS: Readonly<Record<string, string>> = {
  EOF: 'the end of the text',
  DURATION: 'a time such as 150ms',
  PERCENT: 'a share such as 10%',
  NUMBER: 'a number',
  WORD: 'a word',
  TEXT: 'text in double quotes',
  QUOTED: 'a name',
};

function nameOfToken(name: string): string {
  return TERMINALS[name] ?? `"${name}"`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
