/** Raft's servers are alike: nothing tells one from another but its number, as long as none of them is named in a command. */
import { canonical } from '../../check/search/canonical.ts';
import type { Symmetry } from '../../check/search/model.ts';
import type { NodeId } from '../../sim/process.ts';
import type { RaftMessage } from './messages.ts';

type Rename = (node: NodeId) => NodeId;

/** Where a server's state, its disk and its messages name a node, a set of nodes, several sets, or have something for each node. */
const NODES: ReadonlySet<string> = new Set(['votedFor', 'savedVote', 'leader', 'client']);
const GROUPS: ReadonlySet<string> = new Set(['votes']);
const CONFIGURATIONS: ReadonlySet<string> = new Set(['configuration']);
const BY_NODE: ReadonlySet<string> = new Set(['nextIndex', 'matchIndex', 'acknowledged', 'outgoing']);

/** Of servers that are all members from the start, and are told neither to change that nor who shall lead. */
export function serversAlike(servers: readonly NodeId[]): Symmetry<RaftMessage> {
  return {
    nodes: servers,
    renameState: (state, rename, cell = '') => renamed(state, rename, cell),
    renameMessage: (message, rename) => renamed(message, rename, '') as RaftMessage,
  };
}

/** @param name of the field that holds the value */
function renamed(value: unknown, rename: Rename, name: string): unknown {
  if (NODES.has(name)) return typeof value === 'number' ? rename(value) : value;
  if (GROUPS.has(name)) return renamedGroup(value as readonly NodeId[], rename);
  if (CONFIGURATIONS.has(name)) return (value as readonly (readonly NodeId[])[]).map((group) => renamedGroup(group, rename));
  if (BY_NODE.has(name)) return value instanceof Int32Array ? Int32Array.from(inNewOrder([...value], rename)) : inNewOrder(value as readonly unknown[], rename);
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename, ''));
  if (typeof value !== 'object' || value === null || value instanceof Map || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([field, item]) => [field, renamed(item, rename, field)]));
}

function renamedGroup(group: readonly NodeId[], rename: Rename): readonly NodeId[] {
  return group.map(rename).sort((one, other) => one - other);
}

/** What is kept by node, in the order of the nodes' new numbers; of several that go by one number, in an order of their own. */
function inNewOrder(items: readonly unknown[], rename: Rename): readonly unknown[] {
  const placed = items.map((item, node) => ({ item: renamed(item, rename, ''), place: rename(node) }));
  return placed.sort((one, other) => one.place - other.place || compareTexts(canonical(one.item), canonical(other.item))).map(({ item }) => item);
}

function compareTexts(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
