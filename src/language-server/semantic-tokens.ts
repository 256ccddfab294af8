/** Colours for the words of the system and for names, which only the compiler tells from each other. */
import { CstUtils, GrammarUtils, type AstNode } from 'langium';
import { AbstractSemanticTokenProvider, type SemanticTokenAcceptor } from 'langium/lsp';
import { SemanticTokenModifiers, SemanticTokenTypes } from 'vscode-languageserver';
import type { WordKind } from '../scenario/words.ts';
import { analysisOf } from './analysis.ts';
import { declarationAt } from './names.ts';
import { wordOf } from './vocabulary.ts';

const TYPES: Readonly<Record<WordKind, SemanticTokenTypes>> = {
  system: SemanticTokenTypes.namespace,
  parameter: SemanticTokenTypes.parameter,
  choice: SemanticTokenTypes.enumMember,
  node: SemanticTokenTypes.variable,
  role: SemanticTokenTypes.enumMember,
  status: SemanticTokenTypes.enumMember,
  field: SemanticTokenTypes.property,
  event: SemanticTokenTypes.event,
  message: SemanticTokenTypes.type,
  property: SemanticTokenTypes.interface,
  level: SemanticTokenTypes.enumMember,
  distribution: SemanticTokenTypes.function,
  argument: SemanticTokenTypes.parameter,
  timer: SemanticTokenTypes.event,
  model: SemanticTokenTypes.interface,
};

/** Properties of nodes that take words. */
const WORDY = ['name', 'type', 'choice', 'level', 'role', 'word', 'field', 'event', 'property', 'kind', 'timer', 'model'];

export class Colours extends AbstractSemanticTokenProvider {
  protected override highlightElement(node: AstNode, accept: SemanticTokenAcceptor): void {
    const document = this.currentDocument!;
    for (const property of WORDY) {
      const found = property in node ? GrammarUtils.findNodeForProperty(node.$cstNode, property) : undefined;
      const leaf = found && CstUtils.flattenCst(found).head();
      if (!leaf) continue;
      const giver = declarationAt(leaf, analysisOf(document));
      const word = giver ? undefined : wordOf(leaf, document);
      if (giver) accept({ cst: leaf, type: SemanticTokenTypes.variable, ...(giver === node && { modifier: SemanticTokenModifiers.declaration }) });
      else if (word) accept({ cst: leaf, type: TYPES[word.kind] });
    }
  }
}
