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
