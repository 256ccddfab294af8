import assert from 'node:assert/strict';
import path from 'node:path';
import type * as vscode from 'vscode';
import type { SimulationView } from '../../src/contract/simulation.ts';
import { createSession } from '../../src/simulations/session.ts';
import { activateExtension, type Context } from '../../src/vscode/activate.ts';
import { commandId, commandTable, type CommandName } from '../../src/vscode/commands.ts';
import { linkOf } from '../../src/vscode/sharing/run-link.ts';
import { createFake, createMemento, FakeUri, type Fake, type FakePanel } from './fake.ts';

const root = path.resolve(import.meta.dirname, '../..');
const TOPIC = { packId: 'core', topicId: 'time-and-order' };

function activate(fake: Fake) {
  const subscriptions: { dispose(): unknown }[] = [];
  const context = {
    extensionPath: root,
    extensionUri: FakeUri.file(root),
    extension: { id: 'distributed-systems-mastery.distributed-systems-mastery', packageJSON: { version: '0.1.0' } },
    globalState: createMemento(),
    subscriptions,
  };
  const parts = activateExtension(fake.vscode, context as unknown as Context);
  return { parts, deactivate: () => subscriptions.forEach((subscription) => subscription.dispose()) };
}

interface Answer {
  readonly kind: string;
  readonly id: number;
  readonly result: unknown;
  readonly restore: unknown;
}

async function answerOf({ webview }: FakePanel, id: number): Promise<Answer> {
  for (let waits = 0; waits < 500; waits++) {
    const answer = (webview.sent as Answer[]).find((message) => message.id === id);
    if (answer) return structuredClone(answer);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`Request ${id} was not answered.`);
}

describe('the extension put together', () => {
  it('registers every command of the table', () => {
    const fake = createFake();
    const { deactivate } = activate(fake);
    assert.deepEqual([...fake.commands.keys()].sort(), (Object.keys(commandTable) as CommandName[]).map(commandId).sort());
    deactivate();
  });

  it('releases everything that it made, used or not', async () => {
    const fake = createFake();
    const { parts, deactivate } = activate(fake);
    await parts.course.catalog();
    await parts.copies.all();
    await parts.testing.discover();
    await fake.commands.get(commandId('openLesson'))?.(TOPIC);
    await fake.commands.get(commandId('openQuestions'))?.(TOPIC);
    await fake.commands.get(commandId('openSimulation'))?.({ packId: 'core', topicId: 'raft', itemId: 'leader-crash' });
    assert.equal(fake.panels.length, 3);
    assert.ok(fake.alive().length > 20);
    deactivate();
    assert.deepEqual(fake.alive(), []);
  });

  it('releases what belongs to a panel when that is closed', async () => {
    const fake = createFake();
    const { deactivate } = activate(fake);
    await fake.commands.get(commandId('refresh'))?.();
    const before = fake.alive();
    await fake.commands.get(commandId('openLesson'))?.(TOPIC);
    assert.ok(fake.alive().length > before.length);
    fake.panels[0]?.dispose();
    assert.deepEqual(fake.alive(), before);
    deactivate();
  });

  it('opens one panel where it is asked twice at once', async () => {
    const fake = createFake();
    const { deactivate } = activate(fake);
    const open = fake.commands.get(commandId('openLesson'));
    await Promise.all([open?.(TOPIC), open?.(TOPIC)]);
    assert.equal(fake.panels.length, 1);
    deactivate();
  });

  it('opens a stored run in a panel of its own, once', async () => {
    const fake = createFake();
    const { parts, deactivate } = activate(fake);
    const session = createSession('raft');
    await session.seek({ step: 50 });
    fake.files.set('/a/raft.dsim-run.json', (await session.exportRun({ format: 'run', from: 1, to: 1 })).text);
    const open = fake.commands.get(commandId('openRun'));
    await open?.(FakeUri.file('/a/raft.dsim-run.json'));
    fake.answers.open = '/a/raft.dsim-run.json';
    await open?.();
    assert.deepEqual(fake.panels.map(({ title }) => title), ['Run: raft.dsim-run.json']);
    assert.deepEqual(parts.panels.simulation.activeSubject, { run: 'file:///a/raft.dsim-run.json' });
    assert.equal(parts.panels.activeItem(), undefined);
    await fake.commands.get(commandId('markDone'))?.();
    assert.deepEqual(fake.shown, []);
    deactivate();
  });

  it('opens a link at its moment, copies it again, and brings its panel back with an older notebook', async () => {
    const fake = createFake();
    const { parts, deactivate } = activate(fake);
    const session = createSession('raft', { seed: 11 });
    await session.seek({ step: 77 });
    const link = linkOf('vscode://distributed-systems-mastery.distributed-systems-mastery', await session.shared());
    fake.answers.message = 'Open Run';
    const { pathname, search } = new URL(link ?? '');
    await parts.uris.handleUri({ path: pathname, query: search.slice(1) } as vscode.Uri);
    const [panel] = fake.panels;
    assert.equal(panel?.title, 'Shared: Raft');
    panel.webview.receive({ kind: 'request', id: 1, method: 'copyLink', params: null });
    const answer = await answerOf(panel, 1);
    assert.deepEqual(answer.result, { refusal: null });
    assert.deepEqual(fake.copied, [link]);
    const restore = answer.restore as { saved: { notebook: object } };
    restore.saved.notebook = { answers: {}, predictions: { '0.17': true } };
    panel.dispose();
    const again = fake.panel('distributedSystemsMastery.simulation');
    await fake.serializers.get('distributedSystemsMastery.simulation')?.deserializeWebviewPanel(again as unknown as vscode.WebviewPanel, restore);
    again.webview.receive({ kind: 'request', id: 1, method: 'seek', params: { step: 76 } });
    const { notebook, cursor } = (await answerOf(again, 1)).result as SimulationView;
    assert.deepEqual(notebook, { answers: {}, predictions: { '0.17': true }, bookmarks: [] });
    assert.equal(cursor.step, 76);
    const bookmarks = [{ branch: 0, step: 76, time: cursor.time, label: 'here' }];
    again.webview.receive({ kind: 'request', id: 2, method: 'setDown', params: { ...notebook, bookmarks } });
    assert.deepEqual(((await answerOf(again, 2)).restore as typeof restore).saved.notebook, { ...notebook, bookmarks });
    again.webview.receive({ kind: 'request', id: 3, method: 'configure', params: { seed: 12 } });
    assert.deepEqual(((await answerOf(again, 3)).result as SimulationView).notebook.bookmarks, [], 'its branches are gone');
    deactivate();
  });

  it('says why a stored run is not opened, and nothing where the user does not want it', async () => {
    const fake = createFake();
    const { deactivate } = activate(fake);
    fake.files.set('/bad.json', '{}');
    await fake.commands.get(commandId('openRun'))?.(FakeUri.file('/bad.json'));
    assert.match(fake.shown.join(), /^"bad\.json" can't be opened\. This is no stored run/);
    await fake.commands.get(commandId('openRun'))?.();
    assert.equal(fake.shown.length, 1);
    deactivate();
  });

  it('tells the user what went wrong in a command', async () => {
    const fake = createFake();
    const { deactivate } = activate(fake);
    await fake.commands.get(commandId('openSimulation'))?.({ ...TOPIC, itemId: 'none' });
    assert.deepEqual(fake.shown, ['The simulation "none" is in no pack that is loaded.']);
    deactivate();
  });
});

describe('panels after a window reload', () => {
  const restore = async (data: unknown) => {
    const fake = createFake();
    const { deactivate } = activate(fake);
    const panel = fake.panel('distributedSystemsMastery.simulation');
    const serializer = fake.serializers.get('distributedSystemsMastery.simulation');
    await serializer?.deserializeWebviewPanel(panel as unknown as vscode.WebviewPanel, data);
    deactivate();
    return { fake, panel };
  };
  const subject = { packId: 'core', topicId: 'raft', itemId: 'leader-crash' };

  it('start afresh, and say so, where the run can\'t be read', async () => {
    const { fake, panel } = await restore({ version: 1, subject, saved: { version: 99 }, look: { picture: 'both' } });
    assert.equal(panel.title, 'The leader crashes under load');
    assert.match(panel.webview.html, /simulation\.js/);
    assert.match(fake.shown.join(), /could not be brought back as it was, and starts afresh/);
  });

  for (const [what, data] of [
    ['nothing was stored', undefined],
    ['another version stored it', { version: 2, subject, saved: null }],
    ['the subject is damaged', { version: 1, subject: { packId: 7 }, saved: null }],
    ['its simulation is gone', { version: 1, subject: { ...subject, itemId: 'gone' }, saved: undefined }],
  ] as const) {
    it(`say that they can't come back where ${what}`, async () => {
      const { fake, panel } = await restore(data);
      assert.equal(panel.title, 'This panel could not be brought back');
      assert.doesNotMatch(panel.webview.html, /<script/);
      assert.equal(fake.shown.length, 1);
    });
  }
});
