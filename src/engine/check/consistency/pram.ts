/**
 * PRAM, or pipelined RAM (Lipton and Sandberg, "PRAM: A scalable shared memory", 1988; Perrin, Mostéfaoui and Jard, "Causal
 * consistency: beyond memory", PPoPP 2016, as pipelined consistency): for each process there is an order of all writes and of
 * its own reads that keeps to the order of every process and in which each read gives the last write of its key before it.
 * Processes need not agree on the order of writes of different processes.
 *
 * The reads of one process follow one another, so that the arrows which `drawAll` draws decide it, as they do CM. What another
 * process has read is of no account; where values were written more than once, each process may take its own choice.
 */
import type { Budget } from '../linearizability/check.ts';
import { chain, readsFrom } from './arrows.ts';
import { GENEROUS, within } from './meter.ts';
import { holdOrders, viewOrder } from './orders.ts';
import { Pasts } from './pasts.ts';
import { reasonOf } from './reasons.ts';
import type { RegisterHistory } from './register-history.ts';
import { readsOf, registersOf, writesOf, type Registers } from './registers.ts';
import { Relation } from './relation.ts';
import { decideEach, type Judge } from './sources.ts';
import { thinAirRead } from './thin-air.ts';
import type { Consistency } from './verdict.ts';
import { drawAll } from './versions.ts';

/** @throws RangeError for a history that can't be */
export function checkPram(history: RegisterHistory, budget: Budget = GENEROUS): Consistency {
  const registers = registersOf(history);
  const thinAir = thinAirRead(history, registers);
  if (thinAir) return { kind: 'violated', reason: thinAir };
  return within(budget, (meter) => {
    holdOrders(registers, meter);
    const pasts = new Pasts(registers, meter);
    const questions = registers.sessions.map((session) => ({ reads: readsOf(registers, session), judge: judgeOf(registers, pasts, session) }));
    return decideEach(registers, questions, meter);
  });
}

function judgeOf(registers: Registers, pasts: Pasts, session: readonly number[]): Judge {
  const { process } = registers.events[session[0]!]!;
  const reads = readsOf(registers, session);
  return (sources, meter) => {
    const arrows = registers.sessions.flatMap((each) => chain(each === session ? each : writesOf(registers, each)));
    const view = new Relation(registers.events.length, [...arrows, ...readsFrom(reads, sources)]);
    const contradiction = reads.length > 0 ? drawAll({ reads, sources }, view, pasts, meter) : undefined;
    if (!contradiction) return { orders: new Map([[String(process), viewOrder(registers, view, pasts, sources, reads)]]) };
    return { reason: reasonOf(registers, 'PRAM', `No order that keeps to each process's own explains all that process ${process} has read.`, contradiction.conflict, process) };
  };
}
