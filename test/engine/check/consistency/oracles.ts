/** What the models say, word for word, tried over every order that there is: slow, and so for few operations only. */
import type { RegisterHistory, Value } from '../../../../src/engine/check/consistency/register-history.ts';
import type { CausalVariant } from '../../../../src/engine/check/consistency/causal.ts';
import type { SessionGuarantee } from '../../../../src/engine/check/consistency/sessions.ts';

type Before = (one: number, other: number) => boolean;

/** Whether some order of the items that keeps to `before` is one of registers, in which the outputs of `visible` are right. */
function someOrder(history: RegisterHistory, items: readonly number[], before: Before, visible: (id: number) => boolean): boolean {
  if (items.some((id) => before(id, id))) return false;
  const extend = (left: readonly number[], state: ReadonlyMap<string, Value>): boolean =>
    left.length === 0 ||
    left.some((id) => {
      if (left.some((other) => other !== id && before(other, id))) return false;
      const { input, output } = history[id]!;
      if (input.op === 'read' && visible(id) && (state.get(input.key) ?? null) !== output) return false;
      const next = input.op === 'write' ? new Map(state).set(input.key, input.value) : state;
      return extend(left.filter((other) => other !== id), next);
    });
  return extend(items, new Map());
}

const inSession = (history: RegisterHistory): Before => (one, other) => history[one]!.process === history[other]!.process && history[one]!.invoked < history[other]!.invoked;
const isWrite = (history: RegisterHistory, id: number) => history[id]!.input.op === 'write';

export function isSequential(history: RegisterHistory): boolean {
  return someOrder(history, [...history.keys()], inSession(history), () => true);
}

/** Each process has an order of all writes and of its own reads that is right and keeps to what the guarantee says. */
export function keepsTo(history: RegisterHistory, guarantee: SessionGuarantee | 'PRAM'): boolean {
  const ids = [...history.keys()];
  const session = inSession(history);
  const writes = (id: number) => isWrite(history, id);
  return [...new Set(history.map(({ process }) => process))].every((process) => {
    const own = (id: number) => history[id]!.process === process;
    const sourceOf = (read: number) => ids.find((id) => writes(id) && history[id]!.input.key === history[read]!.input.key && (history[id]!.input as { value: Value }).value === history[read]!.output);
    const version: Before = (one, other) => writes(one) && writes(other) && history[one]!.input.key === history[other]!.input.key && session(one, other);
    const reads: Before = (one, other) => !writes(one) && !writes(other) && session(one, other);
    const before: Readonly<Record<SessionGuarantee | 'PRAM', Before>> = {
      'read-your-writes': (one, other) => version(one, other) || (own(one) && writes(one) && !writes(other) && session(one, other)),
      'monotonic-reads': (one, other) => version(one, other) || reads(one, other),
      'monotonic-writes': (one, other) => reads(one, other) || (writes(one) && writes(other) && session(one, other)),
      'writes-follow-reads': (one, other) => reads(one, other) || (writes(one) && writes(other) && ids.some((read) => !writes(read) && sourceOf(read) === one && session(read, other))),
      PRAM: session,
    };
    return someOrder(history, ids.filter((id) => writes(id) || own(id)), before[guarantee], () => true);
  });
}

/** Every strict partial order of so many elements, as a matrix. */
export function partialOrders(size: number): boolean[][][] {
  const pairs = Array.from({ length: size }, (_, one) => Array.from({ length: size }, (_, other) => [one, other] as const)).flat().filter(([one, other]) => one !== other);
  const orders: boolean[][][] = [];
  for (let bits = 0; bits < 1 << pairs.length; bits++) {
    const matrix = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
    pairs.forEach(([one, other], position) => (matrix[one]![other] = ((bits >> position) & 1) === 1));
    const isTransitive = pairs.every(([one, other]) => !matrix[one]![other] || (!matrix[other]![one] && matrix[other]!.every((leads, third) => !leads || matrix[one]![third])));
    if (isTransitive) orders.push(matrix);
  }
  return orders;
}

function permutations(items: readonly number[]): number[][] {
  return items.length === 0 ? [[]] : items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

/** Definitions 1 to 3 of Bouajjani et al. 2017. @param orders `partialOrders` of the history's size */
export function isCausal(history: RegisterHistory, variant: CausalVariant, orders: readonly boolean[][][]): boolean {
  const ids = [...history.keys()];
  const session = inSession(history);
  return orders.some((causal) => {
    if (ids.some((one) => ids.some((other) => session(one, other) && !causal[one]![other]))) return false;
    const pastOf = (id: number) => ids.filter((other) => other === id || causal[other]![id]);
    const inCausal: Before = (one, other) => causal[one]![other]!;
    if (variant === 'CC') return ids.every((id) => someOrder(history, pastOf(id), inCausal, (other) => other === id));
    if (variant === 'CM') return ids.every((id) => someOrder(history, pastOf(id), inCausal, (other) => other === id || session(other, id)));
    return permutations(ids).some((arbitration) => {
      const place = (id: number) => arbitration.indexOf(id);
      if (ids.some((one) => ids.some((other) => causal[one]![other] && place(one) > place(other)))) return false;
      return ids.every((id) => someOrder(history, pastOf(id), (one, other) => place(one) < place(other), (other) => other === id));
    });
  });
}
