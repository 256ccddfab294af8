/** Other versions of Node, from the npm registry, each fetched once into .vscode-test/. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { npmInstall } from './npm.ts';
import { cacheFolder } from './project.ts';

/** The oldest Node that a pack's author, or a checkout's first command, may be running. */
export const oldestNode = '20.20.2';

/** @returns the path of its program */
export async function installNode(version: string): Promise<string> {
  const folder = path.join(cacheFolder, `node-${version}`);
  if (!existsSync(folder)) await fetchInto(folder, version);
  return path.join(folder, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

async function fetchInto(folder: string, version: string): Promise<void> {
  console.log(`Fetching Node ${version} from the npm registry: once, about 90 MB.`);
  // Renamed at the end, so that a fetch that was cut short, or runs twice at once, never looks complete.
  const partial = `${folder}.partial-${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  try {
    await writeFile(path.join(partial, 'package.json'), '{ "private": true }\n');
    await npmInstall(partial, `node@${version}`);
    await rename(partial, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
