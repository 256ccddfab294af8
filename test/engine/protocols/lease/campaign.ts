/** Faulted runs of clients that work under a lock, each drawn from its seed, and the small system in which they are searched. */
import { examine, type ExaminationResult } from '../../../../src/engine/check/liveness.ts';
import type { SearchModel } from '../../../../src/engine/check/search/model.ts';
import type { LeaseMessage } from '../../../../src/engine/protocols/lease/messages.ts';
import { LeaseSafety, WORK_IS_DONE } from '../../../../src/engine/protocols/lease/properties.ts';
import { leaseProblem } from '../../../../src/engine/protocols/lease/search.ts';
import { FIRST_CLIENT, leaseSystem, type LeaseFactory, type LeaseParameters } from '../../../../src/engine/protocols/lease/system.ts';
import { chaosOf, FAULT_LEVELS, randomSchedule } from '../../../../src/engine/sim/chaos.ts';
import type { NodeId } from '../../../../src/engine/sim/process.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import type { Schedule, ScheduledAction } from '../../../../src/engine/sim/schedule.ts';
import { MILLISECOND, SECOND, type Micros } from '../../../../src/engine/sim/time.ts';

const FAULTS_END = 2 * SECOND;
const DRIFT = 50_000;

/** Clocks drift as much as they may; where faults set them too, nobody's belief is worth anything, nor is it once all are set right. */
export function faultedClients(seed: number, factory?: Partial<LeaseFactory>) {
  const random = Random.fromSeed(seed).split('campaign');
  const clients = random.between(2, 4);
  const nodes = Array.from({ length: FIRST_CLIENT + clients }, (_, id) => id);
  const clocksKeepTime = random.chance(0.5);
  const slowest = random.pick([3, 8, 20] as const) * MILLISECOND;
  const parameters: LeaseParameters = {
    clients,
    leaseDuration: random.pick([8, 16] as const) * slowest,
    maximumDrift: DRIFT,
    retryTimeout: random.pick([3, 5] as const) * slowest,
    ...workAtLength(random.split('work at length'), slowest),
    latency: { kind: 'uniform', minimum: MILLISECOND, maximum: slowest },
    loss: random.pick([0, 0, 0.1] as const),
    duplication: random.pick([0, 0.1] as const),
    clocks: nodes.map(() => ({ offset: random.between(-SECOND, SECOND), drift: random.pick([-DRIFT, 0, DRIFT] as const) })),
  };
  const profile = chaosOf(random.pick([...FAULT_LEVELS, 'hostile', 'hostile'] as const) ?? 'hostile', { nodes, from: 0, until: FAULTS_END });
  const faults = randomSchedule(random.split('faults'), clocksKeepTime ? { ...profile, weights: { ...profile.weights, clock: 0 } } : profile);
  const schedule = [...faults, ...workAtRandom(random.split('work'), nodes.slice(FIRST_CLIENT), 5 * slowest)].sort((one, other) => one.at - other.at);
  return { system: leaseSystem(parameters, factory), schedule };
}

/** Half of the clients work for longer than a lease now and then, and renew it meanwhile. */
function workAtLength(random: Random, slowest: Micros): Pick<LeaseParameters, 'workTime' | 'lastLook' | 'renews'> {
  const renews = random.chance(0.5);
  return { renews, workTime: random.pick(renews ? [0, 4, 10] : [0, 0, 1]) * slowest, lastLook: random.pick(['before-work', 'before-write']) };
}

function workAtRandom(random: Random, clients: readonly NodeId[], interval: Micros): Schedule {
  const schedule: ScheduledAction[] = [];
  for (let at = random.integer(interval); at < FAULTS_END; at += 1 + random.integer(2 * interval)) {
    schedule.push({ at, action: { kind: 'command', node: random.pick(clients) ?? 0, command: 'work' } });
  }
  return schedule;
}

/** A faulted run, watched, up to where all work is done after the faults. */
export function hunt(seed: number, factory?: Partial<LeaseFactory>): ExaminationResult<LeaseMessage> {
  const { system, schedule } = faultedClients(seed, factory);
  return examine({ system, schedule, seed, faultsStop: FAULTS_END, within: 20 * SECOND, goal: WORK_IS_DONE, monitor: new LeaseSafety({ maximumDrift: DRIFT }) });
}

/** Two clients with a piece of work each. */
export function twoClients(factory?: Partial<LeaseFactory>): SearchModel<LeaseMessage> {
  return leaseProblem({ clients: 2, pieces: 1, timers: 2, crashes: 0 }, factory).model;
}
