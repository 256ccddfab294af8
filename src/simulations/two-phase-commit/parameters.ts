/** What can be set in the simulation of two-phase commit. */
import { TWO_PHASE_FLAWS, type TwoPhaseFlaw } from '../../engine/protocols/two-phase-commit/flaws.ts';
import { DEFAULT_TWO_PHASE, type TwoPhaseParameters } from '../../engine/protocols/two-phase-commit/system.ts';
import { MILLISECOND, SECOND } from '../../engine/sim/time.ts';
import { TRANSACTIONS_EVERY } from '../atomic-commitment/transactions.ts';
import { flawIn, flawParameter, SEED_PARAMETER } from '../common-parameters.ts';
import type { ParameterDefinition, Values } from '../definition.ts';
import { FAULT_PARAMETERS } from '../fault-level.ts';
import { NETWORK_PARAMETERS, networkOf } from '../network-parameters.ts';

export const TWO_PHASE_PARAMETERS = [
  { name: 'coordinators', label: 'Coordinators', description: 'Each begins transactions of its own; with two of them transactions can meet at a participant.', unit: 'count', minimum: 1, maximum: 2, step: 1, initial: DEFAULT_TWO_PHASE.coordinators },
  { name: 'participants', label: 'Participants', description: 'Each guards one resource, which a transaction holds from its vote until the decision is known.', unit: 'count', minimum: 2, maximum: 5, step: 1, initial: DEFAULT_TWO_PHASE.participants },
  TRANSACTIONS_EVERY,
  {
    name: 'cooperative',
    label: 'Cooperative termination',
    description: 'Whom a participant in doubt asks.',
    unit: 'choice',
    choices: [
      { label: 'off', description: 'The coordinator alone. While that is down, all wait.' },
      { label: 'on', description: 'The other participants too. One that knows the decision tells it, and one that has not voted aborts. If all are in doubt, they wait all the same.' },
    ],
    initial: 0,
  },
  { name: 'voteTimeout', label: 'Wait for votes', description: 'After this time a coordinator that lacks a vote aborts.', unit: 'duration', minimum: 10 * MILLISECOND, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: DEFAULT_TWO_PHASE.voteTimeout },
  { name: 'acknowledgementTimeout', label: 'Wait for acknowledgements', description: 'After this time a coordinator tells a commit again to those that have not acknowledged it.', unit: 'duration', minimum: 10 * MILLISECOND, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: DEFAULT_TWO_PHASE.acknowledgementTimeout },
  { name: 'inquiryTimeout', label: 'Wait for the decision', description: 'After this time a participant in doubt asks, and asks again. It never decides because time has passed.', unit: 'duration', minimum: 10 * MILLISECOND, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: DEFAULT_TWO_PHASE.inquiryTimeout },
  ...NETWORK_PARAMETERS,
  flawParameter({
    description: 'Nodes that break one rule of the protocol. What comes of it shows only when a crash or a message comes at the right moment: search for it.',
    none: 'Two-phase commit with presumed abort as it is in the paper.',
    flaws: TWO_PHASE_FLAWS,
    tell: ({ rule, source }) => `${rule} (${source})`,
  }),
  ...FAULT_PARAMETERS,
  SEED_PARAMETER,
] as const satisfies readonly ParameterDefinition[];

type Name = (typeof TWO_PHASE_PARAMETERS)[number]['name'];

/** The rule that nodes leave out; undefined for none. */
export function twoPhaseFlaw(values: Values): TwoPhaseFlaw | undefined {
  return flawIn(TWO_PHASE_FLAWS, values);
}

export function twoPhaseParameters(values: Values): TwoPhaseParameters {
  const value = (name: Name) => values[name] ?? 0;
  return {
    coordinators: value('coordinators'),
    participants: value('participants'),
    cooperative: value('cooperative') === 1,
    voteTimeout: value('voteTimeout'),
    acknowledgementTimeout: value('acknowledgementTimeout'),
    inquiryTimeout: value('inquiryTimeout'),
    ...networkOf(values),
  };
}
