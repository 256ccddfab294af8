/** What is said of a word under the pointer. */
import { AstUtils, CstUtils, GrammarAST, type LangiumDocument, type LeafCstNode } from 'langium';
import type { HoverProvider } from 'langium/lsp';
import { MarkupKind, type Hover, type HoverParams } from 'vscode-languageserver';
import { constructOf, type Construct } from '../scenario/language/constructs.ts';
import { parameterName, type Setting } from '../scenario/setting.ts';
import { choiceWords, type KnownWord } from '../scenario/words.ts';
import type { ParameterDefinition } from '../simulations/definition.ts';
import { analysisOf, parsedOf } from './analysis.ts';
import { cursorAt } from './cursor.ts';
import { declarationAt } from './names.ts';
import { parametersIn } from './slots.ts';
import { rangeOf } from './validation.ts';
import { wordOf } from './vocabulary.ts';

export class HoverText implements HoverProvider {
  getHoverContent(document: LangiumDocument, { position }: HoverParams): Hover | undefined {
    const root = document.parseResult.value.$cstNode;
    const leaf = root && CstUtils.findLeafNodeAtOffset(root, document.textDocument.offsetAt(position));
    if (!leaf) return describeUnread(document, document.textDocument.offsetAt(position));
    const value = describeName(leaf, document) ?? describeWord(leaf, document) ?? describeKeyword(leaf);
    return value === undefined ? undefined : { contents: { kind: MarkupKind.Markdown, value }, range: leaf.range };
  }
}

/** Of a keyword that is in no tree, since something near it can't be read. */
function describeUnread(document: LangiumDocument, offset: number): Hover | undefined {
  const { textDocument } = document;
  const token = parsedOf(document).lost.find(({ startOffset, image }) => startOffset <= offset && offset < startOffset + image.length);
  const expected = token && cursorAt(textDocument.getText(), token.startOffset)?.expectations.find((each) => each.isKeyword && each.token === token.image);
  const construct = expected && constructOf(expected.rules[0]!.rule, expected.token);
  if (!construct) return undefined;
  return { contents: { kind: MarkupKind.Markdown, value: describeConstruct(construct) }, range: rangeOf({ start: token.startOffset, end: token.startOffset + token.image.length }, textDocument) };
}

/** What gives a name, as it is written. */
function describeName(leaf: LeafCstNode, document: LangiumDocument): string | undefined {
  const giver = declarationAt(leaf, analysisOf(document));
  if (!giver?.$cstNode) return undefined;
  const [line = ''] = giver.$cstNode.text.split(/[\r\n{]/);
  return `${code(line.trim())}\n\nLine ${giver.$cstNode.range.start.line + 1}`;
}

function describeWord(leaf: LeafCstNode, document: LangiumDocument): string | undefined {
  const word = wordOf(leaf, document);
  if (!word) return undefined;
  const { setting } = analysisOf(document);
  const parameters = parametersIn(leaf.astNode.$container?.$type ?? '', setting);
  return [`**${word.name}** — ${word.detail}`, word.meaning, ...choices(word, parameters), ...fields(word, setting)].filter((part) => part !== '').join('\n\n');
}

/** What a parameter may be, where it is one of several. */
function choices({ kind, name }: KnownWord, parameters: readonly ParameterDefinition[]): readonly string[] {
  const definition = kind === 'parameter' ? parameters.find((each) => parameterName(each) === name) : undefined;
  return definition ? [choiceWords(definition).map((choice) => `- \`${choice.written}\`: ${choice.meaning}`).join('\n')] : [];
}

/** What can be asked of an event. */
function fields({ kind, name }: KnownWord, setting: Setting | undefined): readonly string[] {
  const event = kind === 'event' ? setting?.vocabulary.events.find((each) => each.name === name) : undefined;
  return event ? [event.fields.map((field) => `- \`${field.name}\`: ${field.meaning}`).join('\n')] : [];
}

function describeKeyword({ grammarSource }: LeafCstNode): string | undefined {
  if (!GrammarAST.isKeyword(grammarSource)) return undefined;
  const construct = constructOf(AstUtils.getContainerOfType(grammarSource, GrammarAST.isParserRule)!.name, grammarSource.value);
  return construct && describeConstruct(construct);
}

export function describeConstruct({ form, meaning }: Construct): string {
  return `${code(form)}\n\n${meaning}`;
}

function code(text: string): string {
  return `\`\`\`dsim\n${text}\n\`\`\``;
}
