/** Packs on a disk that Node can read. */
import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { FileTooLarge, type Entry, type PackFiles } from './files.ts';

export function nodeFiles(root: string): PackFiles {
  const absolute = path.resolve(root);
  return {
    root: absolute,
    list: (folder) => plainly(folder === '' ? 'The folder' : `The folder "${folder}"`, () => list(absolute, folder)),
    read: (file, limit) => plainly(`"${file}"`, () => read(absolute, file, limit)),
  };
}

/**
 * The pack folders that a folder stands for: itself where it holds a pack.json, else those of its subfolders that do;
 * itself again where there are none, so that loading it says what is missing.
 */
export async function findPackFolders(folder: string): Promise<string[]> {
  const absolute = path.resolve(folder);
  if (await isFile(path.join(absolute, 'pack.json'))) return [absolute];
  const entries = await readdir(absolute, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const { name } of entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    if (await isFile(path.join(absolute, name, 'pack.json'))) found.push(path.join(absolute, name));
  }
  return found.length > 0 ? found : [absolute];
}

async function list(root: string, folder: string): Promise<Entry[]> {
  const absolute = await inside(root, folder);
  const entries = await readdir(absolute, { withFileTypes: true });
  return Promise.all(
    entries.map(async (entry) => ({
      name: entry.name,
      kind: entry.isSymbolicLink() ? await kindOfLink(root, path.posix.join(folder, entry.name)) : kindOf(entry),
    })),
  );
}

/** Takes one byte more than the limit at most, however the file grows while it is read. */
async function read(root: string, file: string, limit: number): Promise<Uint8Array> {
  const real = await inside(root, file);
  if (!(await stat(real)).isFile()) throw new Error('it is not a file');
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(real, { end: limit })) chunks.push(chunk as Buffer);
  const content = Buffer.concat(chunks);
  if (content.length > limit) throw new FileTooLarge(file, limit);
  return content;
}

/** The real path of something in the pack. @throws Error where a link leads out of it */
async function inside(root: string, relative: string): Promise<string> {
  const [realRoot, real] = await Promise.all([realpath(root), realpath(path.join(root, relative))]);
  if (real !== realRoot && !real.startsWith(realRoot + path.sep)) throw new Error('it leads out of the pack');
  return real;
}

async function kindOfLink(root: string, relative: string): Promise<Entry['kind']> {
  try {
    return kindOf(await stat(await inside(root, relative)));
  } catch (error) {
    return isSystemError(error) ? 'other' : 'outside';
  }
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean }): Entry['kind'] {
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then((stats) => stats.isFile(), () => false);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'reading it is not permitted',
  EPERM: 'reading it is not permitted',
  ELOOP: 'its links go round in a circle',
};

/** Says of a failure what was to be read and why that failed, instead of a system call and its error code. */
async function plainly<Result>(what: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof FileTooLarge) throw error;
    const reason = isSystemError(error) ? (REASONS[error.code] ?? error.code) : error instanceof Error ? error.message : String(error);
    throw new Error(`${what} can't be read: ${reason}.`, { cause: error });
  }
}

function isSystemError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
