/** The suites of `npm test`. */
import { globSync } from 'node:fs';
import path from 'node:path';
import { sum, type Counts } from '../../test/harness/counts.ts';
import { runScenarioInDesktop } from '../../test/harness/electron.ts';
import { runScenario } from '../../test/harness/host.ts';
import { readCounts } from '../../test/harness/mocha.ts';
import { createPlace } from '../../test/harness/workspace.ts';
import { scenarios, type Scenario } from '../../test/host/scenarios.ts';
import { launchChromium } from '../lib/chromium.ts';
import { inProject, root } from '../lib/project.ts';
import { run } from '../lib/run.ts';
import { newestServer } from '../vscode-server/install.ts';

export const suiteNames = ['lint', 'typecheck', 'unit', 'build', 'package', 'host', 'browser', 'runtimes', 'electron', 'campaigns', 'mutants'] as const;
export type SuiteName = (typeof suiteNames)[number];

/** All that a machine without a desktop VS Code can run in minutes. */
export const defaultSuites: readonly SuiteName[] = ['lint', 'typecheck', 'unit', 'build', 'package', 'runtimes', 'host', 'browser'];

export interface SuiteOptions {
  /** Version of VS Code: of code-server in the host suite, of VS Code in the electron suite. */
  readonly vscode?: string | undefined;
  /** The one scenario to run of the host or electron suite. */
  readonly scenario?: string | undefined;
  /** Runs only tests whose full title contains this. */
  readonly grep?: string | undefined;
}

export const suites: Readonly<Record<SuiteName, (options: SuiteOptions) => Promise<Counts | undefined>>> = {
  lint: () => check('node_modules/eslint/bin/eslint.js', '.'),
  typecheck: () => check('scripts/typecheck.ts'),
  unit: (options) => mocha(unitTests(), 10_000, options),
  build: () => check('scripts/build.ts', '--production', 'host', 'lab', 'webviews', 'schemas', 'tests'),
  package: () => check('scripts/package.ts', '--check'),
  host,
  browser: (options) => mocha(testFiles('test/webviews/**/*.test.ts'), 60_000, options),
  runtimes: (options) => mocha(testFiles('test/runtimes/**/*.test.ts'), 300_000, options),
  electron,
  campaigns,
  /** One of the campaigns by itself. */
  mutants: (options) => mocha(testFiles('test/full/mutants.test.ts'), 3_600_000, options),
};

/** A tool that either succeeds or doesn't. */
async function check(script: string, ...args: readonly string[]): Promise<Counts> {
  const code = await run(process.execPath, [inProject(script), ...args]);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function testFiles(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: root }).sort();
}

/** Whatever needs neither an editor nor a browser nor much time. */
function unitTests(): readonly string[] {
  const elsewhere = ['test/host', 'test/webviews', 'test/runtimes', 'test/full', 'test/fixtures'].map((folder) => path.normalize(`${folder}/`));
  return testFiles('test/**/*.test.ts').filter((file) => !elsewhere.some((folder) => file.startsWith(folder)));
}

/** Runs test files with Mocha in a process of their own. */
async function mocha(files: readonly string[], timeout: number, options: SuiteOptions): Promise<Counts | undefined> {
  const place = await createPlace(null);
  const resultsFile = path.join(place.folder, 'results.json');
  const grep = options.grep === undefined ? [] : ['--grep', options.grep];
  await run(process.execPath, [
    inProject('test/harness/mocha-main.ts'),
    ...['--results', resultsFile, '--timeout', String(timeout), ...grep],
    ...files,
  ]);
  const counts = await readCounts(resultsFile);
  await place.remove();
  return counts;
}

/** Each file in a process of its own, all at once: there are more cores than one, and campaigns take minutes. */
async function campaigns(options: SuiteOptions): Promise<Counts> {
  const results = await Promise.all(testFiles('test/full/**/*.test.ts').map((file) => mocha([file], 3_600_000, options)));
  return sum(results.map(countScenario));
}

function chosenScenarios(options: SuiteOptions): readonly Scenario[] {
  const chosen = scenarios.filter(({ name }) => options.scenario === undefined || name === options.scenario);
  if (chosen.length === 0) throw new Error(`There is no scenario "${options.scenario ?? ''}" in test/host/scenarios.ts.`);
  return chosen;
}

/** First inside the extension host, scenario by scenario; then from outside, with mouse and keyboard. */
async function host(options: SuiteOptions): Promise<Counts> {
  const version = options.vscode ?? newestServer;
  const browser = await launchChromium();
  const results: Counts[] = [];
  try {
    for (const scenario of chosenScenarios(options)) {
      console.log(`\nscenario ${scenario.name}`);
      results.push(countScenario(await runScenario(scenario, { version, browser, grep: options.grep })));
    }
  } finally {
    await browser.close();
  }
  const outside = testFiles('test/host/ui/**/*.test.ts');
  if (options.scenario === undefined && outside.length > 0) {
    process.env['DSM_VSCODE_SERVER'] = version;
    results.push(countScenario(await mocha(outside, 120_000, options)));
  }
  return sum(results);
}

async function electron(options: SuiteOptions): Promise<Counts> {
  const results: Counts[] = [];
  for (const scenario of chosenScenarios(options)) {
    console.log(`\nscenario ${scenario.name}`);
    results.push(countScenario(await runScenarioInDesktop(scenario, options)));
  }
  return sum(results);
}

function countScenario(counts: Counts | undefined): Counts {
  return counts ?? { passed: 0, failed: 1 };
}
