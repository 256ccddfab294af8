/** What Langium makes of the grammar. */
import {
  AstUtils, createDefaultCoreModule, createDefaultSharedCoreModule, DefaultLexer, EmptyFileSystem, GrammarAST, inject,
  type AstNode, type LangiumCoreServices, type LangiumSharedCoreServices, type LexerResult, type ParseResult, type TokenizeOptions,
} from 'langium';
import type { Scenario } from './generated/ast.ts';
import { DsimGeneratedModule, DsimGeneratedSharedModule } from './generated/module.ts';
import { Messages, type Token } from './messages.ts';

/** Cuts texts into tokens, or hands out those of a text that was cut before. */
class TokenSource extends DefaultLexer {
  private cut: readonly Token[] | undefined;

  override tokenize(text: string, options?: TokenizeOptions): LexerResult {
    return this.cut ? { tokens: [...this.cut], hidden: [], errors: [] } : super.tokenize(text, options);
  }

  handOut<R>(tokens: readonly Token[], use: () => R): R {
    this.cut = tokens;
    try {
      return use();
    } finally {
      this.cut = undefined;
    }
  }
}

function createServices(): LangiumCoreServices {
  const shared: LangiumSharedCoreServices = inject(createDefaultSharedCoreModule(EmptyFileSystem), DsimGeneratedSharedModule);
  const services = inject(createDefaultCoreModule({ shared }), DsimGeneratedModule, {
    parser: {
      Lexer: (container: LangiumCoreServices) => new TokenSource(container),
      // Where a text goes wrong, `parse` finds a place to go on from.
      ParserConfig: () => ({ recoveryEnabled: false }),
      ParserErrorMessageProvider: () => new Messages(),
    },
  });
  shared.ServiceRegistry.register(services);
  return services;
}

/** To read texts with, and to build an editor's services on. */
export const dsim = createServices();

/** Reads some of the tokens of a text; what comes of it knows its place in the whole text, but for tokens that are in none. */
export function parseTokens(text: string, tokens: readonly Token[]): ParseResult<Scenario> {
  return (dsim.parser.Lexer as TokenSource).handOut(tokens, () => dsim.parser.LangiumParser.parse<Scenario>(text));
}

/** Tokens that are in no text, for what is missing in it. */
export function missingTokens(text: string): readonly Token[] {
  return dsim.parser.Lexer.tokenize(text).tokens.map((token) => ({ ...token, startOffset: NaN, isInsertedInRecovery: true }));
}

/** Words that have a meaning of their own. */
export const keywords: ReadonlySet<string> = keywordsOf(dsim.Grammar);
/** Those of them that may be a simulation's words as well, and those that may be a field's name where it is compared. */
export const wordKeywords: ReadonlySet<string> = keywordsOf(ruleOf('Word'));
export const fieldKeywords: ReadonlySet<string> = keywordsOf(ruleOf('Field'));

function ruleOf(name: string): GrammarAST.AbstractRule {
  return dsim.Grammar.rules.find((rule) => rule.name === name)!;
}

function streamKeywords(node: AstNode) {
  return AstUtils.streamAllContents(node).filter(GrammarAST.isKeyword).map(({ value }) => value);
}

function keywordsOf(node: AstNode): ReadonlySet<string> {
  return new Set(streamKeywords(node));
}

/** Keywords with which a part of a scenario begins. */
export const partKeywords: ReadonlySet<string> = firstKeywords(ruleOf('Part'));
/** Those of them that stand nowhere else. */
export const tellingKeywords: ReadonlySet<string> = tellingOf(partKeywords);

function firstKeywords(node: AstNode): ReadonlySet<string> {
  if (GrammarAST.isKeyword(node)) return new Set([node.value]);
  if (GrammarAST.isParserRule(node)) return firstKeywords(node.definition);
  if (GrammarAST.isAssignment(node)) return firstKeywords(node.terminal);
  if (GrammarAST.isRuleCall(node)) return GrammarAST.isParserRule(node.rule.ref) ? firstKeywords(node.rule.ref) : new Set();
  if (GrammarAST.isAlternatives(node)) return new Set(node.elements.flatMap((element) => [...firstKeywords(element)]));
  if (!GrammarAST.isGroup(node)) return new Set();
  const beginning = node.elements.findIndex((element) => !GrammarAST.isAction(element) && element.cardinality !== '?' && element.cardinality !== '*');
  return new Set(node.elements.slice(0, beginning + 1).flatMap((element) => [...firstKeywords(element)]));
}

function tellingOf(words: ReadonlySet<string>): ReadonlySet<string> {
  const all = streamKeywords(dsim.Grammar).toArray();
  return new Set([...words].filter((word) => all.filter((each) => each === word).length === 1));
}
