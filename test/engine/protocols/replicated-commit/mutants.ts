/** Paxos Commit with one bug each: the checks must catch every one of them. */
import type { Bounds, SearchModel } from '../../../../src/engine/check/search/model.ts';
import type { SearchGoals } from '../../../../src/engine/check/search/goals.ts';
import { COMMITMENT_INVARIANTS, CommitmentSafety, leadsToDecisions } from '../../../../src/engine/protocols/atomic-commitment/properties.ts';
import type { Decision, TransactionId } from '../../../../src/engine/protocols/atomic-commitment/transaction.ts';
import type { Value } from '../../../../src/engine/protocols/replicated-commit/ballots.ts';
import { PAXOS_COMMIT_FLAWS } from '../../../../src/engine/protocols/replicated-commit/flaws.ts';
import type { AcceptorRecord, PaxosCommitMessage } from '../../../../src/engine/protocols/replicated-commit/messages.ts';
import { ResourceManager } from '../../../../src/engine/protocols/replicated-commit/resource-manager.ts';
import { CommitServer } from '../../../../src/engine/protocols/replicated-commit/server.ts';
import { resourceManagersAlike } from '../../../../src/engine/protocols/replicated-commit/symmetry.ts';
import { DEFAULT_PAXOS_COMMIT, resourceManagersOf, type PaxosCommitFactory, type PaxosCommitParameters } from '../../../../src/engine/protocols/replicated-commit/system.ts';
import type { NodeId } from '../../../../src/engine/sim/process.ts';
import type { Quarry, Way } from '../hunts.ts';
import { hunt, smallTransaction } from './campaign.ts';

class AnswersBeforeForcing extends CommitServer {
  protected override record(transaction: TransactionId, record: AcceptorRecord): void {
    this.context.store.set(transaction, record);
  }
}

class DecidesByOneInstance extends CommitServer {
  protected override outcome(_: readonly NodeId[], chosen: ReadonlyMap<NodeId, Value>): Decision | undefined {
    const [value] = chosen.values();
    return value && (value === 'prepared' ? 'commit' : 'abort');
  }
}

class AsksNobody extends ResourceManager {
  protected override onSilence(): void {
    // Somebody will tell it some time.
  }
}

interface Mutant {
  readonly name: string;
  readonly breaks: readonly string[];
  readonly factory: Partial<PaxosCommitFactory>;
  readonly parameters?: Partial<PaxosCommitParameters>;
  readonly bounds?: Bounds;
  readonly goals?: SearchGoals<PaxosCommitMessage>;
  readonly network?: 'bag';
  readonly seldomBy?: readonly Way[];
}

const split = ['agreement', 'validity'] as const;

/** Enough for a ballot of each of two servers, and for them to be in each other's way. */
const twoServers = { parameters: { servers: 2 }, bounds: { timers: 2 } } as const;

const [everyBallot, oneAcceptance, ignoresReports, silenceIsConsent, proposesEarly, abortsInDoubt] = PAXOS_COMMIT_FLAWS;

const mutants: readonly Mutant[] = [
  {
    name: 'an acceptor answers before its record is forced',
    breaks: split,
    factory: { server: (...args) => new AnswersBeforeForcing(...args) },
    parameters: { servers: 2 },
    bounds: { timers: 1, crashes: 2, restarts: true, crashable: [0, 1] },
    seldomBy: ['walk'],
  },
  { name: 'an acceptor accepts every ballot', breaks: split, factory: everyBallot.factory, ...twoServers, seldomBy: ['breadth-first'] },
  { name: 'one acceptor decides', breaks: split, factory: oneAcceptance.factory, ...twoServers },
  { name: 'a new leader ignores what was accepted', breaks: ['agreement'], factory: ignoresReports.factory, ...twoServers },
  { name: 'a new leader takes who has not been heard of for prepared', breaks: ['validity'], factory: silenceIsConsent.factory },
  { name: 'one instance decides', breaks: split, factory: { server: (...args) => new DecidesByOneInstance(...args) } },
  {
    name: 'a resource manager proposes before its record is forced',
    breaks: split,
    factory: proposesEarly.factory,
    bounds: { crashes: 1, restarts: true, timers: 0 },
  },
  { name: 'a resource manager aborts while it is in doubt', breaks: ['agreement'], factory: abortsInDoubt.factory },
  {
    name: 'a resource manager in doubt asks nobody',
    breaks: ['termination'],
    factory: { resourceManager: (...args) => new AsksNobody(...args) },
    network: 'bag',
    bounds: { crashes: 1, synchronous: true },
    goals: { leadsTo: [leadsToDecisions(100, 1)] },
  },
];

export const paxosCommitMutants: readonly Quarry<PaxosCommitMessage>[] = mutants.map(({ name, breaks, factory, parameters, bounds, goals = { invariants: COMMITMENT_INVARIANTS }, network, seldomBy = [] }) => {
  const small = smallTransaction(factory, parameters);
  const model: SearchModel<PaxosCommitMessage> = { ...small, bounds: bounds ?? small.bounds ?? {}, network: network ?? 'set' };
  const symmetry = resourceManagersAlike(resourceManagersOf({ ...DEFAULT_PAXOS_COMMIT, resourceManagers: 2, ...parameters }));
  return { name, breaks, seldomBy, hunt: (seed) => hunt(seed, factory).violation, monitor: () => new CommitmentSafety(), searched: { model, goals, symmetry } };
});
