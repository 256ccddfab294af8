/** What can be set in the simulation of Paxos. */
import { apart, ensembleOf, together, type Seat } from '../../engine/protocols/paxos/ensemble.ts';
import { PAXOS_FLAWS, type PaxosFlaw } from '../../engine/protocols/paxos/flaws.ts';
import { DEFAULT_PAXOS, type PaxosParameters } from '../../engine/protocols/paxos/system.ts';
import { MILLISECOND, SECOND } from '../../engine/sim/time.ts';
import { flawIn, flawParameter, SEED_PARAMETER } from '../common-parameters.ts';
import type { ParameterDefinition, Values } from '../definition.ts';
import { FAULT_PARAMETERS } from '../fault-level.ts';
import { NETWORK_PARAMETERS, networkOf } from '../network-parameters.ts';

export const PAXOS_PARAMETERS = [
  {
    name: 'layout',
    label: 'Roles',
    description: 'Who plays which role.',
    unit: 'choice',
    choices: [
      { label: 'apart', description: 'Each role has nodes of its own, so that one sees who says what to whom.' },
      { label: 'together', description: 'Every node proposes, accepts and learns, as in a real system. What a node says to itself takes no message.' },
    ],
    initial: 0,
  },
  { name: 'proposers', label: 'Proposers', description: 'Where roles are apart. Each has ballot numbers of its own.', unit: 'count', minimum: 1, maximum: 5, step: 1, initial: 2 },
  { name: 'acceptors', label: 'Acceptors', description: 'Where roles are apart. A majority of them chooses.', unit: 'count', minimum: 1, maximum: 7, step: 1, initial: 3 },
  { name: 'learners', label: 'Learners', description: 'Where roles are apart. They are told what acceptors accept.', unit: 'count', minimum: 0, maximum: 3, step: 1, initial: 1 },
  { name: 'nodes', label: 'Nodes', description: 'Where roles are together.', unit: 'count', minimum: 1, maximum: 7, step: 1, initial: 3 },
  { name: 'wishes', label: 'Proposers that wish by themselves', description: 'So many propose a value of their own without being told: v1, v2 and so on, at times drawn within the first 100 ms, or, where there are faults, while these last.', unit: 'count', minimum: 0, maximum: 7, step: 1, initial: 0 },
  { name: 'retryTimeout', label: 'Retry timeout', description: 'How long a proposer waits for answers before it begins another ballot. A ballot takes four messages one after the other.', unit: 'duration', minimum: MILLISECOND, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: DEFAULT_PAXOS.retryTimeout },
  { name: 'backOff', label: 'Back-off, longest', description: 'A proposer that is refused waits for a time drawn up to this before its next ballot. With 0 it begins again at once: proposers can then keep each other from getting through for ever.', unit: 'duration', minimum: 0, maximum: 5 * SECOND, step: 10 * MILLISECOND, initial: DEFAULT_PAXOS.backOff },
  {
    name: 'distinguished',
    label: 'Distinguished proposer',
    description: 'Whether the others leave it to one proposer.',
    unit: 'choice',
    choices: [
      { label: 'none', description: 'All have equal rights, and back off as is set above.' },
      { label: 'the first', description: 'The first proposer begins again at once when it is refused; the others wait for the whole retry timeout.' },
    ],
    initial: 0,
  },
  {
    name: 'refusals',
    label: 'Refusals',
    description: 'Whether acceptors tell a proposer that it comes too late.',
    unit: 'choice',
    choices: [
      { label: 'off', description: 'Acceptors are silent, and a proposer finds out by its retry timeout. Just as safe, and slower.' },
      { label: 'on', description: 'Acceptors say which ballot they have promised, and the proposer gives up its own.' },
    ],
    initial: 1,
  },
  { name: 'inquiryTimeout', label: 'Learners ask every', description: 'How often a learner that has not learned anything asks the acceptors; 0 for never.', unit: 'duration', minimum: 0, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: DEFAULT_PAXOS.inquiryTimeout ?? 0 },
  { name: 'messageTime', label: 'Work on a message', description: 'How long a proposer takes over each message that comes to it. Where that is long enough, another proposer can come between its two phases every time.', unit: 'duration', minimum: 0, maximum: SECOND, step: MILLISECOND, initial: 0 },
  ...NETWORK_PARAMETERS,
  flawParameter({
    description: 'Nodes that break one rule of the paper. What comes of it shows only when things go wrong at the right moment: search for it.',
    none: 'Paxos as it is in the paper.',
    flaws: PAXOS_FLAWS,
    tell: ({ rule, section }) => `${rule} (Lamport 2001, section ${section})`,
  }),
  ...FAULT_PARAMETERS,
  SEED_PARAMETER,
] as const satisfies readonly ParameterDefinition[];

type Name = (typeof PAXOS_PARAMETERS)[number]['name'];

/** The rule that nodes leave out; undefined for none. */
export function paxosFlaw(values: Values): PaxosFlaw | undefined {
  return flawIn(PAXOS_FLAWS, values);
}

export function isTogether(values: Values): boolean {
  return values['layout'] === 1;
}

function layoutOf(values: Values): readonly Seat[] {
  const count = (name: Name) => values[name] ?? 0;
  return isTogether(values) ? together(count('nodes')) : apart({ proposers: count('proposers'), acceptors: count('acceptors'), learners: count('learners') });
}

export function paxosParameters(values: Values): PaxosParameters {
  const value = (name: Name) => values[name] ?? 0;
  const layout = layoutOf(values);
  const [first] = ensembleOf(layout).proposers;
  return {
    layout,
    retryTimeout: value('retryTimeout'),
    backOff: value('backOff'),
    ...(value('distinguished') === 1 && first !== undefined && { distinguished: first }),
    refusals: value('refusals') === 1,
    inquiryTimeout: value('inquiryTimeout') || null,
    ...networkOf(values),
  };
}
