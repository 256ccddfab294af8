/** Third-party notices: the licence of every package of which a line is bundled. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { inProject } from '../lib/project.ts';

const noticesFile = 'dist/THIRD_PARTY_NOTICES.txt';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** Writes dist/THIRD_PARTY_NOTICES.txt; throws where a bundled package states none. */
export async function writeNotices(outputs: Metafile['outputs']): Promise<void> {
  const notices = await Promise.all(bundledPackages(outputs).map(notice));
  const heading = 'Distributed Systems Mastery contains code of the packages below, under the licences that follow their names.\n';
  await writeFile(inProject(noticesFile), [heading, ...notices].join(`\n${'-'.repeat(80)}\n\n`));
}

/** Folders of the packages, such as `node_modules/preact`, that gave any bytes to an output. */
function bundledPackages(outputs: Metafile['outputs']): readonly string[] {
  const folders = new Set<string>();
  for (const output of Object.values(outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = /^(.*\/)?node_modules\/(@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  return [...folders].sort();
}

async function notice(folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(inProject(folder, 'package.json'), 'utf8')) as Manifest;
  const files = (await readdir(inProject(folder))).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort();
  if (manifest.license === undefined && files.length === 0) throw new Error(`${folder} states no licence; it can't be shipped.`);
  const texts = await Promise.all(files.map((file) => readFile(path.join(inProject(folder), file), 'utf8')));
  const heading = `${manifest.name} ${manifest.version}${manifest.license === undefined ? '' : ` (${manifest.license})`}`;
  return [heading, ...texts.map((text) => text.trim())].join('\n\n').concat('\n');
}
