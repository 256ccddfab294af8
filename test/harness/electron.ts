/** Runs the host tests of a scenario in a desktop VS Code: one that `VSCODE_PATH` names, or one that is downloaded. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { inProject, root } from '../../scripts/lib/project.ts';
import type { Scenario } from '../host/scenarios.ts';
import type { Counts } from './counts.ts';
import { collectResults, extensionFolders, testEnvironment, testModule } from './host.ts';
import { createPlace } from './workspace.ts';

export interface DesktopRun {
  /** A version of VS Code, `stable` or `insiders`; `stable` unless told. */
  readonly vscode?: string | undefined;
  readonly grep?: string | undefined;
}

/** Resolves to the counts, or to undefined where the tests never ended. */
export async function runScenarioInDesktop(scenario: Scenario, run: DesktopRun): Promise<Counts | undefined> {
  const place = await createPlace(scenario.workspace);
  // A socket is made in it, and macOS limits the length of a socket's path.
  const userData = await mkdtemp(path.join(tmpdir(), 'dsm-'));
  const extensions = path.join(place.dataFolder, 'extensions');
  await mkdir(path.join(userData, 'User'), { recursive: true });
  // Desktop VS Code takes machine-scoped settings from the user's.
  await writeFile(path.join(userData, 'User/settings.json'), JSON.stringify(scenario.settings?.(inProject('test/fixtures')) ?? {}));
  for (const folder of extensionFolders(scenario)) {
    await cp(folder, path.join(extensions, path.basename(folder)), { recursive: true });
  }
  const installed = process.env['VSCODE_PATH'];
  try {
    await runTests({
      ...(installed === undefined ? { version: run.vscode ?? 'stable' } : { vscodeExecutablePath: installed }),
      extensionDevelopmentPath: root,
      extensionTestsPath: testModule,
      extensionTestsEnv: testEnvironment(scenario, place.folder, run.grep),
      launchArgs: [
        ...(place.workspace === undefined ? [] : [place.workspace]),
        ...(scenario.trusted ? ['--disable-workspace-trust'] : []),
        ...(process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ...['--user-data-dir', userData, '--extensions-dir', extensions, '--skip-welcome', '--skip-release-notes', '--disable-telemetry'],
      ],
    });
  } catch (error) {
    // Failed tests reject too; the counts tell them from a VS Code that never started.
    console.error(error instanceof Error ? error.message : error);
  }
  const counts = await collectResults(place.folder);
  await rm(userData, { recursive: true, force: true, maxRetries: 5 });
  await place.remove();
  return counts;
}
