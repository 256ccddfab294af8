import assert from 'node:assert/strict';
import { MarkupContent, type CodeAction } from 'vscode-languageserver';
import { AstUtils, GrammarAST } from 'langium';
import { constructOf } from '../../src/scenario/language/constructs.ts';
import { compile } from '../../src/scenario/compile/compile.ts';
import { dsim } from '../../src/scenario/language/services.ts';
import { Colours } from '../../src/language-server/semantic-tokens.ts';
import { language, edited, inRaft, open } from './editor.ts';

const { HoverProvider, DocumentSymbolProvider, FoldingRangeProvider, CodeActionProvider } = language.lsp;

describe('hovers over a scenario', () => {
  const said: readonly (readonly [text: string, expected: RegExp])[] = [
    ['at 1s { <|>crash n1 }', /crash NODES[^]*what they had not synced is lost/],
    ['at 1s { network la<|>tency 5ms }', /How long messages take/],
    ['at 1s {\n  wait un<|>til some server has \n}', /Goes on when the condition holds/],
    ['wh<|>enever n1 is up as L { }', /whenever it comes to hold|comes to hold after it did not/],
    ['always: some server is lea<|>der', /\*\*leader\*\* — role[^]*replicates them/],
    ['at 1s { crash foll<|>owers }', /\*\*follower\*\* — role/],
    ['always: some server has com<|>mit-index = 1', /\*\*commit-index\*\* — number[^]*committed/],
    ['never: vo<|>te happens', /\*\*vote\*\* — event with term, granted, why[^]*- `granted`: Whether it grants it/],
    ['never: vote happens with gran<|>ted = true', /\*\*granted\*\* — true or false[^]*grants it/],
    ['never: cra<|>sh happens', /\*\*crash\*\* — event[^]*A node crashes/],
    ['finally: sent Append<|>Entries > 1', /\*\*AppendEntries\*\* — message[^]*heartbeat/],
    ['expect violation of election-<|>safety', /Election Safety[^]*one leader/i],
    ['faults ca<|>lm from 1s until 2s', /good data centre/],
    ['at 1s { crash n<|>1 }', /\*\*n1\*\* — server/],
    ['group west = n1, n2\nat 1s { crash we<|>st }', /group west = n1, n2[^]*Line 3/],
    ['when some server is leader as L {\n  crash <|>L\n}', /when some server is leader as L[^]*Line 3/],
    ['at 1s { network latency par<|>eto(minimum 5ms, alpha 2) }', /pareto\(minimum, alpha\)/],
  ];
  for (const [text, expected] of said) {
    it(`say what is meant in ${text.replace('\n', ' ')}`, async () => {
      const { document, uri, position } = await open(inRaft(text));
      const hover = await HoverProvider!.getHoverContent(document, { textDocument: { uri }, position });
      assert.ok(hover && MarkupContent.is(hover.contents), 'nothing is said');
      assert.match(hover.contents.value, expected);
    });
  }

  it('tell of a parameter what it may be', async () => {
    for (const [text, expected] of [['elec<|>tion-timeout-min 200ms', /20ms to 10s, at first 150ms/], ['rea<|>ds read-index', /- `read-index`: /], ['reads read-<|>index', /\*\*read-index\*\*/]] as const) {
      const { document, uri, position } = await open(`scenario "a"\nsystem raft { ${text} }`);
      const hover = await HoverProvider!.getHoverContent(document, { textDocument: { uri }, position });
      assert.match(hover && MarkupContent.is(hover.contents) ? hover.contents.value : '', expected);
    }
  });

  it('have something to say of every keyword of the grammar', () => {
    const unknown = AstUtils.streamAllContents(dsim.Grammar)
      .filter(GrammarAST.isKeyword)
      .filter(({ value }) => /[a-z]/.test(value))
      .map((keyword) => [AstUtils.getContainerOfType(keyword, GrammarAST.isParserRule)!.name, keyword.value] as const)
      .filter(([rule, keyword]) => !['Word', 'Field', 'Name'].includes(rule) && constructOf(rule, keyword) === undefined);
    assert.deepEqual(unknown.toArray(), []);
  });
});

const LONG = inRaft('group west = n1\n\nwhen some server is leader as L {\n  let F = n2\n  ask "Who?" {\n    right "L"\n    wrong "F"\n  }\n}\nnever "Nobody is there.": n1 is up\nfinally: n2 is up\n');

describe('the outline of a scenario', () => {
  it('has its parts, with the names that they give', async () => {
    const { document, uri } = await open(LONG);
    const symbols = await DocumentSymbolProvider!.getSymbols(document, { textDocument: { uri } });
    assert.deepEqual(symbols.map(({ name, children = [] }) => [name, ...children.map((child) => child.name)]), [['system raft'], ['group west = n1'], ['when some server is leader as L', 'F'], ['never: Nobody is there.'], ['finally: n2 is up']]);
    for (const { range, selectionRange } of symbols) assert.ok(selectionRange.start.line >= range.start.line && selectionRange.end.line <= range.end.line);
  });

  it('folds its blocks', async () => {
    const { document, uri } = await open(LONG);
    const ranges = await FoldingRangeProvider!.getFoldingRanges(document, { textDocument: { uri } });
    assert.deepEqual(ranges.map(({ startLine, endLine }) => [startLine, endLine]), [[4, 9], [6, 8]]);
  });
});

describe('quick fixes of a scenario', () => {
  async function actionsAt(marked: string): Promise<{ readonly text: string; readonly actions: readonly CodeAction[]; readonly uri: string }> {
    const { document, uri, position, text } = await open(marked);
    const actions = await CodeActionProvider!.getCodeActions(document, { textDocument: { uri }, range: { start: position, end: position }, context: { diagnostics: [] } });
    return { text, uri, actions: (actions ?? []) as CodeAction[] };
  }

  it('mend what is wrong at the place, and nothing else', async () => {
    const { text, actions, uri } = await actionsAt(inRaft('at 1s { crash le<|>eder }\nat 2s { crash n9 }'));
    assert.deepEqual(actions.map(({ title, isPreferred }) => [title, isPreferred]), [['Replace by leader', true]]);
    assert.equal(edited(text, actions[0]?.edit?.changes?.[uri] ?? []), text.replace('leeder', 'leader'));
  });

  it('are as many as there are likely meanings', async () => {
    const { actions } = await actionsAt(inRaft('until 5<|>'));
    assert.deepEqual(actions.map(({ title, isPreferred }) => [title, isPreferred]), [['Replace by 5ms', false], ['Replace by 5s', false]]);
  });

  it('put in what is missing', async () => {
    const { text, actions, uri } = await actionsAt(inRaft('at 1s {\n  crash n1\n<|>always: n1 is up\n'));
    assert.deepEqual(actions.map(({ title }) => title), ['Put } there']);
    assert.deepEqual(compile(edited(text, actions[0]?.edit?.changes?.[uri] ?? [])).problems, []);
  });

  it('are none where nobody knows what is meant', async () => {
    assert.deepEqual((await actionsAt(inRaft('at 1s { crash zzzzz<|>zzz }'))).actions, []);
  });
});

describe('the colours of a scenario that the server knows', () => {
  it('tell words of the system and names apart', async () => {
    const { document, text } = await open(inRaft("group west = n1, follower\nnever: vote happens at west with granted = true\nalways: some server is up or term of leader > 1\nfinally: sent AppendEntries > 0"));
    const colours = new Colours(language);
    const { data } = await colours.semanticHighlight(document, { textDocument: { uri: document.uri.toString() } });
    const types = Object.keys(colours.tokenTypes);
    const lines = text.split('\n');
    const found: string[] = [];
    for (let index = 0, line = 0, character = 0; index < data.length; index += 5) {
      const [deltaLine = 0, deltaStart = 0, length = 0, type = 0, modifiers = 0] = data.slice(index, index + 5);
      line += deltaLine;
      character = deltaLine === 0 ? character + deltaStart : deltaStart;
      found.push(`${lines[line]!.slice(character, character + length)}:${types[type]}${modifiers > 0 ? '!' : ''}`);
    }
    assert.deepEqual(found, ['raft:namespace', 'nodes:parameter', 'west:variable!', 'n1:variable', 'follower:enumMember', 'vote:event', 'west:variable', 'granted:property', 'up:enumMember', 'term:property', 'leader:enumMember', 'AppendEntries:type']);
  });
});
