import assert from 'node:assert/strict';
import type { GradeEvent, Grader, Verdict } from '../../src/lab/verdict.ts';
import { childProcesses, waitFor } from './processes.ts';
import { file, request, resultOf, sourceGrader } from './support.ts';

const ADD = 'export const add = (a: number, b: number): number => a + b;';
const ADDS = `'adds': (t) => { t.expect.equal(t.learner.call('add', 1, 2), 3, 'add adds.'); }`;

describe('the grader', function () {
  this.timeout(30_000);
  let grader: Grader;
  before(() => {
    grader = sourceGrader();
  });
  after(() => grader.dispose());

  const grade = (learner: string, cases: string, more = {}): Promise<Verdict> => grader.grade(request(learner, cases, more));
  const only = async (learner: string, body: string, more = {}) => {
    const verdict = await grade(learner, `'it': (t) => { ${body} }`, more);
    return { ...resultOf(verdict, 'it'), outcome: verdict.outcome };
  };

  describe('judges', () => {
    it('what passes, what fails and by how much, and where', async () => {
      const wrong = `// comment\nexport interface Sum { total: number }\nexport function add(a: number, b: number): number {\n  return a - b;\n}\n`;
      assert.equal(resultOf(await grade(ADD, ADDS), 'adds').state, 'passed');
      const result = resultOf(await grade(wrong, ADDS), 'adds');
      assert.deepEqual(
        { ...result, durationMs: 0 },
        { id: 'adds', state: 'failed', message: 'add adds.', expected: '3', actual: '-1', location: { file: 'index.ts', line: 3, column: 17 }, durationMs: 0 },
      );
    });

    it('an exception by its place in the learner’s files, with columns as they were written', async () => {
      const result = await only(
        `import { helper } from './helper';\nexport class Box<T> { open(x: T | undefined): string { return helper(x as unknown as { name: string }); } }`,
        `t.learner.create('Box').call('open', undefined);`,
        { sources: [file('index.ts', `import { helper } from './helper';\nexport class Box<T> { open(x?: T): string { return helper(x as never); } }`), file('helper.ts', `export const helper = (x: { name: string }): string =>\n  x.name;\n`)] },
      );
      assert.match(result.message, /^TypeError: Cannot read properties of undefined \(reading 'name'\)$/);
      assert.deepEqual(result.location, { file: 'helper.ts', line: 2, column: 5 });
      assert.deepEqual(result.stack?.map(({ name, file: path, line, column }) => [name, path, line, column]), [
        ['helper', 'helper.ts', 2, 5],
        ['Box.open', 'index.ts', 2, 52],
      ]);
    });

    it('names the seed of a failure', async () => {
      const result = await only('export const limit = () => 7;', `t.seeds(20, (t) => t.expect.ok(t.seed < t.learner.call('limit'), 'too large'));`);
      assert.deepEqual([result.state, result.message, result.seed], ['failed', 'too large', 7]);
    });

    it('blames the test where the test is wrong', async () => {
      const thrown = await only(ADD, `t.nonsense.more();`);
      assert.equal(thrown.state, 'errored');
      assert.match(thrown.message, /^The exercise's own test is at fault \(tests\/index\.ts:2\): /);
      const misused = await only(ADD, `t.advance(-1);`);
      assert.match(misused.message, /^The exercise's own test is at fault: A duration is/);
      const missing = await grade(ADD, ADDS, { cases: ['adds', 'unknown'] });
      assert.match(resultOf(missing, 'unknown').message, /no case "unknown"/);
    });

    it('fails what leaves a rejection unhandled', async () => {
      const result = await only(`export const run = (): void => { void (async () => { await null;\n null!.x; })(); };`, `t.learner.call('run');`);
      assert.equal(result.state, 'failed');
      assert.match(result.message, /^TypeError: .* \(in a promise whose rejection nothing handles\)$/);
      assert.deepEqual(result.location?.line, 2);
    });

    it('passes on output in order, with its place, and not without end', async () => {
      const events: GradeEvent[] = [];
      const verdict = await grader.grade(
        request(`export const run = () => { console.log('%s is %d', 'x', 5, { a: undefined });\n  for (let i = 0; i < 5000; i++) console.log(i); };`, `'it': (t) => { t.learner.call('run'); }`),
        { onEvent: (event) => events.push(event) },
      );
      assert.equal(resultOf(verdict, 'it').state, 'passed');
      assert.deepEqual(events.slice(0, 2), [
        { kind: 'case-started', id: 'it' },
        { kind: 'output', text: 'x is 5 { a: undefined }', location: { file: 'index.ts', line: 1, column: 36 } },
      ]);
      const output = events.filter((event) => event.kind === 'output');
      assert.equal(output.length, 1_001);
      assert.match(output.at(-1)?.text ?? '', /cut off/);
      assert.equal(events.at(-1)?.kind, 'case-ended');
    });

    it('the same way every time', async () => {
      const learner = `export const run = async () => { const seen = []; for (let i = 0; i < 5; i++) { await new Promise((r) => setTimeout(r, Math.random() * 50)); seen.push(Date.now(), Math.random(), Math.log(i + 0.1)); } return seen; };`;
      const once = async () => (await only(learner, `t.seeds(3, (t) => { if (t.seed === 3) t.expect.equal(t.learner.call('run'), [], 'show'); });`)).actual;
      const first = await once();
      assert.ok(first && first.length > 100);
      assert.equal(await once(), first);
    });
  });

  describe('says at once what can not be run', () => {
    it('a syntax error, found by either compiler', async () => {
      const sucrase = await grade('export const a = 1;\nexport const b = = 2;\n', ADDS);
      assert.deepEqual(sucrase.outcome, { kind: 'compile-error', message: 'Unexpected token', location: { file: 'index.ts', line: 2, column: 18 } });
      assert.deepEqual([resultOf(sucrase, 'adds').state, resultOf(sucrase, 'adds').location?.line], ['errored', 2]);
      const v8 = await grade('export const a: number = 1;\nconst b = 2; const b = 3;\n', ADDS);
      assert.deepEqual(v8.outcome, { kind: 'compile-error', message: "Identifier 'b' has already been declared", location: { file: 'index.ts', line: 2, column: 20 } });
    });

    it('an import that is not allowed, at its line', async () => {
      const { outcome } = await grade(`\nimport { readFileSync } from 'node:fs';\nexport const add = () => readFileSync('/etc/passwd');\n`, ADDS);
      assert.equal(outcome.kind, 'compile-error');
      assert.match(outcome.kind === 'compile-error' ? outcome.message : '', /^Cannot import "node:fs"/);
      assert.deepEqual(outcome.kind === 'compile-error' && outcome.location.line, 2);
    });

    it('a missing export, at the declaration that lacks it', async () => {
      const verdict = await grade('const x = 1;\nfunction add() {}\nexport const other = x;\n', ADDS, { exports: ['other', 'add'] });
      assert.deepEqual(verdict.outcome, { kind: 'missing-export', message: 'index.ts has to export add.', location: { file: 'index.ts', line: 2, column: 10 } });
      assert.equal(resultOf(verdict, 'adds').state, 'errored');
    });

    it('a module that throws when it is loaded fails each case', async () => {
      const verdict = await grade(`\nthrow new Error('not today');\nexport const add = 1;`, ADDS, { exports: ['add'] });
      assert.deepEqual([verdict.outcome.kind, resultOf(verdict, 'adds').message, resultOf(verdict, 'adds').location?.line], ['completed', 'Error: not today', 2]);
    });

    it('tests that do not compile are the exercise’s fault', async () => {
      const verdict = await grade(ADD, ADDS, { tests: [file('tests/index.ts', 'export default cases({')] });
      assert.equal(verdict.outcome.kind, 'crashed');
      assert.match(resultOf(verdict, 'adds').message, /^The exercise can't be graded: tests\/index\.ts:1/);
    });
  });

  describe('ends', () => {
    const LIMITS = { limits: { seconds: 0.5, memory: 64 } };
    const three = `'before': (t) => {},\n'it': (t) => { t.learner.call('run'); },\n'after': (t) => {},`;
    const states = (verdict: Verdict) => verdict.cases.map(({ state }) => state);

    for (const [name, code] of Object.entries({
      'an endless loop': 'export const run = () => { for (;;) {} };',
      'an endless loop while loading': 'for (;;) {}\nexport const run = 1;',
      'an endless loop of awaits': 'export const run = async () => { for (;;) await null; };',
      'an endless loop of microtasks': 'export const run = () => { const again = () => queueMicrotask(again); again(); };',
      'an endless regular expression': "export const run = () => /^(a+)+$/.test('a'.repeat(60) + 'b');",
    })) {
      it(`${name} at the limit`, async () => {
        const verdict = await grade(code, three, LIMITS);
        assert.deepEqual(verdict.outcome, { kind: 'timed-out', message: 'Your code did not finish within 0.5 s: is there a loop that never ends?' });
        assert.deepEqual(states(verdict), name.includes('loading') ? ['errored', 'errored', 'errored'] : ['passed', 'errored', 'skipped']);
        assert.deepEqual(await childProcesses(), []);
      });
    }

    it('an out-of-memory, by name', async () => {
      const verdict = await grade('export const run = () => { const all = []; for (;;) all.push({ x: [all.length] }); };', three, { limits: { seconds: 20, memory: 64 } });
      assert.deepEqual(verdict.outcome, { kind: 'out-of-memory', message: 'Your code needed more than the 64 MB of memory that it may use.' });
      assert.deepEqual(states(verdict), ['passed', 'errored', 'skipped']);
      assert.deepEqual(await childProcesses(), []);
    });

    it('a stack overflow as a failure like any other', async () => {
      const result = await only('export const run = (): number => run() + 1;', `t.learner.call('run');`);
      assert.deepEqual([result.state, result.message, result.location?.line], ['failed', 'RangeError: Maximum call stack size exceeded', 1]);
    });

    it('a process that is killed as a crash', async () => {
      const running = grade('export const run = () => { for (;;) {} };', three, { limits: { seconds: 20, memory: 64 } });
      const [pid] = await waitFor(childProcesses, (found) => found.length === 1);
      process.kill(pid ?? 0, 'SIGKILL');
      const { outcome } = await running;
      assert.equal(outcome.kind, 'crashed');
      assert.match(outcome.kind === 'crashed' ? outcome.message : '', /ended unexpectedly \(signal SIGKILL\)/);
    });

    it('on being cancelled, before and while it runs', async () => {
      const cancelled = await grader.grade(request(ADD, ADDS), { signal: AbortSignal.abort() });
      assert.deepEqual([cancelled.outcome.kind, states(cancelled)], ['cancelled', ['skipped']]);
      const abort = new AbortController();
      const verdict = await grader.grade(request('export const run = () => { for (;;) {} };', three), {
        signal: abort.signal,
        onEvent: (event) => {
          if (event.kind === 'case-started' && event.id === 'it') abort.abort();
        },
      });
      assert.deepEqual([verdict.outcome.kind, states(verdict)], ['cancelled', ['passed', 'skipped', 'skipped']]);
      assert.deepEqual(await childProcesses(), []);
    });

    it('every process when it is disposed, also the warm one', async () => {
      const warm = sourceGrader({ warm: true });
      assert.equal(resultOf(await warm.grade(request(ADD, ADDS)), 'adds').state, 'passed');
      assert.equal((await childProcesses()).length, 1);
      assert.equal(resultOf(await warm.grade(request(ADD, ADDS)), 'adds').state, 'passed');
      const running = warm.grade(request('export const run = () => { for (;;) {} };', three));
      await waitFor(childProcesses, (found) => found.length > 0);
      warm.dispose();
      assert.equal((await running).outcome.kind, 'cancelled');
      await waitFor(childProcesses, (found) => found.length === 0);
      assert.equal((await warm.grade(request(ADD, ADDS))).outcome.kind, 'cancelled');
    });
  });

  it('gives no way for a program that can not start', async () => {
    const broken = sourceGrader({ execPath: '/nonexistent/node' });
    const { outcome } = await broken.grade(request(ADD, ADDS));
    assert.equal(outcome.kind, 'crashed');
    assert.match(outcome.kind === 'crashed' ? outcome.message : '', /ENOENT/);
  });
});
