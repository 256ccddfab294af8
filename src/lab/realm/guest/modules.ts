import type { HostBridge } from '../bridge.ts';
import type { Intrinsics } from './intrinsics.ts';
import type { Life, Lives } from './lives.ts';

type Exports = Record<string, unknown>;
type Wrapper = (exports: Exports, require: (specifier: unknown) => Exports, module: { exports: Exports }) => void;

/** The learner's modules: compiled once, and instantiated anew in each life. */
export function createModules(intrinsics: Intrinsics, host: HostBridge, lives: Lives, dsim: Exports) {
  const { create, Error, String } = intrinsics;
  const wrappers = create(null) as Record<string, Wrapper>;

  const refuse = (specifier: string): never => {
    const error = new Error(`Cannot import "${specifier}": graded code imports its own files, such as "./queue.ts", and "dsim".`);
    error.name = 'ImportError';
    throw error;
  };

  const load = (life: Life, path: string): Exports => {
    const known = life.modules[path];
    if (known) return known.exports;
    const wrapper = wrappers[path];
    if (!wrapper) return refuse(path);
    const module = { exports: {} as Exports };
    life.modules[path] = module;
    try {
      wrapper(module.exports, (specifier) => importFrom(life, path, String(specifier)), module);
    } catch (thrown) {
      delete life.modules[path];
      throw thrown;
    }
    return module.exports;
  };

  const importFrom = (life: Life, from: string, specifier: string): Exports => {
    const path = host.resolve(from, specifier);
    if (path === 'dsim') return dsim;
    return path === '' ? refuse(specifier) : load(life, path);
  };

  return {
    define(path: string, wrapper: unknown): void {
      wrappers[path] = wrapper as Wrapper;
    },
    load,
    /** Those exports of the entry, so far as it is loaded in the present life, that are classes of this object. */
    classesOf(entry: string, value: unknown): string {
      const exports = lives.present()?.modules[entry]?.exports;
      if (!exports || typeof value !== 'object' || value === null) return '[]';
      const names = intrinsics.keys(exports);
      let text = '';
      for (let i = 0; i < names.length; i++) {
        const name = names[i] as string;
        try {
          const prototype: unknown = (exports[name] as { prototype?: unknown } | undefined)?.prototype;
          if (typeof prototype === 'object' && prototype !== null && intrinsics.isPrototypeOf(prototype, value)) {
            text += (text === '' ? '' : ',') + intrinsics.stringify(name);
          }
        } catch {
          // An export that throws when it is read is not the class.
        }
      }
      return `[${text}]`;
    },
  };
}

export type Modules = ReturnType<typeof createModules>;
