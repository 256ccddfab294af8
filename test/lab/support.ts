/** What the tests of the lab share: a grader over the child's source, and requests made of short texts. */
import { fileURLToPath } from 'node:url';
import { createGrader, type GraderOptions } from '../../src/lab/grader.ts';
import type { CaseResult, Grader, GradeRequest, SourceFile, Verdict } from '../../src/lab/verdict.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const childScript = fileURLToPath(new URL('../../src/lab/child/main.ts', import.meta.url));

export function sourceGrader(options: Partial<GraderOptions> = {}): Grader {
  return createGrader({ childScript, readable: [root], warm: false, ...options });
}

/** @param learner text of the learner's index.ts @param cases the properties of the object that `cases` takes */
export function request(learner: string, cases: string, more: Partial<GradeRequest> = {}): GradeRequest {
  return {
    exerciseId: 'sample',
    entry: 'index.ts',
    exports: [],
    sources: [file('index.ts', learner)],
    tests: [file('tests/index.ts', `import { cases } from 'dsim/grading';\nexport default cases({ ${cases} });`)],
    cases: [...cases.matchAll(/^\s*'?([\w-]+)'?: \(t\)/gm)].map(([, id]) => id ?? ''),
    limits: { seconds: 20, memory: 128 },
    ...more,
  };
}

export function file(path: string, text: string): SourceFile {
  return { path, text };
}

export function resultOf(verdict: Verdict, id: string): CaseResult {
  const result = verdict.cases.find((candidate) => candidate.id === id);
  if (!result) throw new Error(`There is no result of ${id}: ${JSON.stringify(verdict)}`);
  return result;
}
