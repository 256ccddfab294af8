import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { marked, started } from '../../src/course/progress.ts';
import { eventually, extensionParts, treeText } from './support.ts';

describe('the topic tree', () => {
  it('shows what the packs hold, with its state', async () => {
    const parts = await extensionParts();
    const text = await treeText(parts);
    assert.match(text, /^\[circle-outline\] Distributed Systems Mastery \| new$/m, text);
    assert.ok(
      text.includes(
        [
          '[circle-outline] A tiny pack | new',
          '  [circle-outline] Basics | new',
          '    [circle-outline] Doubling | new',
          '      [circle-outline] Lesson | new',
          '      [circle-outline] Simulation: Three servers | new',
          '      [circle-outline] Scene: Somebody leads | new',
          '      [circle-outline] Exercise: Double a number | new',
          '      [circle-outline] Questions | new',
        ].join('\n'),
      ),
      text,
    );
  });

  it('shows a pack that another extension contributes', async () => {
    const text = await treeText(await extensionParts());
    assert.match(text, /A contributed pack .*\n.* More .*\n.* An extra topic .*\n.*Lesson/, text);
  });

  it('shows what is wrong with a faulty pack, where, and what to do', async () => {
    const parts = await extensionParts();
    const text = await treeText(parts);
    assert.ok(
      text.includes(
        [
          '[error] broken | not loaded: 1 problem',
          '  [go-to-file] pack.json:4 | "version" is "1.0", which does not fit. Write three numbers, such as "1.4.0".',
        ].join('\n'),
      ),
      text,
    );
  });

  it('opens the faulty file at its line', async () => {
    const { tree } = await extensionParts();
    const faulty = (await tree.getChildren()).find(({ kind }) => kind === 'faulty-pack');
    assert.ok(faulty);
    const [problem] = await tree.getChildren(faulty);
    assert.ok(problem);
    const { command } = tree.getTreeItem(problem);
    assert.ok(command);
    await vscode.commands.executeCommand(command.command, ...(command.arguments as unknown[]));
    const editor = await eventually(() => vscode.window.activeTextEditor, 'an editor opens');
    assert.match(editor.document.uri.path, /broken\/pack\.json$/);
    assert.equal(editor.selection.active.line, 3);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('puts the fault into the Problems view', async () => {
    await (await extensionParts()).course.catalog();
    const [found] = vscode.languages.getDiagnostics().filter(([uri]) => uri.path.endsWith('broken/pack.json'));
    const own = found?.[1].find(({ source }) => source === 'Distributed Systems Mastery');
    assert.equal(own?.range.start.line, 3);
    assert.match(own?.message ?? '', /"version" is "1\.0"/);
  });

  it('follows the progress of the learner', async () => {
    const parts = await extensionParts();
    const ref = { packId: 'bonus', topicId: 'extra' };
    const key = { kind: 'lesson', ...ref, itemId: 'lesson' } as const;
    let changes = 0;
    const subscription = parts.tree.onDidChangeTreeData(() => changes++);
    await parts.progress.update((before, now) => started(before, key, now));
    assert.match(await treeText(parts), /\[color-mode\] An extra topic \| 0 of 1 done/);
    await parts.progress.update((before, now) => marked(before, key, true, now));
    assert.match(await treeText(parts), /\[pass-filled\] An extra topic \| done/);
    subscription.dispose();
    assert.equal(changes, 2);
  });
});
