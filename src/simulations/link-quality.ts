/** What a link is like, in words. */
import type { Latency } from '../engine/sim/latency.ts';
import type { LinkQuality } from '../engine/sim/network.ts';
import { formatDuration, formatProbability } from './format.ts';

/** `about 50 ms (exponential), 10 % lost` */
export function describeQuality({ latency, loss, duplication, reordering = 0, ordered = false, bandwidth }: LinkQuality): string {
  return [
    describeLatency(latency),
    loss > 0 ? `${formatProbability(loss)} lost` : '',
    duplication > 0 ? `${formatProbability(duplication)} doubled` : '',
    reordering > 0 ? `${formatProbability(reordering)} held back` : '',
    ordered ? 'in order' : '',
    bandwidth === undefined ? '' : `${bandwidth} bytes a second`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function describeLatency(latency: Latency): string {
  switch (latency.kind) {
    case 'constant':
      return formatDuration(latency.value);
    case 'uniform':
      return `${formatDuration(latency.minimum)} to ${formatDuration(latency.maximum)}`;
    case 'exponential':
      return `${latency.minimum > 0 ? `${formatDuration(latency.minimum)} and more, ` : ''}about ${formatDuration(latency.minimum + latency.mean)} (exponential)`;
    case 'normal':
      return `about ${formatDuration(latency.mean)} (normal)`;
    case 'lognormal':
      return `about ${formatDuration(latency.median)} (lognormal)`;
    case 'pareto':
      return `from ${formatDuration(latency.minimum)} on (Pareto)`;
    case 'mixture':
      return `one of: ${latency.parts.map((part) => describeLatency(part.latency)).join('; ')}`;
    case 'empirical':
      return `${formatDuration(latency.quantiles[0]?.value ?? 0)} to ${formatDuration(latency.quantiles.at(-1)?.value ?? 0)} (measured)`;
  }
}
