/** Two-phase commit as a system to simulate, or to search. */
import type { Latency } from '../../sim/latency.ts';
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { NodeSpec, System } from '../../sim/system.ts';
import { MILLISECOND } from '../../sim/time.ts';
import { Coordinator, type CoordinatorOptions } from './coordinator.ts';
import type { TwoPhaseMessage, TwoPhaseNote } from './messages.ts';
import { Participant, type ParticipantOptions } from './participant.ts';

export interface TwoPhaseParameters extends Omit<CoordinatorOptions, 'participants'>, ParticipantOptions {
  /** Each may begin transactions of its own. */
  readonly coordinators: number;
  readonly participants: number;
  readonly latency: Latency;
  readonly loss: number;
  readonly duplication: number;
}

export const DEFAULT_TWO_PHASE: TwoPhaseParameters = {
  coordinators: 1,
  participants: 3,
  voteTimeout: 200 * MILLISECOND,
  acknowledgementTimeout: 200 * MILLISECOND,
  inquiryTimeout: 300 * MILLISECOND,
  cooperative: false,
  latency: { kind: 'uniform', minimum: 5 * MILLISECOND, maximum: 15 * MILLISECOND },
  loss: 0,
  duplication: 0,
};

type TwoPhaseContext = Context<TwoPhaseMessage, TwoPhaseNote>;

/** Makes the processes; broken ones, or a learner's, can take the reference's place. */
export interface TwoPhaseFactory {
  readonly coordinator: (context: TwoPhaseContext, options: CoordinatorOptions) => Process<TwoPhaseMessage>;
  readonly participant: (context: TwoPhaseContext, options: ParticipantOptions) => Process<TwoPhaseMessage>;
}

const REFERENCE: TwoPhaseFactory = {
  coordinator: (context, options) => new Coordinator(context, options),
  participant: (context, options) => new Participant(context, options),
};

/**
 * Coordinators come first, participants after them. A transaction begins with a command to a coordinator, which is its name.
 * @throws RangeError that says which parameter is out of range
 */
export function twoPhaseSystem(parameters: TwoPhaseParameters, factory: Partial<TwoPhaseFactory> = {}): System<TwoPhaseMessage> {
  const { coordinators, participants, latency, loss, duplication } = parameters;
  if (!Number.isInteger(coordinators) || coordinators < 1) throw new RangeError(`There is at least one coordinator, not ${coordinators}.`);
  if (!Number.isInteger(participants) || participants < 1) throw new RangeError(`There is at least one participant, not ${participants}.`);
  const { coordinator, participant } = { ...REFERENCE, ...factory };
  const options: CoordinatorOptions = { ...parameters, participants: participantsOf(parameters) };
  const nodes = [
    ...Array.from({ length: coordinators }, (_, id): NodeSpec<TwoPhaseMessage> => ({ name: coordinators === 1 ? 'c' : `c${id + 1}`, kind: 'server', create: (context) => coordinator(context, options) })),
    ...Array.from({ length: participants }, (_, id): NodeSpec<TwoPhaseMessage> => ({ name: `p${id + 1}`, kind: 'server', create: (context) => participant(context, parameters) })),
  ];
  return { nodes, network: { latency, loss, duplication } };
}

export function participantsOf({ coordinators, participants }: Pick<TwoPhaseParameters, 'coordinators' | 'participants'>): readonly NodeId[] {
  return Array.from({ length: participants }, (_, id) => coordinators + id);
}
