/** What of Paxos is searched in the panel. */
import type { SearchProblem } from '../../engine/check/search/goals.ts';
import { apart, ensembleOf } from '../../engine/protocols/paxos/ensemble.ts';
import type { PaxosMessage } from '../../engine/protocols/paxos/messages.ts';
import { paxosInvariants } from '../../engine/protocols/paxos/properties.ts';
import { acceptorsAlike } from '../../engine/protocols/paxos/symmetry.ts';
import { paxosSystem } from '../../engine/protocols/paxos/system.ts';
import type { ParameterDefinition, SearchDefinition, Values } from '../definition.ts';
import { VALUES } from './commands.ts';
import { paxosFlaw, paxosParameters } from './parameters.ts';

const BOUNDS = [
  { name: 'proposers', label: 'Proposers', description: 'Of the small system, in which each role has nodes of its own. Each proposer wishes for a value of its own from the start.', unit: 'count', minimum: 1, maximum: 3, step: 1, initial: 2 },
  { name: 'acceptors', label: 'Acceptors', description: 'Messages may be late, lost or doubled at will, so there is no bound for that. Acceptors refuse in silence here.', unit: 'count', minimum: 1, maximum: 5, step: 1, initial: 3 },
  { name: 'learners', label: 'Learners', description: 'Proposers learn too: a learner more adds worlds, and little else.', unit: 'count', minimum: 0, maximum: 1, step: 1, initial: 0 },
  { name: 'retries', label: 'Further ballots', description: 'So many times in one run a proposer gives up waiting and begins another ballot.', unit: 'count', minimum: 0, maximum: 2, step: 1, initial: 0 },
  { name: 'crashes', label: 'Crashes', description: 'So many in one run, of acceptors; they may come back.', unit: 'count', minimum: 0, maximum: 3, step: 1, initial: 1 },
] as const satisfies readonly ParameterDefinition[];

export const PAXOS_SEARCH: SearchDefinition<PaxosMessage> = { bounds: BOUNDS, problem };

function problem(values: Values, bounds: Values): SearchProblem<PaxosMessage> {
  const bound = (name: (typeof BOUNDS)[number]['name']) => bounds[name] ?? 0;
  const layout = apart({ proposers: bound('proposers'), acceptors: bound('acceptors'), learners: bound('learners') });
  const wishes = VALUES.slice(0, bound('proposers'));
  const { distinguished: _, ...parameters } = paxosParameters(values);
  const { nodes } = paxosSystem({ ...parameters, layout, values: wishes, refusals: false, inquiryTimeout: null }, paxosFlaw(values)?.factory);
  return {
    model: { nodes, network: 'set', bounds: { timers: bound('retries'), crashes: bound('crashes'), restarts: true, crashable: ensembleOf(layout).acceptors } },
    goals: { invariants: paxosInvariants({ layout, values: wishes }) },
    symmetry: acceptorsAlike(layout),
  };
}
