import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import path from 'node:path';
import { packPlaces } from '../../src/vscode/course/pack-sources.ts';
import { createFake } from './fake.ts';

const extensionPath = path.resolve('/extension');
const other = path.resolve('/other');

function placesOf(contributed: unknown, folders: readonly string[] = []) {
  const fake = createFake();
  fake.extensions.push({ id: 'someone.packs', extensionPath: other, packageJSON: { contributes: { distributedSystemsPacks: contributed } } });
  fake.settings.set('distributedSystemsMastery.packFolders', folders);
  return packPlaces(fake.vscode, { extensionPath });
}

describe('the places of packs', () => {
  it('are the extension itself, other extensions and the folders of the settings', () => {
    const named = path.resolve('/packs');
    const { places, faulty } = placesOf([{ path: './packs/one' }], [named, '~/packs']);
    assert.deepEqual(faulty, []);
    assert.deepEqual(places, [
      { folder: path.join(extensionPath, 'exercises'), origin: { kind: 'built-in' } },
      { folder: path.join(other, 'packs/one'), origin: { kind: 'extension', extensionId: 'someone.packs' } },
      { folder: named, origin: { kind: 'folder', folder: named } },
      { folder: path.join(homedir(), 'packs'), origin: { kind: 'folder', folder: path.join(homedir(), 'packs') } },
    ]);
  });

  const wrong: readonly unknown[] = ['./packs', { path: './packs' }, [{ folder: './packs' }], [{ path: '../elsewhere' }], [{ path: '/etc' }], [{ path: './in/../../out' }]];
  for (const contributed of wrong) {
    it(`are not taken from a manifest that says ${JSON.stringify(contributed)}`, () => {
      const { places, faulty } = placesOf(contributed);
      assert.equal(places.length, 1);
      assert.equal(faulty.length, 1);
      const [result] = faulty;
      assert.equal(result?.kind, 'faulty');
      assert.equal(result.problems[0]?.file, 'package.json');
    });
  }

  it('are absolute, and a setting that names no absolute path is a fault', () => {
    const { places, faulty } = placesOf(undefined, ['packs/mine']);
    assert.equal(places.length, 1);
    assert.equal(faulty[0]?.kind === 'faulty' && faulty[0].problems[0]?.message, 'The setting distributedSystemsMastery.packFolders names "packs/mine", which is no absolute path.');
  });
});
