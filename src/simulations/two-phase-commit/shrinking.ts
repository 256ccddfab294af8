/** How a run of two-phase commit that breaks a property may be smaller. */
import { ATOMIC_COMMITMENT } from '../../engine/protocols/atomic-commitment/properties.ts';
import { renameParticipants } from '../../engine/protocols/atomic-commitment/transaction.ts';
import type { TwoPhaseMessage } from '../../engine/protocols/two-phase-commit/messages.ts';
import { endOfFaults } from '../../engine/sim/chaos.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { Schedule } from '../../engine/sim/schedule.ts';
import type { Shrinking, Values } from '../definition.ts';
import { faultsStop } from '../fault-level.ts';
import { twoPhaseParameters } from './parameters.ts';

const FEWEST_PARTICIPANTS = 2;

export const TWO_PHASE_SHRINKING: Shrinking<TwoPhaseMessage> = {
  goals: [ATOMIC_COMMITMENT.termination.id],
  always,
  without,
  renamed: renameParticipants,
};

/** Where decisions are asked for, all is well from the end of faults on. */
function always(values: Values): Schedule {
  const stop = faultsStop(values);
  const { coordinators, participants } = twoPhaseParameters(values);
  return stop === undefined ? [] : endOfFaults(Array.from({ length: coordinators + participants }, (_, node) => node), stop);
}

function without(values: Values, node: NodeId): Values | undefined {
  const { coordinators, participants } = twoPhaseParameters(values);
  if (node < coordinators) return coordinators > 1 ? { ...values, coordinators: coordinators - 1 } : undefined;
  return participants > FEWEST_PARTICIPANTS ? { ...values, participants: participants - 1 } : undefined;
}
