import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandId, commandTable, COMMAND_PREFIX, type CommandName } from '../../src/vscode/commands.ts';
import { extensionParts } from './support.ts';

describe('activation', () => {
  it('gives the parts of the extension', async () => {
    assert.ok((await extensionParts()).course);
  });

  it('registers every command of the table and no other', async () => {
    await extensionParts();
    const registered = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith(COMMAND_PREFIX));
    const own = registered.filter((id) => !/\.(open|focus|resetViewLocation|removeView|toggleVisibility)$|\.topics\.\w+$/.test(id));
    const declared = (Object.keys(commandTable) as CommandName[]).map(commandId);
    assert.deepEqual(own.sort(), declared.sort());
  });
});
