/**
 * The decision rule of the termination protocol: Skeen, "Nonblocking Commit Protocols", SIGMOD 1981; in this form Bernstein,
 * Hadzilacos and Goodman, "Concurrency Control and Recovery in Database Systems", 1987, section 7.5.
 */
import type { Decision } from '../atomic-commitment/transaction.ts';

/** What a node is in for a transaction. */
export type State =
  /** It has voted yes; it, or the coordinator, may not know yet what the others have voted. */
  | 'uncertain'
  | 'precommitted'
  | 'committed'
  | 'aborted'
  /** It has crashed since it voted, and does not know what has come of it. */
  | 'recovering';

/**
 * @param states of all who have not crashed since they voted, and of others as far as they are known
 * @returns what follows; `precommit` where those who are uncertain have to be told that it will be a commit, before it is
 */
export function terminationRule(states: readonly State[]): Decision | 'precommit' {
  if (states.includes('aborted')) return 'abort';
  if (states.includes('committed')) return 'commit';
  if (!states.includes('precommitted')) return 'abort';
  return states.includes('uncertain') ? 'precommit' : 'commit';
}

/** The decision that a state is, where it is one. */
export function decisionIn(state: State): Decision | undefined {
  if (state === 'committed') return 'commit';
  return state === 'aborted' ? 'abort' : undefined;
}

export function stateOf(decision: Decision): State {
  return decision === 'commit' ? 'committed' : 'aborted';
}
