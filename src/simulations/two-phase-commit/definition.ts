/** The simulation of two-phase commit with presumed abort. */
import { Progress } from '../../engine/check/liveness.ts';
import { Monitors, type Monitor } from '../../engine/check/monitor.ts';
import { ATOMIC_COMMITMENT, CommitmentSafety, TERMINATION } from '../../engine/protocols/atomic-commitment/properties.ts';
import type { TwoPhaseMessage } from '../../engine/protocols/two-phase-commit/messages.ts';
import { twoPhaseSystem } from '../../engine/protocols/two-phase-commit/system.ts';
import type { Schedule } from '../../engine/sim/schedule.ts';
import { SECOND, type Micros } from '../../engine/sim/time.ts';
import { describeCommitMessage } from '../atomic-commitment/describe-message.ts';
import { commitmentCommands } from '../atomic-commitment/commands.ts';
import { drawTransactions } from '../atomic-commitment/transactions.ts';
import type { SimulationDefinition, Values } from '../definition.ts';
import { drawFaults, faultsStop, whereRepaired } from '../fault-level.ts';
import { standingOfTwoPhase } from './keeps.ts';
import { narrateTwoPhase } from './narration.ts';
import { TWO_PHASE_PARAMETERS, twoPhaseFlaw, twoPhaseParameters } from './parameters.ts';
import { predictTwoPhase } from './predictions.ts';
import { TWO_PHASE_SEARCH } from './search.ts';
import { TWO_PHASE_SHRINKING } from './shrinking.ts';
import { stuckTwoPhase } from './stuck.ts';
import { describeTwoPhaseNode } from './view.ts';
import { TWO_PHASE_VOCABULARY } from './vocabulary.ts';

const HORIZON = 60 * SECOND;

const { agreement, stability, validity, termination } = ATOMIC_COMMITMENT;
const SAFETY = [agreement, stability, validity];

export const twoPhaseSimulation: SimulationDefinition<TwoPhaseMessage> = {
  type: 'two-phase-commit',
  title: 'Two-phase commit',
  parameters: TWO_PHASE_PARAMETERS,
  horizon: HORIZON,
  properties: (values) => (faultsStop(values) === undefined ? SAFETY : [...SAFETY, termination]),
  build: (values) => twoPhaseSystem(twoPhaseParameters(values), twoPhaseFlaw(values)?.factory),
  schedule,
  monitor,
  search: TWO_PHASE_SEARCH,
  vocabulary: TWO_PHASE_VOCABULARY,
  shrinking: TWO_PHASE_SHRINKING,
  ...commitmentCommands('p', 'participant'),
  logWords: { mark: 'Kind', settled: 'On disk' },
  describeNode: describeTwoPhaseNode,
  describeMessage: describeCommitMessage,
  narrate: narrateTwoPhase,
  standing: standingOfTwoPhase,
  stuck: stuckTwoPhase,
  predict: predictTwoPhase,
};

function schedule(values: Values): Schedule {
  const { coordinators, participants } = twoPhaseParameters(values);
  const nodes = Array.from({ length: coordinators + participants }, (_, id) => id);
  const transactions = drawTransactions(values, faultsStop(values) ?? HORIZON, nodes.slice(0, coordinators), nodes.slice(coordinators));
  return [...drawFaults(values, nodes, []), ...transactions].sort((one, other) => one.at - other.at);
}

function monitor(values: Values): Monitor<TwoPhaseMessage> {
  const safety = new CommitmentSafety<TwoPhaseMessage>();
  const stop = faultsStop(values);
  return stop === undefined ? safety : new Monitors([safety, new Progress(whereRepaired(TERMINATION), { faultsStop: stop, within: timeToDecide(values) })]);
}

/** Some rounds of asking and telling again, of which the network may lose one or the other. */
function timeToDecide(values: Values): Micros {
  const { voteTimeout, acknowledgementTimeout, inquiryTimeout } = twoPhaseParameters(values);
  return 5 * SECOND + 4 * Math.max(voteTimeout, acknowledgementTimeout, inquiryTimeout);
}
