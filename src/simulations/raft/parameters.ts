/** What can be set in the Raft simulation. */
import { READ_MODES, CHANGE_MODES } from '../../engine/protocols/raft/options.ts';
import { RAFT_FLAWS, type RaftFlaw } from '../../engine/protocols/raft/flaws.ts';
import { DEFAULT_RAFT, type RaftParameters } from '../../engine/protocols/raft/system.ts';
import { MILLISECOND, SECOND } from '../../engine/sim/time.ts';
import { flawIn, flawParameter, SEED_PARAMETER } from '../common-parameters.ts';
import type { ParameterDefinition, Values } from '../definition.ts';
import { FAULT_PARAMETERS } from '../fault-level.ts';
import { NETWORK_PARAMETERS, networkOf } from '../network-parameters.ts';

const OFF_OR_ON = (off: string, on: string) => [{ label: 'off', description: off }, { label: 'on', description: on }];

export const RAFT_PARAMETERS = [
  { name: 'nodes', label: 'Servers', description: 'Servers in the cluster. A majority of them must work together for anything to happen.', unit: 'count', minimum: 3, maximum: 9, step: 1, initial: 5 },
  { name: 'spares', label: 'Spare servers', description: 'So many more servers wait to be added, with a command such as "add n6".', unit: 'count', minimum: 0, maximum: 3, step: 1, initial: 0 },
  { name: 'clients', label: 'Clients', description: 'Clients that send commands.', unit: 'count', minimum: 1, maximum: 3, step: 1, initial: 1 },
  { name: 'thinkTime', label: 'Clients act every', description: 'Time after which a client makes up a command by itself; 0 for clients that only do as you tell them.', unit: 'duration', minimum: 0, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: 0 },
  { name: 'readers', label: 'Clients that only read', description: 'So many of the clients, the first ones, only read when they make up commands.', unit: 'count', minimum: 0, maximum: 3, step: 1, initial: 0 },
  { name: 'electionTimeoutMin', label: 'Election timeout, shortest', description: 'A follower that hears from no leader for a time between the shortest and the longest timeout starts an election.', unit: 'duration', minimum: 20 * MILLISECOND, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: 150 * MILLISECOND },
  { name: 'electionTimeoutMax', label: 'Election timeout, longest', description: 'The wider the range, the rarer split votes are.', unit: 'duration', minimum: 20 * MILLISECOND, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: 300 * MILLISECOND },
  { name: 'heartbeatInterval', label: 'Heartbeat interval', description: 'How often a leader says that it is there. It must be below the shortest election timeout.', unit: 'duration', minimum: 10 * MILLISECOND, maximum: 5 * SECOND, step: 10 * MILLISECOND, initial: 50 * MILLISECOND },
  {
    name: 'preVote',
    label: 'Ask before an election',
    description: 'Whether a server asks if it would be elected before it stands (pre-vote).',
    unit: 'choice',
    choices: OFF_OR_ON(
      'A server whose timer runs out raises its term at once. One that was cut off comes back with a high term and deposes a leader that is well.',
      'A server raises its term only after a majority would vote for it, which nobody would who hears from a leader.',
    ),
    initial: 0,
  },
  {
    name: 'leaderStickiness',
    label: 'Protect the leader',
    description: 'Whether servers that have just heard from a leader pay no heed to candidates.',
    unit: 'choice',
    choices: OFF_OR_ON(
      'Any candidate of a later term deposes the leader, also a server that was removed and does not know it.',
      'Votes are refused within the shortest election timeout after a heartbeat. Reads by lease rest on this, and have it in any case.',
    ),
    initial: 0,
  },
  {
    name: 'changes',
    label: 'Membership changes',
    description: 'How servers are added and removed.',
    unit: 'choice',
    choices: [
      { label: 'one server at a time', description: 'Any majority before a change shares a server with any majority after it, so one configuration can follow the other directly.' },
      { label: 'joint consensus', description: 'Any servers can be exchanged at once. In between, a majority of the old and one of the new have to agree.' },
    ],
    initial: CHANGE_MODES.indexOf(DEFAULT_RAFT.changes),
  },
  {
    name: 'reads',
    label: 'Reads',
    description: 'How a leader answers a client that only reads.',
    unit: 'choice',
    choices: [
      { label: 'through the log', description: 'A read is an entry like any other command, and costs as much.' },
      { label: 'read index', description: 'The leader makes sure by a round of heartbeats that it still leads, and writes nothing.' },
      { label: 'lease', description: 'The leader answers at once while a majority has promised not to elect another. It rests on clocks.' },
    ],
    initial: READ_MODES.indexOf(DEFAULT_RAFT.reads),
  },
  { name: 'clockDriftBound', label: 'Clock drift allowed for', description: 'For leases, by how many parts in a million a clock may run too fast or too slow. Set a clock to drift more than that, and reads can be stale.', unit: 'count', minimum: 0, maximum: 900_000, step: 1000, initial: 0 },
  { name: 'snapshotThreshold', label: 'Entries between snapshots', description: 'Executed entries after which a server writes a snapshot and forgets them; 0 for no snapshots but those that you ask for with "snapshot".', unit: 'count', minimum: 0, maximum: 1000, step: 1, initial: 0 },
  { name: 'snapshotChunk', label: 'Records in a part of a snapshot', description: 'How much of a snapshot one message carries; 0 for all of it.', unit: 'count', minimum: 0, maximum: 100, step: 1, initial: 0 },
  { name: 'sessionLimit', label: 'Sessions remembered', description: 'Clients register, and servers remember so many of them; 0 for clients that need not register and are never forgotten.', unit: 'count', minimum: 0, maximum: 10, step: 1, initial: 0 },
  { name: 'batch', label: 'Entries in a message', description: 'The most entries that one AppendEntries carries.', unit: 'count', minimum: 1, maximum: 64, step: 1, initial: 16 },
  ...NETWORK_PARAMETERS,
  flawParameter({
    description: 'Servers that break one rule of the paper. What comes of it shows only when things go wrong at the right moment: search for it.',
    none: 'Raft as it is in the paper.',
    flaws: RAFT_FLAWS,
    tell: ({ rule, section, shows }) => `${rule} (${section}) ${shows}`,
  }),
  ...FAULT_PARAMETERS,
  SEED_PARAMETER,
] as const satisfies readonly ParameterDefinition[];

type Name = (typeof RAFT_PARAMETERS)[number]['name'];

/** The rule that servers leave out; undefined for none. */
export function raftFlaw(values: Values): RaftFlaw | undefined {
  return flawIn(RAFT_FLAWS, values);
}

export function raftParameters(values: Values): RaftParameters {
  const value = (name: Name) => values[name] ?? 0;
  return {
    ...DEFAULT_RAFT,
    servers: value('nodes') + value('spares'),
    spares: value('spares'),
    clients: value('clients'),
    thinkTime: value('thinkTime'),
    readers: value('readers'),
    electionTimeoutMin: value('electionTimeoutMin'),
    electionTimeoutMax: value('electionTimeoutMax'),
    heartbeatInterval: value('heartbeatInterval'),
    preVote: value('preVote') === 1,
    leaderStickiness: value('leaderStickiness') === 1,
    changes: CHANGE_MODES[value('changes')] ?? DEFAULT_RAFT.changes,
    reads: READ_MODES[value('reads')] ?? DEFAULT_RAFT.reads,
    clockDriftBound: value('clockDriftBound'),
    snapshotThreshold: value('snapshotThreshold'),
    snapshotChunk: value('snapshotChunk'),
    sessionLimit: value('sessionLimit'),
    batch: value('batch'),
    ...networkOf(values),
  };
}
