/** What of Paxos Commit is searched in the panel. */
import type { SearchProblem } from '../../engine/check/search/goals.ts';
import { ATOMIC_COMMITMENT, COMMITMENT_INVARIANTS, leadsToDecisions } from '../../engine/protocols/atomic-commitment/properties.ts';
import type { PaxosCommitMessage } from '../../engine/protocols/replicated-commit/messages.ts';
import { resourceManagersAlike } from '../../engine/protocols/replicated-commit/symmetry.ts';
import { paxosCommitSystem, resourceManagersOf } from '../../engine/protocols/replicated-commit/system.ts';
import { restartsBound } from '../atomic-commitment/search.ts';
import type { ParameterDefinition, SearchDefinition, Values } from '../definition.ts';
import { paxosCommitFlaw, paxosCommitParameters } from './parameters.ts';

const LEADER = 0;

/** Steps in which those that are left come to a decision, when nothing goes wrong any more. */
const STEPS_TO_DECIDE = 150;

const BOUNDS = [
  { name: 'servers', label: 'Servers', description: 'Of the small system. The first one begins the one transaction.', unit: 'count', minimum: 1, maximum: 3, step: 1, initial: 3 },
  { name: 'resourceManagers', label: 'Resource managers', description: 'All have a part in the transaction.', unit: 'count', minimum: 1, maximum: 3, step: 1, initial: 2 },
  { name: 'timeouts', label: 'Timeouts', description: 'Where nodes may come back: so many timers run out in one run. A leader begins another ballot, a resource manager asks.', unit: 'count', minimum: 0, maximum: 3, step: 1, initial: 1 },
  { name: 'crashes', label: 'Crashes', description: 'So many in one run, of any node.', unit: 'count', minimum: 0, maximum: 3, step: 1, initial: 0 },
  restartsBound({
    stayDown: 'Messages are in time, and from every world those that are up must come to a decision (termination). With fewer than a majority of the servers they can not.',
    comeBack: 'Messages may be late, lost or doubled at will. What is looked for is a transaction decided in two ways, or committed without every vote.',
    initial: 1,
  }),
] as const satisfies readonly ParameterDefinition[];

export const PAXOS_COMMIT_SEARCH: SearchDefinition<PaxosCommitMessage> = {
  bounds: BOUNDS,
  problem,
  properties: [ATOMIC_COMMITMENT.termination],
};

function problem(values: Values, bounds: Values): SearchProblem<PaxosCommitMessage> {
  const bound = (name: (typeof BOUNDS)[number]['name']) => bounds[name] ?? 0;
  const parameters = { ...paxosCommitParameters(values), servers: bound('servers'), resourceManagers: bound('resourceManagers') };
  const crashes = bound('crashes');
  const system = {
    nodes: paxosCommitSystem(parameters, paxosCommitFlaw(values)?.factory).nodes,
    commands: [{ node: LEADER, command: 'T1' }],
  };
  const symmetry = resourceManagersAlike(resourceManagersOf(parameters));
  return bound('restarts') === 1
    ? { model: { ...system, bounds: { timers: bound('timeouts'), crashes, restarts: true } }, goals: { invariants: COMMITMENT_INVARIANTS }, symmetry }
    : { model: { ...system, network: 'bag', bounds: { crashes, synchronous: true } }, goals: { invariants: COMMITMENT_INVARIANTS, leadsTo: [leadsToDecisions(STEPS_TO_DECIDE, crashes)] }, symmetry };
}
