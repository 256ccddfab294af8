/** Participants that are alike, as those of two-phase commit are. In three-phase commit they take their turns by number, and are not. */
import type { Symmetry } from '../../check/search/model.ts';
import type { NodeId } from '../../sim/process.ts';

/** For a protocol in whose messages, states and records every number is a node's, and every list of numbers a set. */
export function participantsAlike<Message>(participants: readonly NodeId[]): Symmetry<Message> {
  return {
    nodes: participants,
    renameState: renamed,
    renameMessage: (message, rename) => renamed(message, rename) as Message,
  };
}

function renamed(value: unknown, rename: (node: NodeId) => NodeId): unknown {
  if (typeof value === 'number') return rename(value);
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename)).sort(byNumber);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [renamed(key, rename), renamed(item, rename)]));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed(item, rename)]));
  return value;
}

function byNumber(one: unknown, other: unknown): number {
  return typeof one === 'number' && typeof other === 'number' ? one - other : 0;
}
