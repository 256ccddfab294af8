/** Transactions that begin by themselves. */
import type { NodeId } from '../../engine/sim/process.ts';
import { Random } from '../../engine/sim/random.ts';
import type { Schedule, ScheduledAction } from '../../engine/sim/schedule.ts';
import { SECOND, MILLISECOND, type Micros } from '../../engine/sim/time.ts';
import type { ParameterDefinition, Values } from '../definition.ts';

/** All of them are in the schedule from the start, which a panel keeps with everything that it shows. */
const MOST_TRANSACTIONS = 300;

/** How likely a participant is to have a part in one; one that would have none has all. */
const HAS_A_PART = 0.7;

export const TRANSACTIONS_EVERY = {
  name: 'transactionsEvery',
  label: 'Transactions begin every',
  description: 'Mean time after which a transaction begins by itself, called u1, u2 and so on up to u300; 0 for none but those that you begin. They end with the faults, where there are any.',
  unit: 'duration',
  minimum: 0,
  maximum: 10 * SECOND,
  step: 10 * MILLISECOND,
  initial: 0,
} as const satisfies ParameterDefinition;

/** @returns at random times with the mean that is set; none where it is 0 */
export function drawTransactions(values: Values, until: Micros, beginners: readonly NodeId[], participants: readonly NodeId[]): Schedule {
  const every = values[TRANSACTIONS_EVERY.name] ?? 0;
  if (every === 0) return [];
  const random = Random.fromSeed(values['seed'] ?? 0).split('transactions');
  const schedule: ScheduledAction[] = [];
  for (let at = 1 + random.integer(2 * every); at < until && schedule.length < MOST_TRANSACTIONS; at += 1 + random.integer(2 * every)) {
    const involved = participants.filter(() => random.chance(HAS_A_PART));
    const command = [`u${schedule.length + 1}`, ...involved].join(' ');
    schedule.push({ at, action: { kind: 'command', node: beginners[random.integer(beginners.length)] ?? 0, command } });
  }
  return schedule;
}
