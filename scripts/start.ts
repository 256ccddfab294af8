/**
 * Opens a sample workspace in VS Code with the extension loaded:
 *
 *   npm start                in the browser, on a VS Code server that is fetched once
 *   npm start -- --desktop   in the desktop VS Code whose `code` is on the PATH
 */
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder, inProject, root } from './lib/project.ts';
import { run } from './lib/run.ts';
import { newestServer } from './vscode-server/install.ts';
import { startServer, workbenchUrl } from './vscode-server/server.ts';

const { values: flags } = parseArgs({ options: { desktop: { type: 'boolean', default: false } } });

/** The learner's copy: made once, so that their work is still there the next time. */
async function sampleWorkspace(): Promise<string> {
  const copy = path.join(cacheFolder, 'sample-workspace');
  if (!existsSync(copy)) await cp(inProject('samples/workspace'), copy, { recursive: true });
  return copy;
}

async function openDesktop(workspace: string): Promise<void> {
  const code = process.platform === 'win32' ? 'code.cmd' : 'code';
  try {
    process.exitCode = await run(code, [`--extensionDevelopmentPath=${root}`, workspace], { shell: process.platform === 'win32' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    console.error('There is no `code` on the PATH. In VS Code, run "Shell Command: Install \'code\' command in PATH", or leave out --desktop.');
    process.exitCode = 1;
  }
}

async function openBrowser(workspace: string): Promise<void> {
  const server = await startServer({
    version: newestServer,
    dataFolder: path.join(cacheFolder, 'start'),
    trusted: true,
    settings: { 'workbench.startupEditor': 'readme', 'workbench.secondarySideBar.defaultVisibility': 'hidden' },
  });
  const url = workbenchUrl(server, { extensionFolder: root, workspace, startupEditor: true });
  console.log(`\n  VS Code is ready. Open this address in a browser:\n\n  ${url}\n`);
  console.log('  Ctrl-C ends it.');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void server.stop());
  await server.ended;
}

console.log('Building the extension …');
if ((await run(process.execPath, [inProject('scripts/build.ts')])) !== 0) process.exit(1);
const workspace = await sampleWorkspace();
await (flags.desktop ? openDesktop(workspace) : openBrowser(workspace));
