/** What mends a problem, from the problem itself. */
import type { LangiumDocument } from 'langium';
import type { CodeActionProvider } from 'langium/lsp';
import { CodeActionKind, type CodeAction, type CodeActionParams, type Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Fix, Problem } from '../scenario/problem.ts';
import { analysisOf } from './analysis.ts';
import { diagnosticOf, rangeOf } from './validation.ts';

export class QuickFixes implements CodeActionProvider {
  getCodeActions(document: LangiumDocument, { range, context }: CodeActionParams): CodeAction[] {
    if (context.only && !context.only.some((kind) => CodeActionKind.QuickFix.startsWith(kind))) return [];
    return analysisOf(document).problems.filter((problem) => touches(rangeOf(problem, document.textDocument), range)).flatMap((problem) => actionsFor(problem, document.textDocument));
  }
}

function actionsFor(problem: Problem, document: TextDocument): readonly CodeAction[] {
  return (problem.fixes ?? []).map((fix, index) => ({
    title: titleOf(fix),
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(problem, document)],
    // The likeliest can be taken without looking where there is no other.
    isPreferred: index === 0 && problem.fixes?.length === 1,
    edit: { changes: { [document.uri]: [{ range: rangeOf(fix, document), newText: fix.text }] } },
  }));
}

function titleOf({ start, end, text }: Fix): string {
  if (start === end) return `Put ${text.trim()} there`;
  return text === '' ? 'Take it away' : `Replace by ${text}`;
}

function touches(one: Range, other: Range): boolean {
  return compare(one.start, other.end) <= 0 && compare(other.start, one.end) <= 0;
}

function compare(one: Range['start'], other: Range['start']): number {
  return one.line - other.line || one.character - other.character;
}
