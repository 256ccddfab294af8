/** Three-phase commit with one bug each: the checks must catch every one of them. */
import type { Bounds } from '../../../../src/engine/check/search/model.ts';
import { COMMITMENT_INVARIANTS, CommitmentSafety, NONBLOCKING } from '../../../../src/engine/protocols/atomic-commitment/properties.ts';
import type { Decision } from '../../../../src/engine/protocols/atomic-commitment/transaction.ts';
import { THREE_PHASE_FLAWS } from '../../../../src/engine/protocols/three-phase-commit/flaws.ts';
import type { ThreePhaseMessage } from '../../../../src/engine/protocols/three-phase-commit/messages.ts';
import { Participant } from '../../../../src/engine/protocols/three-phase-commit/participant.ts';
import type { ThreePhaseFactory } from '../../../../src/engine/protocols/three-phase-commit/system.ts';
import { terminationRule, type State } from '../../../../src/engine/protocols/three-phase-commit/termination.ts';
import type { NodeId } from '../../../../src/engine/sim/process.ts';
import type { Quarry, Way } from '../hunts.ts';
import { hunt, smallTransaction } from './campaign.ts';

class LooksAtItselfAlone extends Participant {
  protected override rule(states: readonly State[]): Decision | 'precommit' {
    return super.rule(states.slice(0, 1));
  }
}

class CountsTheRecovering extends Participant {
  protected override rule(states: readonly State[]): Decision | 'precommit' {
    return terminationRule(states.map((state) => (state === 'recovering' ? 'aborted' : state)));
  }
}

class GivesUpEarly extends Participant {
  protected override mayGiveUp(alike: readonly NodeId[]): boolean {
    return alike.length > 0;
  }
}

interface Mutant {
  readonly name: string;
  readonly breaks: readonly string[];
  readonly factory: Partial<ThreePhaseFactory>;
  /** What else may happen in a search, for it to show. */
  readonly bounds?: Bounds;
  readonly seldomBy?: readonly Way[];
}

/** Two crashes have to come while two certain messages are on their way: one run of thousands has them, and few walks. */
const twoCrashes: readonly Way[] = ['seeds', 'walk'];

const [skipsThePrecommit, awaitsNothing, abortsLate, keepsNoRecord, decidesByTimeout, leavesUncertain, neverTerminates] = THREE_PHASE_FLAWS;

const mutants: readonly Mutant[] = [
  { name: 'commits without waiting for acknowledgements of the precommit', breaks: ['agreement'], factory: awaitsNothing.factory, bounds: { losses: 4 } },
  { name: 'commits without a precommit', breaks: ['agreement'], factory: skipsThePrecommit.factory },
  { name: 'aborts where an acknowledgement is missing', breaks: ['agreement'], factory: abortsLate.factory },
  { name: 'the coordinator keeps no record of the precommit', breaks: ['agreement'], factory: keepsNoRecord.factory, bounds: { restarts: true } },
  { name: 'termination looks at one participant alone', breaks: ['agreement'], factory: { participant: (...args) => new LooksAtItselfAlone(...args) }, seldomBy: twoCrashes },
  { name: 'a participant decides by its timeout alone', breaks: ['agreement'], factory: decidesByTimeout.factory },
  { name: 'termination commits while others are uncertain', breaks: ['agreement'], factory: leavesUncertain.factory, seldomBy: twoCrashes },
  { name: 'termination takes who has recovered for one that never voted', breaks: ['agreement'], factory: { participant: (...args) => new CountsTheRecovering(...args) }, bounds: { restarts: true } },
  { name: 'recovery gives up when one other has recovered too', breaks: ['agreement'], factory: { participant: (...args) => new GivesUpEarly(...args) }, bounds: { restarts: true } },
  { name: 'nobody leads a termination', breaks: ['nonblocking', 'termination'], factory: neverTerminates.factory },
];

export const threePhaseMutants: readonly Quarry<ThreePhaseMessage>[] = mutants.map(({ name, breaks, factory, bounds, seldomBy = [] }) => {
  const model = smallTransaction(factory);
  return {
    name,
    breaks,
    seldomBy,
    hunt: (seed) => hunt(seed, factory).violation,
    monitor: () => new CommitmentSafety(),
    searched: { model: { ...model, bounds: { ...model.bounds, ...bounds } }, goals: { invariants: COMMITMENT_INVARIANTS, ...(bounds?.restarts ? {} : { atRest: [NONBLOCKING] }) } },
  };
});
