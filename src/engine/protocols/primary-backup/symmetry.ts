/** Servers are alike, where none were paired by hand: what they come to be depends on when they are heard. */
import type { Symmetry } from '../../check/search/model.ts';
import type { NodeId } from '../../sim/process.ts';
import type { PrimaryBackupMessage } from './messages.ts';

export function serversAlike(servers: readonly NodeId[]): Symmetry<PrimaryBackupMessage> {
  return {
    nodes: servers,
    renameState: renamed,
    renameMessage: (message, rename) => renamed(message, rename) as PrimaryBackupMessage,
  };
}

/** A server is named as the node of a replica and nowhere else; the order in which servers were heard means something. */
function renamed(value: unknown, rename: (node: NodeId) => NodeId): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (typeof value !== 'object' || value === null || value instanceof Map) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === 'node' ? rename(item as NodeId) : renamed(item, rename)]));
}
