/** What a link is like, as text. */
import type { Latency } from '../../engine/sim/latency.ts';
import type { LinkQuality } from '../../engine/sim/network.ts';
import { DISTRIBUTIONS } from '../compile/quality.ts';
import { writeDuration, writeProbability, type Unit } from '../quantities.ts';

export function writeQuality({ latency, loss, duplication, reordering, ordered, bandwidth }: LinkQuality): string {
  return [
    `latency ${writeLatency(latency)}`,
    ...(loss === 0 ? [] : [`loss ${writeProbability(loss)}`]),
    ...(duplication === 0 ? [] : [`duplication ${writeProbability(duplication)}`]),
    ...(reordering === undefined ? [] : [`reordering ${writeProbability(reordering)}`]),
    ...(ordered === undefined ? [] : [ordered ? 'ordered' : 'unordered']),
    ...(bandwidth === undefined ? [] : [`bandwidth ${bandwidth}`]),
  ].join(', ');
}

function writeLatency(latency: Latency): string {
  switch (latency.kind) {
    case 'constant':
      return writeDuration(latency.value);
    case 'uniform':
      return `${writeDuration(latency.minimum)}..${writeDuration(latency.maximum)}`;
    case 'mixture':
      return `mixture(${latency.parts.map((part) => `${part.weight} ${writeLatency(part.latency)}`).join(', ')})`;
    case 'empirical':
      return `measured(${latency.quantiles.map(({ probability, value }) => `${writeProbability(probability)} ${writeDuration(value)}`).join(', ')})`;
    default: {
      const values = latency as unknown as Readonly<Record<string, number>>;
      const parameters: readonly (readonly [name: string, unit: Unit])[] = Object.entries(DISTRIBUTIONS[latency.kind]);
      return `${latency.kind}(${parameters.map(([name, unit]) => `${name} ${unit === 'duration' ? writeDuration(values[name]!) : values[name]}`).join(', ')})`;
    }
  }
}
