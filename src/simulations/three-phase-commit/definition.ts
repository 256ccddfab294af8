/** The simulation of three-phase commit, which does not block where messages are in time, and is wrong where they are not. */
import { Progress } from '../../engine/check/liveness.ts';
import { Monitors, type Monitor } from '../../engine/check/monitor.ts';
import { ATOMIC_COMMITMENT, CommitmentSafety, TERMINATION } from '../../engine/protocols/atomic-commitment/properties.ts';
import { renameParticipants } from '../../engine/protocols/atomic-commitment/transaction.ts';
import type { ThreePhaseMessage } from '../../engine/protocols/three-phase-commit/messages.ts';
import { threePhaseSystem } from '../../engine/protocols/three-phase-commit/system.ts';
import { endOfFaults } from '../../engine/sim/chaos.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { Schedule } from '../../engine/sim/schedule.ts';
import { SECOND, type Micros } from '../../engine/sim/time.ts';
import { commitmentCommands } from '../atomic-commitment/commands.ts';
import { drawTransactions } from '../atomic-commitment/transactions.ts';
import type { SimulationDefinition, Values } from '../definition.ts';
import { drawFaults, faultsStop, whereRepaired } from '../fault-level.ts';
import { describeThreePhaseMessage } from './describe-message.ts';
import { narrateThreePhase } from './narration.ts';
import { THREE_PHASE_PARAMETERS, threePhaseFlaw, threePhaseParameters } from './parameters.ts';
import { THREE_PHASE_SEARCH } from './search.ts';
import { describeThreePhaseNode } from './view.ts';
import { THREE_PHASE_VOCABULARY } from './vocabulary.ts';

const HORIZON = 60 * SECOND;
const FEWEST_PARTICIPANTS = 2;

const { agreement, stability, validity, termination } = ATOMIC_COMMITMENT;
const SAFETY = [agreement, stability, validity];

export const threePhaseSimulation: SimulationDefinition<ThreePhaseMessage> = {
  type: 'three-phase-commit',
  title: 'Three-phase commit',
  parameters: THREE_PHASE_PARAMETERS,
  horizon: HORIZON,
  properties: (values) => (faultsStop(values) === undefined ? SAFETY : [...SAFETY, termination]),
  build: (values) => threePhaseSystem(threePhaseParameters(values), threePhaseFlaw(values)?.factory),
  schedule,
  monitor,
  search: THREE_PHASE_SEARCH,
  vocabulary: THREE_PHASE_VOCABULARY,
  shrinking: { goals: [termination.id], always, without, renamed: renameParticipants },
  ...commitmentCommands('p', 'participant'),
  logWords: { mark: 'Kind', settled: 'On disk' },
  describeNode: describeThreePhaseNode,
  describeMessage: describeThreePhaseMessage,
  narrate: narrateThreePhase,
};

function nodesOf(values: Values): readonly NodeId[] {
  const { coordinators, participants } = threePhaseParameters(values);
  return Array.from({ length: coordinators + participants }, (_, id) => id);
}

function schedule(values: Values): Schedule {
  const { coordinators } = threePhaseParameters(values);
  const nodes = nodesOf(values);
  const transactions = drawTransactions(values, faultsStop(values) ?? HORIZON, nodes.slice(0, coordinators), nodes.slice(coordinators));
  return [...drawFaults(values, nodes, []), ...transactions].sort((one, other) => one.at - other.at);
}

function monitor(values: Values): Monitor<ThreePhaseMessage> {
  const safety = new CommitmentSafety<ThreePhaseMessage>();
  const stop = faultsStop(values);
  return stop === undefined ? safety : new Monitors([safety, new Progress(whereRepaired(TERMINATION), { faultsStop: stop, within: timeToDecide(values) })]);
}

/** Some rounds of the termination protocol for each participant. */
function timeToDecide(values: Values): Micros {
  const { maximumDelay, participants } = threePhaseParameters(values);
  return 5 * SECOND + 10 * participants * maximumDelay;
}

/** Where decisions are asked for, all is well from the end of faults on. */
function always(values: Values): Schedule {
  const stop = faultsStop(values);
  return stop === undefined ? [] : endOfFaults(nodesOf(values), stop);
}

function without(values: Values, node: NodeId): Values | undefined {
  const { coordinators, participants } = threePhaseParameters(values);
  if (node < coordinators) return coordinators > 1 ? { ...values, coordinators: coordinators - 1 } : undefined;
  return participants > FEWEST_PARTICIPANTS ? { ...values, participants: participants - 1 } : undefined;
}
