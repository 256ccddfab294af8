/** Sets of nodes as text. */
import type { NodeSet } from '../../engine/scene/scene.ts';
import { restOf } from '../compile/sets.ts';
import { writeName, writeRole } from '../spelling.ts';
import { pluralOf, roleMeant, type Setting } from '../setting.ts';
import { PLURAL, SINGULAR, writePredicate } from './values.ts';

/** How loosely a set holds together: what is looser than its surroundings allow goes into brackets. */
const UNION = 4;
const PICK = 3;
const WHERE = 2;
const EXCEPT = 1;
const NODES = 0;

function looseness(set: NodeSet): number {
  switch (set.kind) {
    case 'union':
      return set.of.length > 1 ? UNION : set.of.length === 1 ? looseness(set.of[0]!) : NODES;
    case 'pick':
      return PICK;
    case 'where':
      return WHERE;
    case 'except':
      return EXCEPT;
    default:
      return NODES;
  }
}

/** A set that stands alone, as after "crash". */
export function writeSet(set: NodeSet, setting: Setting): string {
  return write(set, UNION, setting);
}

/** A set in the middle of something, as in "at …". */
export function writeInnerSet(set: NodeSet, setting: Setting): string {
  return write(set, EXCEPT, setting);
}

/** A set of which a single value is asked, as in "term of …". */
export function writeSingle(set: NodeSet, setting: Setting): string {
  return endsInThat(set) ? `(${writeSet(set, setting)})` : write(set, PICK, setting);
}

/** Whether what follows could be taken for what its nodes are. */
function endsInThat(set: NodeSet): boolean {
  switch (set.kind) {
    case 'where':
      return true;
    case 'pick':
      return endsInThat(set.of);
    case 'union':
      return set.of.length === 1 && endsInThat(set.of[0]!);
    default:
      return false;
  }
}

/** Whether a comma behind it would add to what it is without. */
export function endsInExcept(set: NodeSet): boolean {
  switch (set.kind) {
    case 'except':
      return true;
    case 'pick':
      return set.of.kind === 'except';
    case 'union':
      return set.of.length > 0 && endsInExcept(set.of.at(-1)!);
    default:
      return false;
  }
}

function write(set: NodeSet, most: number, setting: Setting): string {
  const text = writeBare(set, setting);
  return looseness(set) > most ? `(${text})` : text;
}

function writeBare(set: NodeSet, setting: Setting): string {
  switch (set.kind) {
    case 'name':
      return writeName(set.name, setting);
    case 'role':
      return writeRole(set.role);
    case 'all':
      return `all ${set.of}`;
    case 'pick':
      return `${set.count === 1 ? 'one' : set.count} ${writeCounted(set.of, set.count, setting)}`;
    case 'where':
      return `${write(set.of, EXCEPT, setting)} that ${writePredicate(set.are, setting, set.of.kind === 'name' ? SINGULAR : PLURAL)}`;
    case 'except':
      return `${write(set.of, EXCEPT, setting)} except ${writeExcluded(set.without, setting)}`;
    case 'union': {
      const last = set.of.length - 1;
      return last < 0 ? 'nobody' : set.of.map((part, position) => write(part, last === 0 ? UNION : position < last && endsInExcept(part) ? NODES : PICK, setting)).join(', ');
    }
  }
}

function writeExcluded(set: NodeSet, setting: Setting): string {
  return set.kind === 'union' && set.of.length > 1 ? set.of.map((part) => write(part, NODES, setting)).join(', ') : write(set, NODES, setting);
}

/** What so many are of, behind the number: "server", "followers", "of n1, n2". */
function writeCounted(set: NodeSet, count: number, setting: Setting): string {
  return isIdiom(set) ? writeQuantified(set, count, setting) : `of ${write(set, WHERE, setting)}`;
}

function isIdiom(set: NodeSet): boolean {
  return set.kind === 'all' || set.kind === 'role' || ((set.kind === 'except' || set.kind === 'where') && isIdiom(set.of));
}

/** Behind "every" (1) or "at least 2": a kind or a role in the singular or the plural, else the nodes themselves. */
export function writeQuantified(set: NodeSet, count: number, setting: Setting): string {
  switch (set.kind) {
    case 'all':
      return count === 1 ? set.of.slice(0, -1) : set.of;
    case 'role': {
      const plural = pluralOf(set.role);
      const role = writeRole(set.role);
      return role === set.role && count !== 1 && roleMeant(plural, setting.vocabulary) === role && writeRole(plural) === plural ? plural : role;
    }
    case 'except':
      return `${set.of.kind === 'where' ? write(set.of, EXCEPT, setting) : writeQuantified(set.of, count, setting)} except ${writeExcluded(set.without, setting)}`;
    case 'where':
      return `${set.of.kind === 'where' ? write(set.of, EXCEPT, setting) : writeQuantified(set.of, count, setting)} that ${writePredicate(set.are, setting, count === 1 ? SINGULAR : PLURAL)}`;
    default:
      return write(set, EXCEPT, setting);
  }
}

export function writeGroups(groups: readonly NodeSet[], setting: Setting): string {
  if (groups.length === 0) return 'everyone';
  const others = groups.slice(0, -1);
  const hasRest = others.length > 0 && JSON.stringify(groups.at(-1)) === JSON.stringify(restOf(others));
  return hasRest ? [...others.map((group) => writeSet(group, setting)), 'the rest'].join(' from ') : groups.map((group) => writeSet(group, setting)).join(' from ');
}
