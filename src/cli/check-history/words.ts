/** Says operations of a history file in words. */
import type { RawOperation, Value } from '../../engine/check/import/events.ts';

/** `line 12–15  process 3  write 5`, in columns; one that has an outcome of its own says so. */
export function tableOf(operations: readonly RawOperation[], mark: (operation: RawOperation) => string = () => ''): string[] {
  const rows = operations.map((operation) => [linesOf(operation), `process ${operation.client}`, describe(operation), mark(operation)]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

function linesOf({ line, end, returned }: RawOperation): string {
  if (returned === Infinity) return `line ${line}–…`;
  return line === end.line ? `line ${line}` : `line ${line}–${end.line}`;
}

/** `cas [1, 2]`, `read → 3`, `write 5, outcome unknown`. */
export function describe({ f, key, argument, result, outcome, error }: RawOperation): string {
  const parts = [f, ...(key === undefined ? [] : [show(key)]), ...(argument === null ? [] : [show(argument)])];
  const what = parts.join(' ');
  if (outcome === 'unknown') return `${what}, outcome unknown`;
  if (outcome === 'fail') return `${what}, failed${error === undefined ? '' : `: ${show(error)}`}`;
  return result === undefined || show(result) === show(argument) ? (argument === null ? `${what} → nil` : what) : `${what} → ${show(result)}`;
}

export function show(value: Value): string {
  if (value === null) return 'nil';
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(show).join(' ')}]`;
  return typeof value === 'string' && /^[\w.-]+$/.test(value) ? value : JSON.stringify(value);
}

/** The operation as data. */
export function dataOf({ process: _, client, f, key, argument, result, outcome, error, line, end, returned }: RawOperation): Readonly<Record<string, unknown>> {
  return { process: client, f, key, argument, result, outcome, error, line, endLine: returned === Infinity ? undefined : end.line };
}

/** `comments (3), faults of the nemesis (1)`. */
export function counted(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([what, count]) => `${what} (${count})`).join(', ');
}

/** Names in lines that are not too long, those after the first indented by so much. */
export function folded(names: readonly string[], indent: number, width = 110): string {
  const lines = [''];
  for (const name of names) {
    if (indent + lines.at(-1)!.length + name.length > width) lines.push('');
    lines.push(`${lines.pop()!}${name}, `);
  }
  return lines.map((line) => line.trimEnd()).join(`\n${' '.repeat(indent)}`).replace(/,$/, '');
}
