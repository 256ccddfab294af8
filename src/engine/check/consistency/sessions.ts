/**
 * The four session guarantees of Terry et al. ("Session guarantees for weakly consistent replicated data", PDIS 1994), and
 * PRAM (Lipton and Sandberg 1988), which is more than the first three together. As Brzezinski, Sobaniec and Wawrzyniak put
 * them in terms of views ("From session causality to causal consistency", PDP 2004): for each process there is an order of all
 * writes and of its own reads in which each read gives the last write of its key before it, and which keeps to
 *
 * - read your writes: the process's writes before its later reads;
 * - monotonic reads: its reads in their order;
 * - monotonic writes: its reads in their order, and the writes of every process in theirs;
 * - writes follow reads: its reads in their order, and what a process has read before what it wrote then;
 * - PRAM: the order of every process.
 *
 * For the first two, versions of a key that one process wrote are taken to follow each other as it wrote them: otherwise most
 * reads could be explained by writes that changed places.
 */
import { idsOf, readsFrom, reasonOf, sessionArrows, thinAirRead, violated } from './causal.ts';
import type { Arrow } from './relation.ts';
import { registersOf, type RegisterHistory, type Registers } from './register-history.ts';
import type { Consistency, EdgeKind } from './verdict.ts';
import { findView, StateBudget } from './views.ts';

export const SESSION_GUARANTEES = ['read-your-writes', 'monotonic-reads', 'monotonic-writes', 'writes-follow-reads'] as const;
export type SessionGuarantee = (typeof SESSION_GUARANTEES)[number];

const GENEROUS = 100_000;

/** @throws RangeError for a history that can't be, or in which a value is written to a key twice */
export function checkSession(history: RegisterHistory, guarantee: SessionGuarantee | 'PRAM', budget = GENEROUS): Consistency {
  const registers = registersOf(history);
  const [thinAir] = registers.thinAir;
  if (thinAir !== undefined) return violated(thinAirRead(history, thinAir));
  const states = new StateBudget(budget);
  const orders = new Map<string, readonly number[]>();
  for (const session of registers.sessions) {
    const reads = session.filter((event) => !registers.events[event]!.isWrite);
    const arrows = [...ARROWS[guarantee](registers, session), ...readsFrom(registers, reads)];
    const result = findView(registers, arrows, reads, states);
    const { process } = registers.events[session[0]!]!;
    if (result.kind === 'undecided') return { kind: 'undecided', states: states.states };
    if (result.kind === 'cycle') return violated(reasonOf(registers, guarantee, MEANINGS[guarantee](process), result.cycle));
    const seen = new Set(reads);
    orders.set(String(process), idsOf(registers, result.order.filter((event) => registers.events[event]!.isWrite || seen.has(event))));
  }
  return { kind: 'holds', orders };
}

const MEANINGS: Readonly<Record<SessionGuarantee | 'PRAM', (process: number) => string>> = {
  'read-your-writes': (process) => `Process ${process} does not see what it has written itself.`,
  'monotonic-reads': (process) => `Process ${process} sees something, and then a state from before it.`,
  'monotonic-writes': (process) => `Process ${process} sees the writes of some process out of their order.`,
  'writes-follow-reads': (process) => `Process ${process} sees a write before one that its writer had read.`,
  PRAM: (process) => `No order that keeps to each process's own explains what process ${process} has read.`,
};

/** What the view of a session has to keep to. */
const ARROWS: Readonly<Record<SessionGuarantee | 'PRAM', (registers: Registers, session: readonly number[]) => readonly Arrow<EdgeKind>[]>> = {
  'read-your-writes': (registers, session) => [...versions(registers), ...pairs(session, (from, to) => registers.events[from]!.isWrite && !registers.events[to]!.isWrite)],
  'monotonic-reads': (registers, session) => [...versions(registers), ...readsInOrder(registers, session)],
  'monotonic-writes': (registers, session) => [...readsInOrder(registers, session), ...registers.sessions.flatMap((each) => chain(each.filter((event) => registers.events[event]!.isWrite)))],
  'writes-follow-reads': (registers, session) => [...readsInOrder(registers, session), ...causes(registers)],
  PRAM: (registers) => sessionArrows(registers),
};

/** The writes of each process to each key, in its order. */
function versions({ events, sessions, writes }: Registers): Arrow<EdgeKind>[] {
  return sessions.flatMap((session) => [...writes.keys()].flatMap((key) => chain(session.filter((event) => events[event]!.isWrite && events[event]!.key === key))));
}

function readsInOrder({ events }: Registers, session: readonly number[]): Arrow<EdgeKind>[] {
  return chain(session.filter((event) => !events[event]!.isWrite));
}

/** From each write that a process has read to what it wrote next. */
function causes({ events, sessions }: Registers): Arrow<EdgeKind>[] {
  return sessions.flatMap((session) =>
    session.flatMap((read, position): Arrow<EdgeKind>[] => {
      const { source } = events[read]!;
      return typeof source === 'number' ? session.slice(position + 1).flatMap((to) => (events[to]!.isWrite ? [{ from: source, to, kind: 'causal' }] : [])) : [];
    }),
  );
}

function chain(events: readonly number[]): Arrow<EdgeKind>[] {
  return events.slice(1).map((to, position) => ({ from: events[position]!, to, kind: 'session' }));
}

function pairs(session: readonly number[], belongs: (from: number, to: number) => boolean): Arrow<EdgeKind>[] {
  return session.flatMap((from, position) => session.slice(position + 1).flatMap((to): Arrow<EdgeKind>[] => (belongs(from, to) ? [{ from, to, kind: 'session' }] : [])));
}
