/** Transactions that begin by themselves. */
import { participantsOf } from '../../engine/protocols/two-phase-commit/system.ts';
import { Random } from '../../engine/sim/random.ts';
import type { Schedule, ScheduledAction } from '../../engine/sim/schedule.ts';
import type { Micros } from '../../engine/sim/time.ts';
import type { Values } from '../definition.ts';
import { twoPhaseParameters } from './parameters.ts';

/** All of them are in the schedule from the start, which a panel keeps with everything that it shows. */
const MOST_TRANSACTIONS = 300;

/** How likely a participant is to have a part in one; one that would have none has all. */
const HAS_A_PART = 0.7;

/** @returns at random times with the mean that is set; none where it is 0 */
export function drawTransactions(values: Values, until: Micros): Schedule {
  const every = values['transactionsEvery'] ?? 0;
  if (every === 0) return [];
  const { coordinators, participants } = twoPhaseParameters(values);
  const random = Random.fromSeed(values['seed'] ?? 0).split('transactions');
  const schedule: ScheduledAction[] = [];
  for (let at = 1 + random.integer(2 * every); at < until && schedule.length < MOST_TRANSACTIONS; at += 1 + random.integer(2 * every)) {
    const involved = participantsOf({ coordinators, participants }).filter(() => random.chance(HAS_A_PART));
    const command = [`u${schedule.length + 1}`, ...involved].join(' ');
    schedule.push({ at, action: { kind: 'command', node: random.integer(coordinators), command } });
  }
  return schedule;
}
