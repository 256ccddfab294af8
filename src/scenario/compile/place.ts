/** Where a part of a scenario is compiled: what is known there. */
import type { AstNode } from 'langium';
import { suggestion } from '../nearest.ts';
import { readAmount } from '../quantities.ts';
import { namesOf, roleMeant, type Setting } from '../setting.ts';
import type { Problems } from './problems.ts';

export interface Place {
  readonly setting: Setting;
  readonly names: Names;
  readonly problems: Problems;
}

/** Names of nodes, of groups, and of what was named on the way. */
export class Names {
  private readonly known: Set<string>;
  /** By name the line in which a name is given anywhere in the text. */
  private readonly lines: ReadonlyMap<string, number>;

  constructor(known: Iterable<string>, lines: ReadonlyMap<string, number>) {
    this.known = new Set(known);
    this.lines = lines;
  }

  /** The same names, to which more can be added. */
  copy(): Names {
    return new Names(this.known, this.lines);
  }

  has(name: string): boolean {
    return this.known.has(name);
  }

  give(name: string): void {
    this.known.add(name);
  }

  /** @param others words that could have been meant */
  objectionTo(name: string, others: readonly string[]): string | undefined {
    if (this.known.has(name)) return undefined;
    const line = this.lines.get(name);
    if (line !== undefined) return `"${name}" is not given yet: line ${line} gives it, and it holds from there to the end of that block.`;
    return `Nobody is called "${name}" here.${suggestion(name, [...this.known, ...others])}`;
  }
}

/** Takes a name for nodes, where it can be one. */
export function giveName(node: AstNode, text: string, { names, setting, problems }: Place): string {
  const name = problems.word(node, 'name', text);
  if (roleMeant(name, setting.vocabulary) !== undefined) problems.add(node, `"${name}" is a role of the system: take another name.`, 'name');
  else if (setting.nodes.some((each) => each.name === name)) problems.add(node, `"${name}" is the name of a node: take another one.`, 'name');
  names.give(name);
  return name;
}

/** One of the words that the system has. */
export function known<W extends { readonly name: string }>(node: AstNode, property: string, text: string, what: string, words: readonly W[], { problems }: Pick<Place, 'problems'>): W | undefined {
  const word = problems.word(node, property, text);
  const found = words.find(({ name }) => name === word);
  if (!found) problems.add(node, `There is no ${what} "${word}".${suggestion(word, namesOf(words))}`, property);
  return found;
}

interface Bounds {
  readonly least?: number;
  readonly most?: number;
}

/** Microseconds, of which there are no parts. */
export function duration(node: AstNode, property: string, text: string, { problems }: Pick<Place, 'problems'>, { least = 0 }: Bounds = {}): number {
  const { value } = readAmount(text);
  if (!Number.isSafeInteger(value)) problems.add(node, `"${text}" is no whole number of microseconds.`, property);
  else if (value < least) problems.add(node, least === 0 ? `A time is not below 0, as "${text}" is.` : `A time above 0 is needed here, not "${text}".`, property);
  return value;
}

export function count(node: AstNode, property: string, text: string, { problems }: Pick<Place, 'problems'>, { least = 0, most = Number.MAX_SAFE_INTEGER }: Bounds = {}): number {
  const { value } = readAmount(text);
  const isIn = Number.isSafeInteger(value) && value >= least && value <= most;
  if (!isIn) problems.add(node, `A whole number ${most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`} is needed here, not ${text}.`, property);
  return value;
}
