/** Takes down what is wrong with a syntax tree. */
import { GrammarUtils, type AstNode } from 'langium';
import { nearest, suggestion } from '../nearest.ts';
import type { Problem, Span } from '../problem.ts';
import { readText } from '../quantities.ts';
import { readWord, writeWord } from '../spelling.ts';

export class Problems {
  readonly list: Problem[] = [];
  /** Where something could not be read. */
  private readonly gaps: readonly number[];

  constructor(gaps: readonly number[]) {
    this.gaps = gaps;
  }

  /**
   * @param property the part of the node that is wrong; the whole of it where it is left out, and then nothing is said of a node with gaps
   * @param meant what should probably stand there
   */
  add(node: AstNode, message: string, property?: string, meant?: string): void {
    if (property === undefined && !this.isWhole(node)) return;
    const span = spanOf(node, property);
    this.list.push({ ...span, message, ...(meant !== undefined && { fixes: [{ ...span, text: meant }] }) });
  }

  /**
   * Something is named that there is not.
   * @param said that there is not, in a sentence @param word what is named @param known what could have been @param write how that is written there
   */
  unknown(node: AstNode, property: string, said: string, word: string, known: readonly string[], write: (word: string) => string = writeWord): void {
    const meant = nearest(word, known);
    this.add(node, `${said}${suggestion(word, known)}`, property, meant === undefined ? undefined : write(meant));
  }

  /** Whether all that was written of it could be read. */
  isWhole(node: AstNode): boolean {
    const { start, end } = spanOf(node);
    return !this.gaps.some((gap) => gap >= start && gap < end);
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
