/** What of Multi-Paxos is searched in the panel. */
import type { SearchProblem } from '../../engine/check/search/goals.ts';
import { flawedMultiPaxosServer } from '../../engine/protocols/multi-paxos/flaws.ts';
import { MULTI_PAXOS_INVARIANTS } from '../../engine/protocols/multi-paxos/invariants.ts';
import type { MultiPaxosMessage } from '../../engine/protocols/multi-paxos/messages.ts';
import { smallCluster, type Reign } from '../../engine/protocols/multi-paxos/search.ts';
import { majority } from '../../engine/protocols/paxos/ballots.ts';
import type { ParameterDefinition, SearchDefinition, Values } from '../definition.ts';
import { multiPaxosFlaw, multiPaxosParameters } from './parameters.ts';

const BOUNDS = [
  { name: 'servers', label: 'Servers', description: 'Of the small cluster, which has as many clients. Messages may be late, lost or doubled at will, so there is no bound for that.', unit: 'count', minimum: 2, maximum: 3, step: 1, initial: 3 },
  {
    name: 'begins',
    label: 'It begins',
    description: 'What has happened before. A search has no time, so that it takes many worlds to come to a leader.',
    unit: 'choice',
    choices: [
      { label: 'with no leader', description: 'Nobody has promised anything.' },
      { label: 'with a leader', description: 'Phase 1 is over: s1 leads in ballot 1 with the promises of a majority.' },
      { label: 'with two rivals', description: 'After s1 the last server has had promises of a majority for a ballot of its own. s1 does not know, and believes that it leads.' },
    ],
    initial: 1,
  },
  { name: 'commands', label: 'Commands', description: 'So many clients ask for one thing each, at any time or never.', unit: 'count', minimum: 0, maximum: 3, step: 1, initial: 1 },
  { name: 'timeouts', label: 'Timeouts', description: 'So many timers run out in one run: a server stands for leader, a leader sends again, a client tries another server.', unit: 'count', minimum: 0, maximum: 3, step: 1, initial: 1 },
  { name: 'crashes', label: 'Crashes', description: 'So many in one run, of servers; they may come back.', unit: 'count', minimum: 0, maximum: 2, step: 1, initial: 0 },
] as const satisfies readonly ParameterDefinition[];

export const MULTI_PAXOS_SEARCH: SearchDefinition<MultiPaxosMessage> = { bounds: BOUNDS, problem };

function problem(values: Values, bounds: Values): SearchProblem<MultiPaxosMessage> {
  const bound = (name: (typeof BOUNDS)[number]['name']) => bounds[name] ?? 0;
  const servers = bound('servers');
  const { snapshotInterval, retained, batch, window } = multiPaxosParameters(values);
  const reigns = reignsOf(servers).slice(0, bound('begins'));
  const commands = clientsOf(servers).slice(0, bound('commands')).map((client, position) => [client, `add x ${position + 1}`] as const);
  return {
    model: smallCluster(
      {
        parameters: { servers, snapshotInterval, retained, batch, window },
        reigns,
        commands,
        bounds: { timers: bound('timeouts'), crashes: bound('crashes'), restarts: true, crashable: Array.from({ length: servers }, (_, id) => id) },
      },
      flawedMultiPaxosServer(multiPaxosFlaw(values)),
    ),
    goals: { invariants: MULTI_PAXOS_INVARIANTS },
  };
}

/** The first server's, with the first of them behind it, and then the last one's, with the last. */
function reignsOf(servers: number): readonly Reign[] {
  const ids = Array.from({ length: servers }, (_, id) => id);
  const quorum = majority(servers);
  return [
    { leader: 0, ballot: 1, promises: ids.slice(0, quorum) },
    { leader: servers - 1, ballot: servers, promises: ids.slice(-quorum) },
  ];
}

/** Each client begins with the server of its number: those of rivals first. */
function clientsOf(servers: number): readonly number[] {
  return [...new Set([0, servers - 1, ...Array.from({ length: servers }, (_, id) => id)])];
}
