/** Where a part of a scenario is compiled: what is known there. */
import type { AstNode } from 'langium';
import { readAmount } from '../quantities.ts';
import { namesOf, roleMeant, type Setting } from '../setting.ts';
import type { Problems } from './problems.ts';

export interface Place {
  readonly setting: Setting;
  readonly names: Names;
  readonly problems: Problems;
  /** By what uses a name what gives it. */
  readonly links: Map<AstNode, AstNode>;
}

/** What is known of names in the text, besides who has given them by now. */
export interface NamesInText {
  /** By name the line in which it is given anywhere. */
  readonly lines: ReadonlyMap<string, number>;
  /** Those that are given where something could not be read; null where any may be, since it is uncertain which nodes there are. */
  readonly uncertain: ReadonlySet<string> | null;
}

/** Names of nodes, of groups, and of what was named on the way. */
export class Names {
  /** By name what gives it in the text; undefined for a node of the system. */
  private readonly known: Map<string, AstNode | undefined>;
  private readonly text: NamesInText;

  constructor(known: Iterable<readonly [name: string, by: AstNode | undefined]>, text: NamesInText) {
    this.known = new Map(known);
    this.text = text;
  }

  /** The same names, to which more can be added. */
  copy(): Names {
    return new Names(this.known, this.text);
  }

  has(name: string): boolean {
    return this.known.has(name);
  }

  give(name: string, by: AstNode): void {
    this.known.set(name, by);
  }

  giverOf(name: string): AstNode | undefined {
    return this.known.get(name);
  }

  all(): readonly string[] {
    return [...this.known.keys()];
  }

  /** Whether it may be one, as far as the text could be read. */
  mayBe(name: string): boolean {
    return this.known.has(name) || this.text.uncertain === null || this.text.uncertain.has(name);
  }

  /** The line in which a name is given that is not known here; undefined where it is given nowhere. */
  lineOf(name: string): number | undefined {
    return this.text.lines.get(name);
  }
}

/** Takes a name for nodes, where it can be one. */
export function giveName(node: AstNode, text: string, { names, setting, problems }: Place): string {
  const name = problems.word(node, 'name', text);
  if (roleMeant(name, setting.vocabulary) !== undefined) problems.add(node, `"${name}" is a role of the system: take another name.`, 'name');
  else if (setting.nodes.some((each) => each.name === name)) problems.add(node, `"${name}" is the name of a node: take another one.`, 'name');
  names.give(name, node);
  return name;
}

/** One of the words that the system has. */
export function known<W extends { readonly name: string }>(node: AstNode, property: string, text: string, what: string, words: readonly W[], { problems }: Pick<Place, 'problems'>): W | undefined {
  const word = problems.word(node, property, text);
  const found = words.find(({ name }) => name === word);
  if (!found) problems.unknown(node, property, `There is no ${what} "${word}".`, word, namesOf(words));
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
