/**
 * The supermarket model in the limit of infinitely many queues (Mitzenmacher, "The Power of Two Choices in Randomized Load
 * Balancing", 2001; Vvedenskaya, Dobrushin and Karpelevich, 1996).
 */
import { power } from '../numbers.ts';

/** A share of the queues so small that it adds nothing to a sum. */
const NEGLIGIBLE = 1e-17;

/** Longer queues than these are not looked at: at a load of 1 - 10^-6 and one choice the sum is done long before. */
const LONGEST = 1_000_000_000;

/**
 * The share of the queues that hold at least so many jobs: load^((choices^jobs - 1) / (choices - 1)). A job joins a queue
 * that has so many only if all its choices do, so each share is the load times a power of the share before it.
 * @throws RangeError for a load or choices that make no sense
 */
export function shareOfQueuesWith(jobs: number, choices: number, load: number): number {
  validate(choices, load);
  let share = 1;
  for (let length = 1; length <= jobs && share > 0; length++) share = load * power(share, choices);
  return share;
}

/**
 * The mean time that a job spends in the system, in mean service times: the sum over i >= 1 of
 * load^((choices^i - choices) / (choices - 1)), which for one choice is 1 / (1 - load).
 * @throws RangeError for a load or choices that make no sense
 */
export function fluidTimeInSystem(choices: number, load: number): number {
  validate(choices, load);
  if (choices === 1) return 1 / (1 - load);
  let time = 0;
  let share = 1;
  for (let length = 1; length <= LONGEST && share > NEGLIGIBLE; length++) {
    time += power(share, choices);
    share = load * power(share, choices);
  }
  return time;
}

function validate(choices: number, load: number): void {
  if (!Number.isInteger(choices) || choices < 1) throw new RangeError(`A job has at least one choice, not ${choices}.`);
  if (!(load >= 0 && load < 1)) throw new RangeError(`A load is below 1, or queues grow for ever, and not below 0: ${load} is no load.`);
}
