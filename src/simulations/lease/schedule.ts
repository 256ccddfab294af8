/** What befalls a lock by itself: work for its clients, and faults. */
import { FIRST_CLIENT } from '../../engine/protocols/lease/system.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import { Random } from '../../engine/sim/random.ts';
import type { Schedule, ScheduledAction } from '../../engine/sim/schedule.ts';
import { SECOND } from '../../engine/sim/time.ts';
import type { Values } from '../definition.ts';
import { drawFaults, faultsStop } from '../fault-level.ts';
import { leaseParameters, piecesOfWork } from './parameters.ts';

/** What clients are told: a piece of work. */
export const WORK = 'work';

/** Without faults, all work has come by then. */
const WORK_ENDS = 5 * SECOND;

export function nodesOf(values: Values): readonly NodeId[] {
  return Array.from({ length: FIRST_CLIENT + leaseParameters(values).clients }, (_, node) => node);
}

export function leaseSchedule(values: Values): Schedule {
  const nodes = nodesOf(values);
  return [...drawFaults(values, nodes, []), ...drawWork(values, nodes.slice(FIRST_CLIENT))].sort((one, other) => one.at - other.at);
}

function drawWork(values: Values, clients: readonly NodeId[]): Schedule {
  const random = Random.fromSeed(values['seed'] ?? 0).split('work');
  const until = faultsStop(values) ?? WORK_ENDS;
  return clients.flatMap((node) => Array.from({ length: piecesOfWork(values) }, (): ScheduledAction => ({ at: random.integer(until), action: { kind: 'command', node, command: WORK } })));
}
