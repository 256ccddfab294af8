import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { EXTENSION_ID } from './support.ts';

/**
 * Milliseconds of processor time that the extension host takes to load and activate an extension that nothing has
 * activated yet. On a busy machine the clock on the wall says more about the machine.
 */
async function activationTime(id: string): Promise<number> {
  const extension = vscode.extensions.getExtension(id);
  assert.ok(extension, `${id} is not installed.`);
  assert.equal(extension.isActive, false, `${id} was active before it was measured.`);
  const before = process.threadCpuUsage();
  await extension.activate();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

describe('activation time', () => {
  it('is measured beside that of an empty extension', async () => {
    const report = process.env['DSM_TEST_REPORT'];
    assert.ok(report);
    await activationTime('test.warm-up');
    const empty = await activationTime('test.empty');
    const ours = await activationTime(EXTENSION_ID);
    const line = `    activation: ${ours.toFixed(0)} ms, ${(ours / empty).toFixed(1)} times an empty extension's ${empty.toFixed(0)} ms\n`;
    appendFileSync(report, line);
    assert.equal(vscode.extensions.getExtension(EXTENSION_ID)?.isActive, true);
  });
});
