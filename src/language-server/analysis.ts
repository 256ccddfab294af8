/** What is known of a document: its tree, and what the compiler finds out about it. Both are made once for each version of it. */
import type { AstNode, LangiumDocument, ParseResult } from 'langium';
import { analyse, type Analysis } from '../scenario/compile/compile.ts';
import type { Scenario } from '../scenario/language/generated/ast.ts';
import { parse, type Parsed } from '../scenario/language/parser.ts';

const parsedFrom = new WeakMap<AstNode, Parsed>();
const analyses = new WeakMap<Parsed, Analysis>();

/** Problems are told by `analysisOf`, all of them, and not by Langium. */
export function parseDocument(text: string): ParseResult<Scenario> {
  const parsed = parse(text);
  parsedFrom.set(parsed.scenario, parsed);
  return { value: parsed.scenario, parserErrors: [], lexerErrors: [] };
}

/** Of a document that was parsed. */
export function parsedOf({ parseResult, textDocument }: LangiumDocument): Parsed {
  const parsed = parsedFrom.get(parseResult.value);
  if (!parsed) throw new Error(`${textDocument.uri} was not parsed.`);
  return parsed;
}

export function analysisOf(document: LangiumDocument): Analysis {
  const parsed = parsedOf(document);
  const known = analyses.get(parsed) ?? analyse(parsed);
  analyses.set(parsed, known);
  return known;
}
