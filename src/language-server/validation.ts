/** Problems of the compiler, as the protocol has them. */
import type { Cancellation, DocumentValidator, LangiumDocument, ValidationOptions } from 'langium';
import { DiagnosticSeverity, Range, type Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Problem, Span } from '../scenario/problem.ts';
import { analysisOf } from './analysis.ts';
import { pauseBeforeCheck } from './documents.ts';

export class Validator implements DocumentValidator {
  async validateDocument(document: LangiumDocument, _options?: ValidationOptions, token?: Cancellation.CancellationToken): Promise<Diagnostic[]> {
    if (token) await pauseBeforeCheck(document, token);
    return analysisOf(document).problems.map((problem) => diagnosticOf(problem, document.textDocument));
  }
}

export function diagnosticOf(problem: Problem, document: TextDocument): Diagnostic {
  return { range: rangeOf(problem, document), message: problem.message, severity: DiagnosticSeverity.Error, source: 'Distributed Systems Mastery' };
}

export function rangeOf({ start, end }: Span, document: TextDocument): Range {
  return Range.create(document.positionAt(start), document.positionAt(end));
}
