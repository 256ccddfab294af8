/** Split votes in closed form (Ongaro's thesis, sections 9.1 to 9.3). Times are fractions of the range of timeouts. */
import { majority } from '../../protocols/raft/quorum.ts';
import { binomial, power } from '../numbers.ts';

export interface Electorate {
  /** Servers of the cluster. */
  readonly servers: number;
  /** Those of them that are up. */
  readonly alive: number;
}

/**
 * The probability that nobody wins a term, where a message takes `latency` one way. The earliest candidate loses if as many
 * others time out before its request reaches them as leave it short of a majority; that many of `alive` uniform timeouts lie
 * within `latency` of the earliest with the same probability as that many of `alive` coins of bias `latency` fall heads.
 * @throws RangeError where fewer servers are up than make a majority, or the latency is no fraction
 */
export function splitVoteProbability({ servers, alive }: Electorate, latency: number): number {
  validate(servers, alive, latency);
  const rivals = alive - majority(servers) + 1;
  let probability = 0;
  for (let early = rivals; early <= alive; early++) {
    probability += binomial(alive, early) * power(latency, early) * power(1 - latency, alive - early);
  }
  return probability;
}

/** The probability that the earliest of so many timeouts comes within a time. */
export function earliestTimeoutWithin(time: number, alive: number): number {
  return 1 - power(1 - time, alive);
}

/** Terms until one has a winner: the mean of a geometric distribution. */
export function expectedTerms(splitProbability: number): number {
  return 1 / (1 - splitProbability);
}

/** The probability that more than so many terms are needed. */
export function moreTermsThan(terms: number, splitProbability: number): number {
  return power(splitProbability, terms);
}

function validate(servers: number, alive: number, latency: number): void {
  if (!Number.isInteger(alive) || alive > servers || alive < majority(servers)) {
    throw new RangeError(`Of ${servers} servers between ${majority(servers)} and ${servers} must be up for an election to be won, not ${alive}.`);
  }
  if (!(latency >= 0 && latency <= 1)) throw new RangeError(`The latency is a fraction of the range of timeouts, from 0 to 1, not ${latency}.`);
}
