/** Which nodes a scene means. */
import type { Node } from '../sim/node.ts';
import type { NodeId } from '../sim/process.ts';
import type { NodeSet } from './scene.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Names of sets of nodes that were given on the way. */
export type Scope = ReadonlyMap<string, readonly NodeId[]>;

/** The nodes of a moment, and how they are spoken of. */
export interface Cast<Message> {
  readonly nodes: readonly Node<Message>[];
  readonly vocabulary: Vocabulary<Message>;
  /** Groups of the scene. */
  readonly groups: ReadonlyMap<string, NodeSet>;
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
    case 'union':
      return those(({ id }) => set.of.some((part) => nodesIn(part, cast, scope).includes(id)));
    case 'except': {
      const without = nodesIn(set.without, cast, scope);
      return nodesIn(set.of, cast, scope).filter((id) => !without.includes(id));
    }
    case 'pick': {
      const from = nodesIn(set.of, cast, scope);
      if (from.length < set.count) throw new RangeError(`${set.count} of ${describeSet(set.of)} are asked for, and there ${from.length === 1 ? 'is' : 'are'} ${from.length}.`);
      return from.slice(0, set.count);
    }
  }
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

/** In words, for messages. */
export function describeSet(set: NodeSet): string {
  switch (set.kind) {
    case 'all':
      return `all ${set.of}`;
    case 'role':
      return `nodes that are ${set.role}`;
    case 'name':
      return set.name;
    case 'union':
      return set.of.map(describeSet).join(', ');
    case 'except':
      return `${describeSet(set.of)} without ${describeSet(set.without)}`;
    case 'pick':
      return `${set.count} of ${describeSet(set.of)}`;
  }
}
