/** Where in its text a scenario says what. */
import { GrammarUtils } from 'langium';
import * as ast from './language/generated/ast.ts';
import { parse } from './language/parser.ts';
import type { Span } from './problem.ts';
import { readText } from './quantities.ts';

export interface ClaimPlace extends Span {
  /** What a reader is told of it: its own words where it says nothing else. */
  readonly text: string;
}

export interface Places {
  /** Of the title with its quotes; null where there is none. */
  readonly title: Span | null;
  /** In the order of the scene's claims. */
  readonly claims: readonly ClaimPlace[];
}

/** As much as can be said of a text that is not right yet. */
export function placesOf(text: string): Places {
  const { scenario } = parse(text);
  const title = GrammarUtils.findNodeForProperty(scenario.$cstNode, 'title');
  const claims = (scenario.parts ?? []).filter(ast.isClaim).flatMap((claim): ClaimPlace[] => {
    const node = claim.$cstNode;
    if (!node) return [];
    const span = { start: node.offset, end: node.end };
    return [{ ...span, text: toldBy(claim.text) ?? text.slice(span.start, span.end).replace(/\s+/g, ' ') }];
  });
  return { title: title ? { start: title.offset, end: title.end } : null, claims };
}

/** Undefined where nothing is told, or it is not written right. */
function toldBy(token: string | undefined): string | undefined {
  try {
    return token === undefined ? undefined : readText(token);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
