/** How a pack's files are read, whatever they lie on: a disk, a workspace, an archive, a test's memory. Reading only. */

/**
 * What a folder holds. `outside` is a link that leads out of the pack, or one whose end can't be known; it is never followed.
 * `other` is what can't be read as a file, such as a socket or a link that leads nowhere.
 */
export interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'outside' | 'other';
}

/** The files of one pack. Paths are relative to its root, with forward slashes; the root itself is the empty path. */
export interface PackFiles {
  /** The absolute path or URI of the pack, which identifies it and is shown to users. */
  readonly root: string;
  /** @throws Error with a message fit for users where the folder can't be listed */
  list(folder: string): Promise<readonly Entry[]>;
  /**
   * @param limit the most bytes that are taken into memory
   * @throws FileTooLarge above the limit; Error with a message fit for users where the file can't be read
   */
  read(path: string, limit: number): Promise<Uint8Array>;
}

export class FileTooLarge extends Error {
  constructor(path: string, limit: number) {
    super(`"${path}" is larger than ${Math.floor(limit / 1024)} KB.`);
    this.name = 'FileTooLarge';
  }
}

/**
 * A text file, without its byte order mark.
 * @throws as `PackFiles.read` does, and Error for what is not UTF-8
 */
export async function readText(files: PackFiles, path: string, limit: number): Promise<string> {
  const bytes = await files.read(path, limit);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error(`"${path}" is not UTF-8 text.`, { cause: error });
  }
}

export function joinPath(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('/');
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A reference from a file, relative to its folder, as a path of the pack; null where it leads out of the pack or is absolute. */
export function resolveInPack(folder: string, reference: string): string | null {
  if (/^[\\/]|[\\:\0]/.test(reference)) return null;
  const resolved: string[] = folder === '' ? [] : folder.split('/');
  for (const part of reference.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') resolved.push(part);
    else if (resolved.pop() === undefined) return null;
  }
  return resolved.join('/');
}
