import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import esbuild from 'esbuild';
import { parts } from '../../scripts/build/parts.ts';
import { createGrader } from '../../src/lab/grader.ts';
import { request, resultOf } from './support.ts';

describe('the bundled child', function () {
  this.timeout(30_000);
  const folder = mkdtempSync(join(tmpdir(), 'dsm-bundle-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const production of [false, true]) {
    it(`grades from its own folder alone, ${production ? 'minified' : 'as it is'}`, async () => {
      for (const options of parts.lab(production)) await esbuild.build({ ...options, outdir: folder });
      const warnings: string[] = [];
      const grader = createGrader({ childScript: join(folder, 'lab-child.cjs'), warm: false, warn: (message) => warnings.push(message) });
      const learner = `import { sleep } from 'dsim'; export class Box { constructor(private store) {} async put(x) { await sleep(Math.log(x)); this.store.set('x', [x, Date.now(), structuredClone(new Map([[1, x]]))]); await this.store.sync(); console.log(x); return this.store.get('x'); } }`;
      const test = `'it': (t) => { t.expect.equal(t.learner.create('Box', t.learner.store).call('put', 8), [8, 1893456000002, new Map([[1, 8]])], 'put'); }`;
      const verdict = await grader.grade(request(learner, test));
      grader.dispose();
      const { state, message, actual } = resultOf(verdict, 'it');
      assert.deepEqual([verdict.outcome, state, message, actual, warnings], [{ kind: 'completed' }, 'passed', '', undefined, []]);
    });
  }
});
