/** Two-phase commit with one bug each: the checks must catch every one of them. */
import type { SearchGoals } from '../../../../src/engine/check/search/goals.ts';
import type { SearchModel } from '../../../../src/engine/check/search/model.ts';
import { COMMITMENT_INVARIANTS, CommitmentSafety, leadsToDecisions } from '../../../../src/engine/protocols/atomic-commitment/properties.ts';
import { participantsAlike } from '../../../../src/engine/protocols/atomic-commitment/symmetry.ts';
import { Coordinator } from '../../../../src/engine/protocols/two-phase-commit/coordinator.ts';
import { TWO_PHASE_FLAWS } from '../../../../src/engine/protocols/two-phase-commit/flaws.ts';
import type { ParticipantRecord, TwoPhaseMessage } from '../../../../src/engine/protocols/two-phase-commit/messages.ts';
import { Participant } from '../../../../src/engine/protocols/two-phase-commit/participant.ts';
import type { TwoPhaseFactory, TwoPhaseParameters } from '../../../../src/engine/protocols/two-phase-commit/system.ts';
import type { NodeId } from '../../../../src/engine/sim/process.ts';
import type { Quarry } from '../hunts.ts';
import { ABORT, hunt, smallTransaction } from './campaign.ts';

class MissesOneVote extends Coordinator {
  protected override mayCommit(yes: readonly NodeId[], participants: readonly NodeId[]): boolean {
    return yes.length >= participants.length - 1;
  }
}

class TakesNoForYes extends Coordinator {
  override onMessage(from: NodeId, message: TwoPhaseMessage): void {
    super.onMessage(from, message.type === 'vote' ? { ...message, yes: true } : message);
  }
}

class AbortsInRecovery extends Participant {
  override onRestart(): void {
    super.onRestart();
    for (const transaction of this.inDoubt.keys()) this.abort(transaction, 'not-able');
  }
}

class AcknowledgesBeforeForcing extends Participant {
  protected override recordCommit(record: ParticipantRecord): void {
    this.context.store.log.append(record);
  }
}

class RecoversNothing extends Coordinator {
  override onRestart(): void {
    // Whatever is in the log stays there.
  }
}

class VouchesForNothing extends Participant {
  protected override vouch(): void {
    // The peer is told to abort, and a vote for yes may still follow.
  }
}

class AsksNoMore extends Participant {
  protected override onSilence(): void {
    // Somebody will tell it some time.
  }
}

interface Mutant {
  readonly name: string;
  readonly breaks: readonly string[];
  readonly factory: Partial<TwoPhaseFactory>;
  readonly parameters?: Partial<TwoPhaseParameters>;
  readonly goals?: SearchGoals<TwoPhaseMessage>;
  /** Whether it shows only where a user aborts the transaction at a participant. */
  readonly aborted?: boolean;
}

const split = ['agreement', 'validity'] as const;
const cooperative = { cooperative: true } as const;

/** Those that can be chosen in the panel. */
const [votesEarly, tellsEarly, forgetsEarly, presumesCommit, abortsInDoubt] = TWO_PHASE_FLAWS;

const mutants: readonly Mutant[] = [
  { name: 'votes before its prepare record is forced', breaks: split, factory: votesEarly.factory },
  { name: 'tells a commit before its record is forced', breaks: ['agreement'], factory: tellsEarly.factory },
  { name: 'presumes commit', breaks: split, factory: presumesCommit.factory },
  { name: 'a participant aborts while it is in doubt', breaks: ['agreement'], factory: abortsInDoubt.factory },
  { name: 'commits while one vote is missing', breaks: split, factory: { coordinator: (...args) => new MissesOneVote(...args) } },
  { name: 'takes a no for a yes', breaks: split, factory: { coordinator: (...args) => new TakesNoForYes(...args) }, aborted: true },
  { name: 'a participant aborts in recovery what it was in doubt about', breaks: ['agreement'], factory: { participant: (...args) => new AbortsInRecovery(...args) } },
  { name: 'forgets a commit at the first acknowledgement', breaks: ['agreement'], factory: forgetsEarly.factory },
  { name: 'acknowledges a commit before its record is forced', breaks: ['agreement'], factory: { participant: (...args) => new AcknowledgesBeforeForcing(...args) } },
  { name: 'recovery of the coordinator forgets its commits', breaks: ['agreement'], factory: { coordinator: (...args) => new RecoversNothing(...args) } },
  { name: 'tells a peer to abort, and may still vote yes', breaks: split, factory: { participant: (...args) => new VouchesForNothing(...args) }, parameters: cooperative },
  { name: 'a participant in doubt asks no more than once', breaks: ['termination'], factory: { participant: (...args) => new AsksNoMore(...args) }, goals: { leadsTo: [leadsToDecisions(30, 0)] } },
];

export const twoPhaseMutants: readonly Quarry<TwoPhaseMessage>[] = mutants.map(({ name, breaks, factory, parameters, aborted, goals = { invariants: COMMITMENT_INVARIANTS } }) => ({
  name,
  breaks,
  hunt: (seed) => hunt(seed, factory).violation,
  monitor: () => new CommitmentSafety(),
  searched: aborted ? { model: withAbort(smallTransaction(factory, parameters)), goals } : { model: smallTransaction(factory, parameters), goals, symmetry: participantsAlike([1, 2]) },
}));

function withAbort(model: SearchModel<TwoPhaseMessage>): SearchModel<TwoPhaseMessage> {
  return { ...model, commands: [...(model.commands ?? []), ABORT] };
}
