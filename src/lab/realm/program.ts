/** The learner's modules, ready to be instantiated in any context. */
import { Script } from 'node:vm';
import type { Location } from '../verdict.ts';

export interface CompiledModule {
  /** Relative to the exercise folder, with forward slashes. */
  readonly path: string;
  /** JavaScript in which imports are calls of `require`. */
  readonly code: string;
}

export interface Program {
  readonly entry: string;
  /** Each gives a wrapper: `(exports, require, module) => void`. */
  readonly scripts: ReadonlyMap<string, Script>;
  /** The name under which each module appears in stack traces, and its path. */
  readonly files: ReadonlyMap<string, string>;
}

/** The learner's text is no JavaScript. */
export class CodeError extends Error {
  readonly location: Location;
  constructor(message: string, location: Location) {
    super(message);
    this.location = location;
  }
}

const PREFIX = '(function (exports, require, module) { ';

/**
 * @param nameOf the name of a module's script: the file's address on disk, where a debugger is to find it
 * @throws CodeError
 */
export function compileProgram(modules: readonly CompiledModule[], entry: string, nameOf: (path: string) => string): Program {
  const scripts = new Map<string, Script>();
  const files = new Map<string, string>();
  for (const { path, code } of modules) {
    const filename = nameOf(path);
    files.set(filename, path);
    scripts.set(path, compileModule(path, code, filename));
  }
  return { entry, scripts, files };
}

function compileModule(path: string, code: string, filename: string): Script {
  try {
    return new Script(`${PREFIX}${code}\n})`, { filename, columnOffset: -PREFIX.length });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CodeError(error.message, { file: path, ...positionOf(error) });
  }
}

/** V8 puts the position in front of the stack: `file:line`, the line itself, and a caret below the column. */
function positionOf(error: SyntaxError): { line: number; column: number } {
  const [head = '', , caret = ''] = (error.stack ?? '').split('\n');
  const line = Number(/:(\d+)$/.exec(head)?.[1] ?? 1);
  return { line, column: Math.max(1, caret.indexOf('^') + 1) };
}

/** The path of the module that `specifier` names in `from`; undefined where there is none. */
export function resolveImport(from: string, specifier: string, modules: ReadonlyMap<string, unknown>): string | undefined {
  if (!specifier.startsWith('./') && !specifier.startsWith('../')) return undefined;
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  const path = parts.join('/');
  const candidates = [path, path.replace(/\.js$/, '.ts'), `${path}.ts`, `${path}.js`, `${path}/index.ts`, `${path}/index.js`];
  return candidates.find((candidate) => modules.has(candidate));
}
