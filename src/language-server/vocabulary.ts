/** What the words of a tree are. */
import { GrammarUtils, type AstNode, type LangiumDocument, type LeafCstNode } from 'langium';
import { isArgument, isDistribution, isFieldTest, isHappening, isParameter, isSweepValue } from '../scenario/language/generated/ast.ts';
import { pluralOf } from '../scenario/setting.ts';
import { readWord } from '../scenario/spelling.ts';
import type { KnownWord } from '../scenario/words.ts';
import { analysisOf } from './analysis.ts';
import { parametersIn, wordsAt } from './slots.ts';

/** The word of the system that stands at a leaf of a document's tree; undefined where there is none, as at a keyword or a name that was given. */
export function wordOf(leaf: LeafCstNode, document: LangiumDocument): KnownWord | undefined {
  const property = GrammarUtils.findAssignment(leaf)?.feature;
  const node = leaf.astNode;
  if (property === undefined || analysisOf(document).links.has(node)) return undefined;
  const { setting } = analysisOf(document);
  const words = wordsAt(node.$type, property, { setting, parameters: parametersIn(node.$container?.$type ?? '', setting), subject: subjectOf(node) });
  const name = nameIn(leaf.text);
  return words.find((word) => word.name === name) ?? words.find((word) => word.kind === 'role' && pluralOf(word.name) === name);
}

function subjectOf(node: AstNode): string | undefined {
  if (isParameter(node)) return nameIn(node.name);
  if (isSweepValue(node)) return nameIn(node.$container.name);
  if (isArgument(node) && isDistribution(node.$container)) return nameIn(node.$container.kind);
  if (isFieldTest(node) && isHappening(node.$container)) return nameIn(node.$container.event);
  return undefined;
}

/** Without quotes where it has any. */
export function nameIn(text: string): string {
  try {
    return readWord(text);
  } catch {
    // An escape that means nothing is told of elsewhere.
    return text;
  }
}
