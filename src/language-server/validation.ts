/** Problems of the compiler, as the protocol has them. */
import type { Cancellation, DocumentValidator, LangiumDocument, ValidationOptions } from 'langium';
import { DiagnosticSeverity, Range, type Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Problem, Span } from '../scenario/problem.ts';
import { analysisOf } from './analysis.ts';
import { quiet } from './quiet.ts';

/** After the last keystroke: what is wrong with a word that is being written is no news. */
const PAUSE_MS = 200;

export class Validator implements DocumentValidator {
  async validateDocument(document: LangiumDocument, _options?: ValidationOptions, token?: Cancellation.CancellationToken): Promise<Diagnostic[]> {
    if (token) await quiet(PAUSE_MS, token);
    return analysisOf(document).problems.map((problem) => diagnosticOf(problem, document.textDocument));
  }
}

export function diagnosticOf(problem: Problem, document: TextDocument): Diagnostic {
  return { range: rangeOf(problem, document), message: problem.message, severity: DiagnosticSeverity.Error, source: 'Distributed Systems Mastery' };
}

export function rangeOf({ start, end }: Span, document: TextDocument): Range {
  return Range.create(document.positionAt(start), document.positionAt(end));
}
