/** The services of the language for an editor: Langium's, and ours where they know what a scenario means. */
import { EmptyFileSystem, inject, type AstNode, type Module, type ParseResult } from 'langium';
import { createDefaultModule, createDefaultSharedModule, type DefaultSharedModuleContext, type LangiumServices, type LangiumSharedServices, type PartialLangiumServices, type PartialLangiumSharedServices } from 'langium/lsp';
import { DsimGeneratedModule, DsimGeneratedSharedModule } from '../scenario/language/generated/module.ts';
import { dsim } from '../scenario/language/services.ts';
import { parseDocument } from './analysis.ts';
import { Completion } from './completion.ts';
import { DocumentFactory, Updates } from './documents.ts';
import { Layout } from './formatting.ts';
import { HoverText } from './hover.ts';
import { NothingToLink, noReferences, noScopes } from './linking.ts';
import { NameReferences, Renaming } from './names.ts';
import { Folding, Outline } from './outline.ts';
import { QuickFixes } from './quick-fixes.ts';
import { Colours } from './semantic-tokens.ts';
import { Validator } from './validation.ts';

const sharedModule: Module<LangiumSharedServices, PartialLangiumSharedServices> = {
  lsp: { DocumentUpdateHandler: (services) => new Updates(services) },
  workspace: { LangiumDocumentFactory: (services) => new DocumentFactory(services) },
};

/** Grammar and parser are those that the compiler has. */
const languageModule: Module<LangiumServices, PartialLangiumServices> = {
  Grammar: () => dsim.Grammar,
  parser: {
    Lexer: () => dsim.parser.Lexer,
    TokenBuilder: () => dsim.parser.TokenBuilder,
    LangiumParser: () => dsim.parser.LangiumParser,
    ParserConfig: () => dsim.parser.ParserConfig,
    AsyncParser: () => ({ parse: async <T extends AstNode>(text: string) => parseDocument(text) as ParseResult<AstNode> as ParseResult<T> }),
  },
  references: { References: (services) => new NameReferences(services), Linker: (services) => new NothingToLink(services), ScopeComputation: () => noScopes },
  workspace: { ReferenceDescriptionProvider: () => noReferences },
  validation: { DocumentValidator: () => new Validator() },
  lsp: {
    CompletionProvider: () => new Completion(),
    HoverProvider: () => new HoverText(),
    DocumentSymbolProvider: () => new Outline(),
    FoldingRangeProvider: (services) => new Folding(services),
    RenameProvider: (services) => new Renaming(services),
    CodeActionProvider: () => new QuickFixes(),
    Formatter: () => new Layout(),
    SemanticTokenProvider: (services) => new Colours(services),
  },
};

/** @param context with a connection to an editor, or without one in tests */
export function createServices(context: Pick<DefaultSharedModuleContext, 'connection'>): { readonly shared: LangiumSharedServices; readonly language: LangiumServices } {
  const shared = inject(createDefaultSharedModule({ ...context, ...EmptyFileSystem }), DsimGeneratedSharedModule, sharedModule);
  const language = inject(createDefaultModule({ shared }), DsimGeneratedModule, languageModule);
  shared.ServiceRegistry.register(language);
  return { shared, language };
}
