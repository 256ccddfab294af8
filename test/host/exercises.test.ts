import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { answering, DOUBLE, eventually, exists, extensionParts, gradeFolder, plain, read, recordRun, SOLUTION, testItem, treeText, type, workspaceFolder, write } from './support.ts';

const folder = (name = 'double'): vscode.Uri => vscode.Uri.joinPath(workspaceFolder(), 'exercises', name);
const entry = (name?: string): vscode.Uri => vscode.Uri.joinPath(folder(name), 'index.ts');

describe('an exercise', () => {
  before(async () => {
    const { exercises } = await extensionParts();
    await exercises.start(DOUBLE);
  });

  it('is copied into the workspace, with its instructions and types', async () => {
    for (const file of ['index.ts', 'README.md', 'dsim.d.ts', 'tsconfig.json', '.dsim-exercise.json']) {
      assert.ok(await exists(vscode.Uri.joinPath(folder(), file)), file);
    }
    assert.match(await read(vscode.Uri.joinPath(folder(), 'dsim.d.ts')), /declare module 'dsim'/);
  });

  it('is in progress from then on', async () => {
    assert.match(await treeText(await extensionParts()), /Exercise: Double a number \| in progress/);
  });

  it('is never written over', async () => {
    const { exercises } = await extensionParts();
    await (await type(entry(), '// mine')).save();
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder(), 'README.md'));
    const choose = (choice: string) => (items: readonly { choice: string }[]) => items.find((item) => item.choice === choice);

    const [asked] = await answering('showQuickPick', () => undefined, () => exercises.start(DOUBLE));
    assert.ok(asked, 'the user is asked');
    assert.equal(await exists(vscode.Uri.joinPath(folder(), 'README.md')), false, 'nothing is written without an answer');

    await answering('showQuickPick', choose('open'), () => exercises.start(DOUBLE));
    assert.equal(await exists(vscode.Uri.joinPath(folder(), 'README.md')), false, 'opening writes nothing');

    await answering('showQuickPick', choose('complete'), () => exercises.start(DOUBLE));
    assert.ok(await exists(vscode.Uri.joinPath(folder(), 'README.md')), 'what is missing is added');
    assert.equal(await read(entry()), '// mine', 'what is there is kept');
  });

  it('can be there twice, told apart by the folder', async () => {
    const parts = await extensionParts();
    await answering('showQuickPick', (items: readonly { choice: string }[]) => items.find(({ choice }) => choice === 'beside'), () => parts.exercises.start(DOUBLE));
    const [first, second] = [await testItem(parts, folder()), await testItem(parts, folder('double-2'))];
    assert.deepEqual([first.label, second.label], ['Double a number', 'Double a number']);
    assert.deepEqual([first.description, second.description], ['exercises/double', 'exercises/double-2']);
    assert.notEqual(await read(entry('double-2')), '// mine');
  });

  it('is found when its folder is renamed and moved', async () => {
    const parts = await extensionParts();
    await testItem(parts, folder('double-2'));
    const moved = vscode.Uri.joinPath(workspaceFolder(), 'elsewhere', 'my name for it');
    await vscode.workspace.fs.rename(folder('double-2'), moved);
    const item = await testItem(parts, moved);
    assert.equal(item.description, 'elsewhere/my name for it');
    await eventually(() => parts.testing.items.itemOf(folder('double-2')) === undefined, 'the old place is forgotten');
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(moved, '..'), { recursive: true });
    await eventually(() => parts.testing.items.itemOf(moved) === undefined, 'a removed copy is forgotten');
  });
});

describe('grading', () => {
  before(async () => {
    const { exercises } = await extensionParts();
    if (!(await exists(folder()))) await exercises.start(DOUBLE);
  });

  it('lists the cases below the exercise when they are asked for', async () => {
    const parts = await extensionParts();
    const item = await testItem(parts, folder());
    await parts.testing.controller.resolveHandler?.(item);
    assert.deepEqual([...item.children].map(([, { label }]) => label).sort(), ['Doubles what is negative', 'Doubles what is positive']);
    assert.deepEqual(item.tags.map(({ id }) => id), ['beginner', 'doubling']);
  });

  it('passes a solution, and the tree says that it is done', async () => {
    const parts = await extensionParts();
    await type(entry(), SOLUTION);
    const { results, enqueued } = await gradeFolder(parts, folder());
    assert.deepEqual(enqueued, ['positive', 'negative']);
    assert.deepEqual([...results].map(([id, { state }]) => [id, state]), [['positive', 'passed'], ['negative', 'passed']]);
    assert.match(await treeText(parts), /Exercise: Double a number \| done/);
  });

  it('fails a wrong one with message, difference and place', async () => {
    const parts = await extensionParts();
    await type(entry(), '// A comment.\nexport function double(value: number): number {\n  return value + 2;\n}\n');
    const { results } = await gradeFolder(parts, folder());
    assert.equal(results.get('positive')?.state, 'passed');
    const negative = results.get('negative');
    assert.equal(negative?.state, 'failed');
    assert.equal(negative.message?.expectedOutput, '-6');
    assert.equal(negative.message.actualOutput, '-1');
    assert.match(plain(negative.message.message), /Minus three is doubled\./);
    assert.equal(negative.message.location?.uri.toString(), entry().toString());
    assert.equal(negative.message.location.range.start.line, 1);
    assert.equal(negative.message.contextValue, 'distributedSystemsMastery.result');
  });

  it('grades what is in the editor, and saves it', async () => {
    const parts = await extensionParts();
    const document = await type(entry(), SOLUTION);
    assert.ok(document.isDirty);
    const { results } = await gradeFolder(parts, folder());
    assert.equal(results.get('negative')?.state, 'passed');
    assert.equal(document.isDirty, false);
  });

  it('runs a single case', async () => {
    const parts = await extensionParts();
    const item = await testItem(parts, folder());
    const negative = item.children.get('negative');
    assert.ok(negative);
    const { results } = await recordRun(parts, () => parts.testing.run(new vscode.TestRunRequest([negative])));
    assert.deepEqual([...results.keys()], ['negative']);
  });

  it('shows what the learner prints, with carriage returns', async () => {
    const parts = await extensionParts();
    await type(entry(), `export function double(value: number): number {\n  console.log('doubling', value);\n  return value * 2;\n}\n`);
    const { output } = await gradeFolder(parts, folder());
    assert.match(output, /doubling 2\r\n/);
    assert.doesNotMatch(output, /[^\r]\n/);
  });

  const verdicts: readonly (readonly [name: string, source: string, message: RegExp])[] = [
    ['an endless loop', 'export function double(): number {\n  for (;;);\n}\n', /did not finish within|never ends/i],
    ['a loop of awaits', 'export async function double(): Promise<number> {\n  for (;;) await null;\n}\n', /did not finish within|never ends/i],
    ['a lack of memory', 'export function double(): number {\n  const all: number[][] = [];\n  for (;;) all.push(new Array<number>(1e6).fill(1));\n}\n', /memory/i],
    ['a syntax error', 'export function double(: number {\n', /./],
    ['a missing export', 'export function triple(): number {\n  return 3;\n}\n', /double/],
  ];
  for (const [name, source, message] of verdicts) {
    it(`says what is wrong with ${name}, and leaves no process behind`, async () => {
      const parts = await extensionParts();
      await type(entry(), source);
      const { results } = await gradeFolder(parts, folder());
      const positive = results.get('positive');
      assert.equal(positive?.state, 'errored');
      assert.match(plain(positive.message?.message), message);
      assert.equal(positive.message?.location?.uri.toString(), entry().toString());
      assert.equal(results.size, 2, 'every case has ended');
      await eventually(() => busyChildren() === 0, 'the process is gone');
    });
  }

  it('reports an exception with its place and stack', async () => {
    const parts = await extensionParts();
    await type(entry(), `export function double(): number {\n  return helper();\n}\n\nfunction helper(): number {\n  throw new RangeError('not yet');\n}\n`);
    const { results } = await gradeFolder(parts, folder());
    const message = results.get('positive')?.message;
    assert.match(plain(message?.message), /not yet/);
    assert.equal(message?.location?.range.start.line, 5);
    assert.deepEqual(message.stackTrace?.slice(0, 2).map(({ label, position }) => [label, position?.line]), [['helper', 5], ['double', 1]]);
  });

  it('stops when it is cancelled, and every case ends', async () => {
    const parts = await extensionParts();
    await type(entry(), 'export function double(): number {\n  for (;;);\n}\n');
    const item = await testItem(parts, folder());
    const { controller } = parts.testing;
    const { results } = await recordRun(parts, async () => {
      const create = controller.createTestRun.bind(controller);
      const source = new vscode.CancellationTokenSource();
      controller.createTestRun = (...args) => {
        const run = create(...args);
        const started = run.started.bind(run);
        run.started = (test) => {
          started(test);
          source.cancel();
        };
        return new Proxy(run, { get: (target, name) => (name === 'token' ? source.token : Reflect.get(target, name)) as unknown });
      };
      await parts.testing.run(new vscode.TestRunRequest([item]));
    });
    assert.deepEqual([...results.values()].map(({ state }) => state), ['skipped', 'skipped']);
    await eventually(() => busyChildren() === 0, 'the process is gone');
  });

  it('grades again when a file is saved, while a continuous run is on', async () => {
    const parts = await extensionParts();
    const item = await testItem(parts, folder());
    const source = new vscode.CancellationTokenSource();
    const runProfile = parts.testing.profiles.run;
    void runProfile.runHandler(new vscode.TestRunRequest([item], undefined, runProfile, true), source.token);
    const { results } = await recordRun(parts, async () => {
      await (await type(entry(), SOLUTION)).save();
    });
    source.cancel();
    assert.equal(results.get('negative')?.state, 'passed');
  });

  it('stops at a breakpoint when it is debugged, with the values at hand', async function () {
    this.timeout(60_000);
    const parts = await extensionParts();
    await (await type(entry(), 'export function double(value: number): number {\n  const twice = value * 2;\n  return twice;\n}\n')).save();
    const item = await testItem(parts, folder());
    const breakpoint = new vscode.SourceBreakpoint(new vscode.Location(entry(), new vscode.Position(2, 2)));
    vscode.debug.addBreakpoints([breakpoint]);
    const seen: string[] = [];
    const stopped = vscode.debug.registerDebugAdapterTrackerFactory('pwa-node', {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage: (message: { type?: string; event?: string; body?: { reason?: string; threadId?: number } }) => {
          if (message.event !== 'stopped' || message.body?.reason !== 'breakpoint') return;
          void session
            .customRequest('stackTrace', { threadId: message.body.threadId })
            .then(async ({ stackFrames: [frame] }: { stackFrames: { id: number; line: number; source: { path: string } }[] }) => {
              const { result } = (await session.customRequest('evaluate', { expression: 'twice', frameId: frame?.id, context: 'watch' })) as { result: string };
              seen.push(`${frame?.source.path.split('/').slice(-2).join('/')}:${frame?.line} twice = ${result}`);
              await session.customRequest('continue', { threadId: message.body?.threadId });
            });
        },
      }),
    });
    const { debug } = parts.testing.profiles;
    try {
      const source = new vscode.CancellationTokenSource();
      const { results } = await recordRun(parts, () => Promise.resolve(debug.runHandler(new vscode.TestRunRequest([item], undefined, debug), source.token)));
      assert.deepEqual([...results.values()].map(({ state }) => state), ['passed', 'passed']);
      assert.deepEqual(seen, ['double/index.ts:3 twice = 4', 'double/index.ts:3 twice = -6']);
    } finally {
      stopped.dispose();
      vscode.debug.removeBreakpoints([breakpoint]);
    }
  });

  it('gives hints one after the other', async () => {
    const parts = await extensionParts();
    const item = await testItem(parts, folder());
    const calls = await answering('showInformationMessage', (_text: string, next: string) => next, () =>
      Promise.resolve(vscode.commands.executeCommand('distributedSystemsMastery.showHint', item)),
    );
    assert.deepEqual(calls.map(([text]) => text), ['Hint 1 of 2: What is a number and itself?', 'Hint 2 of 2: Add it to itself.']);
  });
});

describe('a copy that can\'t be graded', () => {
  const stray = (): vscode.Uri => vscode.Uri.joinPath(workspaceFolder(), 'stray');
  const manifest = (): vscode.Uri => vscode.Uri.joinPath(stray(), '.dsim-exercise.json');
  after(() => vscode.workspace.fs.delete(stray(), { recursive: true }));

  it('says that its exercise is in no pack', async () => {
    const parts = await extensionParts();
    await write(manifest(), JSON.stringify({ packId: 'gone', topicId: 'gone', exerciseId: 'gone', id: '0d1c9f6e-7a53-4f0e-9b58-3a8e2c5d7f10' }));
    const item = await testItem(parts, stray());
    assert.match(plain(item.error), /No pack that is loaded has the exercise "gone"/);
    const { results } = await gradeFolder(parts, stray());
    assert.deepEqual([...results.values()].map(({ state }) => state), ['errored']);
  });

  it('says that its manifest is damaged', async () => {
    const parts = await extensionParts();
    await write(manifest(), '{ "packId": 1 }');
    await eventually(() => /can't be read: packId/.test(plain(parts.testing.items.itemOf(stray())?.error)), 'the item says so');
  });
});

/** Processes of the lab that are using the processor; one that waits for work is kept ready on purpose. */
function busyChildren(): number {
  if (process.platform === 'win32') return 0;
  const lines = execFileSync('ps', ['-eo', 'ppid=,stat=,args=']).toString().split('\n');
  return lines.filter((line) => line.trim().startsWith(`${process.pid} `) && /^\s*\d+\s+R/.test(line) && line.includes('lab-child')).length;
}
