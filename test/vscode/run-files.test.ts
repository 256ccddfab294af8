import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { createSession } from '../../src/simulations/session.ts';
import type { StoredRun } from '../../src/simulations/stored-run.ts';
import { chooseRunFile, replayFile, savePicture, showExport } from '../../src/vscode/panels/run-files.ts';
import { createFake, FakeUri, type Fake } from './fake.ts';

const uri = (path: string): vscode.Uri => FakeUri.file(path) as unknown as vscode.Uri;

async function runFile(change: (run: StoredRun) => void = () => undefined): Promise<string> {
  const session = createSession('raft', { thinkTime: 40_000 });
  await session.seek({ step: 1_200 });
  const { text } = await session.exportRun({ format: 'run', from: 1, to: 1 });
  const run = JSON.parse(text) as StoredRun;
  change(run);
  return JSON.stringify(run);
}

function fakeWith(text: string): Fake {
  const fake = createFake();
  fake.files.set('/run.json', text);
  return fake;
}

describe('opening a stored run', () => {
  it('gives its session, at its moment', async () => {
    const { vscode, shown } = fakeWith(await runFile());
    const session = await replayFile(vscode, uri('/run.json'));
    assert.equal((await session.snapshot()).cursor.step, 1_200);
    assert.deepEqual(shown, []);
  });

  for (const [what, text, why] of [
    ['is no JSON', 'x', /^"run\.json" is no JSON, and so no stored run\.$/],
    ['is another JSON', '{}', /^"run\.json" can't be opened\. This is no stored run of version 1/],
  ] as const) {
    it(`says why a file that ${what} can't be opened`, async () => {
      await assert.rejects(replayFile(fakeWith(text).vscode, uri('/run.json')), { message: why });
    });
  }

  it('asks where the run is not what it was, and opens it only if it is wanted', async () => {
    const fake = fakeWith(await runFile((run) => run.fingerprints[0]?.hashes.fill('0'.repeat(16))));
    await assert.rejects(replayFile(fake.vscode, uri('/run.json')), (error) => error instanceof fake.vscode.CancellationError);
    assert.match(fake.shown[0] ?? '', /^"run\.json" can't be repeated as it was\. “first run” is not the run that was stored\./);
    fake.answers.message = 'Open It Anyway';
    assert.equal((await (await replayFile(fake.vscode, uri('/run.json'))).snapshot()).cursor.step, 1_200);
  });

  it('is cancelled by the user', async () => {
    const fake = fakeWith(await runFile());
    Object.assign(fake.vscode.window, { withProgress: (_: unknown, task: (progress: unknown, token: unknown) => Promise<unknown>) => task({}, { isCancellationRequested: true }) });
    await assert.rejects(replayFile(fake.vscode, uri('/run.json')), (error) => error instanceof fake.vscode.CancellationError);
    assert.deepEqual(fake.shown, []);
  });

  it('begins with a choice of files', async () => {
    const fake = createFake();
    assert.equal(await chooseRunFile(fake.vscode), undefined);
    fake.answers.open = '/there.json';
    assert.equal((await chooseRunFile(fake.vscode))?.path, '/there.json');
  });
});

describe('showing an export', () => {
  const exported = { text: 'text', language: 'markdown', fileName: 'raft.md', remark: null } as const;

  it('opens what people read in an editor', async () => {
    const fake = createFake();
    await showExport(fake.vscode, exported);
    assert.deepEqual(fake.documents, [{ language: 'markdown', content: 'text' }]);
    assert.deepEqual(fake.offered, []);
  });

  it('saves a file for programs, and what an editor would take long over, under a name that suits', async () => {
    const fake = createFake();
    fake.answers.save = '/saved.json';
    await showExport(fake.vscode, { ...exported, language: 'json', fileName: 'raft.dsim-run.json' });
    await showExport(fake.vscode, { ...exported, text: 'x'.repeat(6_000_000) });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(fake.offered, ['raft.dsim-run.json', 'raft.md']);
    assert.equal(fake.files.get('/saved.json')?.length, 6_000_000);
    assert.deepEqual(fake.documents, []);
    assert.equal(fake.shown[0], 'The run is saved in "saved.json".');
  });

  it('does not wait for the dialog, writes nothing where it is dismissed, and says what fails', async () => {
    const fake = createFake();
    await showExport(fake.vscode, { ...exported, language: 'json' });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(fake.files.size, 0);
    fake.answers.save = '/saved.json';
    Object.assign(fake.vscode.workspace.fs, { writeFile: async () => assert.fail('The disk is full.') });
    await showExport(fake.vscode, { ...exported, language: 'json' });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(fake.shown, ['The disk is full.']);
  });
});

describe('saving a picture', () => {
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('writes the text of an SVG, and the bytes of a PNG, under a name that suits', async () => {
    const fake = createFake();
    const written: Uint8Array[] = [];
    Object.assign(fake.vscode.workspace.fs, { writeFile: async (_: unknown, bytes: Uint8Array) => void written.push(bytes) });
    fake.answers.save = '/saved';
    savePicture(fake.vscode, { format: 'svg', data: '<svg>ü</svg>' }, 'raft-space-time');
    savePicture(fake.vscode, { format: 'png', data: 'iVBORw==' }, 'raft-space-time');
    await settled();
    const [svg, png] = written;
    assert.equal(new TextDecoder().decode(svg), '<svg>ü</svg>');
    assert.deepEqual([...(png ?? [])], [0x89, 0x50, 0x4e, 0x47]);
    assert.deepEqual(fake.offered, ['raft-space-time.svg', 'raft-space-time.png']);
    assert.equal(fake.shown[0], 'The picture is saved in "saved".');
  });

  it('writes nothing where the dialog is dismissed, and says what fails', async () => {
    const fake = createFake();
    savePicture(fake.vscode, { format: 'svg', data: '<svg/>' }, 'raft');
    await settled();
    assert.deepEqual([fake.files.size, fake.shown.length], [0, 0]);
    fake.answers.save = '/saved';
    Object.assign(fake.vscode.workspace.fs, { writeFile: async () => assert.fail('The disk is full.') });
    savePicture(fake.vscode, { format: 'svg', data: '<svg/>' }, 'raft');
    await settled();
    assert.deepEqual(fake.shown, ['The disk is full.']);
  });
});
