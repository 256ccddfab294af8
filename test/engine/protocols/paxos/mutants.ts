/** Paxos with one bug each: the checks must catch every one of them. */
import type { SearchGoals } from '../../../../src/engine/check/search/goals.ts';
import type { Bounds, SearchModel } from '../../../../src/engine/check/search/model.ts';
import { Acceptor, ACCEPTOR_CELL } from '../../../../src/engine/protocols/paxos/acceptor.ts';
import type { Ballot, Proposal } from '../../../../src/engine/protocols/paxos/ballots.ts';
import { apart, ensembleOf, together, type Seat } from '../../../../src/engine/protocols/paxos/ensemble.ts';
import { PAXOS_FLAWS } from '../../../../src/engine/protocols/paxos/flaws.ts';
import { Learner } from '../../../../src/engine/protocols/paxos/learner.ts';
import type { AcceptorRecord, PaxosMessage, ProposerRecord } from '../../../../src/engine/protocols/paxos/messages.ts';
import { CONSENSUS, leadsToLearning, paxosInvariants, PaxosSafety } from '../../../../src/engine/protocols/paxos/properties.ts';
import { PROPOSER_CELL, Proposer } from '../../../../src/engine/protocols/paxos/proposer.ts';
import { acceptorsAlike } from '../../../../src/engine/protocols/paxos/symmetry.ts';
import type { PaxosFactory } from '../../../../src/engine/protocols/paxos/system.ts';
import type { NodeId } from '../../../../src/engine/sim/process.ts';
import type { Quarry, Way } from '../hunts.ts';
import { hunt, smallPaxos, TWO_PROPOSERS, VALUES } from './campaign.ts';

class ForgetsWhatItAccepted extends Acceptor {
  override onRestart(): void {
    this.remember({ ...this.record, accepted: null });
  }
}

class AnswersBeforeForcing extends Acceptor {
  protected override remember(record: AcceptorRecord): void {
    this.context.store.set(ACCEPTOR_CELL, record);
  }
}

class IsContentWithOnePromise extends Proposer {
  protected override promisesNeeded(): number {
    return 1;
  }
}

class SharesBallots extends Proposer {
  protected override nextBallot(after: Ballot): Ballot {
    return after + 1;
  }
}

class UsesBallotsAgain extends Proposer {
  protected override remember(record: ProposerRecord): void {
    this.context.store.set(PROPOSER_CELL, record);
  }
}

class LearnsFromOne extends Learner {
  protected override acceptancesNeeded(): number {
    return 1;
  }
}

class CountsBallotsTogether extends Learner {
  protected override isSame(one: Proposal, other: Proposal): boolean {
    return one.value === other.value;
  }
}

class CountsTwice extends Learner {
  protected override counted(acceptors: readonly NodeId[], acceptor: NodeId): readonly NodeId[] {
    return [...acceptors, acceptor];
  }
}

class GivesUpInACrash extends Proposer {
  override onRestart(): void {
    // Somebody else will go on.
  }
}

class AsksNobody extends Learner {
  override onTimer(): void {
    // It will hear of it some time.
  }
}

interface Mutant {
  readonly name: string;
  readonly breaks: readonly string[];
  readonly factory: Partial<PaxosFactory>;
  readonly layout?: readonly Seat[];
  readonly bounds?: Bounds;
  /** Commands in the place of what is wished for from the start. */
  readonly commands?: SearchModel<PaxosMessage>['commands'];
  readonly seldomBy?: readonly Way[];
  /** It shows by what does not come about: in a search of a network that keeps time, or in runs alone. */
  readonly hinders?: 'searched' | 'runs';
}

const unsafe = ['agreement', 'adoption', 'learning'] as const;
const unkept = [...unsafe, 'promises-are-kept'] as const;
const crashOfAcceptor: Bounds = { timers: 0, crashes: 1, restarts: true, crashable: [2, 3, 4] };
/** Two of the acceptors are the proposers' own, and do not crash: only what the third one forgets can matter. */
const MIXED: readonly Seat[] = [...together(2), { name: 'n3', roles: ['acceptor'] }];
const crashOfThird: Bounds = { ...crashOfAcceptor, crashable: [2] };
const withLearner = (proposers: number): readonly Seat[] => apart({ proposers, acceptors: 3, learners: 1 });

/** What each of the flaws that can be chosen in the panel breaks, in their order, and where a search finds it. */
const FLAWS_BREAK: readonly Omit<Mutant, 'name' | 'factory'>[] = [
  { breaks: unkept, bounds: crashOfAcceptor },
  { breaks: unkept },
  { breaks: unsafe },
  { breaks: unsafe, bounds: { timers: 1 }, seldomBy: ['breadth-first'] },
  { breaks: ['learning'] },
];

const mutants: readonly Mutant[] = [
  ...PAXOS_FLAWS.map(({ title, factory }, position) => ({ name: title, factory, ...FLAWS_BREAK[position]! })),
  { name: 'an acceptor forgets in a crash what it has accepted', breaks: unkept, factory: { acceptor: (...args) => new ForgetsWhatItAccepted(...args) }, bounds: crashOfAcceptor },
  { name: 'an acceptor answers before its record is forced', breaks: unkept, factory: { acceptor: (...args) => new AnswersBeforeForcing(...args) }, layout: MIXED, bounds: crashOfThird },
  { name: 'one promise suffices', breaks: unsafe, factory: { proposer: (...args) => new IsContentWithOnePromise(...args) } },
  { name: 'two proposers share their ballots', breaks: [...unsafe, 'one-value-per-ballot'], factory: { proposer: (...args) => new SharesBallots(...args) } },
  {
    name: 'a proposer uses its ballot again after a restart',
    breaks: [...unsafe, 'one-value-per-ballot', 'progress'],
    factory: { proposer: (...args) => new UsesBallotsAgain(...args) },
    layout: apart({ proposers: 1, acceptors: 3, learners: 0 }),
    commands: VALUES.map((command) => ({ node: 0, command })),
    bounds: { timers: 0, crashes: 1, restarts: true, crashable: [0] },
  },
  { name: 'a learner learns from a single acceptor', breaks: ['learning'], factory: { learner: (...args) => new LearnsFromOne(...args) }, layout: withLearner(1) },
  { name: 'a learner counts acceptors of different ballots together', breaks: ['learning'], factory: { learner: (...args) => new CountsBallotsTogether(...args) }, layout: withLearner(2) },
  { name: 'a learner counts an acceptor twice', breaks: ['learning'], factory: { learner: (...args) => new CountsTwice(...args) }, layout: withLearner(1) },
  { name: 'a proposer gives up in a crash', breaks: ['progress'], factory: { proposer: (...args) => new GivesUpInACrash(...args) }, layout: withLearner(1), bounds: { crashes: 1, restarts: true, crashable: [0], synchronous: true }, hinders: 'searched' },
  { name: 'a learner that has missed what is chosen asks nobody', breaks: ['progress'], factory: { learner: (...args) => new AsksNobody(...args) }, hinders: 'runs' },
];

export const paxosMutants: readonly Quarry<PaxosMessage>[] = mutants.map(({ name, breaks, factory, layout = TWO_PROPOSERS, bounds, commands, seldomBy = [], hinders }) => {
  const values = commands ? [] : VALUES.slice(0, ensembleOf(layout).proposers.length);
  const model: SearchModel<PaxosMessage> = { ...smallPaxos(factory, { layout, values }), ...(bounds && { bounds }), ...(commands && { commands }), network: hinders ? 'bag' : 'set' };
  const goals: SearchGoals<PaxosMessage> = hinders ? { leadsTo: [leadsToLearning(layout, 100, 0)] } : { invariants: paxosInvariants({ layout, values: VALUES }) };
  return {
    name,
    breaks,
    seldomBy,
    hunt: (seed) => hunt(seed, factory).violation,
    monitor: () => new PaxosSafety(layout, CONSENSUS),
    searched: hinders === 'runs' ? undefined : { model, goals, symmetry: acceptorsAlike(layout) },
  };
});
