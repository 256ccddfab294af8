/** Which source of two-phase commit says what, and how lists are put into words. */
import type { NodeId } from '../../engine/sim/process.ts';
import type { NameOf, Narration } from '../definition.ts';

/** @param section of Mohan, Lindsay and Obermarck, "Transaction Management in the R* Distributed Database Management System" */
export function say(title: string, explanation: string, section: string): Narration {
  return { title, explanation, reference: { source: 'Mohan, Lindsay and Obermarck 1986', section } };
}

/** @param section of Bernstein, Hadzilacos and Goodman, "Concurrency Control and Recovery in Database Systems" */
export function sayFurther(title: string, explanation: string, section: string): Narration {
  return { title, explanation, reference: { source: 'Bernstein, Hadzilacos and Goodman 1987', section } };
}

/** `p1, p2 and p3` */
export function enumerated(words: readonly string[]): string {
  const last = words.at(-1) ?? 'nobody';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

export function named(nodes: readonly NodeId[], nameOf: NameOf): string {
  return enumerated(nodes.map(nameOf));
}

/** The nodes of the system go by names that begin so (protocols/two-phase-commit/system.ts). */
export function isCoordinator(name: string): boolean {
  return name.startsWith('c');
}
