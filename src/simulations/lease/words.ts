/** The sources of what is said of a lock. */
import type { Narration } from '../definition.ts';

/** @param section of Gray and Cheriton, "Leases: An Efficient Fault-Tolerant Mechanism for Distributed File Cache Consistency", SOSP 1989 */
export function sayOfLeases(title: string, explanation: string, section: string): Narration {
  return { title, explanation, reference: { source: 'Gray and Cheriton 1989', section: `section ${section}` } };
}

/** Burrows, "The Chubby lock service for loosely-coupled distributed systems", OSDI 2006, on sequencers. */
export function sayOfSequencers(title: string, explanation: string): Narration {
  return { title, explanation, reference: { source: 'Burrows 2006', section: 'section 2.4' } };
}

/** @param heading of Kleppmann, "How to do distributed locking", 2016 */
export function sayOfLocking(title: string, explanation: string, heading: string): Narration {
  return { title, explanation, reference: { source: 'Kleppmann 2016', section: `“${heading}”` } };
}

export const FENCING = 'Making the lock safe with fencing';
export const PROTECTING = 'Protecting a resource with a lock';
