/** How Raft's results, refusals and configurations are put into words, and which of its sources says what. */
import { isJoint, type Configuration } from '../../engine/protocols/raft/quorum.ts';
import type { Refusal, Result } from '../../engine/protocols/raft/commands.ts';
import type { NameOf, Narration } from '../definition.ts';

/** @param section of the extended paper */
export function say(title: string, explanation: string, section: string): Narration {
  return { title, explanation, reference: { source: 'Raft (extended paper)', section } };
}

/** @param section of the dissertation, for what goes beyond the paper */
export function sayFurther(title: string, explanation: string, section: string): Narration {
  return { title, explanation, reference: { source: "Ongaro's dissertation", section } };
}

export function formatConfiguration(configuration: Configuration, nameOf: NameOf): string {
  if (configuration.length === 0) return 'unknown';
  const groups = configuration.map((group) => `{${group.map(nameOf).join(', ')}}`);
  return isJoint(configuration) ? `joint: ${groups.join(' and ')}` : groups.join('');
}

export function formatResult(result: Result): string {
  if ('value' in result) return String(result.value ?? 'nothing');
  if ('session' in result) return `session ${result.session}`;
  return 'done' in result ? 'done' : `refused: ${inWords(result.refused)}`;
}

function inWords(refusal: Refusal): string {
  switch (refusal) {
    case 'session-expired':
      return 'the session has expired';
    case 'unknown-server':
      return 'there is no such server';
    case 'not-a-member':
      return 'that server is no member';
    case 'no-member-left':
      return 'nobody would be left';
    case 'one-at-a-time':
      return 'servers are added and removed one at a time here';
    case 'change-under-way':
      return 'another change is under way';
    case 'not-caught-up':
      return 'a new server did not catch up';
    case 'transfer-under-way':
      return 'another handover is under way';
    case 'transfer-timed-out':
      return 'the server did not take over in time';
  }
}

export function range(first: number, last: number): string {
  return first === last ? `index ${first}` : `indices ${first} to ${last}`;
}

export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
