/** From values to places, and where an axis is marked. */

export interface Scale {
  /** Ascending; the ends of the axis are the first and the last. */
  readonly ticks: readonly number[];
  /** From 0 at the first tick to 1 at the last. */
  place(value: number): number;
}

/** So many parts of an axis, about. */
const PARTS = 5;

/** With ticks at round numbers. @param values what it has to reach; 0 always belongs to it */
export function scaleFrom0(values: readonly number[]): Scale {
  const lowest = values.reduce((one, other) => Math.min(one, other), 0);
  const highest = values.reduce((one, other) => Math.max(one, other), 0);
  const step = roundStep((highest - lowest) / PARTS);
  const first = Math.floor(lowest / step);
  const last = Math.max(first + 1, Math.ceil(highest / step));
  const ticks = Array.from({ length: last - first + 1 }, (_, position) => Number(((first + position) * step).toPrecision(12)));
  return scaleOf(ticks);
}

/** With a tick at each value, as far apart as the values are. */
export function scaleAt(ascending: readonly number[]): Scale {
  return scaleOf(ascending);
}

function scaleOf(ticks: readonly number[]): Scale {
  const [first = 0] = ticks;
  const length = (ticks.at(-1) ?? 0) - first;
  return { ticks, place: (value) => (length === 0 ? 0.5 : (value - first) / length) };
}

/** The least of 1, 2, 5, 10, 20 … and of their tenths that is not below `least`; 1 where that is 0. */
export function roundStep(least: number): number {
  if (!(least > 0)) return 1;
  let unit = 1;
  while (unit * 10 <= least) unit *= 10;
  while (unit > least) unit /= 10;
  const step = [1, 2, 5].map((times) => times * unit).find((each) => each >= least) ?? 10 * unit;
  return Number(step.toPrecision(12));
}
