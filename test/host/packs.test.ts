import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, extensionParts, read, treeText, workspaceFolder, write } from './support.ts';

const fixture = (...parts: string[]): vscode.Uri => {
  const [folder = ''] = vscode.workspace.getConfiguration('distributedSystemsMastery').get<string[]>('packFolders', []);
  return vscode.Uri.joinPath(vscode.Uri.file(folder), ...parts);
};

describe('packs in folders', () => {
  it('appear when a folder is added to the settings, and follow its files', async () => {
    const parts = await extensionParts();
    await parts.course.catalog();
    const folder = vscode.Uri.joinPath(workspaceFolder(), 'my-pack');
    await vscode.workspace.fs.copy(fixture('tiny'), folder);
    const packFile = vscode.Uri.joinPath(folder, 'pack.json');
    const text = await read(packFile);
    await write(packFile, text.replace('"tiny"', '"mine"').replace('A tiny pack', 'My pack'));
    const configuration = vscode.workspace.getConfiguration('distributedSystemsMastery');
    const before = configuration.get<string[]>('packFolders', []);
    await configuration.update('packFolders', [...before, folder.fsPath], vscode.ConfigurationTarget.Global);
    try {
      await eventually(async () => (await treeText(parts)).includes('My pack | new'), 'the pack appears');
      await write(packFile, text.replace('"tiny"', '"mine"').replace('A tiny pack', 'My renamed pack'));
      await eventually(async () => (await treeText(parts)).includes('My renamed pack | new'), 'the pack is read again');
      await write(packFile, text.replace('"1.0.0"', '"2.0.0"'));
      await eventually(
        async () => (await treeText(parts)).includes('"A tiny pack" 2.0.0'),
        'of two versions the higher one is used, and the other says so',
      );
      await write(packFile, '{ "id": ');
      await eventually(async () => /my-pack \| not loaded/.test(await treeText(parts)), 'a fault turns up');
    } finally {
      await configuration.update('packFolders', before, vscode.ConfigurationTarget.Global);
    }
    await eventually(async () => !(await treeText(parts)).includes('my-pack'), 'the pack goes');
    assert.match(await treeText(parts), /A tiny pack \| /);
  });

  it('say so where the path is not absolute', async () => {
    const parts = await extensionParts();
    const configuration = vscode.workspace.getConfiguration('distributedSystemsMastery');
    const before = configuration.get<string[]>('packFolders', []);
    await configuration.update('packFolders', [...before, 'packs/here'], vscode.ConfigurationTarget.Global);
    try {
      await eventually(async () => (await treeText(parts)).includes('packs/here | not loaded: 1 problem'), 'the fault is shown');
    } finally {
      await configuration.update('packFolders', before, vscode.ConfigurationTarget.Global);
      await eventually(async () => !(await treeText(parts)).includes('packs/here'), 'the fault goes');
    }
  });
});

describe('the files of a pack in the editor', () => {
  const mistakes: readonly (readonly [file: string, text: string, message: RegExp])[] = [
    ['packs/mine/pack.json', '{ "id": 7 }', /Incorrect type|Missing property/],
    ['packs/mine/topics/one/topic.json', '{ "difficulty": "easy" }', /Value is not accepted|Missing property/],
    ['packs/mine/topics/one/exercises/two/exercise.json', '{ "limits": 1 }', /Incorrect type|Missing property/],
  ];
  for (const [file, text, message] of mistakes) {
    it(`are checked as they are written: ${file}`, async () => {
      const uri = vscode.Uri.joinPath(workspaceFolder(), file);
      await write(uri, text);
      await vscode.window.showTextDocument(uri);
      const found = await eventually(() => vscode.languages.getDiagnostics(uri).find((diagnostic) => message.test(diagnostic.message)), 'a mistake is underlined');
      assert.ok(found);
    });
  }

  it('are not confused with files of the same name elsewhere', async () => {
    const foreign = vscode.Uri.joinPath(workspaceFolder(), 'assets/pack.json');
    const own = vscode.Uri.joinPath(workspaceFolder(), 'packs/other/pack.json');
    for (const uri of [foreign, own]) {
      await write(uri, '{ "id": 7 }');
      await vscode.window.showTextDocument(uri);
    }
    // They are checked in the order in which they were opened.
    await eventually(() => vscode.languages.getDiagnostics(own).length > 0, 'the mistake in the pack is underlined');
    assert.deepEqual(vscode.languages.getDiagnostics(foreign), []);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
