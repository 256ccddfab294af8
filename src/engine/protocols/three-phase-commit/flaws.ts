/** Coordinators and participants that leave out one rule of three-phase commit, to see what it is there for. */
import type { NodeId } from '../../sim/process.ts';
import type { TransactionId } from '../atomic-commitment/transaction.ts';
import { Coordinator } from './coordinator.ts';
import type { ThreePhaseRecord } from './messages.ts';
import { Participant, type Participating } from './participant.ts';
import type { ThreePhaseFactory } from './system.ts';

export interface ThreePhaseFlaw {
  readonly title: string;
  /** The rule that is left out, and where it is written down. */
  readonly rule: string;
  readonly source: string;
  readonly factory: Partial<ThreePhaseFactory>;
}

class AwaitsNoAcknowledgements extends Coordinator {
  protected override precommit(transaction: TransactionId, participants: readonly NodeId[]): void {
    super.precommit(transaction, participants);
    this.conclude(transaction, participants, 'commit', 'all-acknowledged');
  }
}

/** Two-phase commit, with the termination protocol of three-phase commit. */
class SkipsThePrecommit extends Coordinator {
  protected override precommit(transaction: TransactionId, participants: readonly NodeId[]): void {
    this.conclude(transaction, participants, 'commit', 'all-acknowledged');
  }
}

class AbortsWithoutAcknowledgement extends Coordinator {
  protected override onSilence(_: string, transaction: TransactionId): void {
    const active = this.active.get(transaction);
    if (active) this.conclude(transaction, active.participants, 'abort', 'a-vote-is-missing');
  }
}

class ForgetsThePrecommit extends Coordinator {
  protected override force(record: ThreePhaseRecord): void {
    if (record.record !== 'precommit') super.force(record);
  }
}

/** What a timeout alone can tell: the timeout transitions of the first phases, without a termination protocol. */
class DecidesByTimeout extends Participant {
  protected override onSilence(_: string, transaction: TransactionId): void {
    const active = this.active.get(transaction);
    if (active) this.decide(transaction, active.state === 'precommitted' ? 'commit' : 'abort', 'termination');
  }
}

class LeavesThemUncertain extends Participant {
  protected override precommitAll(transaction: TransactionId, active: Participating): void {
    this.conclude(transaction, active, 'commit');
  }
}

class NeverTerminates extends Participant {
  protected override onSilence(): void {
    // The coordinator will come back.
  }
}

const SECTION = 'Bernstein, Hadzilacos and Goodman 1987, section 7.5';

export const THREE_PHASE_FLAWS = [
  {
    title: 'commits without a precommit',
    rule: 'Nobody commits while anybody who is up may still be uncertain; so all learn first that all have voted yes.',
    source: SECTION,
    factory: { coordinator: (...args) => new SkipsThePrecommit(...args) },
  },
  {
    title: 'commits without waiting for acknowledgements of the precommit',
    rule: 'The coordinator commits when each participant has acknowledged the precommit, or has crashed.',
    source: SECTION,
    factory: { coordinator: (...args) => new AwaitsNoAcknowledgements(...args) },
  },
  {
    title: 'aborts where an acknowledgement is missing',
    rule: 'Once it has told anybody to precommit, the coordinator commits: who does not acknowledge has crashed, and will be told.',
    source: SECTION,
    factory: { coordinator: (...args) => new AbortsWithoutAcknowledgement(...args) },
  },
  {
    title: 'the coordinator keeps no record of the precommit',
    rule: 'The coordinator has the precommit on its disk before it tells anybody, or after a crash it takes the transaction for one that nobody can have committed.',
    source: SECTION,
    factory: { coordinator: (...args) => new ForgetsThePrecommit(...args) },
  },
  {
    title: 'a participant decides by its timeout alone',
    rule: 'A participant that hears nothing more asks all others what they are in, and decides by all of their states together.',
    source: SECTION,
    factory: { participant: (...args) => new DecidesByTimeout(...args) },
  },
  {
    title: 'termination commits while others are uncertain',
    rule: 'Whoever leads the termination protocol tells those who are uncertain to precommit, and waits for them, before it commits.',
    source: SECTION,
    factory: { participant: (...args) => new LeavesThemUncertain(...args) },
  },
  {
    title: 'nobody leads a termination',
    rule: 'Those that are left come to a decision without the coordinator.',
    source: SECTION,
    factory: { participant: (...args) => new NeverTerminates(...args) },
  },
] as const satisfies readonly ThreePhaseFlaw[];
