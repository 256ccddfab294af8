/**
 * The four session guarantees of Terry et al., "Session guarantees for weakly consistent replicated data" (PDIS 1994), in the
 * terms of visibility and arbitration (Burckhardt, "Principles of eventual consistency", 2014; Viotti and Vukolić,
 * "Consistency in non-transactional distributed storage systems", ACM Computing Surveys 2016). What a client can tell of
 * replicas is that for each process there are
 *
 * - an order of all writes, that in which its replicas apply them, and
 * - for each of its reads a set of writes that the read sees: those that had come to the replica,
 *
 * such that each read gives the last write of its key that it sees, or nothing where it sees none, and
 *
 * - read your writes: a read sees what its process has written before;
 * - monotonic reads: a read sees what earlier reads of its process saw;
 * - monotonic writes: a read that sees a write sees, and has in order before it, what the same process wrote before;
 * - writes follow reads: a read that sees a write sees, and has in order before it, what the writer had read before.
 *
 * The order may be another for each process, so that each guarantee is implied by PRAM or by causal memory.
 *
 * One read alone says little of the order of writes. For the first two guarantees, the writes of one process to one key are
 * taken to be in order as it wrote them, since with versions that change places almost every read could be explained. For
 * the last two, a read is taken to see what earlier reads of its process saw, since a process that is served by another
 * replica each time learns nothing of their order. So that what is only a break of monotonic reads is not laid to writers,
 * this is asked of a process's reads up to the first that no order of the writes makes monotonic.
 */
import type { Budget } from '../linearizability/check.ts';
import { chain, ownWrites, readsFrom, versionChains, writesAfterReads } from './arrows.ts';
import { GENEROUS, within, type Meter } from './meter.ts';
import { monotonicReads } from './monotonic-reads.ts';
import { holdOrders, versionOrder } from './orders.ts';
import { Pasts } from './pasts.ts';
import { reasonOf } from './reasons.ts';
import type { RegisterHistory } from './register-history.ts';
import { readsOf, registersOf, writesOf, type Registers } from './registers.ts';
import { Relation, type Arrow } from './relation.ts';
import { decideEach, decideSources, type Judge } from './sources.ts';
import { thinAirRead } from './thin-air.ts';
import type { Consistency } from './verdict.ts';
import { drawOnce } from './versions.ts';

export const SESSION_GUARANTEES = ['read-your-writes', 'monotonic-reads', 'monotonic-writes', 'writes-follow-reads'] as const;
export type SessionGuarantee = (typeof SESSION_GUARANTEES)[number];

interface Definition {
  /** The reads of a session that the guarantee is about. */
  readonly readsOf: (registers: Registers, session: readonly number[]) => readonly number[];
  /** What those reads see, apart from what they have read, and what must be in order. */
  readonly arrowsOf: (registers: Registers, session: readonly number[]) => readonly Arrow[];
  readonly messageOf: (process: number) => string;
}

const DEFINITIONS: Readonly<Record<SessionGuarantee, Definition>> = {
  'read-your-writes': {
    readsOf,
    arrowsOf: (registers, session) => [...versionChains(registers), ...ownWrites(registers, session)],
    messageOf: (process) => `Process ${process} does not see what it has written itself.`,
  },
  'monotonic-reads': {
    readsOf,
    arrowsOf: (registers, session) => [...versionChains(registers), ...chain(readsOf(registers, session))],
    messageOf: (process) => `Process ${process} goes back to something older than what it has read.`,
  },
  'monotonic-writes': {
    readsOf: monotonicReads,
    arrowsOf: (registers, session) => [...registers.sessions.flatMap((each) => chain(writesOf(registers, each))), ...chain(readsOf(registers, session))],
    messageOf: (process) => `Process ${process} sees writes in another order than their writer's.`,
  },
  'writes-follow-reads': {
    readsOf: monotonicReads,
    arrowsOf: (registers) => registers.sessions.flatMap((each) => writesAfterReads(registers, each)),
    messageOf: (process) => `Process ${process} sees a write, but not before it what its writer had read.`,
  },
};

/** @throws RangeError for a history that can't be */
export function checkSession(history: RegisterHistory, guarantee: SessionGuarantee, budget: Budget = GENEROUS): Consistency {
  const registers = registersOf(history);
  const thinAir = thinAirRead(history, registers);
  if (thinAir) return { kind: 'violated', reason: thinAir };
  return within(budget, (meter) => {
    holdOrders(registers, meter);
    const pasts = { seen: new Pasts(registers, meter), applied: new Pasts(registers, meter) };
    const views = registers.sessions.map((session) => new View(registers, pasts, guarantee, session));
    return guarantee === 'writes-follow-reads' ? decideTogether(registers, views, meter) : decideEach(registers, views, meter);
  });
}

/** What writers have read is the same for all who see what they wrote. */
function decideTogether(registers: Registers, views: readonly View[], meter: Meter): Consistency {
  const judge: Judge = (sources, limited) => {
    const orders = new Map<string, readonly number[]>();
    for (const view of views) {
      const judged = view.judge(sources, limited);
      if ('reason' in judged) return judged;
      for (const [process, order] of judged.orders) orders.set(process, order);
    }
    return { orders };
  };
  return decideSources(registers, readsOf(registers, [...registers.events.keys()]), judge, meter);
}

/** What one process may have seen. */
class View {
  readonly reads: readonly number[];
  private readonly registers: Registers;
  private readonly pasts: { readonly seen: Pasts; readonly applied: Pasts };
  private readonly guarantee: SessionGuarantee;
  private readonly session: readonly number[];

  constructor(registers: Registers, pasts: View['pasts'], guarantee: SessionGuarantee, session: readonly number[]) {
    this.registers = registers;
    this.pasts = pasts;
    this.guarantee = guarantee;
    this.session = session;
    this.reads = DEFINITIONS[guarantee].readsOf(registers, session);
  }

  readonly judge: Judge = (sources, meter) => {
    const { registers, reads } = this;
    const { process } = registers.events[this.session[0]!]!;
    const { arrowsOf, messageOf } = DEFINITIONS[this.guarantee];
    const known = this.guarantee === 'writes-follow-reads' ? [...registers.events.keys()] : reads;
    const relation = new Relation(registers.events.length, [...arrowsOf(registers, this.session), ...readsFrom(known, sources)]);
    const contradiction = drawOnce({ reads, sources }, relation, this.pasts.seen, this.pasts.applied, meter);
    if (!contradiction) return { orders: new Map([[String(process), versionOrder(registers, relation, sources, reads)]]) };
    return { reason: reasonOf(registers, this.guarantee, messageOf(process), contradiction.conflict, process) };
  };
}
