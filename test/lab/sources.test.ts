import assert from 'node:assert/strict';
import { Sources } from '../../src/lab/child/sources.ts';
import { compile } from '../../src/lab/compile.ts';
import { resolveImport } from '../../src/lab/realm/program.ts';

const TEXT = `import { push } from './queue';
// class Clock is described here
export abstract class Clock<T> {
  private time = 0;
  static async tick<T>(x: T): Promise<void> {}
  get now(): number { return this.time; }
  receive = (x: T): void => { push(x); };
}
export async function* compare(a: number) {}
export const order = (a: number) => a;
`;

async function sourcesOf(text: string): Promise<Sources> {
  const files = [{ path: 'index.ts', text }, { path: 'queue.ts', text: 'export const push = (x: unknown) => x;' }];
  const compiled = await compile(files);
  assert.equal(compiled.kind, 'compiled');
  return new Sources(files, compiled.kind === 'compiled' ? compiled.modules : [], 'index.ts');
}

describe('places in the learner’s files', () => {
  it('are found for exports and methods', async () => {
    const sources = await sourcesOf(TEXT);
    const expected = { Clock: [3, 23], 'Clock.tick': [5, 16], 'Clock.now': [6, 7], 'Clock.receive': [7, 3], 'Clock.absent': [3, 23], compare: [9, 24], order: [10, 14], push: [1, 14], absent: [1, 1] };
    for (const [name, [line, column]] of Object.entries(expected)) {
      assert.deepEqual(sources.declarationOf(name), { file: name === 'push' ? 'queue.ts' : 'index.ts', line, column }, name);
    }
  });

  it('keep their line, and find their column again by what stands there', async () => {
    const sources = await sourcesOf(TEXT);
    assert.equal(TEXT.split('\n')[6]?.indexOf('push(x)'), 30);
    const compiled = await compile([{ path: 'index.ts', text: TEXT }]);
    const line = compiled.kind === 'compiled' ? (compiled.modules[0]?.code.split('\n')[6] ?? '') : '';
    assert.deepEqual(sources.refine({ file: 'index.ts', line: 7, column: line.indexOf('call') + 1 }), { file: 'index.ts', line: 7, column: 31 });
    assert.deepEqual(sources.refine({ file: 'other.ts', line: 1, column: 9 }), { file: 'other.ts', line: 1, column: 9 });
  });

  it('of imports are resolved inside the exercise only', () => {
    const modules = new Map(['index.ts', 'lib/a.ts', 'lib/index.ts', 'lib/b.js'].map((path) => [path, path]));
    const resolve = (from: string, specifier: string) => resolveImport(from, specifier, modules);
    assert.equal(resolve('index.ts', './lib/a'), 'lib/a.ts');
    assert.equal(resolve('index.ts', './lib/a.js'), 'lib/a.ts');
    assert.equal(resolve('index.ts', './lib'), 'lib/index.ts');
    assert.equal(resolve('lib/a.ts', '../lib/b'), 'lib/b.js');
    assert.equal(resolve('lib/a.ts', '../../index.ts'), 'index.ts');
    for (const specifier of ['lib/a', 'fs', 'node:fs', '/etc/passwd', './absent', 'file:///x']) assert.equal(resolve('index.ts', specifier), undefined);
  });
});
