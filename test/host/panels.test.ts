import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createSession } from '../../src/simulations/session.ts';
import { showExport } from '../../src/vscode/panels/run-files.ts';
import { linkOf } from '../../src/vscode/sharing/run-link.ts';
import { answering, EXTENSION_ID, eventually, exists, extensionParts, read, treeText, workspaceFolder, write } from './support.ts';

const TOPIC = { packId: 'tiny', topicId: 'doubling' };
const SIMULATION = { ...TOPIC, itemId: 'watch' };

const run = (name: string, ...args: unknown[]): Promise<unknown> => Promise.resolve(vscode.commands.executeCommand(`distributedSystemsMastery.${name}`, ...args));

/** The labels of the tabs that show a webview of ours. */
const tabs = (): string[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs: all }) => all)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('distributedSystemsMastery'))
    .map(({ label }) => label);

describe('the published numbers', () => {
  it('are shown as a page', async () => {
    await run('showPublishedNumbers');
    const labels = (): string[] => vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all.map(({ label }) => label));
    await eventually(() => labels().some((label) => label.includes('published-numbers.md')), 'the page is open');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});

describe('panels', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await eventually(() => tabs().length === 0, 'all panels are closed');
  });

  it('open for a simulation, a lesson and questions', async () => {
    await run('openSimulation', SIMULATION);
    await run('openLesson', TOPIC);
    await run('openQuestions', TOPIC);
    await eventually(() => tabs().length === 3, 'three panels are open');
    assert.deepEqual(tabs(), ['Three servers', 'Doubling', 'Questions: Doubling']);
  });

  it('are shown again instead of opened twice', async () => {
    const { panels } = await extensionParts();
    await run('openSimulation', SIMULATION);
    await run('openLesson', TOPIC);
    await run('openSimulation', { kind: 'simulation', ...SIMULATION, topic: {} });
    await eventually(() => panels.simulation.panels[0]?.active, 'the first panel has the focus');
    assert.equal(panels.simulation.panels.length, 1);
  });

  it('load nothing but their bundles and, for a lesson, its pack', async () => {
    const { panels } = await extensionParts();
    await run('openSimulation', SIMULATION);
    await run('openLesson', TOPIC);
    const roots = (panel: vscode.WebviewPanel | undefined): string[] => (panel?.webview.options.localResourceRoots ?? []).map(({ path }) => path.split('/').slice(-2).join('/'));
    assert.deepEqual(roots(panels.simulation.panels[0]), ['dist/webviews']);
    assert.deepEqual(roots(panels.lesson.panels[0]), ['dist/webviews', 'packs/tiny']);
    assert.match(panels.simulation.panels[0]?.webview.html ?? '', /default-src 'none'; script-src 'nonce-/);
  });

  it('mark what is opened as in progress, and as done when the learner says so', async () => {
    const parts = await extensionParts();
    await run('openSimulation', SIMULATION);
    assert.match(await treeText(parts), /Simulation: Three servers \| in progress/);
    await eventually(() => parts.panels.simulation.activeSubject, 'the panel has the focus');
    await run('markDone');
    assert.match(await treeText(parts), /Simulation: Three servers \| done/);
    await run('markUndone', { kind: 'simulation', ...SIMULATION });
    assert.match(await treeText(parts), /Simulation: Three servers \| in progress/);
  });

  it('export a run into an editor and a file, and open the file again', async () => {
    const { panels } = await extensionParts();
    const session = createSession('raft', { thinkTime: 40_000 });
    await session.seek({ step: 300 });
    const { text, fileName } = await session.exportRun({ format: 'run', from: 1, to: 1 });
    const file = vscode.Uri.joinPath(workspaceFolder(), fileName);
    await write(file, text);
    await run('openRun', file);
    await eventually(() => tabs().includes('Run: raft.dsim-run.json'), 'the run is open');
    assert.deepEqual(panels.simulation.activeSubject, { run: file.toString() });

    const diagram = await session.exportRun({ format: 'mermaid', from: 1, to: 40 });
    await showExport(vscode, diagram);
    const document = await eventually(() => vscode.window.activeTextEditor?.document, 'the diagram is open');
    assert.deepEqual([document.languageId, document.isUntitled, document.getText()], ['markdown', true, diagram.text]);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');

    const saved = vscode.Uri.joinPath(workspaceFolder(), 'events.json');
    await answering('showSaveDialog', () => saved, () => answering('showInformationMessage', () => undefined, async () => {
      await showExport(vscode, await session.exportRun({ format: 'json', from: 1, to: 40 }));
      await eventually(() => exists(saved), 'the events are saved');
    }));
    assert.equal((JSON.parse(await read(saved)) as { format: string }).format, 'distributed-systems-mastery/run');
    await vscode.workspace.fs.delete(saved);
    await vscode.workspace.fs.delete(file);
  });

  it('open at the moment of a link, if the user wants it', async () => {
    const { panels, uris } = await extensionParts();
    const session = createSession('raft', { seed: 5 });
    await session.seek({ step: 30 });
    const link = linkOf(`${vscode.env.uriScheme}://${EXTENSION_ID}`, await session.shared());
    const uri = vscode.Uri.parse(link ?? '');
    await answering('showInformationMessage', () => undefined, async () => uris.handleUri(uri));
    assert.deepEqual(tabs(), []);
    const [[question, options] = []] = await answering('showInformationMessage', () => 'Open Run', async () => uris.handleUri(uri));
    assert.equal(question, 'A link wants to open a run of the simulation "Raft". Open it?');
    assert.equal((options as vscode.MessageOptions).modal, true);
    await eventually(() => tabs().includes('Shared: Raft'), 'the run is open');
    const subject = panels.simulation.activeSubject;
    assert.ok(subject && 'shared' in subject);
    assert.equal(subject.shared.run.session.cursor.step, 30);
  });

  it('say why a stored run can not be opened', async () => {
    const file = vscode.Uri.joinPath(workspaceFolder(), 'other.dsim-run.json');
    await write(file, '{"format":"other"}');
    const [[message] = []] = await answering('showErrorMessage', () => undefined, () => run('openRun', file));
    assert.match(String(message), /^"other\.dsim-run\.json" can't be opened\. This is no stored run of version 1/);
    await eventually(() => tabs().length === 0, 'the panel that was begun is gone');
    await vscode.workspace.fs.delete(file);
  });

  it('are not opened for what is in no pack', async () => {
    const shown = await new Promise<string>((resolve) => {
      const original = vscode.window.showErrorMessage;
      Object.assign(vscode.window, {
        showErrorMessage: async (text: string) => {
          Object.assign(vscode.window, { showErrorMessage: original });
          resolve(text);
        },
      });
      void run('openSimulation', { ...SIMULATION, itemId: 'nothing' });
    });
    assert.equal(shown, 'The simulation "nothing" is in no pack that is loaded.');
    assert.deepEqual(tabs(), []);
  });
});
