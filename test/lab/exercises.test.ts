/**
 * The graders are graded: for every exercise of every built-in pack, the untouched starter fails, the solution passes, and
 * each mutant fails the case that it names. Solutions in another style (test/fixtures/lab/alternatives) pass as well.
 */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { ExerciseFile } from '../../src/course/schema.ts';
import type { Grader, SourceFile, Verdict } from '../../src/lab/verdict.ts';
import { resultOf, sourceGrader } from './support.ts';

const packs = fileURLToPath(new URL('../../exercises', import.meta.url));
const alternatives = fileURLToPath(new URL('../fixtures/lab/alternatives', import.meta.url));

const folders = globSync('*/topics/*/exercises/*/exercise.json', { cwd: packs }).sort().map((file) => join(packs, dirname(file)));

describe('the exercises of the built-in packs', function () {
  this.timeout(60_000);
  let grader: Grader;
  before(() => {
    grader = sourceGrader({ warm: true });
  });
  after(() => grader.dispose());

  it('are found', () => assert.ok(folders.length >= 2));

  for (const folder of folders) {
    describe(basename(folder), () => {
      const exercise = v.parse(ExerciseFile, JSON.parse(readFileSync(join(folder, 'exercise.json'), 'utf8')));
      const tests = globSync('tests/**/*.ts', { cwd: folder }).map((path) => read(folder, path.replaceAll('\\', '/')));

      /** Grades the files of a folder; those that it lacks are the solution's. @param only the only case to run */
      const grade = (variant: string, only?: string): Promise<Verdict> => {
        const { id, entry, exports, limits, files, cases } = exercise;
        const sources = files.map((path) => read(existsSync(join(variant, path)) ? variant : join(folder, 'solution'), path));
        return grader.grade({ exerciseId: id, entry, exports, limits, sources, tests, cases: only === undefined ? cases.map((one) => one.id) : [only] });
      };
      const failures = (verdict: Verdict): string[] =>
        verdict.cases.filter(({ state }) => state !== 'passed').map(({ id, state, message }) => `${id} ${state}: ${message}`);

      it('the solution passes, well within the limit', async () => {
        const verdict = await grade(join(folder, 'solution'));
        assert.deepEqual([verdict.outcome, failures(verdict)], [{ kind: 'completed' }, []]);
        const seconds = verdict.cases.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1_000;
        assert.ok(seconds < exercise.limits.seconds / 2, `The solution takes ${seconds} s of ${exercise.limits.seconds} s.`);
      });

      it('the starter fails, and does not crash', async () => {
        const verdict = await grade(join(folder, 'starter'));
        assert.deepEqual(verdict.outcome, { kind: 'completed' });
        const states = new Set(verdict.cases.map(({ state }) => state));
        assert.ok(states.has('failed') && !states.has('errored') && !states.has('skipped'), failures(verdict).join('\n'));
      });

      it('there are at least four mutants', () => assert.ok(exercise.mutants.length >= 4));

      for (const { name, failsCase } of exercise.mutants) {
        it(`the mutant ${name} fails ${failsCase}`, async () => {
          const verdict = await grade(join(folder, 'mutants', name), failsCase);
          assert.deepEqual(verdict.outcome, { kind: 'completed' });
          assert.equal(resultOf(verdict, failsCase).state, 'failed', failures(verdict).join('\n'));
        });
      }

      const alternative = join(alternatives, exercise.id);
      if (existsSync(alternative)) {
        it('a right solution in another style passes', async () => {
          const verdict = await grade(alternative);
          assert.deepEqual([verdict.outcome, failures(verdict)], [{ kind: 'completed' }, []]);
        });
      }
    });
  }
});

function read(folder: string, path: string): SourceFile {
  return { path, text: readFileSync(join(folder, path), 'utf8') };
}
