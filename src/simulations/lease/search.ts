/** What of a lock is searched in the panel. */
import type { LeaseMessage } from '../../engine/protocols/lease/messages.ts';
import { leaseProblem } from '../../engine/protocols/lease/search.ts';
import type { ParameterDefinition, SearchDefinition } from '../definition.ts';
import { leaseFlaw } from './parameters.ts';

const BOUNDS = [
  { name: 'clients', label: 'Clients', description: 'The small system that is searched. Each client more makes it very much larger.', unit: 'count', minimum: 1, maximum: 3, step: 1, initial: 2 },
  { name: 'pieces', label: 'Pieces of work each', description: 'Each client may be given so many, at any time, or none.', unit: 'count', minimum: 1, maximum: 2, step: 1, initial: 1 },
  { name: 'timers', label: 'Timers that fire', description: 'So many in one run, whenever it suits: a lease ends while its holder is paused, or a message is late. No clock goes in a search, so what rests on clocks alone is not found.', unit: 'count', minimum: 0, maximum: 6, step: 1, initial: 2 },
  { name: 'crashes', label: 'Crashes', description: 'So many in one run; a node that has crashed may come back.', unit: 'count', minimum: 0, maximum: 3, step: 1, initial: 0 },
] as const satisfies readonly ParameterDefinition[];

export const LEASE_SEARCH: SearchDefinition<LeaseMessage> = {
  bounds: BOUNDS,
  problem: (values, bounds) => {
    const bound = (name: (typeof BOUNDS)[number]['name']) => bounds[name] ?? 0;
    return leaseProblem({ clients: bound('clients'), pieces: bound('pieces'), timers: bound('timers'), crashes: bound('crashes') }, leaseFlaw(values)?.factory);
  },
};
