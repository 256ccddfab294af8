/** What of Raft is searched in the panel. */
import { flawedServer } from '../../engine/protocols/raft/flaws.ts';
import type { RaftMessage } from '../../engine/protocols/raft/messages.ts';
import { raftProblem } from '../../engine/protocols/raft/search.ts';
import type { ParameterDefinition, SearchDefinition } from '../definition.ts';
import { raftFlaw, raftParameters } from './parameters.ts';

const BOUNDS = [
  { name: 'servers', label: 'Servers', description: 'The small cluster that is searched. Each server more makes it very much larger.', unit: 'count', minimum: 2, maximum: 5, step: 1, initial: 3 },
  { name: 'commands', label: 'Commands', description: 'So many clients ask for one thing each. Their requests may reach any server at any time, or never.', unit: 'count', minimum: 0, maximum: 3, step: 1, initial: 1 },
  { name: 'maximalTerm', label: 'Terms', description: 'It does not go on from worlds with a later term.', unit: 'count', minimum: 1, maximum: 6, step: 1, initial: 2 },
  { name: 'maximalLength', label: 'Entries in a log', description: 'It does not go on from worlds in which a log has more.', unit: 'count', minimum: 0, maximum: 8, step: 1, initial: 3 },
  { name: 'crashes', label: 'Crashes', description: 'So many in one run; a server that has crashed may come back.', unit: 'count', minimum: 0, maximum: 4, step: 1, initial: 1 },
] as const satisfies readonly ParameterDefinition[];

export const RAFT_SEARCH: SearchDefinition<RaftMessage> = {
  bounds: BOUNDS,
  problem: (values, bounds) => {
    const bound = (name: (typeof BOUNDS)[number]['name']) => bounds[name] ?? 0;
    const { preVote, batch, snapshotThreshold, snapshotChunk } = raftParameters(values);
    return raftProblem(
      { servers: bound('servers'), commands: bound('commands'), maximalTerm: bound('maximalTerm'), maximalLength: bound('maximalLength'), crashes: bound('crashes') },
      flawedServer(raftFlaw(values)),
      { preVote, batch, snapshotThreshold, snapshotChunk },
    );
  },
};
