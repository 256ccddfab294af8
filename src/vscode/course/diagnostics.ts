/** Shows what is wrong with packs in the Problems view, at its place in the file. */
import path from 'node:path';
import type * as vscode from 'vscode';
import type { PackProblem } from '../../course/model.ts';
import { Disposables, type Disposable } from '../disposables.ts';
import type { VsCode } from '../host.ts';
import type { Catalog } from './catalog.ts';
import type { CourseService } from './course-service.ts';

/** Only packs in folders that the user named are shown: their files are at hand to be mended. */
export function publishProblems(vscode: VsCode, course: CourseService): Disposable {
  const disposables = new Disposables();
  const collection = disposables.add(vscode.languages.createDiagnosticCollection('distributedSystemsMastery'));
  disposables.add(
    course.onDidChange((catalog) => {
      collection.clear();
      collection.set(entries(vscode, catalog));
    }),
  );
  return disposables;
}

/** The collection merges what is given for one file. */
function entries(vscode: VsCode, { results }: Catalog): [vscode.Uri, vscode.Diagnostic[]][] {
  return results
    .flatMap((result) => (result.kind === 'faulty' && result.origin.kind === 'folder' ? result.problems : []))
    .filter(({ file }) => file !== '')
    .map((problem) => [vscode.Uri.file(path.join(problem.packRoot, problem.file)), [diagnostic(vscode, problem)]]);
}

function diagnostic(vscode: VsCode, { line, column, message, remedy }: PackProblem): vscode.Diagnostic {
  const range = new vscode.Range(line - 1, column - 1, line - 1, Number.MAX_SAFE_INTEGER);
  const found = new vscode.Diagnostic(range, `${message} ${remedy}`, vscode.DiagnosticSeverity.Error);
  found.source = 'Distributed Systems Mastery';
  return found;
}
