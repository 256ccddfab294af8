/** The language server's process: it talks to an editor, and reads nothing but the documents that the editor sends. */
import { DocumentState } from 'langium';
import { startLanguageServer } from 'langium/lsp';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createServices } from './services.ts';

const { shared } = createServices({ connection: createConnection(ProposedFeatures.all) });

// What is written next is asked for at every keystroke, and depends on the text alone.
startLanguageServer(shared, { CompletionProvider: { type: 'document', state: DocumentState.Changed } });
