/**
 * Causal consistency in its three variants, by the patterns that break each: Bouajjani, Enea, Guerraoui and Hamza, "On
 * verifying causal consistency" (POPL 2017), sections 3 and 5. Causal order is the closure of sessions and reads-from.
 *
 * - CC: each read can be explained by its causal past.
 * - CCv (causal convergence): and all processes agree on the order of conflicting writes.
 * - CM (causal memory, Ahamad et al. 1995): and each process's own reads can be explained together.
 */
import { Relation, type Arrow } from './relation.ts';
import { registersOf, type RegisterHistory, type Registers } from './register-history.ts';
import type { Consistency, EdgeKind, Reason } from './verdict.ts';
import { findView, StateBudget } from './views.ts';

export type CausalVariant = 'CC' | 'CCv' | 'CM';

const GENEROUS = 100_000;

/** @throws RangeError for a history that can't be, or in which a value is written to a key twice */
export function checkCausal(history: RegisterHistory, variant: CausalVariant, budget = GENEROUS): Consistency {
  const registers = registersOf(history);
  const [thinAir] = registers.thinAir;
  if (thinAir !== undefined) return violated(thinAirRead(history, thinAir));
  const causal = new Relation<EdgeKind>(registers.events.length, [...sessionArrows(registers), ...readsFrom(registers)]);
  const reason = causalPattern(registers, causal);
  if (reason) return violated(reason);
  if (variant === 'CCv') return checkConvergence(registers, causal);
  if (variant === 'CM') return checkMemory(registers, causal, budget);
  return { kind: 'holds', orders: new Map([['', idsOf(registers, causal.order() ?? [])]]) };
}

/** Each event of a session with the next one. */
export function sessionArrows({ sessions }: Registers): Arrow<EdgeKind>[] {
  return sessions.flatMap((session) => session.slice(1).map((to, position) => ({ from: session[position]!, to, kind: 'session' as const })));
}

/** @param reads all where they are left out */
export function readsFrom({ events }: Registers, reads: readonly number[] = [...events.keys()]): Arrow<EdgeKind>[] {
  return reads.flatMap((to) => {
    const { source } = events[to]!;
    return typeof source === 'number' ? [{ from: source, to, kind: 'reads-from' as const }] : [];
  });
}

export function violated(reason: Reason): Consistency {
  return { kind: 'violated', reason };
}

export function thinAirRead(history: RegisterHistory, id: number): Reason {
  const { process, input, output } = history[id]!;
  return { pattern: 'ThinAirRead', message: `Process ${process} reads ${JSON.stringify(output)} from ${input.key}, which nobody has written.`, operations: [id], edges: [] };
}

export function idsOf({ events }: Registers, numbers: readonly number[]): number[] {
  return numbers.map((number) => events[number]!.id);
}

/** A reason made of arrows between events. */
export function reasonOf(registers: Registers, pattern: string, message: string, arrows: readonly Arrow<EdgeKind>[]): Reason {
  const id = (event: number) => registers.events[event]!.id;
  return {
    pattern,
    message,
    operations: [...new Set(arrows.flatMap(({ from, to }) => [id(from), id(to)]))].sort((one, other) => one - other),
    edges: arrows.map(({ from, to, kind }) => ({ from: id(from), to: id(to), kind })),
  };
}

/** The patterns that break all three variants. */
function causalPattern(registers: Registers, causal: Relation<EdgeKind>): Reason | undefined {
  const cycle = causal.cycle();
  if (cycle) return reasonOf(registers, 'CyclicCO', 'Some operations are each a cause of the next, in a circle.', cycle);
  const { events, writes } = registers;
  for (const [read, { key, isWrite, source }] of events.entries()) {
    if (isWrite) continue;
    for (const write of writes.get(key) ?? []) {
      if (write === source || !causal.leads(write, read)) continue;
      if (source === null || source === undefined) {
        return reasonOf(registers, 'WriteCOInitRead', `A read finds ${key} empty, although a write to it is among its causes.`, causal.way(write, read) ?? []);
      }
      if (causal.leads(source, write)) {
        const ways = [...(causal.way(source, write) ?? []), ...(causal.way(write, read) ?? []), { from: source, to: read, kind: 'reads-from' as const }];
        return reasonOf(registers, 'WriteCORead', `A read of ${key} gives a value that was overwritten among its causes.`, ways);
      }
    }
  }
  return undefined;
}

/** Conflict order: a write comes before another of its key if it is a cause of a read of the other. */
function checkConvergence(registers: Registers, causal: Relation<EdgeKind>): Consistency {
  const order = causal.copy();
  for (const [read, { key, source }] of registers.events.entries()) {
    if (typeof source !== 'number') continue;
    for (const write of registers.writes.get(key) ?? []) {
      if (write !== source && causal.leads(write, read)) order.add({ from: write, to: source, kind: 'overwritten' });
    }
  }
  const cycle = order.cycle();
  if (cycle) return violated(reasonOf(registers, 'CyclicCF', 'Processes saw conflicting writes in different orders: no one order of writes explains all reads.', cycle));
  return { kind: 'holds', orders: new Map([['', idsOf(registers, order.order() ?? [])]]) };
}

/** For each process: an order of its causal past, and of what it did itself, that explains its own reads. */
function checkMemory(registers: Registers, causal: Relation<EdgeKind>, states: number): Consistency {
  const budget = new StateBudget(states);
  const orders = new Map<string, readonly number[]>();
  const arrows = [...sessionArrows(registers), ...readsFrom(registers)];
  for (const session of registers.sessions) {
    const last = session.at(-1)!;
    const isPast = (event: number) => event === last || causal.leads(event, last);
    const result = findView(registers, arrows, session.filter((event) => !registers.events[event]!.isWrite), budget, isPast);
    const { process } = registers.events[last]!;
    if (result.kind === 'undecided') return { kind: 'undecided', states: budget.states };
    if (result.kind === 'cycle') return violated(reasonOf(registers, 'CyclicHB', `No order of its causes explains all that process ${process} has read.`, result.cycle));
    orders.set(String(process), idsOf(registers, result.order));
  }
  return { kind: 'holds', orders };
}
