/** When documents are read and checked. */
import { DefaultLangiumDocumentFactory, DocumentState, URI, type AstNode, type Cancellation, type LangiumDocument, type LangiumDocuments } from 'langium';
import { DefaultDocumentUpdateHandler, type LangiumSharedServices } from 'langium/lsp';
import type { TextDocumentChangeEvent } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { quiet } from './quiet.ts';

/** Reading more takes a noticeable part of a second. */
const MANY_CHARACTERS = 50_000;

/** After the last keystroke: what is wrong with a word that is being written is no news. */
const PAUSE_MS = 200;

/** Short ones are read at once, for what else is asked of them, and checked after a pause; long ones are read after the pause. */
function isLong(document: TextDocument): boolean {
  return document.getText().length > MANY_CHARACTERS;
}

export async function pauseBeforeCheck({ textDocument }: LangiumDocument, token: Cancellation.CancellationToken): Promise<void> {
  if (!isLong(textDocument)) await quiet(PAUSE_MS, token);
}

export class DocumentFactory extends DefaultLangiumDocumentFactory {
  override async update<T extends AstNode>(document: LangiumDocument<T>, token: Cancellation.CancellationToken): Promise<LangiumDocument<T>> {
    if (isLong(document.textDocument)) await quiet(PAUSE_MS, token);
    return super.update<T>(document, token);
  }
}

/** Documents come from the editor alone: those that are open, of whatever scheme. */
export class Updates extends DefaultDocumentUpdateHandler {
  private readonly documents: LangiumDocuments;

  constructor(services: LangiumSharedServices) {
    super(services);
    this.documents = services.workspace.LangiumDocuments;
  }

  /** It is there at once, so that what is asked of it waits for it instead of failing. */
  didOpenDocument({ document }: TextDocumentChangeEvent<TextDocument>): void {
    const uri = URI.parse(document.uri);
    if (this.documents.hasDocument(uri)) return;
    this.documents.addDocument({ uri, textDocument: document, state: DocumentState.Changed, parseResult: { value: { $type: 'Scenario' }, parserErrors: [], lexerErrors: [] }, references: [] });
  }

  didCloseDocument({ document }: TextDocumentChangeEvent<TextDocument>): void {
    this.fireDocumentUpdate([], [URI.parse(document.uri)]);
  }

  protected override getWatchers(): [] {
    return [];
  }
}
