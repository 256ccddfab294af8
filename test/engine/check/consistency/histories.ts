/** Histories of registers to check: written by hand, all small ones, random ones. */
import type { Operation } from '../../../../src/engine/check/history.ts';
import type { RegisterHistory, RegisterOperation, Value } from '../../../../src/engine/check/consistency/register-history.ts';
import type { Random } from '../../../../src/engine/sim/random.ts';

export type Step = Operation<RegisterOperation, Value>;

/**
 * A line for each process: `w x 1` writes, `r x 1` reads, `r x -` finds nothing, `w x 1 ?` writes and is never heard of again.
 * Operations at the same place of two lines overlap.
 */
export function historyOf(...processes: string[]): RegisterHistory {
  return processes.flatMap((line, process) =>
    line.split(', ').map((text, position): Step => {
      const [op, key = '', value = '', unknown] = text.split(' ');
      const given = value === '-' ? null : Number(value);
      const input: RegisterOperation = op === 'w' ? { op: 'write', key, value: given } : { op: 'read', key };
      return { process, input, output: op === 'w' ? undefined : given, invoked: 10 * position + process, returned: unknown ? Infinity : 10 * position + process + 5 };
    }),
  );
}

export function textOf(history: RegisterHistory): string {
  return history.map(({ process, input, output, returned }) => `${process}: ${input.op} ${input.key} ${input.op === 'write' ? input.value : output}${returned === Infinity ? ' ?' : ''}`).join(', ');
}

interface Kind {
  readonly op: 'read' | 'write';
  readonly key: string;
}

const KINDS: readonly Kind[] = ['x', 'y'].flatMap((key): Kind[] => [{ op: 'write', key }, { op: 'read', key }]);

export interface Space {
  readonly operations: number;
  readonly processes: number;
  /** Undefined where each write has a value of its own. */
  readonly values?: readonly Value[];
}

/**
 * All histories of so many operations by at most so many processes on two keys, in which reads give what was written to their
 * key or nothing. Of those that differ in the names of processes alone there is one, and operations follow one another in
 * time, process by process: the models know no time.
 */
export function* allHistories({ operations, processes, values }: Space): Generator<RegisterHistory> {
  for (const sizes of partitions(operations, processes, operations)) {
    const process = sizes.flatMap((size, number) => new Array<number>(size).fill(number));
    for (const kinds of product<Kind>(process.map(() => KINDS))) {
      // The other key first would be the same with the names of the keys changed.
      if (kinds[0]!.key !== 'x') continue;
      for (const written of product(kinds.map(({ op }, id): readonly Value[] => (op === 'write' ? (values ?? [id + 1]) : [null])))) {
        const outputs = kinds.map(({ op, key }): readonly Value[] => (op === 'write' ? [null] : [...new Set([null, ...kinds.flatMap((kind, id) => (kind.op === 'write' && kind.key === key ? [written[id]!] : []))])]));
        for (const read of product(outputs)) yield kinds.map((kind, id) => stepOf(kind, process[id]!, id, kind.op === 'write' ? written[id]! : read[id]!));
      }
    }
  }
}

function stepOf({ op, key }: Kind, process: number, id: number, value: Value, isUnknown = false): Step {
  const input: RegisterOperation = op === 'write' ? { op, key, value } : { op, key };
  return { process, input, output: op === 'write' || isUnknown ? undefined : value, invoked: 10 * id, returned: isUnknown ? Infinity : 10 * id + 5 };
}

/** Ways to write a number as a sum of so many positive numbers at most, the greatest first. */
function partitions(sum: number, terms: number, most: number): number[][] {
  if (sum === 0) return [[]];
  if (terms === 0) return [];
  return Array.from({ length: Math.min(sum, most) }, (_, less) => Math.min(sum, most) - less).flatMap((first) => partitions(sum - first, terms - 1, first).map((rest) => [first, ...rest]));
}

function* product<Item>(lists: readonly (readonly Item[])[]): Generator<Item[]> {
  const [first, ...rest] = lists;
  if (!first) yield [];
  else for (const item of first) for (const others of product(rest)) yield [item, ...others];
}

/**
 * A history of so many operations. Reads give anything that is written to their key, often one of the last two values in
 * time; some outcomes are unknown, each that of a process which is never heard of again.
 */
export function randomHistory(random: Random, { operations, processes, values }: Space, lost = 0.05): RegisterHistory {
  const gone = new Set<number>();
  const kinds = Array.from({ length: operations }, (): Kind => ({ op: random.chance(0.45) ? 'write' : 'read', key: random.chance(0.6) ? 'x' : 'y' }));
  const written = kinds.map((_, id) => (values ? random.pick(values)! : id + 1));
  return kinds.map((kind, id) => {
    let process = random.integer(processes);
    while (gone.has(process)) process += processes;
    const isUnknown = random.chance(lost);
    if (isUnknown) gone.add(process);
    const possible = kinds.flatMap((each, other) => (each.op === 'write' && each.key === kind.key ? [other] : []));
    const likely = possible.filter((other) => other < id).slice(-2);
    const source = random.chance(0.15) ? undefined : random.pick(random.chance(0.4) && likely.length > 0 ? likely : possible);
    return stepOf(kind, process, id, kind.op === 'write' ? written[id]! : source === undefined ? null : written[source]!, isUnknown);
  });
}
