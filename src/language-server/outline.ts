/** The outline of a scenario, and what of it can be folded. */
import { AstUtils, GrammarUtils, type AstNode, type LangiumDocument } from 'langium';
import { DefaultFoldingRangeProvider, type DocumentSymbolProvider } from 'langium/lsp';
import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver';
import * as ast from '../scenario/language/generated/ast.ts';
import { nameIn } from './vocabulary.ts';

export class Outline implements DocumentSymbolProvider {
  getSymbols({ parseResult }: LangiumDocument): DocumentSymbol[] {
    const scenario = parseResult.value as ast.Scenario;
    return scenario.parts.flatMap(symbolOf);
  }
}

const KINDS: Readonly<Record<string, SymbolKind>> = { System: SymbolKind.Module, Group: SymbolKind.Variable, Schedule: SymbolKind.Array, At: SymbolKind.Event, Every: SymbolKind.Event, When: SymbolKind.Event };

function symbolOf(part: ast.Part): DocumentSymbol[] {
  const range = part.$cstNode?.range;
  if (!range) return [];
  const name = headOf(part);
  const named = GrammarUtils.findNodeForProperty(part.$cstNode, 'name') ?? GrammarUtils.findNodeForProperty(part.$cstNode, 'text');
  const children = AstUtils.streamAllContents(part).filter((node) => (ast.isLet(node) || ast.isAwait(node)) && node.name !== undefined).map(letSymbol).toArray().flat();
  return [{ name, kind: KINDS[part.$type] ?? (ast.isClaim(part) ? SymbolKind.Boolean : SymbolKind.Constant), range, selectionRange: named?.range ?? { start: range.start, end: range.start }, children }];
}

/** What stands before its block or its condition, in one line; a claim that says what it means is called so. */
function headOf(part: ast.Part): string {
  const text = part.$cstNode?.text ?? '';
  if (ast.isClaim(part) && part.text !== undefined) return `${/^\w+/.exec(text)?.[0]}: ${nameIn(part.text).slice(1, -1)}`;
  return text.replace(/\{[^]*$/, '').replace(/\/\/.*$/gm, '').replace(/\s+/g, ' ').trim();
}

function letSymbol(node: AstNode): DocumentSymbol[] {
  const name = GrammarUtils.findNodeForProperty(node.$cstNode, 'name');
  return name && node.$cstNode ? [{ name: nameIn(name.text), kind: SymbolKind.Variable, range: node.$cstNode.range, selectionRange: name.range }] : [];
}

/** Blocks, and parameters of a system. */
export class Folding extends DefaultFoldingRangeProvider {
  protected override shouldProcess(node: AstNode): boolean {
    return ast.isStrand(node) || ast.isRepeat(node) || ast.isAsk(node) || ast.isSchedule(node) || ast.isSystem(node) || ast.isClaim(node);
  }
}
