/**
 * Runs test suites in order and sums them up:
 *
 *   node scripts/test.ts [suite …] [--vscode VERSION] [--scenario NAME] [--grep TEXT]
 *
 * Without suites: all that need no desktop VS Code. The last line is `N passed, N failed`; lint, type check and build
 * count as one check each, and a suite that crashed or in which nothing ran counts as failed.
 */
import { parseArgs } from 'node:util';
import { defaultSuites, suiteNames, suites, type SuiteName } from './test/suites.ts';
import { runSuites } from './test/run-suites.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { vscode: { type: 'string' }, scenario: { type: 'string' }, grep: { type: 'string' } },
});

function chosenSuites(): readonly SuiteName[] {
  if (positionals.length === 0) return defaultSuites;
  return positionals.map((name) => {
    const known = suiteNames.find((candidate) => candidate === name);
    if (known === undefined) throw new Error(`There is no suite "${name}"; the suites are ${suiteNames.join(', ')}.`);
    return known;
  });
}

const { total } = await runSuites(chosenSuites().map((name) => ({ name, run: () => suites[name](values) })));
process.exit(total.failed === 0 ? 0 : 1);
