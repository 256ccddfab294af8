/** The simulation of Paxos Commit: each vote is agreed on by a group of servers, so that no single one of them is waited for. */
import { Progress } from '../../engine/check/liveness.ts';
import { Monitors, type Monitor } from '../../engine/check/monitor.ts';
import { ATOMIC_COMMITMENT, CommitmentSafety, TERMINATION } from '../../engine/protocols/atomic-commitment/properties.ts';
import { renameParticipants } from '../../engine/protocols/atomic-commitment/transaction.ts';
import type { PaxosCommitMessage } from '../../engine/protocols/replicated-commit/messages.ts';
import { paxosCommitSystem } from '../../engine/protocols/replicated-commit/system.ts';
import { endOfFaults } from '../../engine/sim/chaos.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { Schedule } from '../../engine/sim/schedule.ts';
import { SECOND, type Micros } from '../../engine/sim/time.ts';
import { commitmentCommands } from '../atomic-commitment/commands.ts';
import { drawTransactions } from '../atomic-commitment/transactions.ts';
import type { SimulationDefinition, Values } from '../definition.ts';
import { drawFaults, faultsStop, whereRepaired } from '../fault-level.ts';
import { describePaxosCommitMessage } from './describe-message.ts';
import { narratePaxosCommit } from './narration.ts';
import { PAXOS_COMMIT_PARAMETERS, paxosCommitFlaw, paxosCommitParameters } from './parameters.ts';
import { PAXOS_COMMIT_SEARCH } from './search.ts';
import { stuckPaxosCommit } from './stuck.ts';
import { describePaxosCommitNode } from './view.ts';
import { PAXOS_COMMIT_VOCABULARY } from './vocabulary.ts';

const HORIZON = 60 * SECOND;

const { agreement, stability, validity, termination } = ATOMIC_COMMITMENT;
const SAFETY = [agreement, stability, validity];

export const paxosCommitSimulation: SimulationDefinition<PaxosCommitMessage> = {
  type: 'paxos-commit',
  title: 'Paxos Commit',
  parameters: PAXOS_COMMIT_PARAMETERS,
  horizon: HORIZON,
  properties: (values) => (faultsStop(values) === undefined ? SAFETY : [...SAFETY, termination]),
  build: (values) => paxosCommitSystem(paxosCommitParameters(values), paxosCommitFlaw(values)?.factory),
  schedule,
  monitor,
  search: PAXOS_COMMIT_SEARCH,
  vocabulary: PAXOS_COMMIT_VOCABULARY,
  shrinking: { goals: [termination.id], always, without, renamed: renameParticipants },
  ...commitmentCommands('r', 'resource manager'),
  logWords: { mark: 'Kind', settled: 'On disk' },
  describeNode: describePaxosCommitNode,
  describeMessage: describePaxosCommitMessage,
  narrate: narratePaxosCommit,
  stuck: stuckPaxosCommit,
};

function nodesOf(values: Values): readonly NodeId[] {
  const { servers, resourceManagers } = paxosCommitParameters(values);
  return Array.from({ length: servers + resourceManagers }, (_, id) => id);
}

function schedule(values: Values): Schedule {
  const { servers } = paxosCommitParameters(values);
  const nodes = nodesOf(values);
  const transactions = drawTransactions(values, faultsStop(values) ?? HORIZON, nodes.slice(0, servers), nodes.slice(servers));
  return [...drawFaults(values, nodes, []), ...transactions].sort((one, other) => one.at - other.at);
}

function monitor(values: Values): Monitor<PaxosCommitMessage> {
  const safety = new CommitmentSafety<PaxosCommitMessage>();
  const stop = faultsStop(values);
  return stop === undefined ? safety : new Monitors([safety, new Progress(whereRepaired(TERMINATION), { faultsStop: stop, within: timeToDecide(values) })]);
}

/** Some rounds of asking and some ballots, of which the network may lose one or the other. */
function timeToDecide(values: Values): Micros {
  const { ballotTimeout, inquiryTimeout } = paxosCommitParameters(values);
  return 5 * SECOND + 10 * (ballotTimeout + inquiryTimeout);
}

/** Where decisions are asked for, all is well from the end of faults on. */
function always(values: Values): Schedule {
  const stop = faultsStop(values);
  return stop === undefined ? [] : endOfFaults(nodesOf(values), stop);
}

function without(values: Values, node: NodeId): Values | undefined {
  const { servers, resourceManagers } = paxosCommitParameters(values);
  if (node < servers) return servers > 1 ? { ...values, servers: servers - 1 } : undefined;
  return resourceManagers > 1 ? { ...values, resourceManagers: resourceManagers - 1 } : undefined;
}
