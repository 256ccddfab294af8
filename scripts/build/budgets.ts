/** Byte budgets of what is read at once: the host's code on activation, the language server's, a panel's script when it opens. */
import type { Metafile } from 'esbuild';

const kilobyte = 1024;

const budgets: readonly { readonly entry: string; readonly bytes: number }[] = [
  { entry: 'dist/extension.js', bytes: 250 * kilobyte },
  // In a process of its own, with the first scenario that is open.
  { entry: 'dist/language-server.js', bytes: 1_300 * kilobyte },
  { entry: 'dist/webviews/simulation.js', bytes: 400 * kilobyte },
  { entry: 'dist/webviews/lesson.js', bytes: 400 * kilobyte },
  { entry: 'dist/webviews/questions.js', bytes: 400 * kilobyte },
  { entry: 'dist/webviews/plots.js', bytes: 400 * kilobyte },
];

/** Prints each bundle's size; throws where one is over its budget. */
export function checkBudgets(outputs: Metafile['outputs']): void {
  const over: string[] = [];
  for (const { entry, bytes } of budgets) {
    if (outputs[entry] === undefined) continue;
    const size = initialBytes(outputs, entry);
    const line = `${entry}: ${kilobytes(size)} of ${kilobytes(bytes)}`;
    console.log(line);
    if (size > bytes) over.push(line);
  }
  if (over.length > 0) {
    throw new Error(`Over the byte budget:\n${over.join('\n')}\nLoad what is not needed at once with import().`);
  }
}

/** Bytes of an entry point together with all that it imports statically. */
function initialBytes(outputs: Metafile['outputs'], entry: string): number {
  const reached = new Set([entry]);
  for (const file of reached) {
    for (const imported of outputs[file]?.imports ?? []) {
      if (imported.kind !== 'dynamic-import' && imported.external !== true) reached.add(imported.path);
    }
  }
  return [...reached].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
}

function kilobytes(bytes: number): string {
  return `${(bytes / kilobyte).toFixed(0)} KB`;
}
