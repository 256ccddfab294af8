/** Proposers and acceptors that leave out one rule of Paxos, to see what it is there for. */
import { Acceptor } from './acceptor.ts';
import type { Value } from './ballots.ts';
import { Proposer, type Promised } from './proposer.ts';
import type { PaxosFactory } from './system.ts';

export interface PaxosFlaw {
  readonly title: string;
  /** The rule that is left out, and where "Paxos Made Simple" has it. */
  readonly rule: string;
  readonly section: string;
  readonly factory: Partial<PaxosFactory>;
}

class ForgetsItsPromise extends Acceptor {
  override onRestart(): void {
    const { accepted } = this.record;
    this.remember({ promised: accepted?.ballot ?? 0, accepted });
  }
}

class AcceptsBelowItsPromise extends Acceptor {
  protected override mayAccept(): boolean {
    return true;
  }
}

class AdoptsNothing extends Proposer {
  protected override adopt(): undefined {
    return undefined;
  }
}

/** The value of whichever acceptor comes first. */
class AdoptsAny extends Proposer {
  protected override adopt(promises: readonly Promised[]): Value | undefined {
    return promises.find(({ accepted }) => accepted)?.accepted?.value;
  }
}

class DecidesByOneAcknowledgement extends Proposer {
  protected override acceptancesNeeded(): number {
    return 1;
  }
}

export const PAXOS_FLAWS = [
  {
    title: 'an acceptor forgets its promise in a crash',
    rule: 'An acceptor has what it has promised on its disk before it answers, and remembers it whatever happens.',
    section: '2.5',
    factory: { acceptor: (...args) => new ForgetsItsPromise(...args) },
  },
  {
    title: 'an acceptor accepts below its promise',
    rule: 'An acceptor accepts a proposal only if it has not promised a higher ballot (P1a).',
    section: '2.2',
    factory: { acceptor: (...args) => new AcceptsBelowItsPromise(...args) },
  },
  {
    title: 'a proposer ignores what promises report',
    rule: 'A proposer whose promises report a proposal proposes the value of the one with the highest ballot, and not its own (P2c).',
    section: '2.2',
    factory: { proposer: (...args) => new AdoptsNothing(...args) },
  },
  {
    title: 'a proposer adopts any of the values that are reported',
    rule: 'Of several proposals that promises report, the one with the highest ballot counts (P2c).',
    section: '2.2',
    factory: { proposer: (...args) => new AdoptsAny(...args) },
  },
  {
    title: 'a proposer takes one acceptance for a decision',
    rule: 'A value is chosen when a majority of the acceptors have accepted it in one ballot.',
    section: '2.1',
    factory: { proposer: (...args) => new DecidesByOneAcknowledgement(...args) },
  },
] as const satisfies readonly PaxosFlaw[];
