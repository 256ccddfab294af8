/**
 * Fetches a VS Code server as the npm package code-server, once for each version, into .vscode-test/.
 *
 * No install script runs: code-server's own compiles native modules that serve proxies and credentials, which needs a
 * compiler and Kerberos headers. What the workbench, files, search and terminals need comes ready-built in the packages;
 * the two exceptions are replaced by stand-ins.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { npmInstallFiles } from '../lib/npm.ts';
import { cacheFolder, inProject } from '../lib/project.ts';

/** code-server 4.x.y contains VS Code 1.x.y. */
export const newestServer = '4.139.1';
/** The oldest VS Code that package.json admits. */
export const oldestServer = '4.133.0';

/** Packages of @vscode whose only module is replaced by the file of the same name in stand-ins/. */
const standIns = ['spdlog', 'native-watchdog'];

const codeFolder = 'node_modules/code-server/lib/vscode';

/** Gives the folder of a VS Code server, fetching it first where it isn't there yet. */
export async function installServer(version: string): Promise<string> {
  const folder = path.join(cacheFolder, `server-${version}`);
  if (!existsSync(folder)) await fetchInto(folder, version);
  return path.join(folder, codeFolder);
}

async function fetchInto(folder: string, version: string): Promise<void> {
  console.log(`Fetching the VS Code server ${version} from the npm registry into ${path.relative(inProject(), folder)}: once, about 700 MB.`);
  // Renamed at the end, so that a fetch that was cut short, or runs twice at once, never looks complete.
  const partial = `${folder}.partial-${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  try {
    await writeFile(path.join(partial, 'package.json'), '{ "private": true }\n');
    const code = path.join(partial, codeFolder);
    await step(1, 'server and workbench', () => npmInstallFiles(partial, `code-server@${version}`));
    await step(2, 'its libraries', () => npmInstallFiles(code));
    await step(3, "its built-in extensions' libraries", () => npmInstallFiles(path.join(code, 'extensions')));
    for (const name of standIns) {
      await copyFile(path.join(import.meta.dirname, `stand-ins/${name}.cjs`), path.join(code, `node_modules/@vscode/${name}/index.js`));
    }
    await rename(partial, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function step(number: number, title: string, work: () => Promise<void>): Promise<void> {
  const started = Date.now();
  const seconds = (): string => `${Math.round((Date.now() - started) / 1000)} s`;
  console.log(`  [${number}/3] ${title} …`);
  const ticker = setInterval(() => console.log(`        … ${seconds()}`), 10_000);
  try {
    await work();
  } finally {
    clearInterval(ticker);
  }
  console.log(`        done in ${seconds()}`);
}
