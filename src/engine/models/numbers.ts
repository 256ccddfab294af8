/** The arithmetic that models share. Powers are products, so that every machine gets the same. */

/** `base` to a whole power from 0 on, by squaring. */
export function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

/** In how many ways `chosen` of `from` things can be chosen. */
export function binomial(from: number, chosen: number): number {
  let ways = 1;
  for (let step = 1; step <= chosen; step++) ways = (ways * (from - chosen + step)) / step;
  return ways;
}

/** 0 for no values at all. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** How far a mean of so many independent values is off, as a standard deviation: the sample's own over the root of its size. */
export function standardError(values: readonly number[]): number {
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) * (value - center), 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1) / Math.max(1, values.length));
}

export function ascending(values: readonly number[]): number[] {
  return values.slice().sort((one, other) => one - other);
}

/**
 * The smallest value that at least this share of all values does not exceed.
 * @param sorted in ascending order, at least one value
 * @param share in [0, 1]
 */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
