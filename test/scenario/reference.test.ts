import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inProject } from '../../scripts/lib/project.ts';
import { referencePage } from '../../scripts/lib/reference.ts';
import { sceneOf } from '../../src/scenario/compile/compile.ts';
import { DISTRIBUTIONS } from '../../src/scenario/compile/quality.ts';
import { dsim, keywords } from '../../src/scenario/language/services.ts';
import { failuresOf } from './playing.ts';

const page = readFileSync(inProject('docs/dsim.md'), 'utf8');
const examples = [...page.matchAll(/^```dsim\n(.*?)^```$/gms)].map(([, text]) => text!);

describe('the reference of the scenario language', () => {
  for (const text of examples) {
    it(`has an example that goes as it says: ${/"(.*?)"/.exec(text)?.[1]}`, () => assert.deepEqual(failuresOf(sceneOf(text)), []));
  }

  it('has a list of all words that is up to date (else: npm run generate)', () => {
    assert.equal(readFileSync(inProject('docs/dsim-reference.md'), 'utf8'), referencePage());
  });

  it('has an example of every word of the language', () => {
    const used = new Set(examples.flatMap((text) => dsim.parser.Lexer.tokenize(text).tokens.map(({ image }) => image)));
    assert.deepEqual([...keywords].filter((word) => !used.has(word)), []);
    for (const kind of Object.keys(DISTRIBUTIONS)) assert.ok(page.includes(`${kind}(`), kind);
  });
});
