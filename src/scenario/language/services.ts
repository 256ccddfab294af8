/** What Langium makes of the grammar. */
import { AstUtils, createDefaultCoreModule, createDefaultSharedCoreModule, EmptyFileSystem, GrammarAST, inject, type LangiumCoreServices, type LangiumSharedCoreServices } from 'langium';
import { DsimGeneratedModule, DsimGeneratedSharedModule } from './generated/module.ts';
import { Messages } from './messages.ts';

function createServices(): LangiumCoreServices {
  const shared: LangiumSharedCoreServices = inject(createDefaultSharedCoreModule(EmptyFileSystem), DsimGeneratedSharedModule);
  const services = inject(createDefaultCoreModule({ shared }), DsimGeneratedModule, { parser: { ParserErrorMessageProvider: () => new Messages() } });
  shared.ServiceRegistry.register(services);
  return services;
}

/** To read texts with, and to build an editor's services on. */
export const dsim = createServices();

/** Words that have a meaning of their own. */
export const keywords: ReadonlySet<string> = keywordsOf(dsim.Grammar);
/** Those of them that may be a simulation's words as well, and those that may be a field's name where it is compared. */
export const wordKeywords: ReadonlySet<string> = keywordsOf(dsim.Grammar.rules.find(({ name }) => name === 'Word')!);
export const fieldKeywords: ReadonlySet<string> = keywordsOf(dsim.Grammar.rules.find(({ name }) => name === 'Field')!);

function keywordsOf(node: GrammarAST.Grammar | GrammarAST.AbstractRule): ReadonlySet<string> {
  return new Set(AstUtils.streamAllContents(node).filter(GrammarAST.isKeyword).map(({ value }) => value));
}
