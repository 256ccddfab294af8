import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, extensionParts, type, workspaceFolder, write } from './support.ts';

const RIGHT = 'scenario "Somebody leads"\nsystem raft { nodes 3 }\nuntil 2s\nfinally: some server is leader\n';

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
    await type(file, RIGHT);
    await eventually(() => problems().length === 0, 'it is right');
    await type(file, RIGHT.replace('nodes 3', 'nodes 300'));
    await eventually(() => problems().length === 1 && problems()[0]?.range.start.line === 1, 'a parameter that is out of range is noticed');
    await document.save();
  });

  it('opens its run in a panel, from the lens above it', async () => {
    const { panels } = await extensionParts();
    const file = vscode.Uri.joinPath(workspaceFolder(), 'opens.dsim');
    await write(file, RIGHT.replace('until 2s', 'until 2s\nwhen some server is leader { say "There it is." }'));
    await vscode.workspace.openTextDocument(file);
    const [lens] = await eventually(async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', file);
      return lenses.length > 0 && lenses;
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
