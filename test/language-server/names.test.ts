import assert from 'node:assert/strict';
import { language, edited, inRaft, open, type Opened } from './editor.ts';

const { DefinitionProvider, ReferencesProvider, DocumentHighlightProvider, RenameProvider } = language.lsp;

const at = ({ uri, position }: Opened) => ({ textDocument: { uri }, position });

/** The stretches that are marked are the name at the place, the first of them what gives it. */
const names: readonly (readonly [title: string, text: string])[] = [
  ['a group', inRaft('group <|west|> = n1\nat 1s { crash <|w<|>est|> }\nwhen n1 is up as L { crash one of <|west|> except L }\nalways: some of <|west|> is up')],
  ['a group in quotes', inRaft("group <|'the west'|> = n1\nat 1s { crash <|'the<|> west'|> }")],
  ['an "as" name', inRaft('when n1 is up as <|L|> {\n  crash <|<|>L|>\n  restart <|L|>\n}\nwhen n2 is up as L { crash L }')],
  ['a "let" name, from where it is given', inRaft('at 1s {\n  let <|F<|>|> = n1\n  crash <|F|>\n}\nat 2s { let F = n2 crash F }')],
  ['a "wait until" name', inRaft('at 1s {\n  wait until n1 is up as <|N|>\n  repeat 2 times { crash <|N<|>|> }\n}')],
  ['a name that is given again', inRaft('at 1s {\n  let F = n1\n  crash F\n  let <|F|> = n2\n  crash <|F<|>|>\n}')],
];

describe('names in a scenario', () => {
  for (const [title, marked] of names) {
    it(`are found: ${title}`, async () => {
      // The place may be inside of a stretch.
      const before = marked.slice(0, marked.indexOf('<|>')).replace(/<\||\|>/g, '').length;
      const opened = await open(marked.replace('<|>', ''));
      const { document, uri, stretches, text } = opened;
      const position = opened.positionAt(before);
      const params = { textDocument: { uri }, position };
      const rangeOf = ({ start, end }: { start: number; end: number }) => ({ start: opened.positionAt(start), end: opened.positionAt(end) });
      const inOrder = <T extends { range: { start: { line: number; character: number } } }>(all: readonly T[]) => [...all].sort((one, other) => one.range.start.line - other.range.start.line || one.range.start.character - other.range.start.character);

      const [definition] = (await DefinitionProvider!.getDefinition(document, params)) ?? [];
      assert.deepEqual(definition?.targetSelectionRange, rangeOf(stretches[0]!));
      const references = await ReferencesProvider!.findReferences(document, { ...params, context: { includeDeclaration: true } });
      assert.deepEqual(inOrder(references).map(({ range }) => range), stretches.map(rangeOf));
      const uses = await ReferencesProvider!.findReferences(document, { ...params, context: { includeDeclaration: false } });
      assert.equal(uses.length, stretches.length - 1);
      const highlights = await DocumentHighlightProvider!.getDocumentHighlight(document, params);
      assert.deepEqual(inOrder(highlights ?? []).map(({ range }) => range), stretches.map(rangeOf));
      const change = await RenameProvider!.rename(document, { ...params, newName: 'other name' });
      const expected = stretches.toReversed().reduce((result, { start, end }) => `${result.slice(0, start)}'other name'${result.slice(end)}`, text);
      assert.equal(edited(text, change?.changes?.[uri] ?? []), expected);
    });
  }

  it('of nodes and words of the system can not be renamed', async () => {
    for (const marked of ['at 1s { crash <|>n1 }', 'at 1s { crash <|>leader }', 'always: n1 is <|>up', 'at 1s { <|>crash n1 }']) {
      const opened = await open(inRaft(marked));
      assert.equal(await RenameProvider!.prepareRename(opened.document, at(opened)), undefined, marked);
    }
  });

  const refused: readonly (readonly [name: string, reason: RegExp])[] = [
    ['leader', /role of the system/],
    ['followers', /role of the system/],
    ['n2', /name of a node/],
    ['', /at least one letter/],
    ['west', /given in line 3 already/],
    ['G', /given in line 6 already/],
  ];
  for (const [name, reason] of refused) {
    it(`are not changed to "${name}"`, async () => {
      const opened = await open(inRaft('group west = n1\nat 1s {\n  let <|>F = n2\n  let G = F\n}\nat 2s { let H = n1 }'));
      await assert.rejects(async () => RenameProvider!.rename(opened.document, { ...at(opened), newName: name }), reason);
    });
  }

  it('may be what another strand gives', async () => {
    const opened = await open(inRaft('at 1s { let <|>F = n2 crash F }\nat 2s { let H = n1 }'));
    const change = await RenameProvider!.rename(opened.document, { ...at(opened), newName: 'H' });
    assert.equal(edited(opened.text, change?.changes?.[opened.uri] ?? []), opened.text.replaceAll('F', 'H'));
  });
});
