/** Locks that leave out one rule, to see what it is there for. */
import { LeaseClient } from './client.ts';
import { LockService } from './lock-service.ts';
import type { Token } from './messages.ts';
import { Store } from './store.ts';
import type { LeaseFactory } from './system.ts';
import type { Micros } from '../../sim/time.ts';

export interface LeaseFlaw {
  readonly title: string;
  /** The rule that is left out, and where it is written down. */
  readonly rule: string;
  readonly source: string;
  readonly section: string;
  readonly factory: Partial<LeaseFactory>;
}

class FencesNobody extends Store {
  protected override admits(): boolean {
    return true;
  }
}

class FencesWritesAlone extends Store {
  protected override admits(message: Parameters<Store['admits']>[0]): boolean {
    return message.type === 'read' || super.admits(message);
  }
}

/** The last token is in memory, and in none after a crash. */
class ForgetsTokens extends LockService {
  private lastToken = 0;

  protected override nextToken(): Token {
    return ++this.lastToken;
  }

  override capture(): unknown {
    return { holder: super.capture(), lastToken: this.lastToken };
  }

  override restore(state: unknown): void {
    const { holder, lastToken } = state as { readonly holder: unknown; readonly lastToken: number };
    super.restore(holder);
    this.lastToken = lastToken;
  }
}

class TrustsClocks extends LeaseClient {
  protected override get term(): Micros {
    return this.options.leaseDuration;
  }
}

export const NO_FENCING: LeaseFlaw = {
  title: 'the store does not look at tokens',
  rule: 'The store refuses whoever comes with a lower token than it has seen.',
  source: 'Kleppmann 2016',
  section: 'Making the lock safe with fencing',
  factory: { store: (context) => new FencesNobody(context) },
};

export const FENCING_OF_WRITES: LeaseFlaw = {
  title: 'a read does not raise the fence',
  rule: 'The store remembers the highest token of all that it has seen, with a read as with a write.',
  source: 'Burrows 2006',
  section: '2.4',
  factory: { store: (context) => new FencesWritesAlone(context) },
};

export const FORGOTTEN_TOKENS: LeaseFlaw = {
  title: 'tokens begin again after a crash',
  rule: 'Each grant has a higher token than every one before it, also after a crash of the lock service.',
  source: 'Kleppmann 2016',
  section: 'Making the lock safe with fencing',
  factory: { lockService: (context, options) => new ForgetsTokens(context, options) },
};

export const NO_MARGIN: LeaseFlaw = {
  title: 'no margin for clocks',
  rule: 'A client takes its lease for shorter than it was granted, by as much as two clocks may differ in their speed.',
  source: 'Gray and Cheriton 1989',
  section: '5',
  factory: { client: (context, options) => new TrustsClocks(context, options) },
};

export const LEASE_FLAWS: readonly LeaseFlaw[] = [NO_FENCING, FENCING_OF_WRITES, FORGOTTEN_TOKENS, NO_MARGIN];
