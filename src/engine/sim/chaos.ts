/** Fault schedules drawn at random. */
import type { NodeId } from './process.ts';
import type { Random } from './random.ts';
import type { Action, Schedule, ScheduledAction } from './schedule.ts';
import type { Micros } from './time.ts';

export interface ChaosProfile {
  /** The nodes that crash, pause and are cut off. */
  readonly nodes: readonly NodeId[];
  /** Nodes that are left alone, but find themselves on one side or the other of a partition. */
  readonly bystanders?: readonly NodeId[];
  /** The most of them that are crashed or paused at a time. */
  readonly maximumDown: number;
  /** Mean time between two faults, in microseconds. */
  readonly interval: Micros;
  /** When faults begin and end; at the end everything is restarted, resumed and healed, so that progress can be asked for. */
  readonly from: Micros;
  readonly until: Micros;
}

type Down = 'crashed' | 'paused';

export function randomSchedule(random: Random, profile: ChaosProfile): Schedule {
  const { interval, from, until } = profile;
  const down = new Map<NodeId, Down>();
  const schedule: ScheduledAction[] = [];
  for (let at = from; at < until; at += 1 + random.integer(2 * interval)) {
    schedule.push(...drawActions(random, profile, down).map((action) => ({ at, action })));
  }
  const restored = [...down].map(([node, state]): Action => ({ kind: state === 'crashed' ? 'restart' : 'resume', node }));
  return [...schedule, ...[...restored, { kind: 'heal' } as const].map((action) => ({ at: until, action }))];
}

const FAULTS = ['crash', 'blink', 'pause', 'partition', 'isolate', 'cut', 'heal'] as const;

function drawActions(random: Random, { nodes, bystanders = [], maximumDown }: ChaosProfile, down: Map<NodeId, Down>): Action[] {
  const node = random.pick(nodes);
  const peer = random.pick(nodes);
  if (node === undefined || peer === undefined) return [];
  const kind = random.pick(FAULTS);
  switch (kind) {
    case 'crash':
    case 'pause':
      return toggle(node, kind, down, maximumDown);
    // Down for no time at all: only memory and what was not synced are lost.
    case 'blink':
      return down.has(node) ? [] : [{ kind: 'crash', node }, { kind: 'restart', node }];
    case 'partition':
      return [{ kind, groups: divide(random, nodes, bystanders, () => random.chance(0.5)) }];
    case 'isolate':
      return [{ kind: 'partition', groups: divide(random, nodes, bystanders, (other) => other === node) }];
    case 'cut':
      return node === peer ? [] : [{ kind, from: node, to: peer }];
    case 'heal':
      return [{ kind }];
  }
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
