/** Asks the language server everything about texts that are mostly no scenarios. */
import assert from 'node:assert/strict';
import type { CodeAction, Position, Range } from 'vscode-languageserver';
import { Random } from '../../src/engine/sim/random.ts';
import { Colours } from '../../src/language-server/semantic-tokens.ts';
import { sceneOf } from '../../src/scenario/compile/compile.ts';
import { originals } from '../scenario/fuzz.ts';
import { mutated } from '../scenario/mutations.ts';
import { edited, language, open, type Opened } from './editor.ts';

const { CompletionProvider, HoverProvider, DocumentSymbolProvider, FoldingRangeProvider, Formatter, CodeActionProvider, DefinitionProvider, RenameProvider } = language.lsp;
const { DocumentValidator } = language.validation;
const colours = new Colours(language);

/** What came of so many mutated texts: everything is answered, with places within the text, in no great time. */
export async function fuzzServices(count: number, seed: number): Promise<{ readonly formatted: number; readonly fixes: number; readonly slowest: number }> {
  const texts = originals(seed);
  const random = Random.fromSeed(seed);
  const found = { formatted: 0, fixes: 0, slowest: 0 };
  for (let done = 0; done < count; done++) {
    const text = mutated(texts[done % texts.length]!, random).replaceAll('<|', '');
    const start = performance.now();
    await askAll(await open(text), random, found);
    found.slowest = Math.max(found.slowest, performance.now() - start);
  }
  return found;
}

async function askAll(opened: Opened, random: Random, found: { formatted: number; fixes: number }): Promise<void> {
  const { document, uri, text } = opened;
  const textDocument = { uri };
  const check = (range: Range | undefined) => range && assert.ok(isWithin(range, document.textDocument.positionAt(text.length)), `${JSON.stringify(range)} in:\n${text}`);

  const diagnostics = await DocumentValidator.validateDocument(document);
  diagnostics.forEach(({ range }) => check(range));
  (await DocumentSymbolProvider!.getSymbols(document, { textDocument })).forEach(({ range }) => check(range));
  await FoldingRangeProvider!.getFoldingRanges(document, { textDocument });
  await colours.semanticHighlight(document, { textDocument });
  for (const position of Array.from({ length: 4 }, () => opened.positionAt(random.between(0, text.length)))) {
    await CompletionProvider!.getCompletion(document, { textDocument, position });
    check((await HoverProvider!.getHoverContent(document, { textDocument, position }))?.range);
    (await DefinitionProvider!.getDefinition(document, { textDocument, position }))?.forEach(({ targetRange }) => check(targetRange));
    await Promise.resolve(RenameProvider!.rename(document, { textDocument, position, newName: 'other' }));
  }
  for (const { range } of diagnostics.slice(0, 3)) {
    const actions = (await CodeActionProvider!.getCodeActions(document, { textDocument, range, context: { diagnostics: [] } })) as CodeAction[];
    for (const { title, edit } of actions) {
      found.fixes++;
      assert.notEqual(edited(text, edit?.changes?.[uri] ?? []), text, `${title} changes nothing in:\n${text}`);
    }
  }
  const edits = await Formatter!.formatDocument(document, { textDocument, options: { insertSpaces: true, tabSize: 2 } });
  if (edits.length > 0 && diagnostics.length === 0) {
    found.formatted++;
    assert.deepEqual(sceneOf(edited(text, edits)), sceneOf(text));
  }
}

function isWithin({ start, end }: Range, last: Position): boolean {
  const compare = (one: Position, other: Position) => one.line - other.line || one.character - other.character;
  return start.line >= 0 && start.character >= 0 && compare(start, end) <= 0 && compare(end, last) <= 0;
}
