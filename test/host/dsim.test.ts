import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, extensionParts, plain, type, workspaceFolder, write } from './support.ts';

const RIGHT = 'scenario "Somebody leads"\nsystem raft { nodes 3 }\nuntil 2s\nfinally: some server is leader\n';

/** What the editor asks providers for, through its own commands. */
const ask = async <Answer>(command: string, ...args: unknown[]): Promise<Answer> => vscode.commands.executeCommand<Answer>(`vscode.${command}`, ...args);

async function open(content: string): Promise<vscode.TextDocument> {
  return vscode.workspace.openTextDocument({ language: 'dsim', content });
}

const behind = (document: vscode.TextDocument, text: string): vscode.Position => document.positionAt(document.getText().indexOf(text) + text.length);

describe('a scenario in the editor', () => {
  it('is checked as it is written, and what is wrong is named at its place', async () => {
    const file = vscode.Uri.joinPath(workspaceFolder(), 'leads.dsim');
    await write(file, RIGHT.replace('leader', 'laeder'));
    const document = await vscode.workspace.openTextDocument(file);
    assert.equal(document.languageId, 'dsim');
    const problems = () => vscode.languages.getDiagnostics(file);
    const [problem] = await eventually(() => problems().length > 0 && problems(), 'the misspelt role is noticed');
    assert.match(problem?.message ?? '', /leader/);
    assert.equal(problem?.source, 'Distributed Systems Mastery');
    assert.equal(document.getText(problem?.range), 'laeder');
    const actions = await ask<vscode.CodeAction[]>('executeCodeActionProvider', file, problem?.range);
    assert.ok(actions.some(({ title, edit }) => title === 'Replace by leader' && edit?.get(file)[0]?.newText === 'leader'));
    await type(file, RIGHT);
    await eventually(() => problems().length === 0, 'it is right');
    await type(file, RIGHT.replace('nodes 3', 'nodes 300'));
    await eventually(() => problems().length === 1 && problems()[0]?.range.start.line === 1, 'a parameter that is out of range is noticed');
    await document.save();
  });

  it('that was never saved is completed, explained and laid out', async () => {
    const document = await open(`${RIGHT}group west=n1,n2\nwhen some server is leader as L {\ncrash one of west except L\n}\n`);
    assert.equal(document.uri.scheme, 'untitled');
    const { items } = await eventually(async () => {
      const list = await ask<vscode.CompletionList>('executeCompletionItemProvider', document.uri, behind(document, 'server is '));
      return list.items.some(({ label }) => label === 'candidate') && list;
    }, 'roles are offered');
    assert.match(plain(items.find(({ label }) => label === 'candidate')?.documentation), /Stands for election/);
    const [hover] = await ask<vscode.Hover[]>('executeHoverProvider', document.uri, behind(document, 'cra'));
    assert.match(plain(hover?.contents[0] as vscode.MarkdownString | undefined), /Stops nodes/);
    const symbols = await ask<vscode.DocumentSymbol[]>('executeDocumentSymbolProvider', document.uri);
    assert.deepEqual(symbols.map(({ name }) => name), ['system raft', 'until 2s', 'finally: some server is leader', 'group west=n1,n2', 'when some server is leader as L']);
    const edits = await ask<vscode.TextEdit[]>('executeFormatDocumentProvider', document.uri, { insertSpaces: true, tabSize: 2 });
    const change = new vscode.WorkspaceEdit();
    change.set(document.uri, edits);
    await vscode.workspace.applyEdit(change);
    assert.equal(document.getText(), `${RIGHT}group west = n1, n2\nwhen some server is leader as L {\n  crash one of west except L\n}\n`);
  });

  it('has names that are found and renamed', async () => {
    const document = await open(`${RIGHT}when some server is leader as L {\n  crash L\n}\n`);
    const place = behind(document, 'crash ');
    const [definition] = await eventually(async () => {
      const found = await ask<(vscode.Location | vscode.LocationLink)[]>('executeDefinitionProvider', document.uri, place);
      return found.length > 0 && found;
    }, 'the name is found');
    const range = definition && ('targetUri' in definition ? definition.targetSelectionRange : definition.range);
    assert.equal(range?.start.line, 4);
    const references = await ask<vscode.Location[]>('executeReferenceProvider', document.uri, place);
    assert.deepEqual(references.map((each) => each.range.start.line).sort(), [4, 5]);
    const change = await ask<vscode.WorkspaceEdit>('executeDocumentRenameProvider', document.uri, place, 'first');
    assert.deepEqual(change.get(document.uri).map(({ newText }) => newText), ["'first'", "'first'"]);
    await assert.rejects(async () => ask('executeDocumentRenameProvider', document.uri, place, 'leader'), /role of the system/);
  });

  it('is a scenario on both sides of a comparison', async () => {
    const [old, present] = ['old.dsim', 'present.dsim'].map((name) => vscode.Uri.joinPath(workspaceFolder(), name));
    await write(old!, RIGHT);
    await write(present!, RIGHT.replace('nodes 3', 'nodes 5'));
    await ask('diff', old, present, 'A comparison');
    const sides = await eventually(() => {
      const shown = vscode.window.visibleTextEditors.map(({ document }) => document).filter(({ uri }) => [old!.path, present!.path].includes(uri.path));
      return shown.length === 2 && shown;
    }, 'both sides are shown');
    assert.deepEqual(sides.map(({ languageId }) => languageId), ['dsim', 'dsim']);
    const tokens = await eventually(() => ask<vscode.SemanticTokens | undefined>('provideDocumentSemanticTokens', present), 'the server colours it');
    assert.ok(tokens.data.length > 0);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('opens its run in a panel, from the lens above it', async () => {
    const { panels } = await extensionParts();
    const file = vscode.Uri.joinPath(workspaceFolder(), 'opens.dsim');
    await write(file, RIGHT.replace('until 2s', 'until 2s\nwhen some server is leader { say "There it is." }'));
    await vscode.workspace.openTextDocument(file);
    const [, lens] = await eventually(async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', file);
      return lenses.length > 1 && lenses;
    }, 'there is a lens');
    assert.deepEqual([lens?.command?.title, lens?.range.start.line], ['Open in panel', 0]);
    await vscode.commands.executeCommand(lens?.command?.command ?? '', ...((lens?.command?.arguments ?? []) as unknown[]));
    const panel = await eventually(() => panels.simulation.panels.find(({ title }) => title === 'Somebody leads'), 'the panel opens');
    const subject = await eventually(() => panels.simulation.activeSubject, 'it has the focus');
    assert.ok('scenario' in subject);
    const { moments, claims } = subject.scenario.scene;
    assert.deepEqual(moments.map(({ told }) => told), [[{ kind: 'say', text: 'There it is.' }]]);
    assert.deepEqual(claims, [{ text: 'finally: some server is leader', held: true }]);
    panel.dispose();
  });
});
