/** Transactions that users begin and abort while a system is run under faults. */
import type { NodeId } from '../../../src/engine/sim/process.ts';
import type { Random } from '../../../src/engine/sim/random.ts';
import type { Schedule, ScheduledAction } from '../../../src/engine/sim/schedule.ts';
import type { Micros } from '../../../src/engine/sim/time.ts';

interface Users {
  /** Nodes at which transactions are begun; participants may be told to abort them. */
  readonly begin: readonly NodeId[];
  readonly participants: readonly NodeId[];
  /** Mean time between two: some should meet where they hold the same participant. */
  readonly interval: Micros;
  readonly until: Micros;
}

export function transactionsAtRandom(random: Random, { begin, participants, interval, until }: Users): Schedule {
  const schedule: ScheduledAction[] = [];
  let number = 1;
  for (let at = random.integer(interval); at < until; at += 1 + random.integer(2 * interval)) {
    const transaction = `T${number++}`;
    const drawn = participants.filter(() => random.chance(0.7));
    const involved = drawn.length === 0 ? participants : drawn;
    const command = (node: NodeId, ...words: (string | number)[]) => schedule.push({ at, action: { kind: 'command', node, command: words.join(' ') } });
    if (random.chance(0.1)) command(random.pick(involved) ?? 0, transaction);
    command(random.pick(begin) ?? 0, transaction, ...involved);
  }
  return schedule;
}
