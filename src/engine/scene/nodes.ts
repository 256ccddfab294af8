/** Which nodes a scene means. */
import type { Node } from '../sim/node.ts';
import type { NodeId } from '../sim/process.ts';
import type { Clients } from './clients.ts';
import { describeSet } from './describe.ts';
import type { NodeSet } from './scene.ts';
import type { Tallies } from './tallies.ts';
import { isSo } from './values.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Names of sets of nodes that were given on the way. */
export type Scope = ReadonlyMap<string, readonly NodeId[]>;

/** The nodes of a moment, how they are spoken of, and what is known of the run so far. */
export interface Cast<Message> {
  readonly nodes: readonly Node<Message>[];
  readonly vocabulary: Vocabulary<Message>;
  /** Groups of the scene. */
  readonly groups: ReadonlyMap<string, NodeSet>;
  readonly tallies: Tallies;
  readonly clients: Clients;
}

/**
 * Ascending, each once.
 * @throws RangeError for a name that means nothing here, or a choice among too few, saying what there is
 */
export function nodesIn<Message>(set: NodeSet, cast: Cast<Message>, scope: Scope): readonly NodeId[] {
  const { nodes, vocabulary } = cast;
  const those = (holds: (node: Node<Message>) => boolean) => nodes.filter(holds).map(({ id }) => id);
  switch (set.kind) {
    case 'all':
      return those(({ kind }) => set.of === 'nodes' || `${kind}s` === set.of);
    case 'role':
      return those((node) => node.status === 'up' && vocabulary.roleOf(node) === set.role);
    case 'name':
      return named(set.name, cast, scope);
    case 'union': {
      const members = new Set(set.of.flatMap((part) => nodesIn(part, cast, scope)));
      return those(({ id }) => members.has(id));
    }
    case 'except': {
      const without = nodesIn(set.without, cast, scope);
      return nodesIn(set.of, cast, scope).filter((id) => !without.includes(id));
    }
    case 'where':
      return nodesIn(set.of, cast, scope).filter((id) => isSo(set.are, nodes[id]!, cast, scope));
    case 'pick': {
      const from = nodesIn(set.of, cast, scope);
      if (from.length < set.count) throw new RangeError(`${set.count} of ${describeSet(set.of)} are asked for, and there ${from.length === 1 ? 'is' : 'are'} ${from.length}.`);
      return from.slice(0, set.count);
    }
  }
}

/** Those of a set, or undefined where none is given: everywhere. */
export function placesIn<Message>(set: NodeSet | null, cast: Cast<Message>, scope: Scope): readonly NodeId[] | undefined {
  return set ? nodesIn(set, cast, scope) : undefined;
}

function named<Message>(name: string, cast: Cast<Message>, scope: Scope): readonly NodeId[] {
  const given = scope.get(name);
  if (given) return given;
  const group = cast.groups.get(name);
  if (group) return nodesIn(group, cast, scope);
  const node = cast.nodes.find((each) => each.name === name);
  if (node) return [node.id];
  const known = [...cast.nodes.map((each) => each.name), ...cast.groups.keys(), ...scope.keys()];
  throw new RangeError(`Nobody is called "${name}" here; there are ${known.join(', ')}.`);
}
