import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

const engine = new URL('../../src/engine/', import.meta.url);

describe("the engine's README", () => {
  it('shows an example that runs, and what it prints', async () => {
    const text = await readFile(new URL('README.md', engine), 'utf8');
    const [, example = assert.fail('there is no example')] = /```ts\n(.*?)```/s.exec(text) ?? [];
    const [, output = assert.fail('there is no output')] = /```text\n(.*?)```/s.exec(text) ?? [];
    const folder = await mkdtemp(path.join(tmpdir(), 'dsm-readme-'));
    try {
      const file = path.join(folder, 'example.mts');
      await writeFile(file, example.replaceAll("from './", `from '${engine.href}`));
      const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: fileURLToPath(engine) });
      assert.equal(stdout, output);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
