import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension', () => {
  const extension = vscode.extensions.getExtension('distributed-systems-mastery.distributed-systems-mastery');

  it('is installed', () => {
    assert.ok(extension);
  });

  it('activates', async () => {
    await extension?.activate();
    assert.equal(extension?.isActive, true);
  });

  it('runs on the Node version that it is built for', () => {
    assert.equal(process.versions.node.split('.')[0], '24');
  });
});
