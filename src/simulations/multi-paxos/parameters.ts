/** What can be set in the simulation of Multi-Paxos. */
import { MULTI_PAXOS_FLAWS, type MultiPaxosFlaw } from '../../engine/protocols/multi-paxos/flaws.ts';
import { DEFAULT_MULTI_PAXOS, type MultiPaxosParameters } from '../../engine/protocols/multi-paxos/system.ts';
import { MILLISECOND, SECOND } from '../../engine/sim/time.ts';
import { flawIn, flawParameter, SEED_PARAMETER } from '../common-parameters.ts';
import type { ParameterDefinition, Values } from '../definition.ts';
import { FAULT_PARAMETERS } from '../fault-level.ts';
import { NETWORK_PARAMETERS, networkOf } from '../network-parameters.ts';

export const MULTI_PAXOS_PARAMETERS = [
  { name: 'nodes', label: 'Servers', description: 'Each is acceptor, replica, and sometimes leader. A majority of them must work together for anything to happen.', unit: 'count', minimum: 1, maximum: 9, step: 1, initial: 5 },
  { name: 'clients', label: 'Clients', description: 'Clients that send commands. Each has one command under way at a time.', unit: 'count', minimum: 1, maximum: 6, step: 1, initial: 1 },
  { name: 'thinkTime', label: 'Clients act every', description: 'Time after which a client makes up a command by itself; 0 for clients that only do as you tell them.', unit: 'duration', minimum: 0, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: 0 },
  { name: 'electionTimeoutMin', label: 'Election timeout, shortest', description: 'A server that hears from no leader for a time between the shortest and the longest timeout begins phase 1 with a ballot of its own.', unit: 'duration', minimum: 20 * MILLISECOND, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: DEFAULT_MULTI_PAXOS.electionTimeoutMin },
  { name: 'electionTimeoutMax', label: 'Election timeout, longest', description: "The wider the range, the rarer two servers get in each other's way.", unit: 'duration', minimum: 20 * MILLISECOND, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: DEFAULT_MULTI_PAXOS.electionTimeoutMax },
  { name: 'heartbeatInterval', label: 'Heartbeat interval', description: 'How often a leader says that it is there, and sends again what was not answered. It must be below the shortest election timeout.', unit: 'duration', minimum: 10 * MILLISECOND, maximum: 5 * SECOND, step: 10 * MILLISECOND, initial: DEFAULT_MULTI_PAXOS.heartbeatInterval },
  { name: 'window', label: 'Slots under way', description: 'In so many slots after the last that it has executed a leader may propose at once. With 1 there can be no holes.', unit: 'count', minimum: 1, maximum: 64, step: 1, initial: DEFAULT_MULTI_PAXOS.window },
  { name: 'batch', label: 'Slots in an answer', description: 'The most slots that one answer to a server which is behind carries.', unit: 'count', minimum: 1, maximum: 64, step: 1, initial: DEFAULT_MULTI_PAXOS.batch },
  { name: 'snapshotInterval', label: 'Slots between snapshots', description: 'After so many executed slots a server takes a snapshot and may forget them; 0 for no snapshots.', unit: 'count', minimum: 0, maximum: 1000, step: 1, initial: DEFAULT_MULTI_PAXOS.snapshotInterval },
  { name: 'retained', label: 'Slots kept before a snapshot', description: 'For servers that are a little behind. Whoever lacks more is sent the snapshot.', unit: 'count', minimum: 0, maximum: 1000, step: 1, initial: DEFAULT_MULTI_PAXOS.retained },
  ...NETWORK_PARAMETERS,
  flawParameter({
    description: 'Servers that break one rule of the papers. What comes of it shows only when things go wrong at the right moment: search for it.',
    none: 'Multi-Paxos as it is in the papers.',
    flaws: MULTI_PAXOS_FLAWS,
    tell: ({ rule, source, shows }) => `${rule} (${source}) ${shows}`,
  }),
  ...FAULT_PARAMETERS,
  SEED_PARAMETER,
] as const satisfies readonly ParameterDefinition[];

type Name = (typeof MULTI_PAXOS_PARAMETERS)[number]['name'];

/** The rule that servers leave out; undefined for none. */
export function multiPaxosFlaw(values: Values): MultiPaxosFlaw | undefined {
  return flawIn(MULTI_PAXOS_FLAWS, values);
}

export function multiPaxosParameters(values: Values): MultiPaxosParameters {
  const value = (name: Name) => values[name] ?? 0;
  return {
    ...DEFAULT_MULTI_PAXOS,
    servers: value('nodes'),
    clients: value('clients'),
    thinkTime: value('thinkTime'),
    electionTimeoutMin: value('electionTimeoutMin'),
    electionTimeoutMax: value('electionTimeoutMax'),
    heartbeatInterval: value('heartbeatInterval'),
    window: value('window'),
    batch: value('batch'),
    snapshotInterval: value('snapshotInterval'),
    retained: value('retained'),
    ...networkOf(values),
  };
}
