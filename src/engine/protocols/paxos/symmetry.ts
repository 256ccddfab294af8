/** Acceptors that play no other role are alike; proposers are not, since each has ballots of its own. */
import type { Symmetry } from '../../check/search/model.ts';
import type { NodeId } from '../../sim/process.ts';
import { ensembleOf, type Seat } from './ensemble.ts';
import type { PaxosMessage } from './messages.ts';

type Rename = (node: NodeId) => NodeId;

/** Messages name no nodes; of states, `from` and `acceptors` do. */
export function acceptorsAlike(layout: readonly Seat[]): Symmetry<PaxosMessage> {
  return { nodes: ensembleOf(layout).acceptors.filter((node) => layout[node]?.roles.length === 1), renameState: renamed };
}

function renamed(value: unknown, rename: Rename): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename)).sort(bySender);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamedField(key, item, rename)]));
}

function renamedField(key: string, item: unknown, rename: Rename): unknown {
  if (key === 'from') return rename(item as NodeId);
  if (key === 'acceptors') return (item as readonly NodeId[]).map(rename).sort((one, other) => one - other);
  return renamed(item, rename);
}

/** Promises are in order of who has made them; other lists are in an order that no name of a node has a part in. */
function bySender(one: unknown, other: unknown): number {
  return senderOf(one) - senderOf(other);
}

function senderOf(item: unknown): number {
  return typeof item === 'object' && item !== null && 'from' in item ? Number(item.from) : 0;
}
