/** What is less of a fault than a fault, and simpler than a link's quality: the simplest first, one thing at a time. */
import type { Latency } from '../../sim/latency.ts';
import type { LinkQuality } from '../../sim/network.ts';
import type { NodeId } from '../../sim/process.ts';
import { MILLISECOND, type Micros } from '../../sim/time.ts';
import type { ScriptAction } from './script.ts';

/** Every proposal has fewer links cut, smaller numbers, or fewer things that are not as usual. */
export function* weakerActions(action: ScriptAction): Generator<ScriptAction> {
  switch (action.kind) {
    case 'crash':
      if (action.torn) yield { kind: 'crash', node: action.node };
      return;
    case 'slow':
      for (const perInput of smaller(action.perInput)) if (perInput > 0) yield { ...action, perInput };
      return;
    case 'clock':
      for (const offset of smaller(action.offset)) yield { ...action, offset };
      for (const drift of smaller(action.drift)) yield { ...action, drift };
      return;
    case 'partition':
      for (const groups of smallerPartitions(action.groups)) yield { ...action, groups };
      return;
    case 'link':
    case 'network':
      if (action.quality) for (const quality of simplerQualities(action.quality)) yield { ...action, quality };
      return;
    default:
      return;
  }
}

export function* simplerQualities(quality: LinkQuality): Generator<LinkQuality> {
  const { latency, loss, duplication, reordering, ordered, bandwidth } = quality;
  const without = (name: 'reordering' | 'ordered' | 'bandwidth'): LinkQuality => Object.fromEntries(Object.entries(quality).filter(([key]) => key !== name)) as unknown as LinkQuality;
  if (reordering !== undefined) yield without('reordering');
  if (ordered !== undefined) yield without('ordered');
  if (bandwidth !== undefined) yield without('bandwidth');
  if (duplication > 0) yield { ...quality, duplication: 0 };
  if (loss > 0) yield { ...quality, loss: 0 };
  for (const simpler of simplerLatencies(latency)) yield { ...quality, latency: simpler };
}

/** A constant in place of a distribution; a whole number of milliseconds in place of a constant. */
export function* simplerLatencies(latency: Latency): Generator<Latency> {
  const typical = typicalOf(latency);
  const whole = typical - (typical % MILLISECOND);
  if (latency.kind !== 'constant' || typical !== whole) yield { kind: 'constant', value: whole };
  if (latency.kind !== 'constant') yield { kind: 'constant', value: typical };
}

function typicalOf(latency: Latency): Micros {
  switch (latency.kind) {
    case 'constant':
      return latency.value;
    case 'uniform':
      return Math.round((latency.minimum + latency.maximum) / 2);
    case 'exponential':
      return Math.round(latency.minimum + latency.mean);
    case 'normal':
      return Math.round(latency.mean);
    case 'lognormal':
      return Math.round(latency.median);
    case 'pareto':
      return Math.round(latency.minimum);
    case 'mixture':
      return typicalOf(latency.parts.reduce((heaviest, part) => (part.weight > heaviest.weight ? part : heaviest)).latency);
    case 'empirical':
      return Math.round((latency.quantiles.find(({ probability }) => probability >= 0.5) ?? latency.quantiles[0]!).value);
  }
}

/** 0, and then ever closer to the value: its powers of ten, its half. */
export function* smaller(value: number): Generator<number> {
  const size = Math.abs(value);
  const sign = value < 0 ? -1 : 1;
  const found = new Set<number>();
  if (size > 0) found.add(0);
  if (size > 1) found.add(Math.floor(size / 2));
  for (let unit = 1; unit <= size; unit *= 10) if (size % unit !== 0) found.add(size - (size % unit));
  // Not -0, which is another number to those who print it.
  for (const each of [...found].sort((one, other) => one - other)) yield each === 0 ? 0 : sign * each;
}

/** Two groups made one, or a node in another group, wherever fewer links are cut than before. */
function* smallerPartitions(groups: readonly (readonly NodeId[])[]): Generator<readonly (readonly NodeId[])[]> {
  const links = cutBy(groups);
  for (const [one, group] of groups.entries()) {
    for (const [other, joined] of groups.entries()) {
      if (other <= one || groups.length < 3) continue;
      yield groups.flatMap((each, position) => (position === one ? [[...group, ...joined]] : position === other ? [] : [each]));
    }
  }
  for (const [one, group] of groups.entries()) {
    for (const node of group.length > 1 ? group : []) {
      for (const other of groups.keys()) {
        if (other === one) continue;
        const moved = groups.map((each, position) => (position === one ? each.filter((member) => member !== node) : position === other ? [...each, node] : each));
        if (cutBy(moved) < links) yield moved;
      }
    }
  }
}

/** How many pairs of the named nodes are parted. */
function cutBy(groups: readonly (readonly NodeId[])[]): number {
  const all = groups.reduce((sum, { length }) => sum + length, 0);
  return groups.reduce((sum, { length }) => sum + length * (all - length), 0) / 2;
}
