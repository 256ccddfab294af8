/** Names are linked by the compiler, so nothing is left for Langium to link: looking for it would take as long as reading the text. */
import { DefaultLinker, DocumentState, MultiMap, type LangiumDocument, type ReferenceDescriptionProvider, type ScopeComputation } from 'langium';

export class NothingToLink extends DefaultLinker {
  override async link(document: LangiumDocument): Promise<void> {
    document.state = DocumentState.Linked;
  }
}

export const noScopes: ScopeComputation = {
  collectExportedSymbols: async () => [],
  collectLocalSymbols: async () => new MultiMap(),
};

export const noReferences: ReferenceDescriptionProvider = { createDescriptions: async () => [] };
