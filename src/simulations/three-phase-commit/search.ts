/** What of three-phase commit is searched in the panel. */
import type { SearchProblem } from '../../engine/check/search/goals.ts';
import type { Bounds } from '../../engine/check/search/model.ts';
import { ATOMIC_COMMITMENT, COMMITMENT_INVARIANTS, NONBLOCKING } from '../../engine/protocols/atomic-commitment/properties.ts';
import type { ThreePhaseMessage } from '../../engine/protocols/three-phase-commit/messages.ts';
import { threePhaseSystem } from '../../engine/protocols/three-phase-commit/system.ts';
import { NOBODY_WAITS, restartsBound } from '../atomic-commitment/search.ts';
import type { ParameterDefinition, SearchDefinition, Values } from '../definition.ts';
import { threePhaseFlaw, threePhaseParameters } from './parameters.ts';

const COORDINATOR = 0;

const BOUNDS = [
  { name: 'participants', label: 'Participants', description: 'Of the small system, which has one coordinator and one transaction.', unit: 'count', minimum: 2, maximum: 3, step: 1, initial: 2 },
  {
    name: 'messages',
    label: 'Messages',
    description: 'Whether silence tells that a node has crashed. The protocol rests on that.',
    unit: 'choice',
    choices: [
      { label: 'are in time', description: 'Every message arrives before any timer fires that waits for it.' },
      { label: 'may be late', description: 'A timer may fire while a message is on its way: nodes take each other for crashed that are not.' },
    ],
    initial: 0,
  },
  { name: 'crashes', label: 'Crashes', description: 'So many in one run, of any node.', unit: 'count', minimum: 0, maximum: 3, step: 1, initial: 2 },
  { name: 'losses', label: 'Messages lost in crashes', description: 'So many messages of nodes that have crashed are lost, as if they had crashed in the middle of sending. Where messages may be late, of any node.', unit: 'count', minimum: 0, maximum: 4, step: 1, initial: 2 },
  restartsBound({
    stayDown: NOBODY_WAITS,
    comeBack: 'What is looked for is a transaction decided in two ways, or committed without every vote.',
    initial: 0,
  }),
] as const satisfies readonly ParameterDefinition[];

export const THREE_PHASE_SEARCH: SearchDefinition<ThreePhaseMessage> = {
  bounds: BOUNDS,
  problem,
  properties: [ATOMIC_COMMITMENT.nonblocking],
};

function problem(values: Values, bounds: Values): SearchProblem<ThreePhaseMessage> {
  const bound = (name: (typeof BOUNDS)[number]['name']) => bounds[name] ?? 0;
  const restarts = bound('restarts') === 1;
  const limits: Bounds = { crashes: bound('crashes'), losses: bound('losses'), restarts, synchronous: bound('messages') === 0 };
  return {
    model: {
      nodes: threePhaseSystem({ ...threePhaseParameters(values), coordinators: 1, participants: bound('participants') }, threePhaseFlaw(values)?.factory).nodes,
      commands: [{ node: COORDINATOR, command: 'T1' }],
      network: 'bag',
      bounds: limits,
    },
    goals: { invariants: COMMITMENT_INVARIANTS, ...(restarts ? {} : { atRest: [NONBLOCKING] }) },
  };
}
