/** Names that are given in a scenario, and where they are used: for "go to definition", references, highlights and renaming. */
import { AstUtils, CstUtils, GrammarUtils, stream, UriUtils, type AstNode, type AstNodeLocator, type CstNode, type FindReferencesOptions, type LangiumCoreServices, type LangiumDocument, type ReferenceDescription, type References, type Stream } from 'langium';
import { DefaultRenameProvider } from 'langium/lsp';
import { LSPErrorCodes, ResponseError, type RenameParams, type WorkspaceEdit } from 'vscode-languageserver';
import type { Analysis } from '../scenario/compile/compile.ts';
import { isAwait, isGroup, isLet, isWhen } from '../scenario/language/generated/ast.ts';
import { roleMeant } from '../scenario/setting.ts';
import { writeName } from '../scenario/spelling.ts';
import { analysisOf } from './analysis.ts';
import { nameIn } from './vocabulary.ts';

/** What gives the name that stands at a leaf; undefined where none does. */
export function declarationAt(leaf: CstNode, { links }: Analysis): AstNode | undefined {
  const node = leaf.astNode;
  const isName = GrammarUtils.findAssignment(leaf)?.feature === 'name';
  if (!isName) return undefined;
  return links.get(node) ?? (gives(node) ? node : undefined);
}

function gives(node: AstNode): boolean {
  return isGroup(node) || isLet(node) || isWhen(node) || isAwait(node);
}

/** A name is known to the compiler and to nobody else, so Langium's own index of references stays empty. */
export class NameReferences implements References {
  private readonly locator: AstNodeLocator;

  constructor({ workspace }: Pick<LangiumCoreServices, 'workspace'>) {
    this.locator = workspace.AstNodeLocator;
  }

  findDeclarations(leaf: CstNode): AstNode[] {
    const found = declarationAt(leaf, analysisOf(AstUtils.getDocument(leaf.astNode)));
    return found ? [found] : [];
  }

  findDeclarationNodes(leaf: CstNode): CstNode[] {
    return this.findDeclarations(leaf).flatMap((node) => nameNode(node) ?? []);
  }

  findReferences(declaration: AstNode, { documentUri, includeDeclaration }: FindReferencesOptions): Stream<ReferenceDescription> {
    const document = AstUtils.getDocument(declaration);
    if (documentUri && !UriUtils.equals(documentUri, document.uri)) return stream([]);
    const uses = [...analysisOf(document).links].flatMap(([use, giver]) => (giver === declaration ? [use] : []));
    return stream([...(includeDeclaration ? [declaration] : []), ...uses].flatMap((node) => this.describe(node, declaration, document)));
  }

  private describe(node: AstNode, declaration: AstNode, { uri }: LangiumDocument): readonly ReferenceDescription[] {
    const name = nameNode(node);
    if (!name) return [];
    const sourcePath = this.locator.getAstNodePath(node);
    const targetPath = this.locator.getAstNodePath(declaration);
    return [{ sourceUri: uri, sourcePath, targetUri: uri, targetPath, segment: CstUtils.toDocumentSegment(name), local: node === declaration }];
  }
}

function nameNode(node: AstNode): CstNode | undefined {
  return GrammarUtils.findNodeForProperty(node.$cstNode, 'name');
}

export class Renaming extends DefaultRenameProvider {
  override async rename(document: LangiumDocument, params: RenameParams): Promise<WorkspaceEdit | undefined> {
    const { setting } = analysisOf(document);
    const name = nameIn(params.newName.trim());
    const objection = this.objectionTo(name, document, params);
    if (objection !== undefined) throw new ResponseError(LSPErrorCodes.RequestFailed, objection);
    return super.rename(document, { ...params, newName: setting ? writeName(name, setting) : params.newName });
  }

  /** What else is called so where the name holds, or would hold. */
  private objectionTo(name: string, document: LangiumDocument, { position }: RenameParams): string | undefined {
    const { setting } = analysisOf(document);
    const root = document.parseResult.value.$cstNode;
    const leaf = CstUtils.findDeclarationNodeAtOffset(root, document.textDocument.offsetAt(position), this.grammarConfig.nameRegexp);
    const declaration = leaf && this.references.findDeclarations(leaf)[0];
    if (!declaration || !root) return undefined;
    if (name === '') return 'A name has at least one letter.';
    if (/^'|'$/.test(name)) return `${name} lacks one of its quotes.`;
    if (setting && roleMeant(name, setting.vocabulary) !== undefined) return `"${name}" is a role of the system: take another name.`;
    if (setting?.nodes.some((node) => node.name === name)) return `"${name}" is the name of a node: take another one.`;
    const other = givers(document).find((each) => each !== declaration && nameIn(nameNode(each)?.text ?? '') === name && holdsNear(each, declaration));
    return other && `"${name}" is given in line ${(other.$cstNode?.range.start.line ?? 0) + 1} already: take another name.`;
  }
}

function givers(document: LangiumDocument): readonly AstNode[] {
  return AstUtils.streamAllContents(document.parseResult.value).filter((node) => gives(node) && nameNode(node) !== undefined).toArray();
}

/** Groups hold everywhere, other names in their strand. */
function holdsNear(one: AstNode, other: AstNode): boolean {
  return isGroup(one) || isGroup(other) || strandOf(one) === strandOf(other);
}

function strandOf(node: AstNode): AstNode | undefined {
  let strand: AstNode | undefined = node;
  while (strand?.$container?.$container) strand = strand.$container;
  return strand;
}
