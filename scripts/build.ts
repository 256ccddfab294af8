/**
 * Builds everything that ships, and the bundle of the host tests:
 *
 *   node scripts/build.ts [--production] [--watch] [part …]
 *
 * Without parts: host, lab, webviews and schemas, all that ships. `tests` has to be asked for.
 * `--production` minifies, drops source maps and refuses a bundle over its byte budget.
 */
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import esbuild, { type BuildResult } from 'esbuild';
import { checkBudgets } from './build/budgets.ts';
import { writeNotices } from './build/notices.ts';
import { missingEntryPoints, partNames, parts, shippedParts, type PartName } from './build/parts.ts';
import { inProject, root } from './lib/project.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { production: { type: 'boolean', default: false }, watch: { type: 'boolean', default: false } },
});

function chosenParts(): readonly PartName[] {
  if (positionals.length === 0) return shippedParts;
  return positionals.map((name) => {
    const known = partNames.find((candidate) => candidate === name);
    if (known === undefined) throw new Error(`There is no part "${name}" to build; the parts are ${partNames.join(', ')}.`);
    return known;
  });
}

function isWhole(names: readonly PartName[]): boolean {
  return shippedParts.every((name) => names.includes(name));
}

async function buildOnce(names: readonly PartName[]): Promise<void> {
  const options = names.flatMap((name) => parts[name](flags.production));
  const results: BuildResult<{ metafile: true }>[] = await Promise.all(
    options.map((option) => esbuild.build({ ...option, metafile: true })),
  );
  const outputs = Object.assign({}, ...results.map((result) => result.metafile.outputs)) as esbuild.Metafile['outputs'];
  if (isWhole(names)) await writeNotices(outputs);
  if (flags.production) checkBudgets(outputs);
}

async function watch(names: readonly PartName[]): Promise<void> {
  for (const option of names.flatMap((name) => parts[name](flags.production))) {
    const context = await esbuild.context({ ...option, logLevel: 'info' });
    await context.watch();
  }
}

const names = chosenParts();
const missing = missingEntryPoints(names);
if (missing.length > 0) {
  console.error(`Nothing was built: these entry points are missing:\n${missing.map((file) => `  ${file}`).join('\n')}`);
  process.exit(1);
}
process.chdir(root);
// A part built alone leaves the others' output in place.
if (isWhole(names)) await rm(inProject('dist'), { recursive: true, force: true });
try {
  await (flags.watch ? watch(names) : buildOnce(names));
} catch (error) {
  // esbuild has printed its own errors with their places.
  if (!(error instanceof Error && 'errors' in error)) console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
