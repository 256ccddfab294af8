import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { answering, DOUBLE, eventually, extensionParts, treeText } from './support.ts';

describe('a window without a folder', () => {
  it('shows the topics and opens panels', async () => {
    const parts = await extensionParts();
    assert.match(await treeText(parts), /A tiny pack/);
    await vscode.commands.executeCommand('distributedSystemsMastery.openLesson', { packId: 'tiny', topicId: 'doubling' });
    await eventually(() => parts.panels.lesson.panels.length === 1, 'the lesson opens');
  });

  it('says that an exercise needs a folder, and offers to open one', async () => {
    const { exercises } = await extensionParts();
    const [call] = await answering('showWarningMessage', () => undefined, () => exercises.start(DOUBLE));
    assert.deepEqual(call, ['An exercise is copied into a folder of yours, and no folder is open.', 'Open Folder…']);
  });

  it('has no exercises in the Testing view', async () => {
    const { testing } = await extensionParts();
    await testing.discover();
    assert.equal(testing.items.all().length, 0);
  });
});
