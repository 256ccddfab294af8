/**
 * What consensus asks for, and what Paxos keeps to so that it comes about: Lamport, "Paxos Made Simple", 2001, section 2.1 and
 * 2.2. Both are asked of an account of what has happened, which a run gives as it goes on and a searched world by the messages
 * that were ever sent in it. Nothing of it rests on what anybody believes to be chosen: a proposal is chosen when a majority of
 * the acceptors have accepted it, whoever knows.
 */
import type { Goal } from '../../check/liveness.ts';
import type { Monitor, Property, Violation } from '../../check/monitor.ts';
import type { Liveness } from '../../check/search/goals.ts';
import type { Invariant, WorldView } from '../../check/search/model.ts';
import type { DurableStore, NodeId } from '../../sim/process.ts';
import type { Simulator } from '../../sim/simulator.ts';
import { ACCEPTOR_CELL } from './acceptor.ts';
import { majority, type Ballot, type Proposal, type Value } from './ballots.ts';
import { ensembleOf, type Ensemble, type Seat } from './ensemble.ts';
import type { LearnerState } from './learner.ts';
import type { AcceptorRecord, PaxosMessage, ProposerRecord } from './messages.ts';
import { PROPOSER_CELL, type ProposerState } from './proposer.ts';

const source = 'Lamport 2001';

export const PAXOS_PROPERTIES = {
  agreement: {
    id: 'agreement',
    title: 'Agreement',
    meaning: 'Only a single value is chosen.',
    source,
    section: '2.1',
  },
  learning: {
    id: 'learning',
    title: 'Learning',
    meaning: 'No process learns that a value has been chosen unless it has been.',
    source,
    section: '2.1',
  },
  validity: {
    id: 'validity',
    title: 'Validity',
    meaning: 'Only a value that has been proposed is chosen.',
    source,
    section: '2.1',
  },
  unison: {
    id: 'unison',
    title: 'Unison',
    meaning: 'No two processes learn different values: all that can be seen from outside.',
    source,
    section: '2.1',
  },
  ballots: {
    id: 'one-value-per-ballot',
    title: 'One value per ballot',
    meaning: 'No two proposals of one ballot have different values.',
    source,
    section: '2.2',
  },
  promises: {
    id: 'promises-are-kept',
    title: 'Promises are kept',
    meaning: 'An acceptor that has promised a ballot accepts no other proposal below it than those that it has accounted for (P1a).',
    source,
    section: '2.2',
  },
  adoption: {
    id: 'adoption',
    title: 'Adoption',
    meaning: 'Every proposal with a higher ballot than one that is chosen has its value (P2b).',
    source,
    section: '2.2',
  },
  progress: {
    id: 'progress',
    title: 'Progress',
    meaning: 'Once all faults have stopped, what has been proposed leads to a chosen value, which every proposer and learner learns.',
    source,
    section: '2.4',
  },
} as const satisfies Record<string, Property>;

export type SafetyKey = Exclude<keyof typeof PAXOS_PROPERTIES, 'progress'>;

/** What consensus is, in the order in which it is asked for. */
export const CONSENSUS = ['agreement', 'learning', 'validity'] as const satisfies readonly SafetyKey[];

/** What the paper shows to be enough for it. */
export const DISCIPLINE = ['ballots', 'promises', 'adoption'] as const satisfies readonly SafetyKey[];

interface Acceptance extends Proposal {
  readonly by: NodeId;
}

/** That an acceptor takes no part below this ballot any more, and has accepted nothing between the other and it. */
interface Claim {
  readonly by: NodeId;
  readonly ballot: Ballot;
  readonly above: Ballot;
}

/** What has happened so far, each thing once. */
interface Account {
  readonly wishes: readonly Value[];
  readonly issued: readonly Proposal[];
  readonly claims: readonly Claim[];
  readonly acceptances: readonly Acceptance[];
  readonly learned: readonly (Proposal & { readonly by: NodeId })[];
}

interface Casting {
  readonly layout: readonly Seat[];
  readonly ensemble: Ensemble;
}

interface Chosen extends Proposal {
  readonly acceptors: readonly NodeId[];
}

/** Proposals that somebody has accepted, by ballot, ascending. */
function accepted({ acceptances }: Account): readonly Chosen[] {
  const proposals: Chosen[] = [];
  for (const { by, ballot, value } of acceptances) {
    const position = proposals.findIndex((each) => each.ballot === ballot && each.value === value);
    if (position < 0) proposals.push({ ballot, value, acceptors: [by] });
    else proposals[position] = { ballot, value, acceptors: [...proposals[position]!.acceptors, by] };
  }
  return proposals.sort(inOrder);
}

function chosenIn(account: Account, { acceptors }: Ensemble): readonly Chosen[] {
  if (account.acceptances.length < majority(acceptors.length)) return [];
  return accepted(account).filter((proposal) => proposal.acceptors.length >= majority(acceptors.length));
}

function inOrder(one: Proposal, other: Proposal): number {
  return one.ballot - other.ballot || (one.value < other.value ? -1 : Number(one.value !== other.value));
}

/** What is wrong by each property, in words; undefined where it holds. */
const FINDERS: Readonly<Record<SafetyKey, (account: Account, casting: Casting) => string | undefined>> = {
  agreement(account, { layout, ensemble }) {
    const chosen = chosenIn(account, ensemble);
    const other = chosen.find(({ value }) => value !== chosen[0]!.value);
    const told = ({ ballot, value, acceptors }: Chosen) => `${value} in ballot ${ballot} by ${named(acceptors, layout)}`;
    return other && `Two values are chosen: ${told(chosen[0]!)}, and ${told(other)}.`;
  },

  learning(account, { layout, ensemble }) {
    if (account.learned.length === 0) return undefined;
    const chosen = chosenIn(account, ensemble);
    const wrong = account.learned.find(({ value }) => !chosen.some((proposal) => proposal.value === value));
    return wrong && `${nameOf(wrong.by, layout)} has learned that ${wrong.value} is chosen, which no majority has accepted in one ballot.`;
  },

  validity(account, { ensemble }) {
    const wrong = chosenIn(account, ensemble).find(({ value }) => !account.wishes.includes(value));
    return wrong && `${wrong.value} is chosen in ballot ${wrong.ballot}, which nobody has proposed.`;
  },

  unison({ learned: [first, ...others] }, { layout }) {
    const other = others.find(({ value }) => value !== first!.value);
    return other && `${nameOf(first!.by, layout)} has learned ${first!.value}, and ${nameOf(other.by, layout)} has learned ${other.value}.`;
  },

  ballots({ issued }) {
    const sorted = [...issued].sort(inOrder);
    const wrong = sorted.findIndex(({ ballot }, position) => ballot === sorted[position + 1]?.ballot);
    return wrong < 0 ? undefined : `Both ${sorted[wrong]!.value} and ${sorted[wrong + 1]!.value} are proposed in ballot ${sorted[wrong]!.ballot}.`;
  },

  promises({ claims, acceptances }, { layout }) {
    for (const { by, ballot, above } of claims) {
      const wrong = acceptances.find((acceptance) => acceptance.by === by && above < acceptance.ballot && acceptance.ballot < ballot);
      if (wrong) return `${nameOf(by, layout)} has accepted ${wrong.value} in ballot ${wrong.ballot}, and has promised ballot ${ballot} as if it had not.`;
    }
    return undefined;
  },

  adoption(account, { ensemble }) {
    for (const chosen of chosenIn(account, ensemble)) {
      const wrong = account.issued.find(({ ballot, value }) => ballot > chosen.ballot && value !== chosen.value);
      if (wrong) return `${wrong.value} is proposed in ballot ${wrong.ballot}, though ${chosen.value} is chosen in ballot ${chosen.ballot}.`;
    }
    return undefined;
  },
};

function nameOf(node: NodeId, layout: readonly Seat[]): string {
  return layout[node]?.name ?? `node ${node}`;
}

function named(nodes: readonly NodeId[], layout: readonly Seat[]): string {
  return [...nodes].sort((one, other) => one - other).map((node) => nameOf(node, layout)).join(', ');
}

/** What a proposer and a learner keep in memory, where they are the reference's or keep the same. */
type Memory = { readonly proposer?: ProposerState; readonly learner?: LearnerState } | null | undefined;

/** What a node knows to be chosen, by any of its roles. */
function learnedIn(state: unknown): readonly Proposal[] {
  const { proposer, learner } = (state as Memory) ?? {};
  const known = proposer?.phase === 'done' ? [{ ballot: proposer.ballot, value: proposer.value }] : [];
  return learner?.learned ? [...known, learner.learned] : known;
}

export interface SearchedConsensus {
  readonly layout: readonly Seat[];
  /** What may be proposed: a world does not show what has been. */
  readonly values: readonly Value[];
}

/**
 * What must hold in every world of a search whose network is a set, since what has happened is read from what was ever sent.
 * @param keys in the order in which they are asked for
 * @throws RangeError for a layout in which an acceptor could accept something of which it tells no other node
 */
export function paxosInvariants({ layout, values }: SearchedConsensus, keys: readonly SafetyKey[] = CONSENSUS): readonly Invariant<PaxosMessage>[] {
  const casting = { layout, ensemble: ensembleOf(layout) };
  const alone = aloneWithItself(casting.ensemble);
  if (alone !== undefined) throw new RangeError(`What ${nameOf(alone, layout)} accepts of itself no message would show: let another node be a learner.`);
  let last: { readonly world: WorldView<PaxosMessage>; readonly account: Account } | undefined;
  const accountOf = (world: WorldView<PaxosMessage>): Account => {
    if (last?.world !== world) last = { world, account: accountIn(world, values) };
    return last.account;
  };
  return keys.map((key) => ({
    id: PAXOS_PROPERTIES[key].id,
    meaning: PAXOS_PROPERTIES[key].meaning,
    violation: (world) => FINDERS[key](accountOf(world), casting),
  }));
}

function aloneWithItself({ proposers, acceptors, learners }: Ensemble): NodeId | undefined {
  return acceptors.find((node) => proposers.includes(node) && learners.every((learner) => learner === node));
}

function accountIn({ nodes, messages }: WorldView<PaxosMessage>, wishes: readonly Value[]): Account {
  const issued: Proposal[] = [];
  const claims: Claim[] = [];
  const acceptances: Acceptance[] = [];
  for (const { from, message } of messages) {
    if (message.type === 'promise') claims.push({ by: from, ballot: message.ballot, above: message.accepted?.ballot ?? 0 });
    else if (message.type === 'accept') add(issued, { ballot: message.ballot, value: message.value });
    else if (message.type === 'accepted') add(acceptances, { by: from, ballot: message.ballot, value: message.value });
  }
  return { wishes, issued, claims, acceptances, learned: nodes.flatMap(({ id, state }) => learnedIn(state).map((proposal) => ({ by: id, ...proposal }))) };
}

/** Adds what is not there yet. */
function add<Item extends object>(items: Item[], item: Item): void {
  if (!items.some((known) => isSame(known, item))) items.push(item);
}

function isSame<Item extends object>(one: Item, other: Item): boolean {
  return Object.entries(one).every(([key, value]) => (other as Record<string, unknown>)[key] === value);
}

const NOTHING: Account = { wishes: [], issued: [], claims: [], acceptances: [], learned: [] };

/** Watches a run: after each step, what it has added to the account. */
export class PaxosSafety implements Monitor<PaxosMessage> {
  private account = NOTHING;
  private readonly casting: Casting;
  private readonly keys: readonly SafetyKey[];

  constructor(layout: readonly Seat[], keys: readonly SafetyKey[] = [...CONSENSUS, ...DISCIPLINE]) {
    this.casting = { layout, ensemble: ensembleOf(layout) };
    this.keys = keys;
  }

  afterStep({ nodes, lastNode, step }: Simulator<PaxosMessage>): readonly Violation[] {
    const node = nodes[lastNode];
    if (!node) return [];
    const account = withNode(this.account, lastNode, node.disk, node.life?.capture?.());
    if (account === this.account) return [];
    this.account = account;
    return this.keys.flatMap((key) => {
      const message = FINDERS[key](account, this.casting);
      return message === undefined ? [] : [{ property: PAXOS_PROPERTIES[key].id, step, message }];
    });
  }

  capture(): Account {
    return this.account;
  }

  restore(state: unknown): void {
    this.account = state as Account;
  }
}

/** @returns the same account where the node shows nothing new */
function withNode(account: Account, by: NodeId, disk: DurableStore, state: unknown): Account {
  const acceptor = disk.get(ACCEPTOR_CELL) as AcceptorRecord | undefined;
  const wish = disk.get(PROPOSER_CELL) as ProposerRecord | undefined;
  const { proposer } = (state as Memory) ?? {};
  let after = account;
  if (wish && !after.wishes.includes(wish.value)) after = { ...after, wishes: [...after.wishes, wish.value] };
  if (proposer?.phase === 'accepting' || proposer?.phase === 'done') after = including(after, 'issued', { ballot: proposer.ballot, value: proposer.value });
  if (acceptor) after = including(after, 'claims', { by, ballot: acceptor.promised, above: acceptor.accepted?.ballot ?? 0 });
  if (acceptor?.accepted) after = including(after, 'acceptances', { by, ...acceptor.accepted });
  for (const proposal of learnedIn(state)) after = including(after, 'learned', { by, ...proposal });
  return after;
}

function including<Part extends 'issued' | 'claims' | 'acceptances' | 'learned'>(account: Account, part: Part, item: Account[Part][number]): Account {
  const items: readonly Account[Part][number][] = account[part];
  return items.some((known) => isSame(known, item)) ? account : { ...account, [part]: [...items, item] };
}

/** Where nothing was proposed, there is nothing to be reached. */
export function chosenAndLearned(layout: readonly Seat[]): Goal<PaxosMessage> {
  const ensemble = ensembleOf(layout);
  return {
    property: PAXOS_PROPERTIES.progress,
    begin: () => null,
    isReached: ({ nodes }) => nodes.every(({ life }) => life !== undefined) && isLearned(ensemble, nodes.map(({ disk, life }) => ({ isWishing: disk.get(PROPOSER_CELL) !== undefined, isUp: true, state: life?.capture?.() }))),
  };
}

interface Standing {
  readonly isUp: boolean;
  readonly isWishing: boolean;
  readonly state: unknown;
}

/** Whether all that are up and want to know have learned; where nobody has proposed anything, there is nothing to know. */
function isLearned({ learners }: Ensemble, nodes: readonly Standing[]): boolean {
  if (!nodes.some(({ isWishing }) => isWishing)) return true;
  return nodes.every(({ isUp, isWishing, state }, node) => !isUp || !(isWishing || learners.includes(node)) || learnedIn(state).length > 0);
}

/**
 * @param within steps that a search gives it, once nothing goes wrong any more
 * @param down as many nodes may be down meanwhile
 */
export function leadsToLearning(layout: readonly Seat[], within: number, down: number): Liveness<PaxosMessage> {
  const ensemble = ensembleOf(layout);
  return {
    id: PAXOS_PROPERTIES.progress.id,
    meaning: 'Every proposer and learner that is up has learned what is chosen.',
    within,
    holds: ({ nodes }) => nodes.filter(({ isUp }) => !isUp).length > down || isLearned(ensemble, nodes.map(({ isUp, disk, state }) => ({ isUp, isWishing: disk.cells.has(PROPOSER_CELL), state }))),
  };
}
