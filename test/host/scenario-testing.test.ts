import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SimulationSubject } from '../../src/vscode/panels/simulation.ts';
import { eventually, extensionParts, plain, recordScenarios, type, workspaceFolder, write } from './support.ts';

const TEXT = `scenario "Half of it fails"
system raft { nodes 3 }
seeds 3..8
until 2s
at 1s { crash n1 pause n2 }
at 1.1s { resume n2 }
never "Nobody crashes.": n1 is crashed
eventually: some server is leader
`;

const fileOf = (name: string): vscode.Uri => vscode.Uri.joinPath(workspaceFolder(), name);

async function hintsOf(file: vscode.Uri): Promise<readonly (readonly [line: number, text: string])[]> {
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', file, new vscode.Range(0, 0, 100, 0));
  return hints.map(({ position, label }) => [position.line, typeof label === 'string' ? label : label.map(({ value }) => value).join('')] as const);
}

describe('scenarios in the Testing view', () => {
  const file = fileOf('half.dsim');

  before(async () => {
    await write(file, TEXT);
    const { scenarios } = await extensionParts();
    await scenarios.discover();
  });

  it('are those of the workspace, and those of the topics', async () => {
    const { scenarios: { controller, items } } = await extensionParts();
    assert.equal(items.itemOf(file)?.label, 'Half of it fails');
    const topics = [...controller.items].filter(([id]) => id.startsWith('topic ')).map(([, { label, children }]) => [label, children.size] as const);
    assert.ok(topics.some(([label, count]) => /^Raft/.test(label) && count >= 6), JSON.stringify(topics));
  });

  it('come, change and go with their files', async () => {
    const { scenarios: { items } } = await extensionParts();
    const other = fileOf('other.dsim');
    await write(other, TEXT.replace('Half of it fails', 'Another'));
    await eventually(() => items.itemOf(other)?.label === 'Another', 'it is found');
    await write(other, TEXT.replace('Half of it fails', 'Another name'));
    await eventually(() => items.itemOf(other)?.label === 'Another name', 'its name is read again');
    await vscode.workspace.fs.delete(other);
    await eventually(() => items.itemOf(other) === undefined, 'it is forgotten');
  });

  it('have their claims below them, at their lines', async () => {
    const { scenarios: { controller, items } } = await extensionParts();
    const item = items.itemOf(file)!;
    await controller.resolveHandler?.(item);
    assert.deepEqual([...item.children].map(([, { label, range }]) => [label, range?.start.line]), [['Nobody crashes.', 6], ['eventually: some server is leader', 7]]);
    assert.equal(item.range?.start.line, 0);
  });

  it('are run with their seeds; what fails says when, with which seeds, and what led to it', async () => {
    const parts = await extensionParts();
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
    const { results, output } = await recordScenarios(parts, () => vscode.commands.executeCommand('distributedSystemsMastery.runScenario', file));
    const id = file.toString();
    assert.deepEqual([...results].map(([each, { state }]) => [each.slice(id.length), state]).sort(), [['#0', 'failed'], ['#1', 'passed'], ['', 'passed']]);
    const message = results.get(`${id}#0`)?.message;
    const said = plain(message?.message);
    assert.match(said, /^Fails with seed 3 at 1\.000 s: It has come about\.\nFails with 6 of 6 seeds: 3, 4, 5, 6, 7, 8\n/);
    assert.match(said, /1\.000 s {2}n1 crashes/);
    assert.equal(message?.location?.range.start.line, 6);
    assert.match(output, /Half of it fails: 6 runs, 6 failed\r\n {2}✗ Nobody crashes\. \(fails with seed 3 at 1\.00 s\)\r\n {2}✓ eventually/);
  });

  it('are marked at their claims until the text changes', async () => {
    assert.deepEqual(await hintsOf(file), [[6, '✗ fails with seed 3 at 1.00 s'], [7, '✓ holds with 6 seeds']]);
    await type(file, `// ${TEXT}`);
    assert.deepEqual(await hintsOf(file), []);
    await type(file, TEXT);
    assert.equal((await hintsOf(file)).length, 2);
  });

  it('open the smallest run that fails in the same way', async () => {
    const { panels } = await extensionParts();
    await vscode.commands.executeCommand('distributedSystemsMastery.openFailingRun', `${file.toString()}#0`);
    const panel = await eventually(() => panels.simulation.panels.find(({ title }) => title.includes('Half of it fails')), 'the panel opens');
    const subject: SimulationSubject = await eventually(() => panels.simulation.activeSubject, 'it has the focus');
    assert.ok('scenario' in subject);
    const { scene, session } = subject.scenario;
    assert.deepEqual(session.branches[0]?.schedule.map(({ action }) => action.kind), ['crash']);
    assert.deepEqual(scene.moments.map(({ told: [first] }) => first), [{ kind: 'failure', what: 'Nobody crashes.', why: 'It has come about.' }]);
    panel.dispose();
  });

  it('are run as they stand in the editor, also where they are not saved', async () => {
    const parts = await extensionParts();
    const document = await type(file, TEXT.replace('crash n1 pause n2', 'pause n2'));
    assert.ok(document.isDirty);
    const { results } = await recordScenarios(parts, () => vscode.commands.executeCommand('distributedSystemsMastery.runScenario', file));
    assert.deepEqual([...results.values()].map(({ state }) => state), ['passed', 'passed', 'passed']);
    assert.ok(document.isDirty, 'nothing is saved');
  });

  it('say what is wrong with their text, at its place', async () => {
    const parts = await extensionParts();
    await type(file, TEXT.replace('pause n2', 'pause n9'));
    const { results } = await recordScenarios(parts, () => vscode.commands.executeCommand('distributedSystemsMastery.runScenario', file));
    const { state, message } = results.get(file.toString())!;
    assert.equal(state, 'errored');
    assert.match(plain(message?.message), /Nobody is called "n9"/);
    assert.equal(message?.location?.range.start.line, 4);
  });

  it('come to an end, and can be stopped before', async () => {
    const parts = await extensionParts();
    await type(file, 'scenario "Endless"\nsystem raft\nuntil 2s\nevery 1us { say "again" }\nfinally: n1 is up\n');
    const ended = await recordScenarios(parts, () => vscode.commands.executeCommand('distributedSystemsMastery.runScenario', file));
    assert.match(plain(ended.results.get(file.toString())?.message?.message), /has not come to its end after 1 million steps/);
    await type(file, 'scenario "Long"\nsystem raft\nseeds 1..1000000\nuntil 10s\nfinally: n1 is up\n');
    const stopped = await recordScenarios(parts, async () => {
      const running = vscode.commands.executeCommand('distributedSystemsMastery.runScenario', file);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await vscode.commands.executeCommand('testing.cancelRun');
      await running;
    });
    assert.deepEqual([...stopped.results.values()].map(({ state }) => state), ['skipped', 'skipped']);
    assert.match(stopped.output, /stopped after \d+ runs/);
  });

  it('have both lenses above them', async () => {
    await type(file, TEXT);
    const lenses = await eventually(async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', file);
      return found.length > 0 && found;
    }, 'there are lenses');
    assert.deepEqual(lenses.map(({ command }) => command?.title), ['Run', 'Open in panel']);
  });
});
