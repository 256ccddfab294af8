import * as grading from '../grading/index.ts';
import type { Cases } from '../grading/api.ts';
import { compileProgram, resolveImport, type CompiledModule } from '../realm/program.ts';

/** Path of the tests' entry, relative to the exercise folder. */
const ENTRY = 'tests/index.ts';

type Exports = Record<string, unknown>;

/**
 * Evaluates an exercise's tests, here in the main realm.
 * @throws Error that says what is wrong with them
 */
export function loadTests(modules: readonly CompiledModule[]): Cases {
  const { scripts } = compileProgram(modules, ENTRY, (path) => `exercise:${path}`);
  const loaded = new Map<string, { exports: Exports }>();

  const load = (path: string): Exports => {
    const known = loaded.get(path);
    if (known) return known.exports;
    const script = scripts.get(path);
    if (!script) throw new Error(`The exercise has no ${path}.`);
    const module = { exports: {} as Exports };
    loaded.set(path, module);
    const require = (specifier: string): Exports => {
      if (specifier === 'dsim/grading') return grading;
      const target = resolveImport(path, specifier, scripts);
      if (target === undefined) throw new Error(`${path} imports "${specifier}"; tests import their own files and "dsim/grading".`);
      return load(target);
    };
    const wrapper = script.runInThisContext() as (exports: Exports, require: (specifier: string) => Exports, module: { exports: Exports }) => void;
    wrapper(module.exports, require, module);
    return module.exports;
  };

  const cases = load(ENTRY)['default'];
  if (typeof cases !== 'object' || cases === null) throw new Error(`${ENTRY} has to export default cases({ … }).`);
  return cases as Cases;
}
