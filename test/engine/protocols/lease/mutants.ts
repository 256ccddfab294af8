/** Leases with one bug each: the checks must catch every one of them. */
import type { Bounds } from '../../../../src/engine/check/search/model.ts';
import { LeaseClient } from '../../../../src/engine/protocols/lease/client.ts';
import { FENCING_OF_WRITES, FORGOTTEN_TOKENS, NO_FENCING, NO_MARGIN } from '../../../../src/engine/protocols/lease/flaws.ts';
import { LockService } from '../../../../src/engine/protocols/lease/lock-service.ts';
import type { LeaseMessage, Token } from '../../../../src/engine/protocols/lease/messages.ts';
import { LEASE_INVARIANTS, LeaseSafety } from '../../../../src/engine/protocols/lease/properties.ts';
import { Store } from '../../../../src/engine/protocols/lease/store.ts';
import { DEFAULT_LEASE, LOCK_SERVICE, STORE, type LeaseFactory } from '../../../../src/engine/protocols/lease/system.ts';
import type { Micros } from '../../../../src/engine/sim/time.ts';
import type { Quarry, Way } from '../hunts.ts';
import { hunt, twoClients } from './campaign.ts';

type Access = Parameters<Store['admits']>[0];

/** Trusts a token for as long as a lease lasts from when it has seen it first. */
class FencesByTime extends Store {
  private firstSeen: ReadonlyMap<Token, Micros> = new Map();

  protected override admits({ token }: Access): boolean {
    const now = this.context.now();
    const seen = this.firstSeen.get(token) ?? now;
    this.firstSeen = new Map(this.firstSeen).set(token, seen);
    return now < seen + DEFAULT_LEASE.leaseDuration;
  }

  override capture(): unknown {
    return this.firstSeen;
  }

  override restore(state: unknown): void {
    this.firstSeen = state as ReadonlyMap<Token, Micros>;
  }
}

class ForgetsTheFence extends Store {
  private seen: Token = 0;

  protected override get fence(): Token {
    return this.seen;
  }

  protected override raiseFence(token: Token): void {
    this.seen = token;
  }

  override capture(): unknown {
    return this.seen;
  }

  override restore(state: unknown): void {
    this.seen = state as Token;
  }
}

class AppliesWritesAgain extends Store {
  protected override isApplied(): boolean {
    return false;
  }
}

class AnswersBeforeForcing extends Store {
  protected override force(): void {
    // It will get to the disk some time.
  }
}

class ForgetsLeases extends LockService {
  override onRestart(): void {
    // As if nobody could hold the lock after a crash.
  }
}

class RenewsWhatIsOver extends LockService {
  protected override isHeldWith(): boolean {
    return true;
  }
}

class RenewsWhileItWaits extends LeaseClient {
  protected override get mayRenew(): boolean {
    return true;
  }
}

class MeasuresFromTheGrant extends LeaseClient {
  protected override leaseUntil(): Micros {
    return this.context.now() + this.term;
  }
}

interface Mutant {
  readonly name: string;
  readonly breaks: readonly string[];
  readonly factory: Partial<LeaseFactory>;
  readonly bounds?: Bounds;
  readonly seldomBy?: readonly Way[];
  /** Whether it shows only where time passes. */
  readonly isOfTime?: boolean;
}

const unfenced = ['order-of-holders', 'no-lost-update'] as const;
const crashOf = (node: number): Bounds => ({ timers: 2, crashes: 1, crashable: [node], restarts: true });

const mutants: readonly Mutant[] = [
  { name: 'a lock without fencing', breaks: unfenced, factory: NO_FENCING.factory },
  { name: 'fencing by time instead of by token', breaks: unfenced, factory: { store: (...args) => new FencesByTime(...args) } },
  { name: 'fencing of writes alone', breaks: ['no-lost-update'], factory: FENCING_OF_WRITES.factory },
  { name: 'the store forgets its fence in a crash', breaks: unfenced, factory: { store: (...args) => new ForgetsTheFence(...args) }, bounds: crashOf(STORE), seldomBy: ['seeds'] },
  { name: 'the store applies a write again', breaks: ['no-lost-update'], factory: { store: (...args) => new AppliesWritesAgain(...args) }, bounds: { timers: 0 } },
  { name: 'the store answers before a write is forced', breaks: ['no-lost-update'], factory: { store: (...args) => new AnswersBeforeForcing(...args) }, bounds: crashOf(STORE) },
  { name: 'the lock service forgets its tokens in a crash', breaks: ['no-lost-update'], factory: FORGOTTEN_TOKENS.factory, bounds: crashOf(LOCK_SERVICE) },
  { name: 'the lock service forgets its leases in a crash', breaks: ['one-holder'], factory: { lockService: (...args) => new ForgetsLeases(...args) }, isOfTime: true },
  { name: 'the lock service renews a lease that is over', breaks: ['one-holder'], factory: { lockService: (...args) => new RenewsWhatIsOver(...args) }, isOfTime: true },
  { name: 'a client renews its lease while it waits for the store', breaks: ['work-is-done'], factory: { client: (...args) => new RenewsWhileItWaits(...args) }, isOfTime: true },
  { name: 'a client measures its lease from the grant', breaks: ['one-holder'], factory: { client: (...args) => new MeasuresFromTheGrant(...args) }, isOfTime: true },
  { name: 'a client makes no allowance for clocks', breaks: ['one-holder'], factory: NO_MARGIN.factory, isOfTime: true },
];

export const leaseMutants: readonly Quarry<LeaseMessage>[] = mutants.map(({ name, breaks, factory, bounds, seldomBy = [], isOfTime }) => {
  const model = twoClients(factory);
  return {
    name,
    breaks,
    seldomBy,
    hunt: (seed) => hunt(seed, factory).violation,
    monitor: () => new LeaseSafety({ maximumDrift: DEFAULT_LEASE.maximumDrift }),
    searched: isOfTime ? undefined : { model: bounds ? { ...model, bounds } : model, goals: { invariants: LEASE_INVARIANTS } },
  };
});
