/** Runs the host tests of a scenario inside the extension host of a VS Code server, with its workbench in Chromium. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'node:util';
import type { Browser, BrowserContext } from 'playwright-core';
import { inProject, root } from '../../scripts/lib/project.ts';
import { startServer, workbenchUrl, type VSCodeServer } from '../../scripts/vscode-server/server.ts';
import type { Scenario } from '../host/scenarios.ts';
import type { Counts } from './counts.ts';
import { readCounts } from './mocha.ts';
import { createPlace } from './workspace.ts';

export const testModule = inProject('dist/test/host.cjs');
const scenarioMilliseconds = 240_000;

export interface HostRun {
  /** code-server's version. */
  readonly version: string;
  readonly browser: Browser;
  /** Runs only tests whose full title contains this. */
  readonly grep?: string | undefined;
}

/** The environment that test/host/index.ts reads; the run leaves its report and its counts in `folder`. */
export function testEnvironment(scenario: Scenario, folder: string, grep?: string): Record<string, string> {
  return {
    DSM_TEST_SCENARIO: scenario.name,
    DSM_TEST_REPORT: path.join(folder, 'report.txt'),
    DSM_TEST_RESULTS: path.join(folder, 'results.json'),
    ...(grep === undefined ? {} : { DSM_TEST_GREP: grep }),
  };
}

/** Prints the report that the tests left in `folder` and gives their counts; undefined where they never ended. */
export async function collectResults(folder: string): Promise<Counts | undefined> {
  const report = path.join(folder, 'report.txt');
  if (existsSync(report)) console.log(await readFile(report, 'utf8'));
  return readCounts(path.join(folder, 'results.json'));
}

export function extensionFolders(scenario: Pick<Scenario, 'extensions'>): readonly string[] {
  return (scenario.extensions ?? []).map((name) => inProject('test/fixtures/extensions', name));
}

/** Resolves to the counts, or to undefined where the tests never ended. After a failure, prints what VS Code said. */
export async function runScenario(scenario: Scenario, run: HostRun): Promise<Counts | undefined> {
  const place = await createPlace(scenario.workspace);
  const server = await startServer({
    version: run.version,
    dataFolder: place.dataFolder,
    trusted: scenario.trusted,
    settings: scenario.settings?.(inProject('test/fixtures')) ?? {},
    extensions: extensionFolders(scenario),
    env: testEnvironment(scenario, place.folder, run.grep),
  });
  // A context of its own is a browser profile of its own.
  const context = await run.browser.newContext();
  const url = workbenchUrl(server, { extensionFolder: root, workspace: place.workspace, testModule });
  let chatter: readonly string[] = [];
  try {
    chatter = await openAndWait(context, server, url);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  } finally {
    await context.close();
    await server.stop();
  }
  const counts = await collectResults(place.folder);
  if (counts === undefined || counts.failed > 0) console.error(['What VS Code said:', ...chatter, server.log()].join('\n'));
  await place.remove();
  return counts;
}

/**
 * Opens the workbench, which calls two functions of the page: one for each line that it or the extension host prints,
 * and one when the tests have ended. Gives back the lines.
 */
async function openAndWait(context: BrowserContext, server: VSCodeServer, url: string): Promise<readonly string[]> {
  const page = await context.newPage();
  const chatter: string[] = [];
  await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
    chatter.push(`[${type}] ${format(...args)}`);
  });
  const ended = Promise.withResolvers<void>();
  await page.exposeFunction('codeAutomationExit', () => ended.resolve());
  const limit = setTimeout(
    () => ended.reject(new Error(`The tests did not end within ${scenarioMilliseconds / 1000} s.\n${chatter.join('\n')}`)),
    scenarioMilliseconds,
  );
  page.once('crash', () => ended.reject(new Error('The page of the workbench crashed.')));
  void server.ended.then(() => ended.reject(new Error('The VS Code server ended before the tests did.')));
  try {
    await page.goto(url);
    await ended.promise;
  } finally {
    clearTimeout(limit);
  }
  return chatter;
}
