/** When documents are read and checked. */
import { DefaultLangiumDocumentFactory, DocumentState, URI, type AstNode, type Cancellation, type LangiumDocument, type LangiumDocuments } from 'langium';
import { DefaultDocumentUpdateHandler, type LangiumSharedServices } from 'langium/lsp';
import type { TextDocumentChangeEvent } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { quiet } from './quiet.ts';

/** Reading more takes a noticeable part of a second, so it waits until the writer pauses. */
const MANY_CHARACTERS = 50_000;
const PAUSE_MS = 200;

export class DocumentFactory extends DefaultLangiumDocumentFactory {
  override async update<T extends AstNode>(document: LangiumDocument<T>, token: Cancellation.CancellationToken): Promise<LangiumDocument<T>> {
    if (document.textDocument.getText().length > MANY_CHARACTERS) await quiet(PAUSE_MS, token);
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
