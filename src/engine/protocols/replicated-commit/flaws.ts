/** Servers and resource managers that leave out one rule of Paxos Commit, to see what it is there for. */
import type { NodeId } from '../../sim/process.ts';
import type { TransactionId } from '../atomic-commitment/transaction.ts';
import type { Accepted, Value } from './ballots.ts';
import type { ResourceManagerRecord } from './messages.ts';
import { ResourceManager } from './resource-manager.ts';
import { CommitServer } from './server.ts';
import type { PaxosCommitFactory } from './system.ts';

export interface PaxosCommitFlaw {
  readonly title: string;
  /** The rule that is left out, and where it is written down. */
  readonly rule: string;
  readonly source: string;
  readonly factory: Partial<PaxosCommitFactory>;
}

class AcceptsEveryBallot extends CommitServer {
  protected override mayTakePart(): boolean {
    return true;
  }
}

class DecidesWithOne extends CommitServer {
  override quorum(): number {
    return 1;
  }
}

class IgnoresWhatWasAccepted extends CommitServer {
  protected override propose(): Value {
    return 'aborted';
  }
}

class ProposesPrepared extends CommitServer {
  protected override propose(instance: NodeId, accepted: readonly Accepted[]): Value {
    return accepted.some((each) => each.instance === instance) ? super.propose(instance, accepted) : 'prepared';
  }
}

class ProposesBeforeForcing extends ResourceManager {
  protected override recordPrepare(record: ResourceManagerRecord): void {
    this.context.store.log.append(record);
  }
}

class AbortsInDoubt extends ResourceManager {
  protected override onSilence(transaction: TransactionId): void {
    this.context.store.log.append({ record: 'abort', transaction });
    this.decided(transaction, 'abort');
  }
}

const SECTION = 'Gray and Lamport 2006, section 4';

export const PAXOS_COMMIT_FLAWS = [
  {
    title: 'an acceptor takes part in every ballot',
    rule: 'An acceptor that has promised a ballot accepts nothing in lower ones, not even what a resource manager proposes in ballot 0.',
    source: SECTION,
    factory: { server: (...args) => new AcceptsEveryBallot(...args) },
  },
  {
    title: 'a leader takes one acceptance for a decision',
    rule: 'A value is chosen in an instance when F + 1 of the 2F + 1 acceptors have accepted it in one ballot.',
    source: SECTION,
    factory: { server: (...args) => new DecidesWithOne(...args) },
  },
  {
    title: 'a new leader ignores what promises report',
    rule: 'In an instance of which promises report a value, a new leader proposes the one of the highest ballot; it gives up only on a resource manager of which it hears nothing.',
    source: SECTION,
    factory: { server: (...args) => new IgnoresWhatWasAccepted(...args) },
  },
  {
    title: 'a new leader takes silence for consent',
    rule: 'In an instance of which no promise reports anything, a new leader proposes aborted: nobody else may say that a resource manager has prepared.',
    source: SECTION,
    factory: { server: (...args) => new ProposesPrepared(...args) },
  },
  {
    title: 'a resource manager proposes before its record is forced',
    rule: 'A resource manager has its prepare record on its disk before it proposes that it has prepared.',
    source: SECTION,
    factory: { resourceManager: (...args) => new ProposesBeforeForcing(...args) },
  },
  {
    title: 'a resource manager aborts by itself in doubt',
    rule: 'A resource manager that has prepared decides nothing until it knows the outcome, however long that takes.',
    source: SECTION,
    factory: { resourceManager: (...args) => new AbortsInDoubt(...args) },
  },
] as const satisfies readonly PaxosCommitFlaw[];
