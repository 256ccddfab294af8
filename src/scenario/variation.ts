/** Values that parameters take one after the other. */
import type { Sweep } from '../engine/scene/scene.ts';
import type { Values } from '../simulations/definition.ts';

/** Every combination, by the names of the parameters; the first sweep's values change slowest. One with nothing in it where nothing is varied. */
export function combinationsOf(sweeps: readonly Sweep[]): readonly Values[] {
  return sweeps.reduce<readonly Values[]>((found, { parameter, values }) => found.flatMap((each) => values.map((value) => ({ ...each, [parameter]: value }))), [{}]);
}

/** In equal steps, without the last one that would go beyond the end. */
export function valuesBetween(from: number, to: number, step: number): readonly number[] {
  // Shares are no sums of binary fractions: 0.1 + 0.2 would be a little more than 0.3.
  const rounded = (value: number) => Number(value.toPrecision(12));
  const count = Math.floor(rounded((to - from) / step)) + 1;
  return Array.from({ length: count }, (_, position) => rounded(from + position * step));
}
