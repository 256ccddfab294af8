/** Where things are in the checkout. */
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** An absolute path inside the checkout. */
export function inProject(...segments: string[]): string {
  return path.join(root, ...segments);
}

/** What the tools download or produce and git ignores: VS Code servers, data directories, results. */
export const cacheFolder = inProject('.vscode-test');
