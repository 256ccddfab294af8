/** Actions at known times, of nodes that are known beforehand: entries of a schedule. */
import type { AstNode } from 'langium';
import type { NodeSet, SceneAction } from '../../engine/scene/scene.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { Action, ScheduledAction } from '../../engine/sim/schedule.ts';
import type * as ast from '../language/generated/ast.ts';
import { BEFORE_ALL, compileAction } from './actions.ts';
import { count, duration, type Place } from './place.ts';

export type Groups = ReadonlyMap<string, NodeSet>;

/** One for each node that is meant. */
export function compileEntry(entry: ast.Entry, place: Place, groups: Groups): readonly ScheduledAction[] {
  const at = duration(entry, 'time', entry.time, place);
  const after = entry.after === undefined ? {} : { after: count(entry, 'after', entry.after, place, { least: BEFORE_ALL }) };
  const before = place.problems.list.length;
  const action = compileAction(entry.action, place);
  if (place.problems.list.length > before) return [];
  const actions = place.problems.attempt(entry.action, undefined, () => exactly(action, (set) => members(set, place, groups))) ?? [];
  return actions.map((each) => ({ at, ...after, action: each }));
}

/** @throws RangeError for what is known only in the run */
function exactly(action: SceneAction, nodes: (set: NodeSet) => readonly NodeId[]): readonly Action[] {
  const each = (set: NodeSet, make: (node: NodeId) => Action) => nodes(set).map(make);
  const links = (from: NodeSet, to: NodeSet, make: (from: NodeId, to: NodeId) => Action) => nodes(from).flatMap((source) => nodes(to).map((target) => make(source, target)));
  switch (action.kind) {
    case 'heal':
    case 'network':
      return [action];
    case 'partition':
      return [{ kind: 'partition', groups: action.groups.map(nodes) }];
    case 'cut':
    case 'mend':
      return links(action.from, action.to, (from, to) => ({ kind: action.kind, from, to }));
    case 'link':
      return links(action.from, action.to, (from, to) => ({ kind: 'link', from, to, quality: action.quality }));
    case 'crash':
      return each(action.nodes, (node) => ({ kind: 'crash', node, ...(action.torn && { torn: true }) }));
    case 'slow':
      return each(action.nodes, (node) => ({ kind: 'slow', node, perInput: action.perInput }));
    case 'clock':
      return each(action.nodes, (node) => ({ kind: 'clock', node, ...action.setting }));
    case 'fire':
      return each(action.nodes, (node) => ({ kind: 'fire', node, timer: action.timer }));
    case 'command':
      return each(action.nodes, (node) => ({ kind: 'command', node, command: action.command }));
    case 'drop':
    case 'copy':
    case 'deliver': {
      const { type, from, to, sentBy } = action.messages;
      if (sentBy === null || type !== null || from || to) throw new RangeError(`A schedule knows a message by the event that sent it, as in "${action.kind} message 17".`);
      return [{ kind: action.kind, message: sentBy }];
    }
    default:
      return each(action.nodes, (node) => ({ kind: action.kind, node }));
  }
}

/** In the order in which they are written. */
function members(set: NodeSet, place: Place, groups: Groups): readonly NodeId[] {
  const { nodes } = place.setting;
  switch (set.kind) {
    case 'all':
      return nodes.flatMap(({ kind }, id) => (set.of === 'nodes' || `${kind}s` === set.of ? [id] : []));
    case 'name': {
      const group = groups.get(set.name);
      return group ? members(group, place, groups) : [nodes.findIndex(({ name }) => name === set.name)];
    }
    case 'union':
      return set.of.flatMap((part) => members(part, place, groups));
    case 'except': {
      const without = members(set.without, place, groups);
      return members(set.of, place, groups).filter((node) => !without.includes(node));
    }
    case 'pick': {
      const from = members(set.of, place, groups);
      if (from.length < set.count) throw new RangeError(`There are no ${set.count} of these nodes, but ${from.length}.`);
      return from.slice(0, set.count);
    }
    case 'role':
      throw knownOnlyInTheRun(`Who is ${set.role}`);
    case 'where':
      throw knownOnlyInTheRun('What nodes are');
  }
}

function knownOnlyInTheRun(what: string): RangeError {
  return new RangeError(`${what} is known only in the run: name nodes in a schedule, or write "at … { … }" outside of it.`);
}

/** Says where a schedule is not in order of time. */
export function checkOrder(entries: readonly (readonly [node: AstNode, action: ScheduledAction])[], { problems }: Place): void {
  entries.forEach(([node, { at }], index) => {
    if (at < (entries[index - 1]?.[1].at ?? 0)) problems.add(node, 'This comes before the entry above it: put a schedule in order of time.', 'time');
  });
}
