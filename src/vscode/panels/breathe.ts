/** Lets the extension host do something else between two slices of a long run. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
