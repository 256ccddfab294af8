/** Lays out a scenario, where all of it can be read. */
import type { LangiumDocument } from 'langium';
import type { Formatter } from 'langium/lsp';
import type { DocumentFormattingParams, DocumentRangeFormattingParams, FormattingOptions, TextEdit } from 'vscode-languageserver';
import type { Scenario } from '../scenario/language/generated/ast.ts';
import { parsedOf } from './analysis.ts';
import { layOut } from './layout.ts';
import { rangeOf } from './validation.ts';

export class Layout implements Formatter {
  readonly formatOnTypeOptions = undefined;

  formatDocument(document: LangiumDocument, { options }: DocumentFormattingParams): TextEdit[] {
    return editsFor(document, options);
  }

  formatDocumentRange(document: LangiumDocument, { range, options }: DocumentRangeFormattingParams): TextEdit[] {
    return editsFor(document, options).filter((edit) => edit.range.start.line >= range.start.line - 1 && edit.range.end.line <= range.end.line);
  }

  formatDocumentOnType(): TextEdit[] {
    return [];
  }
}

function editsFor(document: LangiumDocument, { insertSpaces, tabSize }: FormattingOptions): TextEdit[] {
  const { textDocument, parseResult } = document;
  if (parsedOf(document).problems.length > 0) return [];
  const changes = layOut(textDocument.getText(), parseResult.value as Scenario, insertSpaces ? ' '.repeat(tabSize) : '\t');
  return changes.map((change) => ({ range: rangeOf(change, textDocument), newText: change.text }));
}
