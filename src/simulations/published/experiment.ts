/** A measurement that published figures are compared with. It is a function of its parameters and the size of the sample. */
import type { Plain } from '../../engine/sim/process.ts';

/** Quantities by name, in the units that the rows of the tables give them. */
export type Quantities = Readonly<Record<string, number>>;

export interface Measurement {
  readonly quantities: Quantities;
  /** A distribution: its 0th, 1st, … 100th percentile. */
  readonly percentiles?: readonly number[];
}

export interface Experiment {
  readonly id: string;
  /** All that it depends on: a result with other parameters is stale. */
  readonly parameters: Plain;
  /** What a sample consists of. */
  readonly unit: 'elections' | 'runs' | 'jobs';
  /** How many of them: for a result, for a quick look, and for the test that results are not stale. 0 for a formula, and where others check as much. */
  readonly samples: { readonly full: number; readonly quick: number; readonly check: number };
  measure(samples: number): Measurement;
}

/** Parameters as data, as results hold them. */
export function plain(parameters: object): Plain {
  return JSON.parse(JSON.stringify(parameters)) as Plain;
}

/** Results hold no more digits than mean something, so that they can be read. */
export function rounded({ quantities, percentiles }: Measurement): Measurement {
  const round = (value: number): number => Number(value.toPrecision(6));
  const short = Object.fromEntries(Object.entries(quantities).map(([name, value]) => [name, round(value)]));
  return percentiles ? { quantities: short, percentiles: percentiles.map(round) } : { quantities: short };
}
