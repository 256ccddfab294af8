/** What of two-phase commit is searched in the panel. */
import type { SearchProblem } from '../../engine/check/search/goals.ts';
import { ATOMIC_COMMITMENT, COMMITMENT_INVARIANTS, NONBLOCKING } from '../../engine/protocols/atomic-commitment/properties.ts';
import { participantsAlike } from '../../engine/protocols/atomic-commitment/symmetry.ts';
import type { TwoPhaseMessage } from '../../engine/protocols/two-phase-commit/messages.ts';
import { participantsOf, twoPhaseSystem } from '../../engine/protocols/two-phase-commit/system.ts';
import { NOBODY_WAITS, restartsBound } from '../atomic-commitment/search.ts';
import type { ParameterDefinition, SearchDefinition, Values } from '../definition.ts';
import { twoPhaseFlaw, twoPhaseParameters } from './parameters.ts';

const COORDINATOR = 0;

const BOUNDS = [
  { name: 'participants', label: 'Participants', description: 'Of the small system, which has one coordinator. Messages may be late, lost or doubled at will, so there is no bound for that.', unit: 'count', minimum: 2, maximum: 4, step: 1, initial: 2 },
  { name: 'transactions', label: 'Transactions', description: 'So many may begin, each at any time or never; all participants have a part in each.', unit: 'count', minimum: 1, maximum: 2, step: 1, initial: 1 },
  { name: 'aborts', label: 'Aborts by users', description: 'At so many of the participants a user aborts the first transaction, if it has not voted yet.', unit: 'count', minimum: 0, maximum: 2, step: 1, initial: 0 },
  { name: 'crashes', label: 'Crashes', description: 'So many in one run, of any node.', unit: 'count', minimum: 0, maximum: 3, step: 1, initial: 1 },
  restartsBound({
    stayDown: NOBODY_WAITS,
    comeBack: 'Waiting for a restart is no violation: what is looked for is a transaction decided in two ways, or committed without every vote.',
    initial: 1,
  }),
] as const satisfies readonly ParameterDefinition[];

export const TWO_PHASE_SEARCH: SearchDefinition<TwoPhaseMessage> = {
  bounds: BOUNDS,
  problem,
  properties: [ATOMIC_COMMITMENT.nonblocking],
};

function problem(values: Values, bounds: Values): SearchProblem<TwoPhaseMessage> {
  const bound = (name: (typeof BOUNDS)[number]['name']) => bounds[name] ?? 0;
  const parameters = { ...twoPhaseParameters(values), coordinators: 1, participants: bound('participants') };
  const participants = participantsOf(parameters);
  const aborting = participants.slice(0, bound('aborts'));
  const restarts = bound('restarts') === 1;
  return {
    model: {
      nodes: twoPhaseSystem(parameters, twoPhaseFlaw(values)?.factory).nodes,
      commands: [
        ...Array.from({ length: bound('transactions') }, (_, position) => ({ node: COORDINATOR, command: `T${position + 1}` })),
        ...aborting.map((node) => ({ node, command: 'T1' })),
      ],
      bounds: { crashes: bound('crashes'), restarts },
    },
    goals: { invariants: COMMITMENT_INVARIANTS, ...(restarts ? {} : { atRest: [NONBLOCKING] }) },
    // A user's abort tells a participant from the others.
    symmetry: participantsAlike(participants.slice(aborting.length)),
  };
}
