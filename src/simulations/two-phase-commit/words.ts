/** Which source of two-phase commit says what. */
import type { Narration } from '../definition.ts';

/** @param section of Mohan, Lindsay and Obermarck, "Transaction Management in the R* Distributed Database Management System" */
export function say(title: string, explanation: string, section: string): Narration {
  return { title, explanation, reference: { source: 'Mohan, Lindsay and Obermarck 1986', section } };
}

/** The nodes of the system go by names that begin so (protocols/two-phase-commit/system.ts). */
export function isCoordinator(name: string): boolean {
  return name.startsWith('c');
}
