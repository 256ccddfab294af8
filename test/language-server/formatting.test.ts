import assert from 'node:assert/strict';
import fc from 'fast-check';
import { globSync, readFileSync } from 'node:fs';
import { inProject } from '../../scripts/lib/project.ts';
import { Random } from '../../src/engine/sim/random.ts';
import { layOut } from '../../src/language-server/layout.ts';
import { compile, sceneOf } from '../../src/scenario/compile/compile.ts';
import { parse } from '../../src/scenario/language/parser.ts';
import { dsim } from '../../src/scenario/language/services.ts';
import { print } from '../../src/scenario/print/print.ts';
import { arbitraryScene } from '../scenario/arbitrary.ts';
import { edited, inRaft, language, open } from './editor.ts';

const { Formatter } = language.lsp;

function formatted(text: string): string {
  const changes = layOut(text, parse(text).scenario, '  ');
  return changes.toReversed().reduce((result, { start, end, text: wanted }) => result.slice(0, start) + wanted + result.slice(end), text);
}

/** The text with other whitespace between its tokens, and with comments. */
function dishevelled(text: string, random: Random): string {
  const { tokens } = dsim.parser.Lexer.tokenize(text);
  const gap = () => [' ', '\n', '   ', '\n\n\n\t', ' // a comment\n', '\n// one\n  // and another\n', '\t'][random.between(0, 6)]!;
  return `${random.chance(0.3) ? gap() : ''}${tokens.map(({ image }) => image + gap()).join('')}`;
}

function commentsIn(text: string): readonly string[] {
  return dsim.parser.Lexer.tokenize(text).hidden.map(({ image }) => image).filter((image) => image.startsWith('//'));
}

describe('formatting a scenario', () => {
  const tidied: readonly (readonly [title: string, text: string, tidy: string])[] = [
    ['blocks', 'at 1s{crash n1\nheal\n}', 'at 1s {\n  crash n1\n  heal\n}\n'],
    ['blocks in one line', 'at 1s{heal}   at 2s {crash n1 , n2}', 'at 1s { heal }\nat 2s { crash n1, n2 }\n'],
    ['blocks in blocks', 'at 1s {\nrepeat 2 times {\nheal\n}\nask "Q" {\nright "A" wrong "B"\nbecause "C" } }', 'at 1s {\n  repeat 2 times {\n    heal\n  }\n  ask "Q" {\n    right "A"\n    wrong "B"\n    because "C"\n  }\n}\n'],
    ['claims', 'always :n1 is up\n\n\n\nnever"x":not( n1 is up )', 'always: n1 is up\n\nnever "x": not (n1 is up)\n'],
    ['long conditions', 'always: n1 is up\nor n2 is up', 'always: n1 is up\n  or n2 is up\n'],
    ['latencies', 'at 1s { network latency mixture ( 3 5ms .. 6ms,1 normal (mean 5ms , deviation 1ms) ) , loss 1% }', 'at 1s { network latency mixture(3 5ms..6ms, 1 normal(mean 5ms, deviation 1ms)), loss 1% }\n'],
    ['comments', '//one\nat 1s { // two\n\n   // three\nheal   // four\n// five\n}// six', '//one\nat 1s { // two\n\n  // three\n  heal   // four\n  // five\n} // six\n'],
    ['schedules', 'schedule{at 1s crash n1\nat 2s after event 5 heal}', 'schedule {\n  at 1s crash n1\n  at 2s after event 5 heal\n}\n'],
    ['empty blocks', 'at 1s {\n}', 'at 1s {}\n'],
  ];
  for (const [title, text, tidy] of tidied) it(`tidies ${title}`, () => assert.equal(formatted(inRaft(text)), inRaft(tidy)));

  it('tidies a system whose parameters stand in several lines', () => {
    assert.equal(formatted('scenario "a"   system raft {nodes 5,\nclients 2   // two\n, reads lease}'), 'scenario "a"\nsystem raft {\n  nodes 5,\n  clients 2   // two\n    , reads lease\n}\n');
  });

  it('keeps line breaks of Windows, and takes tabs where they are asked for', () => {
    const text = 'scenario "a"\r\nsystem raft\r\nat 1s {\r\nheal\r\n}';
    const changes = layOut(text, parse(text).scenario, '\t');
    assert.equal(changes.toReversed().reduce((result, { start, end, text: wanted }) => result.slice(0, start) + wanted + result.slice(end), text), 'scenario "a"\r\nsystem raft\r\nat 1s {\r\n\theal\r\n}\r\n');
  });

  it('leaves the library as it is', () => {
    for (const file of globSync('exercises/core/topics/*/scenarios/*.dsim', { cwd: inProject('.') })) {
      const text = readFileSync(inProject(file), 'utf8');
      assert.equal(formatted(text), text, file);
    }
  });

  it('changes no scenario, keeps every comment, and has nothing to do the second time', () => {
    fc.assert(
      fc.property(arbitraryScene, fc.nat(), (scene, seed) => {
        const text = dishevelled(print(scene), Random.fromSeed(seed));
        const tidy = formatted(text);
        assert.deepEqual(sceneOf(tidy), scene);
        assert.deepEqual(commentsIn(tidy), commentsIn(text));
        assert.equal(formatted(tidy), tidy);
      }),
      { numRuns: 60, seed: 20_261_124 },
    );
  });

  it('changes nothing where something can not be read', async () => {
    const { document, uri } = await open(inRaft('at 1s {\ncrash\n}'));
    assert.deepEqual(await Formatter!.formatDocument(document, { textDocument: { uri }, options: { insertSpaces: true, tabSize: 2 } }), []);
  });

  it('of some lines changes only those', async () => {
    const { document, uri, text } = await open(inRaft('at 1s {\nheal\n}\nat 2s {\nheal\n}\n'));
    const edits = await Formatter!.formatDocumentRange(document, { textDocument: { uri }, range: { start: { line: 5, character: 0 }, end: { line: 7, character: 1 } }, options: { insertSpaces: true, tabSize: 4 } });
    assert.equal(edited(text, edits), inRaft('at 1s {\nheal\n}\nat 2s {\n    heal\n}\n'));
    assert.deepEqual(compile(text).problems, []);
  });
});
