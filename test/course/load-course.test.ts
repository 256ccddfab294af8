import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadCourse, withOnePackForEachId, type PackSource } from '../../src/course/load-course.ts';
import type { Pack, PackOrigin, PackResult } from '../../src/course/model.ts';
import { BUILT_IN, ENVIRONMENT, memoryFiles, SAMPLE, spoiled } from './packs.ts';

const EXTENSION: PackOrigin = { kind: 'extension', extensionId: 'ada.packs' };
const FOLDER: PackOrigin = { kind: 'folder', folder: '/home/ada/packs' };

function result(root: string, origin: PackOrigin, version: string, authors: readonly string[] = ['Ada'], packId = 'sample'): PackResult {
  const pack: Pack = { packId, title: `Pack at ${root}`, version, description: '', authors, license: 'MIT', root, origin, modules: [] };
  return { kind: 'loaded', pack, identityAt: { line: 2, column: 9 } };
}

const used = (results: readonly PackResult[]) => results.flatMap((found) => (found.kind === 'loaded' ? [found.pack.root] : []));
const problems = (results: readonly PackResult[]) => results.flatMap((found) => (found.kind === 'faulty' ? found.problems : []));

describe('a course of several packs', () => {
  it('keeps the good packs where another is faulty', async () => {
    const source = (root: string, id: string, title: string): PackSource => ({
      files: memoryFiles(spoiled('pack.json', '"id": "sample",\n  "title": "A sample"', `"id": "${id}",\n  "title": ${title}`), root),
      origin: FOLDER,
    });
    const results = await loadCourse([source('/a', 'a', '"A"'), source('/b', 'b', '3'), source('/c', 'c', '"C"')], ENVIRONMENT);
    assert.deepEqual(results.map(({ kind }) => kind), ['loaded', 'faulty', 'loaded']);
  });

  it('counts a folder that is named twice once', async () => {
    const source = { files: memoryFiles(SAMPLE), origin: FOLDER };
    assert.equal((await loadCourse([source, { ...source, origin: EXTENSION }], ENVIRONMENT)).length, 1);
  });

  it('uses the highest of the versions of a pack, number by number', () => {
    const results = withOnePackForEachId([result('/a', BUILT_IN, '0.9.0'), result('/b', EXTENSION, '0.10.0'), result('/c', FOLDER, '0.2.0')]);
    assert.deepEqual(used(results), ['/b']);
    assert.deepEqual(problems(results), [
      {
        packRoot: '/a',
        file: 'pack.json',
        line: 2,
        column: 9,
        message: '"Pack at /b" 0.10.0 (from the extension ada.packs) is used instead of version 0.9.0 of the same pack here.',
        remedy: 'Remove the one that is not wanted, or give the one that is wanted the higher version.',
      },
      {
        packRoot: '/c',
        file: 'pack.json',
        line: 2,
        column: 9,
        message: '"Pack at /b" 0.10.0 (from the extension ada.packs) is used instead of version 0.2.0 of the same pack here.',
        remedy: 'Remove the one that is not wanted, or give the one that is wanted the higher version.',
      },
    ]);
  });

  it('uses the copy that is worked on where the versions are equal', () => {
    assert.deepEqual(used(withOnePackForEachId([result('/a', BUILT_IN, '1.0.0'), result('/b', FOLDER, '1.0.0'), result('/c', EXTENSION, '1.0.0')])), ['/b']);
    assert.deepEqual(used(withOnePackForEachId([result('/b', FOLDER, '1.0.0'), result('/a', FOLDER, '1.0.0')])), ['/a']);
  });

  it('does not let a stranger take the place of a pack', () => {
    const results = withOnePackForEachId([result('/a', FOLDER, '99.0.0', ['Mallory']), result('/b', BUILT_IN, '1.0.0')]);
    assert.deepEqual(used(results), ['/b']);
    assert.deepEqual(problems(results).map(({ packRoot, message, remedy }) => [packRoot, message, remedy]), [
      ['/a', 'The id "sample" already belongs to another pack: "Pack at /b" 1.0.0 (built in).', 'Give one of the packs another id, or remove it.'],
    ]);
  });

  it('has one pack for each id, and the same one in whatever order they come', () => {
    const packs = fc.array(
      fc.record({
        origin: fc.constantFrom(BUILT_IN, EXTENSION, FOLDER),
        version: fc.constantFrom('0.1.0', '0.2.0', '1.0.0'),
        authors: fc.subarray(['Ada', 'Grace', 'Mallory'], { minLength: 1 }),
        packId: fc.constantFrom('sample', 'other'),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(packs, fc.nat(), (chosen, turn) => {
        const results = chosen.map(({ origin, version, authors, packId }, number) => result(`/${number}`, origin, version, authors, packId));
        const first = turn % results.length;
        const turned = [...results.slice(first), ...results.slice(0, first)].reverse();
        const winners = used(withOnePackForEachId(results)).sort();
        assert.deepEqual(used(withOnePackForEachId(turned)).sort(), winners);
        assert.equal(winners.length, new Set(chosen.map(({ packId }) => packId)).size);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
