/** Coordinators and participants that leave out one rule of two-phase commit, to see what it is there for. */
import type { Decision, TransactionId } from '../atomic-commitment/transaction.ts';
import { Coordinator } from './coordinator.ts';
import type { CoordinatorRecord, ParticipantRecord } from './messages.ts';
import { Participant } from './participant.ts';
import type { TwoPhaseFactory } from './system.ts';

export interface TwoPhaseFlaw {
  readonly title: string;
  /** The rule that is left out, and where it is written down. */
  readonly rule: string;
  readonly source: string;
  readonly factory: Partial<TwoPhaseFactory>;
}

class VotesBeforeForcing extends Participant {
  protected override recordPrepare(record: ParticipantRecord): void {
    this.context.store.log.append(record);
  }
}

class TellsBeforeForcing extends Coordinator {
  protected override recordCommit(record: CoordinatorRecord): void {
    this.context.store.log.append(record);
  }
}

class ForgetsEarly extends Coordinator {
  protected override mayForget(): boolean {
    return true;
  }
}

class PresumesCommit extends Coordinator {
  protected override presumption(): Decision {
    return 'commit';
  }
}

class AbortsInDoubt extends Participant {
  protected override onSilence(transaction: TransactionId): void {
    this.abort(transaction, 'gave-up');
  }
}

export const TWO_PHASE_FLAWS = [
  {
    title: 'votes before its prepare record is forced',
    rule: 'A participant forces its prepare record to the disk before it votes yes, so that it can commit whatever happens.',
    source: 'Mohan, Lindsay and Obermarck 1986, section 2',
    factory: { participant: (...args) => new VotesBeforeForcing(...args) },
  },
  {
    title: 'tells a commit before its record is forced',
    rule: 'A coordinator forces its commit record before it tells anyone: with it the transaction is committed.',
    source: 'Mohan, Lindsay and Obermarck 1986, section 2',
    factory: { coordinator: (...args) => new TellsBeforeForcing(...args) },
  },
  {
    title: 'forgets a commit at the first acknowledgement',
    rule: 'A coordinator remembers a commit until each participant has acknowledged it: whoever asks later is told that it aborted.',
    source: 'Mohan, Lindsay and Obermarck 1986, section 3',
    factory: { coordinator: (...args) => new ForgetsEarly(...args) },
  },
  {
    title: 'presumes commit of what it does not know',
    rule: 'A coordinator that has no information about a transaction says that it aborted.',
    source: 'Mohan, Lindsay and Obermarck 1986, section 3',
    factory: { coordinator: (...args) => new PresumesCommit(...args) },
  },
  {
    title: 'aborts by itself in doubt',
    rule: 'A participant that has voted yes neither commits nor aborts until it knows the decision, however long that takes.',
    source: 'Bernstein, Hadzilacos and Goodman 1987, section 7.4',
    factory: { participant: (...args) => new AbortsInDoubt(...args) },
  },
] as const satisfies readonly TwoPhaseFlaw[];
