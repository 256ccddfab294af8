/** Three-phase commit as a system to simulate, or to search. */
import type { Latency } from '../../sim/latency.ts';
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { NodeSpec, System } from '../../sim/system.ts';
import { MILLISECOND, type Micros } from '../../sim/time.ts';
import { Coordinator } from './coordinator.ts';
import type { ThreePhaseMessage, ThreePhaseNote } from './messages.ts';
import { Participant } from './participant.ts';
import type { ThreePhaseOptions } from './site.ts';

export interface ThreePhaseParameters {
  /** Each may begin transactions of its own. */
  readonly coordinators: number;
  readonly participants: number;
  /** What the protocol takes for the longest time that a message can take; the network need not keep to it. */
  readonly maximumDelay: Micros;
  readonly latency: Latency;
}

export const DEFAULT_THREE_PHASE: ThreePhaseParameters = {
  coordinators: 1,
  participants: 3,
  maximumDelay: 20 * MILLISECOND,
  latency: { kind: 'uniform', minimum: 5 * MILLISECOND, maximum: 15 * MILLISECOND },
};

type ThreePhaseContext = Context<ThreePhaseMessage, ThreePhaseNote>;

/** Makes the processes; broken ones, or a learner's, can take the reference's place. */
export interface ThreePhaseFactory {
  readonly coordinator: (context: ThreePhaseContext, options: ThreePhaseOptions) => Process<ThreePhaseMessage>;
  readonly participant: (context: ThreePhaseContext, options: ThreePhaseOptions) => Process<ThreePhaseMessage>;
}

const REFERENCE: ThreePhaseFactory = {
  coordinator: (context, options) => new Coordinator(context, options),
  participant: (context, options) => new Participant(context, options),
};

/**
 * Coordinators come first, participants after them. A transaction begins with a command to a coordinator, which is its name.
 * @throws RangeError that says which parameter is out of range
 */
export function threePhaseSystem(parameters: ThreePhaseParameters, factory: Partial<ThreePhaseFactory> = {}): System<ThreePhaseMessage> {
  const { coordinators, participants, maximumDelay, latency } = parameters;
  if (!Number.isInteger(coordinators) || coordinators < 1) throw new RangeError(`There is at least one coordinator, not ${coordinators}.`);
  if (!Number.isInteger(participants) || participants < 1) throw new RangeError(`There is at least one participant, not ${participants}.`);
  const { coordinator, participant } = { ...REFERENCE, ...factory };
  const options: ThreePhaseOptions = { maximumDelay, participants: participantsOf(parameters) };
  const nodes = [
    ...Array.from({ length: coordinators }, (_, id): NodeSpec<ThreePhaseMessage> => ({ name: coordinators === 1 ? 'c' : `c${id + 1}`, kind: 'server', create: (context) => coordinator(context, options) })),
    ...Array.from({ length: participants }, (_, id): NodeSpec<ThreePhaseMessage> => ({ name: `p${id + 1}`, kind: 'server', create: (context) => participant(context, options) })),
  ];
  return { nodes, network: { latency, loss: 0, duplication: 0 } };
}

export function participantsOf({ coordinators, participants }: Pick<ThreePhaseParameters, 'coordinators' | 'participants'>): readonly NodeId[] {
  return Array.from({ length: participants }, (_, id) => coordinators + id);
}
