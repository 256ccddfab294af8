import { chaosOf, randomSchedule } from '../../engine/sim/chaos.ts';
import type { Latency } from '../../engine/sim/latency.ts';
import type { Random } from '../../engine/sim/random.ts';
import type { Action, ScheduledAction } from '../../engine/sim/schedule.ts';
import { MILLISECOND } from '../../engine/sim/time.ts';
import type { Chance, CrashOptions, Fault, FaultOptions, LinkQuality } from './api.ts';

/** Crashes and restarts of each node, in order of time; a node that is down does not crash again. */
export function drawCrashes(random: Chance, { nodes, times, until, down: [shortest, longest] }: CrashOptions): Fault[] {
  const faults: Fault[] = [];
  for (let node = 0; node < nodes; node++) {
    const moments = Array.from({ length: times }, () => random.next() * until).sort((one, other) => one - other);
    let up = 0;
    for (const moment of moments) {
      const crash = Math.max(moment, up);
      const restart = crash + shortest + random.next() * (longest - shortest);
      faults.push({ at: crash, kind: 'crash', node }, { at: restart, kind: 'restart', node });
      up = restart + 0.001;
    }
  }
  return faults.sort((one, other) => one.at - other.at);
}

/** Faults of every kind that a level knows. */
export function drawFaults(random: Random, { level, nodes, from = 0, until }: FaultOptions): Fault[] {
  const scope = { nodes: Array.from({ length: nodes }, (_, node) => node), from: micros(from), until: micros(until) };
  return randomSchedule(random, chaosOf(level, scope)).flatMap(({ at, action }) => faultOf(millis(at), action) ?? []);
}

/** A fault as the engine knows it. */
export function scheduled({ at, ...fault }: Fault): ScheduledAction {
  return { at: micros(at), action: actionOf(fault) };
}

function actionOf(fault: WithoutTime<Fault>): Action {
  switch (fault.kind) {
    case 'slow':
      return { ...fault, perInput: micros(fault.perInput) };
    case 'clock':
      return { ...fault, offset: micros(fault.offset) };
    case 'link':
    case 'network':
      return { ...fault, quality: fault.quality && { loss: 0, duplication: 0, ...fault.quality, latency: latencyOf(fault.quality.latency) } };
    default:
      return fault;
  }
}

/** The counterpart of `actionOf`, for what the engine draws. */
function faultOf(at: number, action: Action): Fault | undefined {
  switch (action.kind) {
    case 'slow':
      return { ...action, at, perInput: millis(action.perInput) };
    case 'clock':
      return { ...action, at, offset: millis(action.offset) };
    case 'link':
    case 'network': {
      if (!action.quality) return { ...action, quality: null, at };
      const { latency, loss, duplication, reordering = 0 } = action.quality;
      return latency.kind === 'exponential' ? { ...action, at, quality: { latency: { mean: millis(latency.mean) }, loss, duplication, reordering } } : undefined;
    }
    case 'drop':
    case 'copy':
    case 'deliver':
    case 'fire':
      return undefined;
    default:
      return { ...action, at };
  }
}

function latencyOf(latency: LinkQuality['latency']): Latency {
  return 'mean' in latency ? { kind: 'exponential', minimum: 0, mean: micros(latency.mean) } : { kind: 'uniform', minimum: micros(latency[0]), maximum: micros(latency[1]) };
}

type WithoutTime<Each> = Each extends { readonly at: number } ? Omit<Each, 'at'> : never;

function micros(milliseconds: number): number {
  return Math.round(milliseconds * MILLISECOND);
}

function millis(microseconds: number): number {
  return microseconds / MILLISECOND;
}
