/** The parameters of a simulation's network: how long messages take, and what becomes of them. */
import type { Latency } from '../engine/sim/latency.ts';
import { MILLISECOND, SECOND } from '../engine/sim/time.ts';
import type { ParameterDefinition, Values } from './definition.ts';

export const LATENCY_PARAMETERS = [
  { name: 'latencyMin', label: 'Latency, shortest', description: 'A message travels for a time between the shortest and the longest latency.', unit: 'duration', minimum: 0, maximum: 5 * SECOND, step: MILLISECOND, initial: 5 * MILLISECOND },
  { name: 'latencyMax', label: 'Latency, longest', description: 'Where it is above the shortest, messages overtake each other.', unit: 'duration', minimum: 0, maximum: 5 * SECOND, step: MILLISECOND, initial: 15 * MILLISECOND },
] as const satisfies readonly ParameterDefinition[];

export const NETWORK_PARAMETERS = [
  ...LATENCY_PARAMETERS,
  { name: 'loss', label: 'Loss', description: 'How likely the network is to lose a message.', unit: 'probability', minimum: 0, maximum: 1, step: 0.01, initial: 0 },
  { name: 'duplication', label: 'Duplication', description: 'How likely a second copy of a message is to arrive.', unit: 'probability', minimum: 0, maximum: 1, step: 0.01, initial: 0 },
] as const satisfies readonly ParameterDefinition[];

export function networkOf(values: Values): { readonly latency: Latency; readonly loss: number; readonly duplication: number } {
  const value = (name: (typeof NETWORK_PARAMETERS)[number]['name']) => values[name] ?? 0;
  return { latency: { kind: 'uniform', minimum: value('latencyMin'), maximum: value('latencyMax') }, loss: value('loss'), duplication: value('duplication') };
}
