/** What there is to build: each part's entry points and how esbuild bundles them. */
import { existsSync } from 'node:fs';
import type { BuildOptions } from 'esbuild';
import { inProject, root } from '../lib/project.ts';
import { schemaWriter } from './schemas.ts';

export const partNames = ['host', 'lab', 'webviews', 'schemas', 'tests'] as const;
export type PartName = (typeof partNames)[number];

/** The parts that end up in the package. */
export const shippedParts: readonly PartName[] = ['host', 'lab', 'webviews', 'schemas'];

const hostEntry = 'src/extension.ts';
const searchEntry = 'src/vscode/search/worker.ts';
const runningEntry = 'src/running/worker.ts';
const cliEntry = 'src/cli/bin.ts';
const languageServerEntry = 'src/language-server/main.ts';
const labEntry = 'src/lab/child/main.ts';
const labTypes = 'src/lab/dsim/dsim.d.ts';
const schemaEntry = 'src/course/schema.ts';
const testEntry = 'test/host/index.ts';
const webviewEntries: Readonly<Record<string, string>> = {
  simulation: 'webviews/simulation/main.tsx',
  lesson: 'webviews/lesson/main.tsx',
  questions: 'webviews/questions/main.tsx',
  plots: 'webviews/plots/main.tsx',
  diagram: 'webviews/diagram/main.ts',
};

function common(production: boolean): BuildOptions {
  return {
    absWorkingDir: root,
    bundle: true,
    outdir: 'dist',
    legalComments: 'none',
    logLevel: 'warning',
    minify: production,
    sourcemap: !production,
    sourcesContent: false,
  };
}

function node(production: boolean): BuildOptions {
  return {
    ...common(production),
    platform: 'node',
    target: 'node24',
    external: ['vscode'],
    // The default order takes jsonc-parser's UMD build, whose inner requires esbuild can't follow.
    mainFields: ['module', 'main'],
    // Class and function names stay readable in stack traces and logs.
    keepNames: true,
  };
}

function web(production: boolean): BuildOptions {
  return { ...common(production), outdir: 'dist/webviews', platform: 'browser', target: 'es2023' };
}

export const parts: Readonly<Record<PartName, (production: boolean) => readonly BuildOptions[]>> = {
  // An ES module, so that each `import()` becomes a chunk that is read when it is first needed.
  host: (production) => [
    {
      ...node(production),
      entryPoints: { extension: hostEntry, 'search-worker': searchEntry, 'language-server': languageServerEntry, 'scenario-worker': runningEntry, 'cli/dsim': cliEntry },
      format: 'esm',
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      // CommonJS packages inside require Node's own modules.
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    },
  ],
  lab: (production) => [
    // Without keepNames, whose helper would be missing in the functions that go into the sandbox as source text.
    { ...node(production), entryPoints: { 'lab-child': labEntry }, format: 'cjs', outExtension: { '.js': '.cjs' }, keepNames: false },
    // Goes into the learner's folder, so that editors know what learner code imports.
    { ...common(production), bundle: false, sourcemap: false, entryPoints: { 'dsim.d': labTypes }, loader: { '.ts': 'copy' } },
  ],
  // Plain scripts: the toolkit has to be there before the window's load event, and the diagram's frame is handed its
  // script as one text (webviews/README.md).
  webviews: (production) => [
    // Mermaid's other layout engine would be a quarter of the diagram's script, and is not used (webviews/diagram/draw.ts).
    { ...web(production), entryPoints: webviewEntries, format: 'iife', external: ['elkjs'] },
  ],
  schemas: (production) => [
    {
      ...node(production),
      entryPoints: { schemas: schemaEntry },
      format: 'esm',
      sourcemap: false,
      write: false,
      plugins: [schemaWriter(inProject('dist/schemas'))],
    },
  ],
  tests: (production) => [
    {
      ...node(production),
      entryPoints: { host: testEntry },
      outdir: 'dist/test',
      format: 'cjs',
      outExtension: { '.js': '.cjs' },
      minify: false,
      sourcemap: 'inline',
      external: ['vscode', 'mocha', 'fast-check'],
    },
  ],
};

const entryPoints: Readonly<Record<PartName, readonly string[]>> = {
  host: [hostEntry, searchEntry, languageServerEntry, runningEntry, cliEntry],
  lab: [labEntry, labTypes],
  webviews: Object.values(webviewEntries),
  schemas: [schemaEntry],
  tests: [testEntry],
};

export function missingEntryPoints(names: readonly PartName[]): readonly string[] {
  return names.flatMap((name) => entryPoints[name]).filter((file) => !existsSync(inProject(file)));
}
