import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { EXTENSION_ID } from './support.ts';

/** From this on users complain. */
const limitMilliseconds = 300;

/** Milliseconds that VS Code takes to load and activate an extension that nothing has activated yet. */
async function activationTime(id: string): Promise<number> {
  const extension = vscode.extensions.getExtension(id);
  assert.ok(extension, `${id} is not installed.`);
  assert.equal(extension.isActive, false, `${id} was active before it was measured.`);
  const started = performance.now();
  await extension.activate();
  return performance.now() - started;
}

describe('activation time', () => {
  it('stays where nobody notices it', async () => {
    await activationTime('test.warm-up');
    const empty = await activationTime('test.empty');
    const ours = await activationTime(EXTENSION_ID);
    const line = `    activation: ${ours.toFixed(0)} ms, ${(ours / empty).toFixed(1)} times an empty extension's ${empty.toFixed(0)} ms\n`;
    const report = process.env['DSM_TEST_REPORT'];
    assert.ok(report);
    appendFileSync(report, line);
    assert.ok(ours < limitMilliseconds, line.trim());
  });
});
