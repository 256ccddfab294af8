/** What can be set in the simulation of a lock. */
import { LEASE_FLAWS, type LeaseFlaw } from '../../engine/protocols/lease/flaws.ts';
import { DEFAULT_LEASE, FIRST_CLIENT, type LeaseParameters } from '../../engine/protocols/lease/system.ts';
import { TRUE_TIME } from '../../engine/sim/clock.ts';
import { MILLISECOND, SECOND } from '../../engine/sim/time.ts';
import { flawIn, flawParameter, SEED_PARAMETER } from '../common-parameters.ts';
import type { ParameterDefinition, Values } from '../definition.ts';
import { FAULT_PARAMETERS } from '../fault-level.ts';
import { NETWORK_PARAMETERS, networkOf } from '../network-parameters.ts';

const LAST_LOOKS = ['before-write', 'before-work'] as const;

export const LEASE_PARAMETERS = [
  { name: 'clients', label: 'Clients', description: 'Clients that want the lock.', unit: 'count', minimum: 2, maximum: 4, step: 1, initial: 2 },
  { name: 'pieces', label: 'Pieces of work each', description: 'Each client is given so many, at times that are drawn from the seed; 0 for clients that work only when you tell them "work".', unit: 'count', minimum: 0, maximum: 10, step: 1, initial: 0 },
  { name: 'leaseDuration', label: 'Lease', description: 'How long the lock is lent, by the clock of the lock service.', unit: 'duration', minimum: 50 * MILLISECOND, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: 500 * MILLISECOND },
  { name: 'workTime', label: 'Work', description: 'How long a client works, from when it has read the number in the store until it writes the next one.', unit: 'duration', minimum: 0, maximum: 10 * SECOND, step: 10 * MILLISECOND, initial: 200 * MILLISECOND },
  {
    name: 'lastLook',
    label: 'Last look at the clock',
    description: 'When a client looks for the last time whether its lease is over.',
    unit: 'choice',
    choices: [
      { label: 'before it writes', description: 'Nothing comes between the look and the write, which no program on a real machine can promise.' },
      { label: 'before it works', description: 'A pause in the middle of the work, such as a long garbage collection, comes after the look. So it is, for a shorter while, in every real program.' },
    ],
    initial: 0,
  },
  {
    name: 'renews',
    label: 'Renewals',
    description: 'Whether a client asks for more time while it works, whenever a third of its lease has gone by.',
    unit: 'choice',
    choices: [
      { label: 'off', description: 'Work has to be done within one lease.' },
      { label: 'on', description: 'Work may take longer than a lease, which can be short: so a crashed client keeps the lock from the others for a short time only.' },
    ],
    initial: 0,
  },
  { name: 'retryTimeout', label: 'Asks again after', description: 'A client that is not answered asks for the lock again. It must be longer than an answer takes.', unit: 'duration', minimum: 20 * MILLISECOND, maximum: 5 * SECOND, step: 10 * MILLISECOND, initial: 100 * MILLISECOND },
  { name: 'maximumDrift', label: 'Clock drift allowed for', description: 'Microseconds a second by which any clock may run too fast or too slow. Clients give their leases up earlier by as much.', unit: 'count', minimum: 0, maximum: 500_000, step: 100, initial: 1_000 },
  { name: 'drift', label: "c1's clock gains", description: 'Microseconds a second by which the clock of c1 is too fast; below 0 for a slow one. It may be more than is allowed for.', unit: 'count', minimum: -500_000, maximum: 500_000, step: 100, initial: 0 },
  ...NETWORK_PARAMETERS,
  flawParameter({
    description: 'A lock in which one rule is missing. What comes of it shows only when things go wrong at the right moment: search for it.',
    none: 'Leases with a margin for clocks, and a store that looks at tokens.',
    flaws: LEASE_FLAWS,
    tell: ({ rule, source, section }) => `${rule} (${source}, ${section})`,
  }),
  ...FAULT_PARAMETERS,
  SEED_PARAMETER,
] as const satisfies readonly ParameterDefinition[];

type Name = (typeof LEASE_PARAMETERS)[number]['name'];

/** The rule that is left out; undefined for none. */
export function leaseFlaw(values: Values): LeaseFlaw | undefined {
  return flawIn(LEASE_FLAWS, values);
}

/** That each client is given by itself. */
export function piecesOfWork(values: Values): number {
  return values['pieces'] ?? 0;
}

export function leaseParameters(values: Values): LeaseParameters {
  const value = (name: Name) => values[name] ?? 0;
  return {
    clients: value('clients'),
    leaseDuration: value('leaseDuration'),
    workTime: value('workTime'),
    lastLook: LAST_LOOKS[value('lastLook')] ?? DEFAULT_LEASE.lastLook,
    renews: value('renews') === 1,
    retryTimeout: value('retryTimeout'),
    maximumDrift: value('maximumDrift'),
    clocks: [...Array.from({ length: FIRST_CLIENT }, () => TRUE_TIME), { offset: 0, drift: value('drift') }],
    ...networkOf(values),
  };
}
