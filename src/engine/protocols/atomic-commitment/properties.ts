/**
 * What any commit protocol has to keep to, after Bernstein, Hadzilacos and Goodman, "Concurrency Control and Recovery in
 * Database Systems", 1987, section 7.3 (AC1 to AC5). It is read from the logs alone: what a vote and what a decision looks
 * like is the same in all protocols, and a participant's log keeps its decisions, as its data would.
 */
import type { Goal } from '../../check/liveness.ts';
import type { Monitor, Property, Violation } from '../../check/monitor.ts';
import type { Liveness } from '../../check/search/goals.ts';
import type { Invariant, NodeView, WorldView } from '../../check/search/model.ts';
import type { Process } from '../../sim/process.ts';
import { entriesIn } from '../../sim/storage.ts';
import type { Simulator } from '../../sim/simulator.ts';
import { isInDoubt, ledgerOf, NO_STANDING, readable, type Ledger, type Standing } from './ledger.ts';
import type { TransactionId } from './transaction.ts';

const source = 'Bernstein, Hadzilacos and Goodman 1987';

export const ATOMIC_COMMITMENT = {
  agreement: {
    id: 'agreement',
    title: 'Agreement',
    meaning: 'All nodes that decide a transaction decide it the same way.',
    source,
    section: '7.3, AC1',
  },
  stability: {
    id: 'stability',
    title: 'Stability',
    meaning: 'A node that has decided a transaction does not decide otherwise later.',
    source,
    section: '7.3, AC2',
  },
  validity: {
    id: 'validity',
    title: 'Validity',
    meaning: 'A transaction is committed only if each of its participants has voted for it, on its disk.',
    source,
    section: '7.3, AC3',
  },
  nonblocking: {
    id: 'nonblocking',
    title: 'Nonblocking',
    meaning: 'No node that is up is left in doubt with nothing that it could do.',
    source,
    section: '7.3',
  },
  termination: {
    id: 'termination',
    title: 'Termination',
    meaning: 'Once all failures are repaired, every transaction is decided at every node.',
    source,
    section: '7.3, AC5',
  },
} as const satisfies Record<string, Property>;

export type CommitmentPropertyId = keyof typeof ATOMIC_COMMITMENT;

interface NamedLedger {
  readonly name: string;
  readonly ledger: Ledger;
}

interface Finding {
  readonly property: CommitmentPropertyId;
  readonly message: string;
}

/** @returns what the logs say of a transaction that must not be, where there is something */
function findingOf(nodes: readonly NamedLedger[], transaction: TransactionId): Finding | undefined {
  const standings = nodes.map(({ ledger }) => ledger.get(transaction) ?? NO_STANDING);
  const nameWhere = (holds: (standing: Standing) => boolean) => nodes[standings.findIndex(holds)]?.name;
  const committed = nameWhere(({ hasCommitted }) => hasCommitted);
  if (committed === undefined) return undefined;

  const turned = nameWhere(({ hasCommitted, hasAborted }) => hasCommitted && hasAborted);
  if (turned !== undefined) return { property: 'stability', message: `${turned} has decided ${transaction} both ways.` };
  const aborted = nameWhere(({ hasAborted }) => hasAborted);
  if (aborted !== undefined) return { property: 'agreement', message: `${committed} has committed ${transaction}, which ${aborted} has aborted.` };

  const participants = standings.find((standing) => standing.participants)?.participants ?? [];
  const unvoted = participants.find((participant) => !standings[participant]?.hasPrepared);
  if (unvoted === undefined) return undefined;
  return { property: 'validity', message: `${committed} has committed ${transaction}, for which ${nodes[unvoted]?.name ?? `node ${unvoted}`} has no vote on its disk.` };
}

interface Seen {
  /** Changes whenever the log does. */
  readonly version: string;
  readonly ledger: Ledger;
}

const NOTHING_SEEN: Seen = { version: '', ledger: new Map() };

/** Watches a run: after each step that changed a log, what is said of the transactions for which it did. */
export class CommitmentSafety<Message> implements Monitor<Message> {
  private seen: Seen[] = [];

  afterStep({ nodes, lastNode, step }: Simulator<Message>): readonly Violation[] {
    const node = nodes[lastNode];
    if (!node) return [];
    const { start, length, truncations } = node.disk.log;
    const version = `${start}/${length}/${truncations}`;
    const before = this.seen[lastNode] ?? NOTHING_SEEN;
    if (before.version === version) return [];
    const { ledger } = (this.seen[lastNode] = { version, ledger: ledgerOf(readable(node.disk.log)) });
    const ledgers = nodes.map(({ name }, id) => ({ name, ledger: (this.seen[id] ?? NOTHING_SEEN).ledger }));
    const changed = [...new Set([...before.ledger.keys(), ...ledger.keys()])].filter((transaction) => !isSame(before.ledger.get(transaction), ledger.get(transaction)));
    return changed.flatMap((transaction) => findingOf(ledgers, transaction) ?? []).map((finding) => ({ ...finding, step }));
  }

  capture(): readonly Seen[] {
    return this.seen.slice();
  }

  restore(state: unknown): void {
    this.seen = (state as readonly Seen[]).slice();
  }
}

function isSame(one: Standing | undefined, other: Standing | undefined): boolean {
  return one?.hasPrepared === other?.hasPrepared && one?.hasCommitted === other?.hasCommitted && one?.hasAborted === other?.hasAborted;
}

interface SearchedLedger extends NamedLedger {
  readonly committed: readonly TransactionId[];
}

/** Ledgers of nodes in searched worlds: a search asks for the same few states of a node again and again. */
const known = new WeakMap<NodeView, SearchedLedger>();

function ledgerIn(node: NodeView): SearchedLedger {
  let ledger = known.get(node);
  if (!ledger) {
    const entries = ledgerOf(entriesIn(node.disk.log));
    const committed = [...entries].filter(([, { hasCommitted }]) => hasCommitted).map(([transaction]) => transaction);
    known.set(node, (ledger = { name: node.name, ledger: entries, committed }));
  }
  return ledger;
}

/** Only what is committed somewhere can be wrong. */
function findingsIn({ nodes }: WorldView<unknown>): readonly Finding[] {
  const ledgers = nodes.map(ledgerIn);
  if (ledgers.every(({ committed }) => committed.length === 0)) return [];
  const committed = new Set(ledgers.flatMap((ledger) => ledger.committed));
  return [...committed].flatMap((transaction) => findingOf(ledgers, transaction) ?? []);
}

/** What must hold in every world of a search. */
export const COMMITMENT_INVARIANTS = (['agreement', 'stability', 'validity'] as const).map(
  (id): Invariant<unknown> => ({
    id,
    meaning: ATOMIC_COMMITMENT[id].meaning,
    violation: (world) => findingsIn(world).find(({ property }) => property === id)?.message,
  }),
);

/** What must hold where nothing is left to do; two-phase commit does not keep to it, and can't. */
export const NONBLOCKING: Invariant<unknown> = {
  id: ATOMIC_COMMITMENT.nonblocking.id,
  meaning: ATOMIC_COMMITMENT.nonblocking.meaning,
  violation({ nodes }) {
    for (const node of nodes) {
      const doubted = node.isUp ? [...ledgerIn(node).ledger].find(([, standing]) => isInDoubt(standing)) : undefined;
      if (doubted) return `${node.name} is in doubt about ${doubted[0]}, and nothing that could still happen tells it more.`;
    }
    return undefined;
  },
};

/** A process that can say whether it has any transaction left to see to. */
export interface Settling {
  readonly isSettled: boolean;
}

export const TERMINATION: Goal<unknown> = {
  property: ATOMIC_COMMITMENT.termination,
  begin: () => null,
  isReached: ({ nodes }) => nodes.every(({ life }) => life !== undefined && (life as Process<unknown> & Settling).isSettled),
};

/**
 * @param within steps that a search gives it, once nothing goes wrong any more
 * @param down as many nodes may be down meanwhile
 */
export function leadsToDecisions(within: number, down: number): Liveness<unknown> {
  return {
    id: ATOMIC_COMMITMENT.termination.id,
    meaning: 'Nobody who is up is in doubt.',
    within,
    holds: ({ nodes }) => nodes.filter(({ isUp }) => !isUp).length > down || !nodes.some((node) => node.isUp && [...ledgerIn(node).ledger.values()].some(isInDoubt)),
  };
}
