import { compile } from '../../src/lab/compile.ts';
import { Bench } from '../../src/lab/grading/bench.ts';
import { Tester } from '../../src/lab/grading/tester.ts';
import { compileProgram, type Program } from '../../src/lab/realm/program.ts';
import { Realm } from '../../src/lab/realm/realm.ts';

export async function programOf(text: string, others: Readonly<Record<string, string>> = {}): Promise<Program> {
  const sources = Object.entries({ 'index.ts': text, ...others }).map(([path, content]) => ({ path, text: content }));
  const compiled = await compile(sources);
  if (compiled.kind === 'failed') throw new Error(compiled.message);
  return compileProgram(compiled.modules, 'index.ts', (path) => path);
}

export interface Sandbox {
  readonly realm: Realm;
  readonly bench: Bench;
  readonly t: Tester;
  /** What was printed, as values. */
  readonly printed: unknown[][];
}

export async function sandbox(text: string, others: Readonly<Record<string, string>> = {}): Promise<Sandbox> {
  const printed: unknown[][] = [];
  const program = await programOf(text, others);
  const realm = new Realm(program, { open: true, print: (values) => void printed.push([...values]) });
  return { realm, bench: new Bench(realm, 1), t: new Tester(realm, 1), printed };
}
