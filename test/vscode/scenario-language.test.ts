import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { VsCode } from '../../src/vscode/host.ts';
import { withFirstScenario } from '../../src/vscode/scenario/language.ts';

interface Document {
  readonly languageId: string;
}

/** The part of VS Code that tells of documents. */
function editorWith(...open: readonly Document[]) {
  const listeners = new Set<(document: Document) => void>();
  const workspace = {
    textDocuments: open,
    onDidOpenTextDocument: (listener: (document: Document) => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
  return { vscode: { workspace } as unknown as VsCode, open: (document: Document) => [...listeners].forEach((listener) => listener(document)), listeners };
}

describe('the language services for scenarios', () => {
  const errors: string[] = [];
  const log = { error: (...words: unknown[]) => void errors.push(words.join(' ')) };

  it('start with the first scenario, and once', async () => {
    const { vscode, open, listeners } = editorWith({ languageId: 'markdown' });
    let [started, stopped] = [0, 0];
    const services = withFirstScenario(vscode, log, async () => {
      started++;
      return { dispose: () => stopped++ };
    });
    open({ languageId: 'typescript' });
    assert.equal(started, 0);
    open({ languageId: 'dsim' });
    open({ languageId: 'dsim' });
    await setImmediate();
    assert.deepEqual([started, stopped, listeners.size], [1, 0, 0]);
    services.dispose();
    assert.equal(stopped, 1);
  });

  it('start at once where a scenario is open already', () => {
    let started = 0;
    withFirstScenario(editorWith({ languageId: 'dsim' }).vscode, log, async () => {
      started++;
      return { dispose: () => undefined };
    });
    assert.equal(started, 1);
  });

  it('are stopped also where they were still starting', async () => {
    let stopped = 0;
    withFirstScenario(editorWith({ languageId: 'dsim' }).vscode, log, async () => ({ dispose: () => stopped++ })).dispose();
    await setImmediate();
    assert.equal(stopped, 1);
  });

  it('say in the log why they could not start', async () => {
    withFirstScenario(editorWith({ languageId: 'dsim' }).vscode, log, async () => Promise.reject(new Error('no such file')));
    await setImmediate();
    assert.deepEqual(errors, ['The language services for scenarios could not be started. no such file']);
  });
});
