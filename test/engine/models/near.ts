import assert from 'node:assert/strict';

/**
 * A mean of a sample agrees with a published value: within the tolerance that is stated for it, and three standard errors
 * of the sample, which is smaller here than the one that the tolerance was stated for.
 */
export function assertNear(measured: number, published: number, tolerance: number, standardError: number, what: string): void {
  const allowed = tolerance * published + 3 * standardError;
  assert.ok(Math.abs(measured - published) <= allowed, `${what}: ${measured} is not within ${allowed} of ${published}`);
}
