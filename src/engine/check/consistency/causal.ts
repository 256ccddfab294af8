/**
 * Causal consistency in its three variants, by the patterns that break each: Bouajjani, Enea, Guerraoui and Hamza, "On
 * verifying causal consistency" (POPL 2017), sections 3 and 5. Causal order is the closure of sessions and reads-from.
 *
 * - CC: each read can be explained by its causal past alone.
 * - CCv (causal convergence): and one order of all writes, which all processes share, explains what is read.
 * - CM (causal memory, Ahamad et al. 1995): and for each process one order of its causal past explains all its reads.
 *
 * CCv and CM are each more than CC, and neither is more than the other. Where a value was written to a key more than once, a
 * variant holds if it does for some choice of the write that each read has read.
 */
import type { Budget } from '../linearizability/check.ts';
import { chain, readsFrom } from './arrows.ts';
import { GENEROUS, within, type Meter } from './meter.ts';
import { holdOrders, viewOrder, wholeOrder } from './orders.ts';
import { Pasts } from './pasts.ts';
import { conflictOf, reasonOf, wayOf } from './reasons.ts';
import type { RegisterHistory } from './register-history.ts';
import { INITIAL, OPEN, readsOf, registersOf, type Registers, type Sources } from './registers.ts';
import { Relation, type Arrow } from './relation.ts';
import { decideSources, type Judge, type Judgement } from './sources.ts';
import { thinAirRead } from './thin-air.ts';
import type { Consistency, Reason } from './verdict.ts';
import { cycleOf, drawAll, drawOnce, initialConflict } from './versions.ts';

export type CausalVariant = 'CC' | 'CCv' | 'CM';

/** @throws RangeError for a history that can't be */
export function checkCausal(history: RegisterHistory, variant: CausalVariant, budget: Budget = GENEROUS): Consistency {
  const registers = registersOf(history);
  const thinAir = thinAirRead(history, registers);
  if (thinAir) return { kind: 'violated', reason: thinAir };
  return within(budget, (meter) => {
    holdOrders(registers, meter);
    const { reads, judge } = new CausalQuestion(registers, variant, meter);
    return decideSources(registers, reads, judge, meter);
  });
}

class CausalQuestion {
  readonly reads: readonly number[];
  private readonly registers: Registers;
  private readonly pasts: Pasts;
  private readonly applied: Pasts;
  private readonly variant: CausalVariant;
  private readonly sessionArrows: readonly Arrow[];

  constructor(registers: Registers, variant: CausalVariant, meter: Meter) {
    this.registers = registers;
    this.pasts = new Pasts(registers, meter);
    this.applied = variant === 'CC' ? this.pasts : new Pasts(registers, meter);
    this.variant = variant;
    this.reads = readsOf(registers, [...registers.events.keys()]);
    this.sessionArrows = registers.sessions.flatMap(chain);
  }

  readonly judge: Judge = (sources, meter) => {
    const causal = new Relation(this.registers.events.length, [...this.sessionArrows, ...readsFrom(this.reads, sources)]);
    const reason = this.weakPattern(causal, sources, meter);
    if (reason) return { reason };
    switch (this.variant) {
      case 'CC':
        return { orders: new Map([['', wholeOrder(this.registers, causal, sources)]]) };
      case 'CCv':
        return this.judgeConvergence(causal, sources, meter);
      case 'CM':
        return this.judgeMemory(causal, sources, meter);
    }
  };

  /** The patterns that break all three variants. */
  private weakPattern(causal: Relation, sources: Sources, meter: Meter): Reason | undefined {
    const { registers, pasts } = this;
    const order = causal.order();
    if (!order) return reasonOf(registers, 'CyclicCO', 'Some operations are each a cause of the next, in a circle.', cycleOf(causal).conflict);
    pasts.compute(causal, order, meter);
    for (const read of this.reads) {
      const source = sources[read]!;
      const { key } = registers.events[read]!;
      const initial = initialConflict(causal, pasts, read, source, causal.count, meter);
      if (initial) return reasonOf(registers, 'WriteCOInitRead', `A read finds nothing in ${key}, although a write to it is among its causes.`, initial.conflict);
      if (source === INITIAL || source === OPEN) continue;
      const other = pasts.rivals(read, source, pasts, meter).find((rival) => pasts.has(rival, source));
      if (other === undefined) continue;
      const conflict = conflictOf(causal, [...wayOf(causal, source, other), { from: other, to: source, kind: 'overwritten', via: read }]);
      return reasonOf(registers, 'WriteCORead', `A read of ${key} gives a value that was written over among its causes.`, conflict);
    }
    return undefined;
  }

  /** Arbitration has to have causal order in it and, of the writes of a key that a read sees, the one that it gives last. */
  private judgeConvergence(causal: Relation, sources: Sources, meter: Meter): Judgement {
    const contradiction = drawOnce({ reads: this.reads, sources }, causal, this.pasts, this.applied, meter);
    if (!contradiction) return { orders: new Map([['', wholeOrder(this.registers, causal, sources)]]) };
    return { reason: reasonOf(this.registers, 'CyclicCF', 'Processes saw writes of a key in different orders: no one order of the writes explains all reads.', contradiction.conflict) };
  }

  private judgeMemory(causal: Relation, sources: Sources, meter: Meter): Judgement {
    const { registers, pasts, applied } = this;
    const orders = new Map<string, readonly number[]>();
    for (const session of registers.sessions) {
      const { process } = registers.events[session[0]!]!;
      const reads = readsOf(registers, session);
      const view = causal.copy();
      const contradiction = reads.length > 0 ? drawAll({ reads, sources }, view, applied, meter, pasts) : undefined;
      if (contradiction) {
        const pattern = contradiction.isInitial ? 'WriteHBInitRead' : 'CyclicHB';
        return { reason: reasonOf(registers, pattern, `No order of its causes explains all that process ${process} has read.`, contradiction.conflict, process) };
      }
      orders.set(String(process), viewOrder(registers, view, applied, sources, reads));
    }
    return { orders };
  }
}
