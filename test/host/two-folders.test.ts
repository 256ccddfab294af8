import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { MemoryFiles } from './memory-files.ts';
import { answering, DOUBLE, exists, extensionParts, gradeFolder, SOLUTION, testItem, workspaceFolder, write } from './support.ts';

describe('a workspace of several folders', () => {
  it('asks into which one an exercise is copied', async () => {
    const { exercises } = await extensionParts();
    const second = vscode.workspace.workspaceFolders?.[1];
    const calls = await answering('showWorkspaceFolderPick', () => second, () => exercises.start(DOUBLE));
    assert.equal(calls.length, 1);
    assert.ok(await exists(vscode.Uri.joinPath(workspaceFolder('second'), 'exercises/double/index.ts')));
    assert.equal(await exists(vscode.Uri.joinPath(workspaceFolder('first'), 'exercises')), false);
  });

  it('copies nothing where the question is dismissed', async () => {
    const { exercises } = await extensionParts();
    await answering('showWorkspaceFolderPick', () => undefined, () => exercises.start(DOUBLE));
    assert.equal(await exists(vscode.Uri.joinPath(workspaceFolder('first'), 'exercises')), false);
  });

  it('shows the exercises of all folders', async () => {
    const parts = await extensionParts();
    const { label } = await testItem(parts, vscode.Uri.joinPath(workspaceFolder('second'), 'exercises/double'));
    assert.equal(label, 'Double a number');
  });
});

describe('a virtual workspace', () => {
  const provider = new MemoryFiles();
  const root = vscode.Uri.parse('dsm-memory:/workspace');
  let registration: vscode.Disposable;

  before(async () => {
    registration = vscode.workspace.registerFileSystemProvider('dsm-memory', provider);
    await addFolder(root, 'virtual');
  });
  after(async () => {
    await removeFolder('virtual');
    registration.dispose();
  });

  it('takes an exercise, finds it and grades it', async () => {
    const parts = await extensionParts();
    const folder = vscode.workspace.workspaceFolders?.find(({ name }) => name === 'virtual');
    await answering('showWorkspaceFolderPick', () => folder, () => parts.exercises.start(DOUBLE));
    const copy = vscode.Uri.joinPath(root, 'exercises/double');
    await write(vscode.Uri.joinPath(copy, 'index.ts'), SOLUTION);
    const { results } = await gradeFolder(parts, copy);
    assert.deepEqual([...results.values()].map(({ state }) => state), ['passed', 'passed']);
  });
});

describe('a read-only workspace', () => {
  const provider = new MemoryFiles();
  const root = vscode.Uri.parse('dsm-readonly:/workspace');
  const copy = vscode.Uri.joinPath(root, 'work/doubling');
  let registration: vscode.Disposable;

  before(async () => {
    provider.fill(vscode.Uri.joinPath(copy, 'index.ts'), SOLUTION);
    const manifest = { packId: 'tiny', topicId: 'doubling', exerciseId: 'double', id: '0d1c9f6e-7a53-4f0e-9b58-3a8e2c5d7f10' };
    provider.fill(vscode.Uri.joinPath(copy, '.dsim-exercise.json'), JSON.stringify(manifest));
    registration = vscode.workspace.registerFileSystemProvider('dsm-readonly', provider, { isReadonly: true });
    await addFolder(root, 'read-only');
  });
  after(async () => {
    await removeFolder('read-only');
    registration.dispose();
  });

  it('refuses to take an exercise, and says why', async () => {
    const { exercises } = await extensionParts();
    const folder = vscode.workspace.workspaceFolders?.find(({ name }) => name === 'read-only');
    await answering('showWorkspaceFolderPick', () => folder, () => assert.rejects(exercises.start(DOUBLE), /"read-only" is read-only.*Open a folder that can be written to/));
  });

  it('grades an exercise that is there', async () => {
    const { results } = await gradeFolder(await extensionParts(), copy);
    assert.deepEqual([...results.values()].map(({ state }) => state), ['passed', 'passed']);
  });
});

function addFolder(uri: vscode.Uri, name: string): Promise<void> {
  return changeFolders(() => vscode.workspace.updateWorkspaceFolders(vscode.workspace.workspaceFolders?.length ?? 0, 0, { uri, name }));
}

function removeFolder(name: string): Promise<void> {
  const index = vscode.workspace.workspaceFolders?.findIndex((folder) => folder.name === name) ?? -1;
  return changeFolders(() => vscode.workspace.updateWorkspaceFolders(index, 1));
}

/** A change may only begin when VS Code has told of the one before. */
async function changeFolders(change: () => boolean): Promise<void> {
  const changed = new Promise<void>((resolve) => {
    const subscription = vscode.workspace.onDidChangeWorkspaceFolders(() => {
      subscription.dispose();
      resolve();
    });
  });
  assert.ok(change(), 'VS Code refuses to change the folders.');
  await changed;
}
