/** What one transaction read, and whether it agrees with what it had read and written before. */
import type { Content } from './anomalies.ts';
import type { Key, MicroOperation, Value } from './history.ts';
import { didOf } from './words.ts';

export interface OwnRead {
  /** Position of the operation. */
  readonly operation: number;
  /** Whether the transaction had not written the key before, so that it read what others wrote. */
  readonly isExternal: boolean;
  /** Where the read disagrees with the transaction itself: what it had done, as in "read x = 1". */
  readonly disagreement?: string;
}

/** What a transaction knows of a key. */
interface View {
  /** What it last read or wrote there; undefined before it did either. */
  known: Content | undefined;
  /** What it has appended since. */
  readonly appended: Value[];
  hasWritten: boolean;
}

/** @returns the reads whose values are known, in their order */
export function readsOf(operations: readonly MicroOperation[]): OwnRead[] {
  const views = new Map<Key, View>();
  const reads: OwnRead[] = [];
  operations.forEach((operation, position) => {
    if (operation.value === undefined) return;
    const view = views.get(operation.key) ?? { known: undefined, appended: [], hasWritten: false };
    views.set(operation.key, view);
    if (operation.op === 'read') {
      const isExternal = !view.hasWritten;
      reads.push({ operation: position, isExternal, ...(!agrees(view, operation.value) && { disagreement: doneBefore(operations, position) }) });
    }
    if (operation.op === 'append') view.appended.push(operation.value);
    else {
      view.known = operation.value;
      view.appended.length = 0;
    }
    if (operation.op !== 'read') view.hasWritten = true;
  });
  return reads;
}

function agrees({ known, appended }: View, content: Content): boolean {
  if (appended.length === 0 && !isList(known) && !isList(content)) return known === undefined || known === content;
  const list = listOf(content);
  const start = list.length - appended.length;
  const before = known === undefined ? undefined : listOf(known);
  return (
    (before === undefined ? start >= 0 : start === before.length && before.every((value, i) => list[i] === value)) &&
    appended.every((value, i) => list[start + i] === value)
  );
}

/** What a transaction last knew of the key that it reads at a position, and what it appended since. */
function doneBefore(operations: readonly MicroOperation[], position: number): string {
  const { key } = operations[position]!;
  const before = operations.slice(0, position).filter((operation) => operation.key === key && operation.value !== undefined);
  const known = before.findLastIndex(({ op }) => op !== 'append');
  return before.slice(Math.max(0, known)).map(didOf).join(', then ');
}

function isList(content: Content | undefined): content is readonly Value[] {
  return typeof content === 'object' && content !== null;
}

/** Nothing is the empty list. */
function listOf(content: Content): readonly Value[] {
  return isList(content) ? content : content === null ? [] : [content];
}
