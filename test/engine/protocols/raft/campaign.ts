/** Faulted runs of a Raft cluster, each drawn from its seed: the options, the faults, and what operators ask for meanwhile. */
import { checkLinearizability } from '../../../../src/engine/check/linearizability/check.ts';
import { examine } from '../../../../src/engine/check/liveness.ts';
import type { Violation } from '../../../../src/engine/check/monitor.ts';
import { formatCommand, type UserCommand } from '../../../../src/engine/protocols/raft/commands.ts';
import { ClientNotes, historyOf, keyValueStore } from '../../../../src/engine/protocols/key-value/history.ts';
import type { RaftMessage } from '../../../../src/engine/protocols/raft/messages.ts';
import type { RaftOptions } from '../../../../src/engine/protocols/raft/options.ts';
import { RAFT_PROGRESS } from '../../../../src/engine/protocols/raft/progress.ts';
import { RaftSafety } from '../../../../src/engine/protocols/raft/safety.ts';
import { DEFAULT_RAFT, raftSystem, type RaftParameters, type ServerFactory } from '../../../../src/engine/protocols/raft/system.ts';
import { randomSchedule, type ChaosProfile, type FaultKind } from '../../../../src/engine/sim/chaos.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import type { Schedule, ScheduledAction } from '../../../../src/engine/sim/schedule.ts';
import type { Simulator } from '../../../../src/engine/sim/simulator.ts';
import type { System } from '../../../../src/engine/sim/system.ts';
import { MILLISECOND, SECOND, type Micros } from '../../../../src/engine/sim/time.ts';
import { drawSieges, type Attack, type Battlefield } from './sieges.ts';

/** Clients that work, and, where operators ask for things, more that speak for them: their wishes may wait in line. */
const WORKERS = 5;
const OPERATORS = 2;
export const PROGRESS_WITHIN = 5 * SECOND;

/** Timing of the cluster and of what befalls it. Election timeouts are at least 50 ms. */
interface Tempo extends Pick<RaftParameters, 'electionTimeoutMax' | 'heartbeatInterval' | 'thinkTime' | 'retryTimeout'> {
  /** The longest latency; the shortest is 1 ms. */
  readonly latency: Micros;
  /** Mean time between two faults, and when they stop. */
  readonly interval: Micros;
  readonly faultsStop: Micros;
}

/** What a campaign draws for itself unless it is given. */
export interface Conditions
  extends Tempo,
    Pick<RaftParameters, 'readers' | 'loss' | 'duplication'>,
    Pick<RaftOptions, 'spares' | 'changes' | 'preVote' | 'leaderStickiness' | 'reads' | 'snapshotThreshold' | 'snapshotChunk' | 'sessionLimit' | 'batch'> {
  readonly members: number;
  /** The most servers that are down at a time. */
  readonly maximumDown: number;
  /** How far clocks drift, and are allowed to, in parts per million. */
  readonly drift: number;
  /** Mean time between two requests of operators; 0 for none. */
  readonly operators: Micros;
  readonly operations: readonly UserCommand['op'][];
  readonly weights: Readonly<Partial<Record<FaultKind, number>>>;
  /** How leaders are aimed at, besides what befalls everyone. */
  readonly attacks: readonly Attack[];
}

const FAULTS = { crash: 1, blink: 1, pause: 1, partition: 1, isolate: 1, cut: 1, heal: 1 };
const ATTACKS: readonly Attack[] = ['isolation', 'freeze', 'amnesia', 'coup', 'late-coup', 'secession', 'schism'];
const HARSH = { torn: 1, slow: 1, flap: 1, link: 2 };

/** Conditions that are fixed, or drawn in another way. */
export type Draw = (random: Random) => Partial<Conditions>;

/** The algorithm of the extended paper's section 5, and nothing else. */
export const BASIC = {
  spares: 0,
  readers: 0,
  preVote: false,
  leaderStickiness: false,
  reads: 'log',
  drift: 0,
  snapshotThreshold: 0,
  sessionLimit: 0,
  operators: 0,
  weights: FAULTS,
  attacks: [],
} as const satisfies Partial<Conditions>;

/** Timing near the edge at which elections keep failing, where bugs of elections and replication show soonest. */
export function hectic(random: Random): Tempo {
  return {
    electionTimeoutMax: random.pick([60, 60, 100] as const) * MILLISECOND,
    heartbeatInterval: random.pick([20, 45] as const) * MILLISECOND,
    thinkTime: random.pick([10, 10, 100] as const) * MILLISECOND,
    retryTimeout: 40 * MILLISECOND,
    latency: random.pick([10, 10, 40] as const) * MILLISECOND,
    interval: random.pick([5, 5, 30] as const) * MILLISECOND,
    faultsStop: 6 * SECOND,
  };
}

/** A quick network whose faults last as long as elections: then there are two leaders for a while, and someone asks both. */
export function brisk(random: Random): Tempo {
  return {
    electionTimeoutMax: 60 * MILLISECOND,
    heartbeatInterval: 20 * MILLISECOND,
    thinkTime: random.pick([3, 10] as const) * MILLISECOND,
    retryTimeout: 12 * MILLISECOND,
    latency: 2 * MILLISECOND,
    interval: random.pick([40, 150] as const) * MILLISECOND,
    faultsStop: 2 * SECOND,
  };
}

function drawConditions(random: Random): Conditions {
  const members = random.pick([3, 3, 5] as const);
  const reads = random.pick(['log', 'read-index', 'lease'] as const);
  const sessionLimit = random.pick([0, 0, 4, 8] as const);
  return {
    ...(random.chance(0.6) ? hectic(random) : brisk(random)),
    members,
    maximumDown: random.pick([1, members - 1] as const),
    spares: random.pick([0, 1, 2] as const),
    readers: reads === 'log' ? 0 : random.pick([0, 2] as const),
    changes: random.pick(['single', 'joint'] as const),
    preVote: random.chance(0.5),
    leaderStickiness: random.chance(0.5),
    reads,
    drift: reads === 'lease' ? random.pick([0, 20_000, 300_000] as const) : 0,
    snapshotThreshold: random.pick([0, 2, 10] as const),
    snapshotChunk: random.pick([0, 1, 4] as const),
    sessionLimit,
    // Sessions that clients ask for again and again would fill the log faster than single entries are committed.
    batch: sessionLimit > 0 ? 16 : random.pick([1, 1, 1, 16] as const),
    loss: random.pick([0, 0, 0, 0.2] as const),
    duplication: random.pick([0, 0.05] as const),
    operators: random.pick([0, 20, 200] as const) * MILLISECOND,
    operations: ['members', 'add-server', 'remove-server', 'transfer', 'snapshot'],
    weights: {
      ...FAULTS,
      ...(random.chance(0.3) ? HARSH : {}),
      ...(reads !== 'lease' && random.chance(0.1) ? { clock: 1 } : {}),
      ...(random.chance(0.1) ? { 'corrupt-disk': 0.05 } : {}),
    },
    attacks: random.chance(0.3) ? ATTACKS : [],
  };
}

export interface FaultedCluster {
  readonly parameters: RaftParameters;
  readonly system: System<RaftMessage>;
  readonly schedule: Schedule;
  readonly conditions: Conditions;
  /** Whether elections succeed soon enough, once faults have stopped, for progress to be asked for. */
  readonly mustProgress: boolean;
}

export function faultedCluster(seed: number, given: Draw = () => ({}), create?: ServerFactory): FaultedCluster {
  const random = Random.fromSeed(seed).split('campaign');
  const conditions = { ...drawConditions(random.split('conditions')), ...given(random.split('given')) };
  const { members, spares, maximumDown, drift, latency, interval, faultsStop, operators, operations, weights, attacks, ...options } = conditions;
  const servers = members + spares;
  const clients = WORKERS + (operators > 0 || attacks.length > 0 ? OPERATORS : 0);
  const parameters: RaftParameters = {
    ...DEFAULT_RAFT,
    ...options,
    servers,
    spares,
    clients,
    electionTimeoutMin: 50 * MILLISECOND,
    clockDriftBound: drift,
    latency: { kind: 'uniform', minimum: MILLISECOND, maximum: latency },
  };
  const profile: ChaosProfile = {
    nodes: Array.from({ length: servers }, (_, id) => id),
    bystanders: Array.from({ length: clients }, (_, client) => servers + client),
    maximumDown,
    interval,
    from: 100 * MILLISECOND,
    until: faultsStop,
    weights,
    maximumDrift: 100_000,
    maximumOffset: SECOND,
    slowest: 5 * MILLISECOND,
    worstLatency: 100 * MILLISECOND,
    worstLoss: 0.4,
  };
  const faults = randomSchedule(random.split('faults'), profile);
  const sieges = attacks.length > 0 ? drawSieges(random.split('sieges'), battlefield(conditions, servers)) : [];
  const wishes = operators > 0 ? drawWishes(random.split('operators'), conditions, servers) : [];
  return {
    parameters,
    system: withDrift(raftSystem(parameters, create), random.split('clocks'), servers, drift),
    schedule: [...faults, ...sieges, ...wishes].sort((one, other) => one.at - other.at),
    conditions,
    mustProgress: latency <= 10 * MILLISECOND && !isDisturbed(conditions) && weights['corrupt-disk'] === undefined,
  };
}

/** Servers that were removed and do not know it raise their terms for ever, and depose whoever adds them again; not so with pre-votes. */
function isDisturbed({ operators, operations, attacks, preVote }: Conditions): boolean {
  const removes = (operators > 0 && operations.some((op) => op === 'members' || op === 'remove-server')) || attacks.some((attack) => attack === 'secession' || attack === 'schism');
  return removes && !preVote;
}

function battlefield({ attacks, changes, faultsStop }: Conditions, servers: number): Battlefield {
  return {
    attacks,
    changes,
    servers: Array.from({ length: servers }, (_, id) => id),
    clients: Array.from({ length: WORKERS }, (_, client) => servers + client),
    operator: servers + WORKERS,
    rival: servers + WORKERS + 1,
    from: 100 * MILLISECOND,
    until: faultsStop,
  };
}

/** Clocks that are wrong by any amount, and run at rates as far from true time's as is allowed for. */
function withDrift(system: System<RaftMessage>, random: Random, servers: number, drift: number): System<RaftMessage> {
  if (drift === 0) return system;
  const clock = () => ({ offset: random.between(-SECOND, SECOND), drift: random.pick([-drift, drift] as const) });
  return { ...system, nodes: system.nodes.map((node, id) => (id < servers ? { ...node, clock: clock() } : node)) };
}

function drawWishes(random: Random, { operators, operations, faultsStop }: Conditions, servers: number): ScheduledAction[] {
  const wishes: ScheduledAction[] = [];
  for (let at = 100 * MILLISECOND; at < faultsStop; at += 1 + random.integer(2 * operators)) {
    const op = random.pick(operations);
    if (op) wishes.push({ at, action: { kind: 'command', node: servers + WORKERS + random.integer(OPERATORS), command: drawWish(random, op, servers) } });
  }
  return wishes;
}

function drawWish(random: Random, op: UserCommand['op'], servers: number): string {
  const server = random.integer(servers);
  switch (op) {
    case 'members': {
      const chosen = Array.from({ length: servers }, (_, id) => id).filter(() => random.chance(0.5));
      return formatCommand({ op, servers: chosen.length > 0 ? chosen : [server] });
    }
    case 'add-server':
    case 'remove-server':
    case 'transfer':
      return formatCommand({ op, server });
    case 'snapshot':
      return formatCommand({ op, server: random.chance(0.5) ? null : server });
    default:
      throw new RangeError(`Operators do not ask for "${op}".`);
  }
}

export interface Hunt {
  readonly violation: Violation | undefined;
  readonly simulator: Simulator<RaftMessage>;
  readonly steps: number;
  readonly conditions: Conditions;
}

/** @returns the first violation in a faulted run, where there is one */
export function hunt(seed: number, given?: Draw, create?: ServerFactory): Hunt {
  return examineCluster(faultedCluster(seed, given, create), seed, new RaftSafety());
}

/** As `hunt`, but all that is known of the run is what the clients saw. */
export function huntBlindly(seed: number, given?: Draw, create?: ServerFactory): Hunt {
  return examineCluster({ ...faultedCluster(seed, given, create), mustProgress: false }, seed);
}

function examineCluster({ system, schedule, conditions, mustProgress }: FaultedCluster, seed: number, monitor?: RaftSafety): Hunt {
  const trace = new ClientNotes(conditions.members + conditions.spares);
  const { violation, simulator } = examine({
    system,
    seed,
    schedule,
    faultsStop: conditions.faultsStop,
    within: PROGRESS_WITHIN,
    trace,
    ...(monitor ? { monitor } : {}),
    ...(mustProgress ? { goal: RAFT_PROGRESS } : {}),
  });
  return { violation: violation ?? checkHistory(trace.notes, simulator.step), simulator, steps: simulator.step, conditions };
}

/** Commands of unknown outcome, which clients leave behind that lose their sessions, can make a history too hard to decide. */
const BUDGET = { moves: 200_000, bytes: 50_000_000 };

/** What the clients saw, without any knowledge of the servers. */
function checkHistory(notes: ClientNotes['notes'], step: number): Violation | undefined {
  const found = checkLinearizability(keyValueStore, historyOf(notes), BUDGET);
  return found.kind === 'violated' ? { property: 'linearizability', step, message: `No order explains what the clients saw: ${JSON.stringify(found.conflict)}` } : undefined;
}
