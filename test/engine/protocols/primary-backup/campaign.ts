/** Faulted runs of a primary-backup service, each drawn from its seed, and the small systems in which it is searched. */
import { checkLinearizability } from '../../../../src/engine/check/linearizability/check.ts';
import { examine, type ExaminationResult } from '../../../../src/engine/check/liveness.ts';
import type { Violation } from '../../../../src/engine/check/monitor.ts';
import type { SearchModel } from '../../../../src/engine/check/search/model.ts';
import type { PrimaryBackupMessage } from '../../../../src/engine/protocols/primary-backup/messages.ts';
import { OPERATIONS_END, PRIMARY_BACKUP, PrimaryBackupSafety } from '../../../../src/engine/protocols/primary-backup/properties.ts';
import { clientsOf, DEFAULT_PRIMARY_BACKUP, primaryBackupSystem, serversOf, VIEW_SERVER, type PrimaryBackupFactory, type PrimaryBackupParameters } from '../../../../src/engine/protocols/primary-backup/system.ts';
import { ClientNotes, historyOf, keyValueStore } from '../../../../src/engine/protocols/key-value/history.ts';
import { chaosOf, FAULT_LEVELS, randomSchedule } from '../../../../src/engine/sim/chaos.ts';
import type { NodeId } from '../../../../src/engine/sim/process.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import type { Schedule, ScheduledAction } from '../../../../src/engine/sim/schedule.ts';
import { MILLISECOND, SECOND, type Micros } from '../../../../src/engine/sim/time.ts';

const FAULTS_BEGIN = 200 * MILLISECOND;
const FAULTS_END = 2 * SECOND;

export function faultedService(seed: number, factory?: Partial<PrimaryBackupFactory>) {
  const random = Random.fromSeed(seed).split('campaign');
  const slowest = random.pick([5, 10, 20] as const) * MILLISECOND;
  const pingInterval = random.pick([2, 4] as const) * slowest;
  const parameters: PrimaryBackupParameters = {
    servers: random.pick([2, 3, 3, 5] as const),
    clients: random.between(2, 4),
    paired: random.chance(0.5),
    pingInterval,
    checkInterval: random.pick([2, 4] as const) * pingInterval,
    retryTimeout: random.pick([2, 5] as const) * slowest,
    latency: { kind: 'uniform', minimum: MILLISECOND, maximum: slowest },
    loss: random.pick([0, 0, 0.1] as const),
    duplication: random.pick([0, 0.1] as const),
  };
  const servers = serversOf(parameters);
  const clients = clientsOf(parameters);
  const faults = randomSchedule(random.split('faults'), chaosOf(random.pick([...FAULT_LEVELS, 'rough', 'hostile'] as const) ?? 'hostile', { nodes: [VIEW_SERVER, ...servers, ...clients], from: FAULTS_BEGIN, until: FAULTS_END }));
  const schedule = [...faults, ...operationsAtRandom(random.split('operations'), clients, 3 * slowest)].sort((one, other) => one.at - other.at);
  return { system: primaryBackupSystem(parameters, factory), schedule, firstClient: clients[0] ?? 0 };
}

function operationsAtRandom(random: Random, clients: readonly NodeId[], interval: Micros): Schedule {
  const schedule: ScheduledAction[] = [];
  for (let at = random.integer(interval); at < FAULTS_END; at += 1 + random.integer(2 * interval)) {
    const key = random.pick(['x', 'y'] as const) ?? 'x';
    const command = random.pick([`add ${key} ${random.between(1, 99)}`, `set ${key} ${random.between(1, 99)}`, `get ${key}`] as const) ?? '';
    schedule.push({ at, action: { kind: 'command', node: random.pick(clients) ?? 0, command } });
  }
  return schedule;
}

/** A faulted run, watched, up to where all operations have ended after the faults, or the state is lost. */
export function hunt(seed: number, factory?: Partial<PrimaryBackupFactory>): ExaminationResult<PrimaryBackupMessage> {
  const { system, schedule, firstClient } = faultedService(seed, factory);
  const trace = new ClientNotes(firstClient);
  const result = examine<PrimaryBackupMessage>({ system, schedule, seed, faultsStop: FAULTS_END, within: 20 * SECOND, goal: OPERATIONS_END, monitor: new PrimaryBackupSafety(), trace });
  return { ...result, violation: result.violation ?? checkHistory(trace.notes, result.simulator.step) };
}

function checkHistory(notes: ClientNotes['notes'], step: number): Violation | undefined {
  const found = checkLinearizability(keyValueStore, historyOf(notes), { moves: 200_000, bytes: 50_000_000 });
  return found.kind === 'violated' ? { property: PRIMARY_BACKUP.linearizability.id, step, message: `No order explains what the clients saw: ${JSON.stringify(found.conflict)}` } : undefined;
}

/** A client with an operation, and servers of which two are paired from the start, where they are said to be. */
export function smallService(factory?: Partial<PrimaryBackupFactory>, parameters: Partial<PrimaryBackupParameters> = {}, operation = 'add x 1'): SearchModel<PrimaryBackupMessage> {
  const all: PrimaryBackupParameters = { ...DEFAULT_PRIMARY_BACKUP, servers: 2, clients: 1, ...parameters };
  return {
    nodes: primaryBackupSystem(all, factory).nodes,
    commands: clientsOf(all).map((node) => ({ node, command: operation })),
    bounds: { timers: 0 },
  };
}
