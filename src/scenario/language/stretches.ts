/**
 * Cuts the tokens of a scenario where its parts probably begin, so that a mistake in one part says nothing of the others. Only
 * for texts with a mistake: in those without, line breaks mean nothing.
 */
import type { Token } from './messages.ts';
import { partKeywords, tellingKeywords } from './services.ts';

/** Tokens before the first part, then the tokens of a part or, where several stand in a line, of some parts. */
export function stretchesOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const stretches: Token[][] = [[]];
  let depth = 0;
  let line = 0;
  for (const token of tokens) {
    const stretch = stretches.at(-1)!;
    const isFirst = token.startLine !== line;
    if (isFirst && beginsPart(token, stretch[0], depth)) {
      stretches.push([token]);
      depth = 0;
    } else {
      stretch.push(token);
      if (token.image === '{') depth++;
      else if (token.image === '}') depth = Math.max(0, depth - 1);
    }
    line = token.endLine ?? 0;
  }
  return stretches;
}

/** @param token the first of its line @param head the first token of the part before @param depth of the braces that are open there */
function beginsPart({ image, startColumn }: Token, head: Token | undefined, depth: number): boolean {
  if (tellingKeywords.has(image)) return true;
  // Entries of a schedule begin like parts.
  return partKeywords.has(image) && startColumn === 1 && !(depth > 0 && head?.image === 'schedule');
}

/** Without a line of them, and without the block that it begins; undefined where the first token would be among those. */
export function withoutLine(tokens: readonly Token[], line: number): readonly Token[] | undefined {
  const from = tokens.findIndex(({ startLine }) => startLine === line);
  if (from <= 0) return undefined;
  const kept: Token[] = [];
  let open = 0;
  let index = from;
  for (; index < tokens.length && (open > 0 || tokens[index]!.startLine === line); index++) {
    const token = tokens[index]!;
    if (token.image === '{') open++;
    // What closes a block that began before stays.
    else if (token.image === '}' && open === 0) kept.push(token);
    else if (token.image === '}') open--;
  }
  return [...tokens.slice(0, from), ...kept, ...tokens.slice(index)];
}
