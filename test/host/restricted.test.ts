import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DOUBLE, eventually, exists, extensionParts, gradeFolder, plain, recordScenarios, treeText, workspaceFolder, write } from './support.ts';

describe('Restricted Mode', () => {
  it('is what this window is in', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('shows the topics', async () => {
    assert.match(await treeText(await extensionParts()), /A tiny pack/);
  });

  it('opens simulations, lessons and questions', async () => {
    const { panels } = await extensionParts();
    const topic = { packId: 'tiny', topicId: 'doubling' };
    await vscode.commands.executeCommand('distributedSystemsMastery.openSimulation', { ...topic, itemId: 'watch' });
    await vscode.commands.executeCommand('distributedSystemsMastery.openLesson', topic);
    await vscode.commands.executeCommand('distributedSystemsMastery.openQuestions', topic);
    await eventually(() => [panels.simulation, panels.lesson, panels.questions].every((kind) => kind.panels.length === 1), 'all three are open');
  });

  it('carries out scenarios of the workspace, which are no code', async () => {
    const parts = await extensionParts();
    const file = vscode.Uri.joinPath(workspaceFolder(), 'leads.dsim');
    await write(file, 'scenario "Somebody leads"\nsystem raft { nodes 3 }\nuntil 2s\nfinally: some server is leader\n');
    const { results } = await recordScenarios(parts, () => vscode.commands.executeCommand('distributedSystemsMastery.runScenario', file));
    assert.deepEqual([...results.values()].map(({ state }) => state), ['passed', 'passed']);
  });

  it('checks scenarios, which reads their text and runs nothing', async () => {
    const { uri } = await vscode.workspace.openTextDocument({ language: 'dsim', content: 'scenario "a"\nsystem rift\n' });
    const [problem] = await eventually(() => vscode.languages.getDiagnostics(uri).length > 0 && vscode.languages.getDiagnostics(uri), 'the misspelt system is noticed');
    assert.match(problem?.message ?? '', /raft/);
  });

  it('copies an exercise, but runs nothing of the workspace', async () => {
    const parts = await extensionParts();
    await parts.exercises.start(DOUBLE);
    const folder = vscode.Uri.joinPath(workspaceFolder(), 'exercises/double');
    assert.ok(await exists(vscode.Uri.joinPath(folder, 'index.ts')));
    await write(vscode.Uri.joinPath(folder, 'index.ts'), `console.log('it ran');\nexport const double = (value: number) => value * 2;\n`);
    const { results, output } = await gradeFolder(parts, folder);
    assert.deepEqual([...results.values()].map(({ state }) => state), ['errored', 'errored']);
    assert.match(plain(results.get('positive')?.message?.message), /not trusted/);
    assert.equal(output, '');
  });
});
