/** What can be set in the simulation of three-phase commit. */
import { THREE_PHASE_FLAWS, type ThreePhaseFlaw } from '../../engine/protocols/three-phase-commit/flaws.ts';
import { DEFAULT_THREE_PHASE, type ThreePhaseParameters } from '../../engine/protocols/three-phase-commit/system.ts';
import { MILLISECOND, SECOND } from '../../engine/sim/time.ts';
import { TRANSACTIONS_EVERY } from '../atomic-commitment/transactions.ts';
import { flawIn, flawParameter, SEED_PARAMETER } from '../common-parameters.ts';
import type { ParameterDefinition, Values } from '../definition.ts';
import { FAULT_PARAMETERS } from '../fault-level.ts';
import { LATENCY_PARAMETERS, networkOf } from '../network-parameters.ts';

export const THREE_PHASE_PARAMETERS = [
  { name: 'coordinators', label: 'Coordinators', description: 'Each begins transactions of its own; with two of them transactions can meet at a participant.', unit: 'count', minimum: 1, maximum: 2, step: 1, initial: DEFAULT_THREE_PHASE.coordinators },
  { name: 'participants', label: 'Participants', description: 'Each guards one resource, which a transaction holds from its vote until the decision is known.', unit: 'count', minimum: 2, maximum: 5, step: 1, initial: DEFAULT_THREE_PHASE.participants },
  TRANSACTIONS_EVERY,
  { name: 'maximumDelay', label: 'Longest delay that is believed', description: 'Nodes take a message to be no slower than this, and whoever has not answered after twice as long for crashed. The network need not keep to it: set it below the longest latency and see.', unit: 'duration', minimum: MILLISECOND, maximum: 5 * SECOND, step: MILLISECOND, initial: DEFAULT_THREE_PHASE.maximumDelay },
  ...LATENCY_PARAMETERS,
  flawParameter({
    description: 'Nodes that break one rule of the protocol. What comes of it shows only when a crash comes at the right moment: search for it.',
    none: 'Three-phase commit with its termination protocol as it is in the sources.',
    flaws: THREE_PHASE_FLAWS,
    tell: ({ rule, source }) => `${rule} (${source})`,
  }),
  ...FAULT_PARAMETERS,
  SEED_PARAMETER,
] as const satisfies readonly ParameterDefinition[];

type Name = (typeof THREE_PHASE_PARAMETERS)[number]['name'];

/** The rule that nodes leave out; undefined for none. */
export function threePhaseFlaw(values: Values): ThreePhaseFlaw | undefined {
  return flawIn(THREE_PHASE_FLAWS, values);
}

export function threePhaseParameters(values: Values): ThreePhaseParameters {
  const value = (name: Name) => values[name] ?? 0;
  const { latency } = networkOf(values);
  return { coordinators: value('coordinators'), participants: value('participants'), maximumDelay: value('maximumDelay'), latency };
}
