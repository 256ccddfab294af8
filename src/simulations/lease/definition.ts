/** The simulation of a lock with leases and fencing. */
import { Progress } from '../../engine/check/liveness.ts';
import { Monitors, type Monitor } from '../../engine/check/monitor.ts';
import type { LeaseMessage } from '../../engine/protocols/lease/messages.ts';
import { LEASE_PROPERTIES, LeaseSafety, WORK_IS_DONE } from '../../engine/protocols/lease/properties.ts';
import { FIRST_CLIENT, leaseSystem } from '../../engine/protocols/lease/system.ts';
import { endOfFaults } from '../../engine/sim/chaos.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import { SECOND } from '../../engine/sim/time.ts';
import type { Command, SimulationDefinition, Values } from '../definition.ts';
import { faultsStop } from '../fault-level.ts';
import { describeLeaseMessage } from './describe-message.ts';
import { narrateLease } from './narration.ts';
import { LEASE_PARAMETERS, leaseFlaw, leaseParameters, piecesOfWork } from './parameters.ts';
import { predictLease } from './predictions.ts';
import { leaseSchedule, nodesOf, WORK } from './schedule.ts';
import { LEASE_SEARCH } from './search.ts';
import { stuckLease } from './stuck.ts';
import { describeLeaseNode } from './view.ts';
import { LEASE_VOCABULARY } from './vocabulary.ts';

const SAFETY = [LEASE_PROPERTIES.order, LEASE_PROPERTIES.updates, LEASE_PROPERTIES.holder];

export const leaseSimulation: SimulationDefinition<LeaseMessage> = {
  type: 'lease',
  title: 'A lock with leases and fencing',
  parameters: LEASE_PARAMETERS,
  horizon: 60 * SECOND,
  properties: (values) => (asksForProgress(values) ? [...SAFETY, LEASE_PROPERTIES.progress] : SAFETY),
  build: (values) => leaseSystem(leaseParameters(values), leaseFlaw(values)?.factory),
  schedule: leaseSchedule,
  monitor,
  search: LEASE_SEARCH,
  vocabulary: LEASE_VOCABULARY,
  shrinking: { goals: [LEASE_PROPERTIES.progress.id], always, without },
  commandForm: (node, { nodes }) => (nodes[node]?.kind === 'client' ? { verb: 'Send', label: 'Command for the client', suggestion: WORK } : undefined),
  checkCommand,
  logWords: { mark: 'Token', settled: 'Forced' },
  describeNode: describeLeaseNode,
  describeMessage: describeLeaseMessage,
  narrate: narrateLease,
  stuck: stuckLease,
  predict: predictLease,
};

/** Where progress is asked for, all is well from the end of faults on. */
function always(values: Values) {
  const stop = faultsStop(values);
  return stop !== undefined && asksForProgress(values) ? endOfFaults(nodesOf(values), stop) : [];
}

/** A client can be left out; the lock service and the store can't. */
function without(values: Values, node: NodeId): Values | undefined {
  return node < FIRST_CLIENT ? undefined : { ...values, clients: leaseParameters(values).clients - 1 };
}

/** Progress can be asked for where faults stop, and where there is work without anybody's doing. */
function asksForProgress(values: Values): boolean {
  return faultsStop(values) !== undefined && piecesOfWork(values) > 0;
}

function monitor(values: Values): Monitor<LeaseMessage> {
  const safety = new LeaseSafety({ maximumDrift: leaseParameters(values).maximumDrift });
  const stop = faultsStop(values);
  return stop !== undefined && asksForProgress(values) ? new Monitors([safety, new Progress(WORK_IS_DONE, { faultsStop: stop, within: deadline(values) })]) : safety;
}

/** Each piece may take a lease that nobody gives back, and some attempts. */
function deadline(values: Values): number {
  const { clients, leaseDuration, workTime, retryTimeout } = leaseParameters(values);
  return 5 * SECOND + 2 * clients * piecesOfWork(values) * (leaseDuration + workTime + 2 * retryTimeout);
}

function checkCommand({ command }: Command): void {
  if (command.trim() !== WORK) throw new SyntaxError(`Clients know one command, "${WORK}": take the lock, read the number in the store, and write the next one.`);
}
