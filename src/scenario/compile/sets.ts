/** Which nodes are meant. */
import type { NodeSet } from '../../engine/scene/scene.ts';
import type { All, Named, NodeSet as NodeSetNode } from '../language/generated/ast.ts';
import { namesOf, roleMeant } from '../setting.ts';
import { isQuoted, writeName, writeRole } from '../spelling.ts';
import { count, known, type Place } from './place.ts';
import { compilePredicate } from './values.ts';

export const NOBODY: NodeSet = { kind: 'union', of: [] };
export const EVERYBODY: NodeSet = { kind: 'all', of: 'nodes' };

export function compileSet(set: NodeSetNode, place: Place): NodeSet {
  switch (set.$type) {
    case 'All':
      return { kind: 'all', of: plural(set.of) };
    case 'Named':
      return compileName(set, place);
    case 'ByRole':
      return { kind: 'role', role: known(set, 'role', set.role, 'role', place.setting.vocabulary.roles, place)?.name ?? '' };
    case 'Nobody':
      return NOBODY;
    case 'TheRest':
      place.problems.add(set, '"the rest" is what the other groups of a partition leave: say "all nodes except …" here.');
      return NOBODY;
    case 'Pick':
      return { kind: 'pick', count: set.count === undefined ? 1 : count(set, 'count', set.count, place, { least: 1 }), of: compileSet(set.of, place) };
    case 'Except':
      return { kind: 'except', of: compileSet(set.of, place), without: compileSet(set.without, place) };
    case 'Where':
      return { kind: 'where', of: compileSet(set.of, place), are: compilePredicate(set.are, place) };
    case 'Union':
      return { kind: 'union', of: set.of.map((part) => compileSet(part, place)) };
  }
}

function plural(of: All['of']): 'nodes' | 'servers' | 'clients' {
  switch (of) {
    case 'node':
    case 'nodes':
      return 'nodes';
    case 'server':
    case 'servers':
      return 'servers';
    case 'client':
    case 'clients':
      return 'clients';
  }
}

function compileName(set: Named, { setting, names, problems, links }: Place): NodeSet {
  const name = problems.word(set, 'name', set.name);
  const role = isQuoted(set.name) ? undefined : roleMeant(name, setting.vocabulary);
  if (role !== undefined) return { kind: 'role', role };
  const giver = names.giverOf(name);
  if (giver) links.set(set, giver);
  if (!names.mayBe(name)) {
    const line = names.lineOf(name);
    const roles = namesOf(setting.vocabulary.roles);
    if (line !== undefined) problems.add(set, `"${name}" is not given yet: line ${line} gives it, and it holds from there to the end of that block.`, 'name');
    else problems.unknown(set, 'name', `Nobody is called "${name}" here.`, name, [...names.all(), ...(isQuoted(set.name) ? [] : roles)], (meant) => (names.has(meant) ? writeName(meant, setting) : writeRole(meant)));
  }
  return { kind: 'name', name };
}

/** The groups of a partition; "the rest" is in none of the others. */
export function compileGroups(sets: readonly NodeSetNode[], place: Place): readonly NodeSet[] {
  const named = sets.map((set) => (set.$type === 'TheRest' ? undefined : compileSet(set, place)));
  const others = named.filter((set) => set !== undefined);
  sets.filter(({ $type }) => $type === 'TheRest').slice(1).forEach((set) => place.problems.add(set, 'There is one "the rest" in a partition.'));
  if (others.length === 0) place.problems.add(sets[0]!, 'A partition parts some nodes from the rest: name the others, as in "partition n1 from the rest".');
  return named.map((set) => set ?? restOf(others));
}

/** What stands for "the rest" beside these groups. */
export function restOf(others: readonly NodeSet[]): NodeSet {
  return { kind: 'except', of: EVERYBODY, without: others.length === 1 ? others[0]! : { kind: 'union', of: others } };
}
