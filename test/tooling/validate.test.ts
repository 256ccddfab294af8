/** The command `npm run validate`, on what takes no time. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { inProject, root } from '../../scripts/lib/project.ts';

async function validate(...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [inProject('scripts/validate.ts'), ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

describe('npm run validate', function () {
  this.timeout(30_000);

  it('prints published and measured values with verdicts, and how far it has come', async () => {
    const { code, out, err } = await validate('--quick', '1.2');
    assert.match(out, /✔ within +150–200: median +147 ms +1\d\d ms +[−+]?[\d.]+ % +±10 % +2,000 elections/);
    assert.match(out, /\n9 within, 0 outside, in \d+ s\n$/);
    assert.match(err, /^\d+ of 6 {2}raft, LAN/m);
    assert.doesNotMatch(out, /Written/);
    assert.equal(code, 0);
  });

  it('says which sections there are where one is unknown', async () => {
    const { code, err } = await validate('9');
    assert.match(err, /^There is no section "9"; there are 1\.1, raft, 1\.2/);
    assert.equal(code, 1);
  });
});
