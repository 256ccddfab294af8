/**
 * `Math` for learner code: the same digits on every machine and in every engine. The odd cases (signed zeros, infinities,
 * NaN) are the language's; the last digits may differ from an engine's own.
 */
import { exp, ln } from '../../engine/sim/math.ts';

const functions: Readonly<Record<string, (x: number, y: number) => number>> = {
  exp: (x) => exp(x),
  log: (x) => ln(x),
  log2: (x) => logarithm(x, 2, Math.LN2),
  log10: (x) => logarithm(x, 10, Math.LN10),
  pow,
};

/** @returns NaN where there is no such function */
export function deterministicMath(name: string, x: number, y: number): number {
  return Object.hasOwn(functions, name) ? (functions[name]?.(x, y) ?? NaN) : NaN;
}

/** Exact where x is a whole power of the base. */
function logarithm(x: number, base: number, lnBase: number): number {
  const approximate = ln(x) / lnBase;
  const whole = Math.round(approximate);
  return Number.isFinite(whole) && integerPower(base, whole) === x ? whole : approximate;
}

/** Up to this exponent a whole power is multiplied out, which is exact as long as the result is. */
const LARGEST_EXPONENT = 1_100;

function pow(x: number, y: number): number {
  if (Number.isInteger(y) && Math.abs(y) <= LARGEST_EXPONENT) return integerPower(x, y);
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (!Number.isFinite(y)) return infinitePower(Math.abs(x), y);
  if (x < 0 && Number.isFinite(x) && !Number.isInteger(y)) return NaN;
  const size = y === 0.5 ? Math.sqrt(Math.abs(x)) : exp(y * ln(Math.abs(x)));
  return x < 0 && y % 2 !== 0 && Number.isInteger(y) ? -size : size;
}

/** Square and multiply. */
function integerPower(x: number, exponent: number): number {
  if (exponent < 0) return 1 / integerPower(x, -exponent);
  let result = 1;
  let square = x;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

function infinitePower(size: number, y: number): number {
  if (size === 1) return NaN;
  return size > 1 === y > 0 ? Infinity : 0;
}
