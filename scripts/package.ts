/**
 * Makes distributed-systems-mastery.vsix, without a network, and checks what is in it:
 *
 *   node scripts/package.ts [--check]
 *
 * `--check` makes nothing: it only looks at what would ship of the present build.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { inProject, root } from './lib/project.ts';
import { run } from './lib/run.ts';

const { values: flags } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

/** Everything that a package may hold, by the beginning of its path. */
const shipped = [
  'package.json',
  'package.nls',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'docs/published-numbers.md',
  'dist/THIRD_PARTY_NOTICES.txt',
  'dist/extension.js',
  'dist/search-worker.js',
  'dist/scenario-worker.js',
  'dist/cli/dsim.js',
  'dist/language-server.js',
  'dist/chunks/',
  'dist/lab-child.cjs',
  'dist/dsim.d.ts',
  'dist/schemas/',
  'dist/webviews/',
  'exercises/core/',
  'l10n/',
  'media/icon.png',
  'media/activity-bar.svg',
  'media/panels/',
  'media/walkthrough/',
  'syntaxes/',
];

/** What a package can't do without, besides the files that its manifest names. */
const needed = ['LICENSE', 'CHANGELOG.md', 'README.md', 'docs/published-numbers.md', 'dist/THIRD_PARTY_NOTICES.txt', 'dist/lab-child.cjs', 'dist/search-worker.js', 'dist/language-server.js', 'dist/scenario-worker.js', 'dist/cli/dsim.js', 'dist/dsim.d.ts', 'exercises/core/pack.json'];

const megabyte = 1024 * 1024;
const wholeBudget = 5 * megabyte;
/** Mermaid is most of the package and only read when a lesson has a diagram. */
const budgetWithoutDiagrams = 1.5 * megabyte;

/** Paths of the files that the manifest names, wherever in it. */
function filesOfManifest(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    const file = value.replace(/^\.\//, '');
    return /^(dist|media|syntaxes|l10n)\/.*\.\w+$/.test(file) ? [file] : [];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(filesOfManifest) : [];
}

/** Gives the files that ship. */
async function checkFiles(): Promise<readonly string[]> {
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  const manifest = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as unknown;
  const foreign = files.filter((file) => !shipped.some((start) => file.startsWith(start)) || file.endsWith('.map'));
  const missing = [...needed, ...filesOfManifest(manifest)].filter((file) => !files.includes(file));
  if (foreign.length > 0) throw new Error(`These files must not ship; mend .vscodeignore:\n  ${foreign.join('\n  ')}`);
  if (missing.length > 0) throw new Error(`These files would be missing from the package:\n  ${missing.join('\n  ')}`);
  return files;
}

/** A package is a zip archive, which compresses each file for itself. */
function checkSize(files: readonly string[]): void {
  const compressed = (file: string): number => gzipSync(readFileSync(inProject(file))).length;
  const whole = files.reduce((sum, file) => sum + compressed(file), 0);
  const withoutDiagrams = whole - compressed('dist/webviews/diagram.js');
  const megabytes = (bytes: number): string => `${(bytes / megabyte).toFixed(2)} MB`;
  console.log(
    `${files.length} files, compressed ${megabytes(whole)} of ${megabytes(wholeBudget)}, without diagrams ${megabytes(withoutDiagrams)} of ${megabytes(budgetWithoutDiagrams)}`,
  );
  if (whole > wholeBudget || withoutDiagrams > budgetWithoutDiagrams) throw new Error('The package is over its byte budget.');
}

try {
  if (!flags.check && (await run(process.execPath, [inProject('scripts/build.ts'), '--production'])) !== 0) process.exit(1);
  checkSize(await checkFiles());
  if (!flags.check) {
    await createVSIX({
      cwd: root,
      packagePath: inProject('distributed-systems-mastery.vsix'),
      dependencies: false,
      // Who publishes sets the repository (CONTRIBUTING.md); until then the pictures of the README have no address.
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
