/** Takes down what is wrong with a syntax tree. */
import { GrammarUtils, type AstNode } from 'langium';
import type { Problem, Span } from '../problem.ts';
import { readText } from '../quantities.ts';
import { readWord } from '../spelling.ts';

export class Problems {
  readonly list: Problem[] = [];

  /** @param property the part of the node that is wrong; the whole of it where it is left out */
  add(node: AstNode, message: string, property?: string): void {
    this.list.push({ ...spanOf(node, property), message });
  }

  /** What `make` gives; undefined where it refuses, and its reason is a problem of the node. */
  attempt<T>(node: AstNode, property: string | undefined, make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
      this.add(node, error.message, property);
      return undefined;
    }
  }

  /** The same, with what is said before the reason. */
  within<T>(node: AstNode, context: string, make: () => T): T | undefined {
    const before = this.list.length;
    const made = this.attempt(node, undefined, make);
    this.list.slice(before).forEach((problem, offset) => (this.list[before + offset] = { ...problem, message: `${context}${problem.message}` }));
    return made;
  }

  /** A token TEXT without its quotes. */
  text(node: AstNode, property: string, text: string): string {
    return this.attempt(node, property, () => readText(text)) ?? '';
  }

  /** A name or a word, without quotes where it has any. */
  word(node: AstNode, property: string, text: string): string {
    return this.attempt(node, property, () => readWord(text)) ?? '';
  }
}

export function spanOf(node: AstNode, property?: string): Span {
  const found = (property !== undefined && GrammarUtils.findNodeForProperty(node.$cstNode, property)) || node.$cstNode;
  return { start: found?.offset ?? 0, end: found?.end ?? 0 };
}
