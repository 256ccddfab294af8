import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DataDocument } from '../../src/course/document.ts';
import { parseJson } from '../../src/course/json-document.ts';
import { parseYaml } from '../../src/course/yaml-document.ts';

const at = ({ line, column }: { line: number; column: number }) => `${line}:${column}`;

describe('JSON with positions', () => {
  it('locates values, keys, and the nearest part around what is missing', () => {
    const document = parseJson('{\n  "a": [1, { "b": true }]\n}');
    assert.equal(JSON.stringify(document.value), '{"a":[1,{"b":true}]}');
    assert.equal(at(document.locate(['a', 1, 'b'])), '2:19');
    assert.equal(at(document.locateKey(['a', 1, 'b'])), '2:14');
    assert.equal(at(document.locate(['a', 1, 'missing', 'deeper'])), '2:12');
    assert.equal(at(document.locate([])), '1:1');
  });

  it('reports each line that is wrong once', () => {
    const { flaws, value } = parseJson('{\n  "a": 1,,,\n  "b": nope,\n  "c": "x"\n}');
    assert.deepEqual(flaws.map(({ line }) => line), [2, 3]);
    assert.equal(value, undefined);
  });

  it('takes a property named __proto__ for what it is', () => {
    assert.deepEqual(Object.keys(parseJson('{ "__proto__": { "x": 1 } }').value as object), ['__proto__']);
  });
});

describe('YAML with positions', () => {
  it('locates values, keys, and the nearest part around what is missing', () => {
    const document = parseYaml('a:\n  - 1\n  - b: true\n    c: |\n      text\n');
    assert.equal(at(document.locate(['a', 1, 'b'])), '3:8');
    assert.equal(at(document.locateKey(['a', 1, 'b'])), '3:5');
    assert.equal(at(document.locate(['a', 1, 'c'])), '4:8');
    assert.equal(at(document.locate(['a', 7])), '2:3');
  });

  it('refuses aliases, tags, repeated keys and several documents', () => {
    assert.match(parseYaml('a: &x [1]\nb: *x\n').flaws[0]?.message ?? '', /alias "\*x" is not allowed/);
    assert.match(parseYaml('a: !!js/function x').flaws[0]?.message ?? '', /Unresolved tag/);
    assert.match(parseYaml('a: 1\na: 2').flaws[0]?.message ?? '', /"a" is given twice/);
    assert.match(parseYaml('a: 1\n---\na: 2').flaws[0]?.message ?? '', /multiple documents/);
  });
});

for (const [format, parse] of [['JSON', parseJson], ['YAML', parseYaml]] as const) {
  describe(`${format} from anyone`, () => {
    it('is refused where it is nested without end', () => {
      for (const open of ['[', '{"a":']) {
        const { flaws } = parse(open.repeat(5_000));
        assert.ok(flaws.length > 0);
      }
    }).timeout(20_000);

    it('never makes the parser throw, and has flaws only inside the text', () => {
      fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'{}[]":,-&*!|>%@# \n\r\taé0💥\\') }), (text) => hasSoundPositions(parse(text), text)), { seed: 1, numRuns: 2000 });
    });
  });
}

function hasSoundPositions(document: DataDocument, text: string): boolean {
  const lines = text.split('\n');
  const places = [...document.flaws, document.locate([]), document.locate(['a', 0]), document.locateKey(['a'])];
  return places.every(({ line, column }) => line >= 1 && line <= lines.length && column >= 1 && column <= (lines[line - 1] ?? '').length + 1);
}
