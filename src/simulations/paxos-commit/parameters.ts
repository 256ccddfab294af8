/** What can be set in the simulation of Paxos Commit. */
import { PAXOS_COMMIT_FLAWS, type PaxosCommitFlaw } from '../../engine/protocols/replicated-commit/flaws.ts';
import { DEFAULT_PAXOS_COMMIT, type PaxosCommitParameters } from '../../engine/protocols/replicated-commit/system.ts';
import { MILLISECOND, SECOND } from '../../engine/sim/time.ts';
import { TRANSACTIONS_EVERY } from '../atomic-commitment/transactions.ts';
import { flawIn, flawParameter, SEED_PARAMETER } from '../common-parameters.ts';
import type { ParameterDefinition, Values } from '../definition.ts';
import { FAULT_PARAMETERS } from '../fault-level.ts';
import { NETWORK_PARAMETERS, networkOf } from '../network-parameters.ts';

export const PAXOS_COMMIT_PARAMETERS = [
  { name: 'servers', label: 'Servers', description: 'Acceptors of every vote, and leaders for whoever asks them. Of 2F + 1 servers F may be down. With one server this is two-phase commit.', unit: 'count', minimum: 1, maximum: 7, step: 1, initial: DEFAULT_PAXOS_COMMIT.servers },
  { name: 'resourceManagers', label: 'Resource managers', description: 'Each guards one resource, which a transaction holds from its vote until the outcome is known.', unit: 'count', minimum: 1, maximum: 5, step: 1, initial: DEFAULT_PAXOS_COMMIT.resourceManagers },
  TRANSACTIONS_EVERY,
  { name: 'ballotTimeout', label: 'Wait for a ballot', description: 'After a time between this and twice as long a leader that has no outcome begins another ballot.', unit: 'duration', minimum: 10 * MILLISECOND, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: DEFAULT_PAXOS_COMMIT.ballotTimeout },
  { name: 'inquiryTimeout', label: 'Wait for the outcome', description: 'After this time a resource manager in doubt asks a server, and then the next one. It never decides because time has passed.', unit: 'duration', minimum: 10 * MILLISECOND, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: DEFAULT_PAXOS_COMMIT.inquiryTimeout },
  ...NETWORK_PARAMETERS,
  flawParameter({
    description: 'Nodes that break one rule of the protocol. What comes of it shows only when a crash or a message comes at the right moment: search for it.',
    none: 'Paxos Commit as it is in the paper.',
    flaws: PAXOS_COMMIT_FLAWS,
    tell: ({ rule, source }) => `${rule} (${source})`,
  }),
  ...FAULT_PARAMETERS,
  SEED_PARAMETER,
] as const satisfies readonly ParameterDefinition[];

type Name = (typeof PAXOS_COMMIT_PARAMETERS)[number]['name'];

/** The rule that nodes leave out; undefined for none. */
export function paxosCommitFlaw(values: Values): PaxosCommitFlaw | undefined {
  return flawIn(PAXOS_COMMIT_FLAWS, values);
}

export function paxosCommitParameters(values: Values): PaxosCommitParameters {
  const value = (name: Name) => values[name] ?? 0;
  return {
    servers: value('servers'),
    resourceManagers: value('resourceManagers'),
    ballotTimeout: value('ballotTimeout'),
    inquiryTimeout: value('inquiryTimeout'),
    ...networkOf(values),
  };
}
