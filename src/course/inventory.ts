/** Everything that a pack's folder holds, listed once, so that checks are the same on every disk and reach nothing outside. */
import { joinPath, type Entry, type PackFiles } from './files.ts';

export interface Inventory {
  has(file: string): boolean;
  hasFolder(folder: string): boolean;
  /** Names of what lies directly in a folder, in order. */
  namesIn(folder: string): readonly string[];
  /** The files below a folder, relative to it, in order. */
  filesBelow(folder: string): readonly string[];
  /** What is wrong with names and links, by path. */
  readonly faults: readonly InventoryFault[];
}

export interface InventoryFault {
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

const MOST_ENTRIES = 10_000;
const DEEPEST = 12;

/** Not content: version control and editors keep their files under such names, and package managers keep theirs. */
const SKIPPED = /^\.|^node_modules$|^Thumbs\.db$/;

/** Characters and names that some system can't store, or that make a path read as another one. */
const ODD_NAME = /[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd\\/:*?"<>|]|[ .]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/iu;

/** @throws Error with a message fit for users where the pack's own folder can't be listed */
export async function takeInventory(files: PackFiles): Promise<Inventory> {
  const kinds = new Map<string, 'file' | 'folder'>([['', 'folder']]);
  const faults: InventoryFault[] = [];
  const open: string[] = [''];
  for (let folder = open.shift(); folder !== undefined; folder = open.shift()) {
    const entries = await list(files, folder, faults);
    faults.push(...namesThatClash(folder, entries));
    for (const { name, kind } of entries) {
      const path = joinPath(folder, name);
      const fault = faultOf(path, name, kind, kinds.size);
      if (fault) faults.push({ path, ...fault });
      if (kinds.size >= MOST_ENTRIES) return inventory(kinds, faults);
      if (fault || (kind !== 'file' && kind !== 'folder')) continue;
      kinds.set(path, kind);
      if (kind === 'folder') open.push(path);
    }
  }
  return inventory(kinds, faults);
}

async function list(files: PackFiles, folder: string, faults: InventoryFault[]): Promise<Entry[]> {
  try {
    const entries = (await files.list(folder)).filter(({ name }) => !SKIPPED.test(name));
    return entries.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  } catch (error) {
    if (folder === '') throw error;
    faults.push({ path: folder, message: error instanceof Error ? error.message : String(error), remedy: 'Make the folder readable, or remove it.' });
    return [];
  }
}

function faultOf(path: string, name: string, kind: Entry['kind'], count: number): Omit<InventoryFault, 'path'> | null {
  if (count >= MOST_ENTRIES) {
    return { message: `The pack holds more than ${MOST_ENTRIES} files and folders.`, remedy: 'Remove what is not content, or split the pack.' };
  }
  if (ODD_NAME.test(name)) {
    return { message: `The name ${JSON.stringify(name)} can't be used on every system.`, remedy: 'Rename it: letters, digits, hyphens, underscores and dots are safe.' };
  }
  if (kind === 'outside') return { message: `"${path}" is a link that leads out of the pack.`, remedy: 'Replace the link by a copy of what it leads to.' };
  if (kind === 'other') return { message: `"${path}" is neither a file nor a folder.`, remedy: 'Remove it, or replace it by a file.' };
  if (path.split('/').length > DEEPEST) {
    return { message: `"${path}" lies deeper than ${DEEPEST} folders.`, remedy: 'Move it further up; a link that leads to a folder around it also does this.' };
  }
  return null;
}

/** Where upper and lower case are one, two such names are one file. */
function namesThatClash(folder: string, entries: readonly Entry[]): InventoryFault[] {
  const seen = new Map<string, string>();
  const faults: InventoryFault[] = [];
  for (const { name } of entries) {
    const folded = name.normalize('NFC').toLowerCase();
    const other = seen.get(folded);
    if (other !== undefined) {
      faults.push({ path: joinPath(folder, name), message: `"${name}" and "${other}" are the same name on some systems.`, remedy: 'Rename one of the two.' });
    }
    seen.set(folded, name);
  }
  return faults;
}

function inventory(kinds: ReadonlyMap<string, 'file' | 'folder'>, faults: readonly InventoryFault[]): Inventory {
  const below = (folder: string) => [...kinds].filter(([path]) => path !== '' && (folder === '' || path.startsWith(`${folder}/`)));
  const relative = (folder: string, path: string) => (folder === '' ? path : path.slice(folder.length + 1));
  return {
    faults,
    has: (file) => kinds.get(file) === 'file',
    hasFolder: (folder) => kinds.get(folder) === 'folder',
    namesIn: (folder) => below(folder).map(([path]) => relative(folder, path)).filter((name) => !name.includes('/')),
    filesBelow: (folder) => below(folder).filter(([, kind]) => kind === 'file').map(([path]) => relative(folder, path)),
  };
}
