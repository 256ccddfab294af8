import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FileTooLarge } from '../../src/course/files.ts';
import { loadPack } from '../../src/course/load-pack.ts';
import { findPackFolders, nodeFiles } from '../../src/course/node-files.ts';
import { BUILT_IN, ENVIRONMENT, SAMPLE } from './packs.ts';

describe('a pack on disk', () => {
  let folder = '';
  const at = (...parts: string[]) => path.join(folder, ...parts);

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'packs-'));
    for (const [file, text] of Object.entries(SAMPLE)) {
      await mkdir(path.dirname(at('pack', file)), { recursive: true });
      await writeFile(at('pack', file), text);
    }
    await writeFile(at('secret.txt'), 'secret');
  });

  afterEach(() => rm(folder, { recursive: true }));

  /** Windows lets only some users make links. */
  async function link(context: Mocha.Context, target: string, name: string): Promise<void> {
    await symlink(target, name).catch((error: NodeJS.ErrnoException) => (error.code === 'EPERM' ? context.skip() : Promise.reject(error)));
  }

  it('is loaded', async () => {
    const result = await loadPack(nodeFiles(at('pack')), BUILT_IN, ENVIRONMENT);
    assert.deepEqual(result.kind === 'faulty' ? result.problems : [], []);
  });

  it('may itself be reached by a link', async function () {
    await link(this, at('pack'), at('linked'));
    const result = await loadPack(nodeFiles(at('linked')), BUILT_IN, ENVIRONMENT);
    assert.equal(result.kind, 'loaded');
  });

  it('takes links inside of it, and refuses those that lead out or nowhere', async function () {
    await link(this, at('pack', 'pack.json'), at('pack', 'inside.json'));
    await link(this, at('secret.txt'), at('pack', 'outside.txt'));
    await link(this, folder, at('pack', 'above'));
    await link(this, at('pack', 'gone'), at('pack', 'nowhere'));
    const kinds = Object.fromEntries((await nodeFiles(at('pack')).list('')).map(({ name, kind }) => [name, kind]));
    assert.deepEqual(kinds, { 'pack.json': 'file', topics: 'folder', 'inside.json': 'file', 'outside.txt': 'outside', above: 'outside', nowhere: 'other' });
    await assert.rejects(nodeFiles(at('pack')).read('outside.txt', 100), /"outside.txt" can't be read: it leads out of the pack/);
    await assert.rejects(nodeFiles(at('pack')).read('above/secret.txt', 100), /leads out of the pack/);
  });

  it('is not left by a path', async () => {
    for (const file of ['../secret.txt', 'topics/../../secret.txt']) {
      await assert.rejects(nodeFiles(at('pack')).read(file, 100), /leads out of the pack/);
    }
    await assert.rejects(nodeFiles(at('pack')).list('..'), /The folder ".." can't be read: it leads out of the pack/);
  });

  it('is not left for a neighbour whose name begins with its own', async () => {
    await mkdir(at('pack-two'));
    await writeFile(at('pack-two', 'x.txt'), '');
    await assert.rejects(nodeFiles(at('pack')).read('../pack-two/x.txt', 100), /leads out of the pack/);
  });

  it('says in plain words what can not be read', async () => {
    await assert.rejects(nodeFiles(at('pack')).read('missing.md', 100), { message: `"missing.md" can't be read: it does not exist.` });
    await assert.rejects(nodeFiles(at('pack')).read('topics', 100), { message: `"topics" can't be read: it is not a file.` });
    await assert.rejects(nodeFiles(at('missing')).list(''), { message: "The folder can't be read: it does not exist." });
  });

  it('takes files up to the limit and no longer ones', async () => {
    await writeFile(at('pack', 'long.md'), 'x'.repeat(100));
    assert.equal((await nodeFiles(at('pack')).read('long.md', 100)).length, 100);
    await assert.rejects(nodeFiles(at('pack')).read('long.md', 99), FileTooLarge);
  });

  it('is found in a folder of packs', async () => {
    assert.deepEqual(await findPackFolders(folder), [at('pack')]);
    assert.deepEqual(await findPackFolders(at('pack')), [at('pack')]);
    assert.deepEqual(await findPackFolders(at('pack', 'topics')), [at('pack', 'topics')]);
    assert.deepEqual(await findPackFolders(at('missing')), [at('missing')]);
  });
});
