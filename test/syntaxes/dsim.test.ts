import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { inProject } from '../../scripts/lib/project.ts';
import { textMateOf } from '../../scripts/lib/text-mate.ts';

interface Pattern {
  readonly name: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
}

const read = (file: string) => readFileSync(inProject(file), 'utf8');
const { patterns } = JSON.parse(read('syntaxes/dsim.tmLanguage.json')) as { patterns: readonly Pattern[] };

/** What a line is coloured as: the first pattern that matches at each place, as an editor goes about it. */
function coloured(line: string): [text: string, name: string][] {
  const found: [string, string][] = [];
  for (let position = 0; position < line.length; ) {
    const matches = patterns.flatMap(({ name, match, begin, end }) => {
      const pattern = new RegExp(match ?? `${begin}(?:\\\\.|[^"])*(?:${end})`, 'g');
      pattern.lastIndex = position;
      const result = pattern.exec(line);
      return result && result[0] !== '' ? [{ name, text: result[0], at: result.index }] : [];
    });
    const first = matches.reduce<(typeof matches)[number] | undefined>((best, each) => (best && best.at <= each.at ? best : each), undefined);
    if (!first) break;
    found.push([first.text, first.name.replace('.dsim', '')]);
    position = first.at + first.text.length;
  }
  return found;
}

describe('the colours of scenarios', () => {
  it('are what the grammar of the language makes of them (else: npm run generate)', () => {
    assert.equal(read('syntaxes/dsim.tmLanguage.json'), textMateOf(read('src/scenario/language/dsim.tmLanguage.json')));
  });

  it('tell keywords from words of a system, text, comments and quantities', () => {
    const keyword = 'keyword.control';
    assert.deepEqual(coloured('when some server is leader as L { // a "first" one'), [['when', keyword], ['some', keyword], ['server', keyword], ['is', keyword], ['as', keyword], ['// a "first" one', 'comment.line.double-slash']]);
    assert.deepEqual(coloured('c1 does "set x 2 when // not"'), [['does', keyword], ['"set x 2 when // not"', 'string.quoted.double']]);
    assert.deepEqual(coloured('finally: every server has commit-index >= 1'), [['finally', keyword], ['every', keyword], ['server', keyword], ['has', keyword], ['>=', 'keyword.operator'], ['1', 'constant.numeric']]);
    assert.deepEqual(coloured("partition 'the rest' within 150ms loss 10%"), [['partition', keyword], ["'the rest'", 'variable.other.quoted'], ['within', keyword], ['150ms', 'constant.numeric'], ['loss', keyword], ['10%', 'constant.numeric']]);
  });

  it('leave no line of the library without any', () => {
    const files = globSync('exercises/core/topics/*/scenarios/*.dsim', { cwd: inProject('.') });
    assert.ok(files.length > 8);
    for (const file of files) {
      for (const line of read(file).split('\n')) if (/\w/.test(line)) assert.ok(coloured(line).length > 0, `${file}: ${line}`);
    }
  });
});
