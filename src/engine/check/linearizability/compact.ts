/**
 * Lists and sets that grow hold thousands of elements in each of thousands of states. Whoever knows the whole history can
 * write a state shortly: as so much of the longest list that was read, or as one bit for each element that was ever added.
 */
import type { History } from '../history.ts';
import type { CompactModel } from './model.ts';

/** The first `length` elements of the longest list, and `more` after them, which does not begin as that one goes on. */
interface Beginning<Value> {
  readonly length: number;
  readonly more: readonly Value[];
}

/** @param appended what an operation appends; undefined for a read, whose output is the list */
export function compactList<Input, Value>(history: History<Input, readonly Value[]>, appended: (input: Input) => Value | undefined): CompactModel<Beginning<Value>, Input, readonly Value[]> {
  let longest: readonly Value[] = [];
  for (const { input, output } of history) if (appended(input) === undefined && output && output.length > longest.length) longest = output;

  const holds = ({ length, more }: Beginning<Value>, list: readonly Value[]): boolean =>
    list.length === length + more.length && more.every((value, position) => list[length + position] === value) && beginsAlike(list, longest, length);
  return {
    initial: { length: 0, more: [] },
    apply(state, input, output) {
      const value = appended(input);
      if (value === undefined) return output === undefined || holds(state, output) ? state : undefined;
      const { length, more } = state;
      return more.length === 0 && length < longest.length && longest[length] === value ? { length: length + 1, more } : { length, more: [...more, value] };
    },
    key: ({ length, more }) => `${length}${more.length === 0 ? '' : JSON.stringify(more)}`,
  };
}

function beginsAlike<Value>(one: readonly Value[], other: readonly Value[], length: number): boolean {
  for (let position = 0; position < length; position++) if (one[position] !== other[position]) return false;
  return true;
}

/**
 * A set that only grows.
 * @param added what an operation adds, as a key; undefined for a read
 * @param shown what a read shows, as keys; undefined for what an adding gives: whether it has made a difference, or null, which is not checked
 */
export function compactSet<Input, Output>(history: History<Input, Output>, added: (input: Input) => string | undefined, shown: (output: Output) => readonly string[] | undefined): CompactModel<Uint16Array, Input, Output> {
  const numbers = new Map<string, number>();
  for (const { input } of history) {
    const element = added(input);
    if (element !== undefined && !numbers.has(element)) numbers.set(element, numbers.size);
  }
  const has = (state: Uint16Array, element: string): boolean => {
    const number = numbers.get(element);
    return number !== undefined && (state[number >>> 4]! & (1 << (number & 15))) !== 0;
  };
  const holds = (state: Uint16Array, elements: readonly string[]): boolean =>
    elements.every((element) => has(state, element)) && new Set(elements).size === elements.length && elements.length === sizeOf(state);
  return {
    initial: new Uint16Array((numbers.size + 15) >>> 4),
    apply(state, input, output) {
      const element = added(input);
      if (element === undefined) return output === undefined || holds(state, shown(output) ?? []) ? state : undefined;
      const isNew = !has(state, element);
      if (output !== undefined && output !== null && output !== isNew) return undefined;
      return isNew ? withBit(state, numbers.get(element)!) : state;
    },
    key: textOf,
  };
}

function withBit(words: Uint16Array, bit: number): Uint16Array {
  const after = words.slice();
  after[bit >>> 4]! |= 1 << (bit & 15);
  return after;
}

function sizeOf(words: Uint16Array): number {
  let size = 0;
  for (let word of words) for (; word !== 0; word &= word - 1) size++;
  return size;
}

function textOf(words: Uint16Array): string {
  let text = '';
  for (const word of words) text += String.fromCharCode(word);
  return text;
}
