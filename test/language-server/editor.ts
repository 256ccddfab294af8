/** Texts with marks, opened in the language server's services without an editor: `<|>` is a place, `<|text|>` a stretch. */
import { Cancellation, URI, type LangiumDocument } from 'langium';
import { createServices } from '../../src/language-server/services.ts';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, TextEdit } from 'vscode-languageserver';

export const { shared, language } = createServices({});
shared.workspace.ConfigurationProvider.initialized({}).catch(() => undefined);

export interface Marked {
  readonly text: string;
  /** Offsets of places. */
  readonly places: readonly number[];
  readonly stretches: readonly { readonly start: number; readonly end: number }[];
}

export function readMarks(marked: string): Marked {
  const places: number[] = [];
  const stretches: { start: number; end: number }[] = [];
  let text = '';
  let at = 0;
  for (const { index, 0: mark, 1: inside } of marked.matchAll(/<\|(?:>|([^|]*)\|>)/g)) {
    text += marked.slice(at, index);
    if (inside === undefined) places.push(text.length);
    else stretches.push({ start: text.length, end: text.length + inside.length });
    text += inside ?? '';
    at = index + mark.length;
  }
  return { text: text + marked.slice(at), places, stretches };
}

export interface Opened extends Marked {
  readonly document: LangiumDocument;
  readonly uri: string;
  positionAt(offset: number): Position;
  /** The first place. */
  readonly position: Position;
}

let opened = 0;

export async function open(marked: string): Promise<Opened> {
  const marks = readMarks(marked);
  const uri = `memory:/${++opened}.dsim`;
  const document = await shared.workspace.LangiumDocumentFactory.fromString(marks.text, URI.parse(uri), Cancellation.CancellationToken.None);
  const positionAt = (offset: number) => document.textDocument.positionAt(offset);
  return { ...marks, document, uri, positionAt, position: positionAt(marks.places[0] ?? marks.stretches[0]?.start ?? 0) };
}

/** A scenario of Raft with this in it. */
export function inRaft(text: string): string {
  return `scenario "a"\nsystem raft { nodes 5 }\n${text}`;
}

export function edited(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('memory:/edited.dsim', 'dsim', 0, text), [...edits]);
}
