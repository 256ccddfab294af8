/** The protocols that are hunted for their own bugs and for planted ones: a line each. */
import type { Violation } from '../../src/engine/check/monitor.ts';
import type { SearchProblem } from '../../src/engine/check/search/goals.ts';
import { BreadthFirst, type SearchBudget, type SearchResult } from '../../src/engine/check/search/breadth-first.ts';
import { COMMITMENT_INVARIANTS } from '../../src/engine/protocols/atomic-commitment/properties.ts';
import { participantsAlike } from '../../src/engine/protocols/atomic-commitment/symmetry.ts';
import { LEASE_INVARIANTS } from '../../src/engine/protocols/lease/properties.ts';
import { MULTI_PAXOS_INVARIANTS } from '../../src/engine/protocols/multi-paxos/invariants.ts';
import { smallCluster } from '../../src/engine/protocols/multi-paxos/search.ts';
import { paxosInvariants } from '../../src/engine/protocols/paxos/properties.ts';
import { acceptorsAlike } from '../../src/engine/protocols/paxos/symmetry.ts';
import { PRIMARY_BACKUP_INVARIANTS } from '../../src/engine/protocols/primary-backup/properties.ts';
import { raftProblem } from '../../src/engine/protocols/raft/search.ts';
import type { TwoPhaseMessage } from '../../src/engine/protocols/two-phase-commit/messages.ts';
import { resourceManagersAlike } from '../../src/engine/protocols/replicated-commit/symmetry.ts';
import { DEFAULT_PAXOS_COMMIT, resourceManagersOf } from '../../src/engine/protocols/replicated-commit/system.ts';
import { huntBreadthFirst, huntBySeeds, huntByWalk, reductionsOf, type Catch, type Quarry, type Way } from '../engine/protocols/hunts.ts';
import * as lease from '../engine/protocols/lease/campaign.ts';
import { leaseMutants } from '../engine/protocols/lease/mutants.ts';
import * as multiPaxos from '../engine/protocols/multi-paxos/campaign.ts';
import { multiPaxosMutants } from '../engine/protocols/multi-paxos/mutants.ts';
import * as paxos from '../engine/protocols/paxos/campaign.ts';
import { paxosMutants } from '../engine/protocols/paxos/mutants.ts';
import * as primaryBackup from '../engine/protocols/primary-backup/campaign.ts';
import { primaryBackupMutants } from '../engine/protocols/primary-backup/mutants.ts';
import * as raft from '../engine/protocols/raft/campaign.ts';
import { raftQuarries } from '../engine/protocols/raft/quarries.ts';
import * as replicatedCommit from '../engine/protocols/replicated-commit/campaign.ts';
import { paxosCommitMutants } from '../engine/protocols/replicated-commit/mutants.ts';
import * as threePhase from '../engine/protocols/three-phase-commit/campaign.ts';
import { threePhaseMutants } from '../engine/protocols/three-phase-commit/mutants.ts';
import * as twoPhase from '../engine/protocols/two-phase-commit/campaign.ts';
import { twoPhaseMutants } from '../engine/protocols/two-phase-commit/mutants.ts';

type Hunt = (seed: number) => { readonly violation: Violation | undefined; readonly simulator: { readonly step: number } };

/** A problem with whatever kind of messages: the search of it, and of each of its reductions by name. */
export interface Searches {
  readonly whole: (budget: SearchBudget) => SearchResult;
  readonly reduced: ReadonlyMap<string, (budget: SearchBudget) => SearchResult>;
}

/** A planted bug, with whatever kind of messages. */
export interface Mutant {
  readonly name: string;
  readonly breaks: readonly string[];
  readonly seldomBy: readonly Way[];
  readonly bySeeds: (first: number, patience: number) => Catch | undefined;
  /** These three are undefined where a search does not see it. */
  readonly byWalk: ((seed: number, choices: number) => Catch | undefined) | undefined;
  /** With the symmetry of the nodes, where there is one. */
  readonly breadthFirst: ((states: number) => Catch | undefined) | undefined;
  readonly searches: Searches | undefined;
}

export interface Protocol {
  readonly name: string;
  /** A faulted run of the reference. */
  readonly hunt: Hunt;
  /** The reference in the small. */
  readonly reference: Searches;
  readonly mutants: readonly Mutant[];
}

function protocol<Message>(name: string, hunt: Hunt, reference: SearchProblem<NoInfer<Message>>, quarries: readonly Quarry<Message>[]): Protocol {
  return { name, hunt, reference: searchesOf(reference), mutants: quarries.map(mutantOf) };
}

function mutantOf<Message>(quarry: Quarry<Message>): Mutant {
  const { name, breaks, seldomBy = [], searched } = quarry;
  return {
    name,
    breaks,
    seldomBy,
    bySeeds: (first, patience) => huntBySeeds(quarry, first, patience),
    byWalk: searched && ((seed, choices) => huntByWalk(quarry, seed, choices)),
    breadthFirst: searched && ((states) => huntBreadthFirst(quarry, states, searched.symmetry ? { symmetry: searched.symmetry } : {})),
    searches: searched && searchesOf(searched),
  };
}

function searchesOf<Message>(problem: SearchProblem<Message>): Searches {
  const { model, goals } = problem;
  return {
    whole: (budget) => new BreadthFirst(model, goals, budget).run(),
    reduced: new Map(reductionsOf(problem).map((reduction) => [Object.keys(reduction).join(), (budget: SearchBudget) => new BreadthFirst({ ...model, ...reduction }, goals, budget).run()])),
  };
}

const raftInTheSmall = raftProblem({ servers: 3, commands: 1, maximalTerm: 2, maximalLength: 1, crashes: 1, timers: 4 });

export const protocols: readonly Protocol[] = [
  protocol('Raft', raft.hunt, raftInTheSmall, raftQuarries),
  protocol('Two-phase commit', twoPhase.hunt, { model: twoPhase.smallTransaction(), goals: { invariants: COMMITMENT_INVARIANTS }, symmetry: participantsAlike<TwoPhaseMessage>([1, 2]) }, twoPhaseMutants),
  protocol('Three-phase commit', threePhase.hunt, { model: threePhase.smallTransaction(), goals: { invariants: COMMITMENT_INVARIANTS } }, threePhaseMutants),
  protocol('Paxos Commit', replicatedCommit.hunt, { model: replicatedCommit.smallTransaction(), goals: { invariants: COMMITMENT_INVARIANTS }, symmetry: resourceManagersAlike(resourceManagersOf({ ...DEFAULT_PAXOS_COMMIT, resourceManagers: 2 })) }, paxosCommitMutants),
  protocol('Leases', lease.hunt, { model: lease.twoClients(), goals: { invariants: LEASE_INVARIANTS } }, leaseMutants),
  protocol('Paxos', paxos.hunt, { model: paxos.smallPaxos(), goals: { invariants: paxosInvariants({ layout: paxos.TWO_PROPOSERS, values: paxos.VALUES }) }, symmetry: acceptorsAlike(paxos.TWO_PROPOSERS) }, paxosMutants),
  protocol('Multi-Paxos', multiPaxos.hunt, { model: smallCluster({ bounds: { timers: 1 } }), goals: { invariants: MULTI_PAXOS_INVARIANTS } }, multiPaxosMutants),
  protocol('Primary-backup', primaryBackup.hunt, { model: primaryBackup.smallService(undefined, { paired: true }), goals: { invariants: PRIMARY_BACKUP_INVARIANTS } }, primaryBackupMutants),
];
