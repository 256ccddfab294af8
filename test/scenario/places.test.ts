import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { inProject } from '../../scripts/lib/project.ts';
import { sceneOf } from '../../src/scenario/compile/compile.ts';
import { placesOf } from '../../src/scenario/places.ts';

describe('places in a scenario', () => {
  it('are those of its title and of each claim', () => {
    const text = '// scenario "no"\nscenario "A \\"b\\""\nsystem raft\nalways "Told \\u0041.":\n  n1 is up // so\nnever: n1   is\n crashed\nexpect violation of election-safety';
    const { title, claims } = placesOf(text);
    assert.equal(text.slice(title?.start, title?.end), '"A \\"b\\""');
    assert.deepEqual(claims.map(({ start, end, text: told }) => [told, text.slice(start, end)]), [
      ['Told A.', 'always "Told \\u0041.":\n  n1 is up'],
      ['never: n1 is crashed', 'never: n1   is\n crashed'],
      ['expect violation of election-safety', 'expect violation of election-safety'],
    ]);
  });

  it('are as many as the scene has claims', () => {
    for (const file of globSync('exercises/core/topics/*/scenarios/*.dsim', { cwd: inProject('.') })) {
      const text = readFileSync(inProject(file), 'utf8');
      const told = placesOf(text).claims;
      assert.equal(told.length, sceneOf(text).claims.length, file);
    }
  });

  it('are found as far as can be where a text is not right', () => {
    assert.deepEqual(placesOf(''), { title: null, claims: [] });
    assert.equal(placesOf('scenario "a" system raft { nodes }\nnever "\\q": n1 is up\nfinally').claims[0]?.text, 'never "\\q": n1 is up');
  });
});
