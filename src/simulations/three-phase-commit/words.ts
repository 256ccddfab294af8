/** Which source of three-phase commit says what, and who is who. */
import type { State } from '../../engine/protocols/three-phase-commit/termination.ts';
import type { Narration } from '../definition.ts';
import { sayOfCommitment } from '../atomic-commitment/words.ts';

export function say(title: string, explanation: string): Narration {
  return sayOfCommitment(title, explanation, 'section 7.5');
}

/** @param part of Skeen, "Nonblocking Commit Protocols", SIGMOD 1981 */
export function sayOfBlocking(title: string, explanation: string, part: string): Narration {
  return { title, explanation, reference: { source: 'Skeen, “Nonblocking Commit Protocols”, 1981', section: part } };
}

/** The nodes of the system go by names that begin so (protocols/three-phase-commit/system.ts). */
export function isCoordinator(name: string): boolean {
  return name.startsWith('c');
}

const STATES: Readonly<Record<State, string>> = {
  uncertain: 'uncertain: it does not know that all have voted yes',
  precommitted: 'precommitted: it knows that all have voted yes',
  committed: 'committed',
  aborted: 'aborted',
  recovering: 'recovering: it has crashed since it voted',
};

export function describeState(state: State): string {
  return STATES[state];
}
