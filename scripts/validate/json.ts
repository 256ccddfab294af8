/** JSON for people and for diffs: indented, but for lists of numbers, which stay on their line. */
export function writeCompactly(value: unknown): string {
  const text = JSON.stringify(value, null, 1);
  return `${text.replace(/\[\n\s+(-?[\d.][^[\]{}"]*?)\n\s+\]/g, (_, numbers: string) => `[${numbers.replace(/\s+/g, ' ')}]`)}\n`;
}
