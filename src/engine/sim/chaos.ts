/** Fault schedules drawn at random, and the end of all faults. */
import type { LinkQuality } from './network.ts';
import type { NodeId } from './process.ts';
import type { Random } from './random.ts';
import type { Action, Schedule, ScheduledAction } from './schedule.ts';
import { MILLISECOND, SECOND, type Micros } from './time.ts';

export type FaultKind =
  | 'crash'
  /** Down for no time at all: only memory and what was not synced are lost. */
  | 'blink'
  /** A blink in the middle of a write to the disk. */
  | 'torn'
  | 'pause'
  | 'slow'
  | 'clock'
  | 'partition'
  | 'isolate'
  /** A partition that comes and goes. */
  | 'flap'
  | 'cut'
  | 'link'
  | 'heal'
  /** A crash that loses the disk, or a record of it. A protocol that trusts its disk need not survive these. */
  | 'lose-disk'
  | 'corrupt-disk';

type Weights = Readonly<Partial<Record<FaultKind, number>>>;

export interface ChaosProfile {
  /** The nodes that faults befall. */
  readonly nodes: readonly NodeId[];
  /** Nodes that are left alone, but find themselves on one side or the other of a partition. */
  readonly bystanders?: readonly NodeId[];
  /** The most of them that are crashed or paused at a time. */
  readonly maximumDown: number;
  /** Mean time between two faults, in microseconds. */
  readonly interval: Micros;
  /** When faults begin and end; at the end everything is as it was at first, so that progress can be asked for. */
  readonly from: Micros;
  readonly until: Micros;
  /** How likely each kind of fault is, in proportion to the others. */
  readonly weights?: Weights;
  /** The most that a clock drifts, in parts per million, and that it is off. */
  readonly maximumDrift?: number;
  readonly maximumOffset?: Micros;
  /** The longest that a slow node takes over an input. */
  readonly slowest?: Micros;
  /** The longest mean latency, and the highest loss, of a link that got worse. */
  readonly worstLatency?: Micros;
  readonly worstLoss?: number;
}

const CRASHES_AND_PARTITIONS: Weights = { crash: 1, blink: 1, pause: 1, partition: 1, isolate: 1, cut: 1, heal: 1 };

export type FaultLevel = 'calm' | 'rough' | 'hostile';

type Temper = Required<Pick<ChaosProfile, 'interval' | 'weights' | 'maximumDrift' | 'maximumOffset' | 'slowest' | 'worstLatency' | 'worstLoss'>> & {
  /** Whether so many may be down that no majority is left. */
  readonly sparesMajority: boolean;
};

/**
 * What a system lives through. Calm is a good data centre: now and then a slow link, a pause, one crash. Rough is a bad
 * week: crashes, partitions and lossy links, with a majority up at any time. Hostile is an opponent, and leaves nothing out
 * that a protocol which trusts its disk has to survive.
 */
const TEMPERS: Readonly<Record<FaultLevel, Temper>> = {
  calm: {
    interval: 2 * SECOND,
    weights: { crash: 1, pause: 2, slow: 1, link: 4, heal: 1 },
    maximumDrift: 100,
    maximumOffset: 5 * MILLISECOND,
    slowest: MILLISECOND,
    worstLatency: 20 * MILLISECOND,
    worstLoss: 0.01,
    sparesMajority: true,
  },
  rough: {
    interval: 500 * MILLISECOND,
    weights: { crash: 3, blink: 1, pause: 2, slow: 1, clock: 1, partition: 2, isolate: 2, cut: 2, flap: 1, link: 4, heal: 3 },
    maximumDrift: 1_000,
    maximumOffset: 100 * MILLISECOND,
    slowest: 5 * MILLISECOND,
    worstLatency: 100 * MILLISECOND,
    worstLoss: 0.1,
    sparesMajority: true,
  },
  hostile: {
    interval: 100 * MILLISECOND,
    weights: { crash: 4, blink: 3, torn: 3, pause: 3, slow: 2, clock: 2, partition: 3, isolate: 3, cut: 3, flap: 2, link: 4, heal: 3 },
    maximumDrift: 100_000,
    maximumOffset: 10 * SECOND,
    slowest: 20 * MILLISECOND,
    worstLatency: 500 * MILLISECOND,
    worstLoss: 0.4,
    sparesMajority: false,
  },
};

export const FAULT_LEVELS = Object.keys(TEMPERS) as readonly FaultLevel[];

/** What a level means for these nodes. */
export function chaosOf(level: FaultLevel, scope: Pick<ChaosProfile, 'nodes' | 'bystanders' | 'from' | 'until'>): ChaosProfile {
  const { sparesMajority, ...temper } = TEMPERS[level];
  const nodes = scope.nodes.length;
  return { ...temper, ...scope, maximumDown: sparesMajority ? Math.floor((nodes - 1) / 2) : nodes };
}

/** @returns faults from `from` to `until`, and at `until` the end of all of them */
export function randomSchedule(random: Random, profile: ChaosProfile): Schedule {
  const { nodes, bystanders = [], interval, from, until, weights = CRASHES_AND_PARTITIONS } = profile;
  const kinds = Object.keys(weights) as FaultKind[];
  const total = kinds.reduce((sum, kind) => sum + (weights[kind] ?? 0), 0);
  const down = new Map<NodeId, Down>();
  const schedule: ScheduledAction[] = [];
  for (let at = from; at < until && nodes.length > 0 && total > 0; at += 1 + random.integer(2 * interval)) {
    let left = random.next() * total;
    const kind = kinds.find((each) => (left -= weights[each] ?? 0) < 0);
    if (kind) schedule.push(...drawFault(random, kind, at, profile, down));
  }
  const faults = schedule.filter((fault) => fault.at < until).sort((one, other) => one.at - other.at);
  return [...faults, ...endOfFaults([...nodes, ...bystanders], until)];
}

/**
 * Every node is up at full speed with a right clock, every link open and as it was at first. What is so already can't be
 * done again, and is passed over.
 */
export function endOfFaults(nodes: readonly NodeId[], at: Micros): Schedule {
  const ofNodes = nodes.flatMap((node): Action[] => [
    { kind: 'restart', node },
    { kind: 'resume', node },
    { kind: 'slow', node, perInput: 0 },
    { kind: 'clock', node, offset: 0, drift: 0 },
  ]);
  return [{ kind: 'heal' } as const, { kind: 'network', quality: null } as const, ...ofNodes].map((action) => ({ at, action }));
}

type Down = 'crashed' | 'paused';

function drawFault(random: Random, kind: FaultKind, at: Micros, profile: ChaosProfile, down: Map<NodeId, Down>): Schedule {
  const { nodes, bystanders = [], maximumDown } = profile;
  const node = random.pick(nodes) ?? 0;
  const now = (...actions: Action[]) => actions.map((action) => ({ at, action }));
  const crashed = (...meanwhile: Action[]) => (down.has(node) ? [] : now({ kind: 'crash', node }, ...meanwhile, { kind: 'restart', node }));
  switch (kind) {
    case 'crash':
    case 'pause':
      return now(...toggle(node, kind, down, maximumDown));
    case 'blink':
      return crashed();
    case 'torn':
      return down.has(node) ? [] : now({ kind: 'crash', node, torn: true }, { kind: 'restart', node });
    case 'lose-disk':
    case 'corrupt-disk':
      return crashed({ kind, node });
    case 'slow':
      return now({ kind, node, perInput: random.chance(0.5) ? 0 : random.between(1, profile.slowest ?? MILLISECOND) });
    case 'clock':
      return now({ kind, node, offset: between(random, profile.maximumOffset ?? 0), drift: between(random, profile.maximumDrift ?? 0) });
    case 'partition':
      return now({ kind, groups: divide(random, nodes, bystanders, () => random.chance(0.5)) });
    case 'isolate':
      return now({ kind: 'partition', groups: divide(random, nodes, bystanders, (other) => other === node) });
    case 'flap':
      return flapping(divide(random, nodes, bystanders, () => random.chance(0.5)), at, 1 + random.integer(profile.interval), random.between(2, 6));
    case 'cut': {
      const to = random.pick(nodes) ?? 0;
      return node === to ? [] : now({ kind, from: node, to });
    }
    case 'link': {
      const to = random.pick([...nodes, ...bystanders]) ?? 0;
      const [from, other] = random.chance(0.5) ? [node, to] : [to, node];
      return now({ kind, from, to: other, quality: random.chance(0.3) ? null : worse(random, profile) });
    }
    case 'heal':
      return now({ kind });
  }
}

/** A partition that comes and goes: so many times, every `period` microseconds. */
export function flapping(groups: readonly (readonly NodeId[])[], from: Micros, period: Micros, times: number): Schedule {
  return Array.from({ length: times }, (_, time): ScheduledAction[] => [
    { at: from + 2 * time * period, action: { kind: 'partition', groups } },
    { at: from + (2 * time + 1) * period, action: { kind: 'heal' } },
  ]).flat();
}

function worse(random: Random, { worstLatency = 100 * MILLISECOND, worstLoss = 0.1 }: ChaosProfile): LinkQuality {
  return {
    // Whole milliseconds and per cent: people read them.
    latency: { kind: 'exponential', minimum: 0, mean: random.between(1, Math.ceil(worstLatency / MILLISECOND)) * MILLISECOND },
    loss: random.between(0, Math.round(100 * worstLoss)) / 100,
    duplication: random.chance(0.5) ? 0.1 : 0,
    reordering: random.chance(0.5) ? 0.2 : 0,
  };
}

function between(random: Random, most: number): number {
  return random.between(-most, most);
}

function toggle(node: NodeId, kind: 'crash' | 'pause', down: Map<NodeId, Down>, maximumDown: number): Action[] {
  const state = down.get(node);
  if (state) {
    down.delete(node);
    return [{ kind: state === 'crashed' ? 'restart' : 'resume', node }];
  }
  if (down.size >= maximumDown) return [];
  down.set(node, kind === 'crash' ? 'crashed' : 'paused');
  return [{ kind, node }];
}

function divide(random: Random, nodes: readonly NodeId[], bystanders: readonly NodeId[], isInFirst: (node: NodeId) => boolean): NodeId[][] {
  const sides: [NodeId[], NodeId[]] = [[], []];
  for (const node of nodes) sides[isInFirst(node) ? 0 : 1].push(node);
  for (const bystander of bystanders) sides[random.integer(2) === 0 ? 0 : 1].push(bystander);
  return sides;
}
