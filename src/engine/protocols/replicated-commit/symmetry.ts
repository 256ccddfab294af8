/** Resource managers are alike; servers are not, since each has ballots of its own. */
import type { Symmetry } from '../../check/search/model.ts';
import type { NodeId } from '../../sim/process.ts';
import type { PaxosCommitMessage } from './messages.ts';

type Rename = (node: NodeId) => NodeId;

/** What has a number that is no node's. */
const BALLOTS: ReadonlySet<string> = new Set(['ballot', 'promised']);

export function resourceManagersAlike(resourceManagers: readonly NodeId[]): Symmetry<PaxosCommitMessage> {
  return {
    nodes: resourceManagers,
    renameState: renamed,
    renameMessage: (message, rename) => renamed(message, rename) as PaxosCommitMessage,
  };
}

function renamed(value: unknown, rename: Rename): unknown {
  if (typeof value === 'number') return rename(value);
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename)).sort((one, other) => placeOf(one) - placeOf(other));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, renamed(item, rename)]));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, BALLOTS.has(key) ? item : renamed(item, rename)]));
  return value;
}

/** Lists are of nodes, or of what is said of instances, by instance; what else they are in order of stays as it is. */
function placeOf(item: unknown): number {
  if (typeof item === 'number') return item;
  return typeof item === 'object' && item !== null && 'instance' in item ? Number(item.instance) : 0;
}
