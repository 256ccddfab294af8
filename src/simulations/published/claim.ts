/** What a source says of a quantity, and whether a measurement agrees. */
import * as v from 'valibot';

/** Of what kind a quantity is, hence how it is written. Shares and probabilities lie between 0 and 1. */
export const Unit = v.picklist(['ms', 'calls', 'service times', 'qps', 'share', 'probability', 'yes or no']);
export type Unit = v.InferOutput<typeof Unit>;

const stated = {
  /** Whether the source, or whoever reproduced it before, states how near a right model comes; otherwise we set the tolerance. */
  stated: v.boolean(),
};

export const Claim = v.variant('kind', [
  /** The measurement is off by at most this share of the value. */
  v.object({ kind: v.literal('relative'), value: v.number(), tolerance: v.number(), ...stated }),
  v.object({ kind: v.literal('absolute'), value: v.number(), tolerance: v.number(), ...stated }),
  /** The same order of magnitude: the measurement is off by a factor of less than the root of ten. */
  v.object({ kind: v.literal('magnitude'), value: v.number(), ...stated }),
  v.object({ kind: v.literal('range'), minimum: v.number(), maximum: v.number(), ...stated }),
  v.object({ kind: v.literal('above'), bound: v.number(), ...stated }),
  v.object({ kind: v.literal('below'), bound: v.number(), ...stated }),
]);
export type Claim = v.InferOutput<typeof Claim>;

export function isWithin(claim: Claim, measured: number): boolean {
  switch (claim.kind) {
    case 'relative':
      return Math.abs(measured - claim.value) <= claim.tolerance * Math.abs(claim.value);
    case 'absolute':
      return Math.abs(measured - claim.value) <= claim.tolerance;
    case 'magnitude': {
      const factor = measured / claim.value;
      return factor * factor < 10 && factor * factor > 0.1;
    }
    case 'range':
      return measured >= claim.minimum && measured <= claim.maximum;
    case 'above':
      return measured > claim.bound;
    case 'below':
      return measured < claim.bound;
  }
}

/** The published figure, as it is shown. */
export function formatClaim(claim: Claim, unit: Unit): string {
  switch (claim.kind) {
    case 'range':
      return `${formatQuantity(claim.minimum, unit)} to ${formatQuantity(claim.maximum, unit)}`;
    case 'above':
      return `over ${formatQuantity(claim.bound, unit)}`;
    case 'below':
      return `under ${formatQuantity(claim.bound, unit)}`;
    default:
      return formatQuantity(claim.value, unit);
  }
}

/** How near the measurement must come, in words, and whether that is our own demand. */
export function formatTolerance(claim: Claim, unit: Unit): string {
  const demand = demandOf(claim, unit);
  return claim.stated ? demand : `${demand} (ours)`;
}

function demandOf(claim: Claim, unit: Unit): string {
  switch (claim.kind) {
    case 'relative':
      return `±${percent(claim.tolerance)}`;
    case 'absolute':
      return claim.tolerance === 0 ? 'the same' : `±${formatQuantity(claim.tolerance, unit)}`;
    case 'magnitude':
      return 'order of magnitude';
    default:
      return 'holds';
  }
}

/** How far off the measurement is, as a share of the published value; empty where that is no single number. */
export function formatDeviation(claim: Claim, measured: number, unit: Unit): string {
  if (!('value' in claim) || unit === 'yes or no') return '';
  const deviation = measured / claim.value - 1;
  const size = percent(Math.abs(deviation));
  if (size === percent(0)) return size;
  return `${deviation < 0 ? '−' : '+'}${size}`;
}

export function formatQuantity(value: number, unit: Unit): string {
  switch (unit) {
    case 'share':
      return percent(value);
    case 'ms':
      return value >= 10_000 ? `${trimmed(value / 1_000, 4)} s` : `${trimmed(value, 3)} ms`;
    case 'probability':
    case 'service times':
      return trimmed(value, 4);
    case 'yes or no':
      return value === 1 ? 'yes' : 'no';
    default:
      return `${trimmed(value, 3)} ${unit}`;
  }
}

function percent(share: number): string {
  const hundredths = share * 100;
  return `${Number(hundredths.toFixed(Math.abs(hundredths) < 10 ? 1 : 0))} %`;
}

/** Whole where it has as many digits; a figure of a table has no more than are known. */
function trimmed(value: number, digits: number): string {
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(digits)));
}
