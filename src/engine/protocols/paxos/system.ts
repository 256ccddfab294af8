/** Paxos as a system to simulate, or to search. */
import type { Latency } from '../../sim/latency.ts';
import type { NodeId, Process } from '../../sim/process.ts';
import type { System } from '../../sim/system.ts';
import { MILLISECOND, type Micros } from '../../sim/time.ts';
import { Acceptor, type AcceptorOptions } from './acceptor.ts';
import type { Value } from './ballots.ts';
import { ensembleOf, together, type Ensemble, type Role, type Seat } from './ensemble.ts';
import { Learner, type LearnerOptions } from './learner.ts';
import type { PaxosMessage } from './messages.ts';
import { PaxosNode, type PaxosContext, type Roles } from './node.ts';
import { Proposer, type ProposerOptions } from './proposer.ts';

export interface PaxosParameters {
  /** The nodes, in order. */
  readonly layout: readonly Seat[];
  /** What the proposers wish for from the start, in their order; one without a value waits for a command. */
  readonly values?: readonly Value[];
  readonly retryTimeout: Micros;
  readonly backOff: Micros;
  readonly distinguished?: NodeId;
  readonly refusals: boolean;
  readonly inquiryTimeout: Micros | null;
  readonly latency: Latency;
  readonly loss: number;
  readonly duplication: number;
}

export const DEFAULT_PAXOS: PaxosParameters = {
  layout: together(3),
  retryTimeout: 200 * MILLISECOND,
  backOff: 100 * MILLISECOND,
  refusals: true,
  inquiryTimeout: 400 * MILLISECOND,
  latency: { kind: 'uniform', minimum: 5 * MILLISECOND, maximum: 15 * MILLISECOND },
  loss: 0,
  duplication: 0,
};

/** Makes the roles; broken ones, or a learner's, can take the reference's place. */
export interface PaxosFactory {
  readonly proposer: (context: PaxosContext, options: ProposerOptions) => Process<PaxosMessage>;
  readonly acceptor: (context: PaxosContext, options: AcceptorOptions) => Process<PaxosMessage>;
  readonly learner: (context: PaxosContext, options: LearnerOptions) => Process<PaxosMessage>;
}

const REFERENCE: PaxosFactory = {
  proposer: (context, options) => new Proposer(context, options),
  acceptor: (context, options) => new Acceptor(context, options),
  learner: (context, options) => new Learner(context, options),
};

/**
 * A command to a proposer is the value that it is to propose.
 * @throws RangeError that says which parameter makes no sense
 */
export function paxosSystem(parameters: PaxosParameters, factory: Partial<PaxosFactory> = {}): System<PaxosMessage> {
  const { layout, values = [], retryTimeout, backOff, distinguished, refusals, inquiryTimeout, latency, loss, duplication } = parameters;
  const ensemble = ensembleOf(layout);
  validate(parameters, ensemble);
  const { proposer, acceptor, learner } = { ...REFERENCE, ...factory };
  const make: Readonly<Record<Role, (context: PaxosContext) => Process<PaxosMessage>>> = {
    proposer: (context) => {
      const value = values[ensemble.proposers.indexOf(context.node)];
      return proposer(context, { ensemble, retryTimeout, backOff, ...(value !== undefined && { value }), ...(distinguished !== undefined && { distinguished }) });
    },
    acceptor: (context) => acceptor(context, { ensemble, refusals }),
    learner: (context) => learner(context, { ensemble, inquiryTimeout }),
  };
  const rolesOf = ({ roles }: Seat, context: PaxosContext): Roles => Object.fromEntries(roles.map((role) => [role, make[role](context)]));
  const nodes = layout.map((seat) => ({ name: seat.name, kind: 'server' as const, create: (context: PaxosContext) => new PaxosNode(context, (own) => rolesOf(seat, own)) }));
  return { nodes, network: { latency, loss, duplication } };
}

function validate({ values = [], retryTimeout, backOff, distinguished, inquiryTimeout }: PaxosParameters, { proposers }: Ensemble): void {
  if (values.length > proposers.length) throw new RangeError(`There are ${values.length} values for ${proposers.length} proposers.`);
  if (distinguished !== undefined && !proposers.includes(distinguished)) throw new RangeError(`The distinguished proposer is one of the nodes ${proposers.join(', ')}, not ${distinguished}.`);
  const whole = (name: string, time: Micros, least: Micros) => {
    if (!Number.isSafeInteger(time) || time < least) throw new RangeError(`${name} is a whole number of microseconds from ${least} on, not ${time}.`);
  };
  whole('retryTimeout', retryTimeout, 1);
  whole('backOff', backOff, 0);
  if (inquiryTimeout !== null) whole('inquiryTimeout', inquiryTimeout, 1);
}
