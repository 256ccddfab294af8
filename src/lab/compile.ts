/** Turns TypeScript into JavaScript whose lines are the same and whose imports are calls of `require`. */
import type { CompiledModule } from './realm/program.ts';
import type { Location, SourceFile } from './verdict.ts';

export type Compilation =
  | { readonly kind: 'compiled'; readonly modules: readonly CompiledModule[] }
  | { readonly kind: 'failed'; readonly message: string; readonly location: Location };

/** Sucrase is loaded when it is first needed. */
export async function compile(sources: readonly SourceFile[]): Promise<Compilation> {
  const { transform } = await import('sucrase');
  const modules: CompiledModule[] = [];
  for (const { path, text } of sources.filter(isCode)) {
    try {
      const { code } = transform(text, { transforms: ['typescript', 'imports'], disableESTransforms: true });
      modules.push({ path, code });
    } catch (error) {
      return { kind: 'failed', ...describe(error, path) };
    }
  }
  return { kind: 'compiled', modules };
}

function isCode({ path }: SourceFile): boolean {
  return /\.[cm]?[jt]s$/.test(path) && !path.endsWith('.d.ts');
}

/** Sucrase's errors carry the position, and repeat it at the end of the message. */
function describe(error: unknown, file: string): { message: string; location: Location } {
  const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
  return {
    message: message.replace(/^Error transforming [^:]*: /, '').replace(/ \(\d+:\d+\)$/, ''),
    location: { file, line: loc?.line ?? 1, column: loc?.column ?? 1 },
  };
}
