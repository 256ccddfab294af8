import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { COMMAND_PREFIX } from '../../src/vscode/commands.ts';
import { eventually, extensionParts } from './support.ts';

/** The last suite of its window: afterwards the extension is gone. test/vscode/leaks.test.ts counts what is released. */
describe('deactivation', () => {
  it('takes back the commands and ends every process', async () => {
    const parts = await extensionParts();
    await vscode.commands.executeCommand('distributedSystemsMastery.openLesson', { packId: 'tiny', topicId: 'doubling' });
    await vscode.workspace.openTextDocument({ language: 'dsim', content: 'scenario "a"' });
    await eventually(() => process.platform === 'win32' || childrenNamed('language-server.js') === 1, 'the language server runs');
    parts.dispose();
    const left = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith(`${COMMAND_PREFIX}open`));
    assert.deepEqual(left, []);
    await eventually(() => childrenNamed('lab-child') === 0, 'no process of the lab is left');
    await eventually(() => childrenNamed('language-server.js') === 0, 'no language server is left');
  });
});

function childrenNamed(name: string): number {
  if (process.platform === 'win32') return 0;
  const lines = execFileSync('ps', ['-eo', 'ppid=,args=']).toString().split('\n');
  return lines.filter((line) => line.trim().startsWith(`${process.pid} `) && line.includes(name)).length;
}
