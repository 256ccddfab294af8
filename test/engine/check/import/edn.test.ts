import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EdnSet, Keyword, readEdn, readEdnItems, Tagged, type Edn, type EdnMap } from '../../../../src/engine/check/import/edn.ts';
import { TextError } from '../../../../src/engine/check/import/errors.ts';
import { plain } from '../../../../src/engine/check/import/jepsen-maps.ts';

const values = (text: string) => readEdn(text).items.map(({ value }) => value);
const only = (text: string): Edn => {
  const [value, ...others] = values(text);
  assert.ok(value !== undefined && others.length === 0);
  return value;
};

/** Writes plain JSON as EDN. */
function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(' ')}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)} ${write(item)}`).join(', ')}}`;
  return value === null ? 'nil' : JSON.stringify(value);
}

describe('EDN', () => {
  it('reads what was written', () => {
    const scalar = fc.oneof(fc.constant(null), fc.boolean(), fc.maxSafeInteger(), fc.string());
    fc.assert(fc.property(fc.letrec((tie) => ({ value: fc.oneof({ maxDepth: 4 }, scalar, fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true })) })).value, (value) => assert.deepEqual(plain(only(write(value))), value)));
  });

  it('reads every kind of value', () => {
    assert.deepEqual(values('nil true false 12 -3 +4 1.5 1e3 2M 7N 1/4 ##Inf ##-Inf'), [null, true, false, 12, -3, 4, 1.5, 1000, 2, 7, 0.25, Infinity, -Infinity]);
    assert.ok(Number.isNaN(only('##NaN')));
    assert.deepEqual(plain(only('[9007199254740993 9007199254740992N -99999999999999999999]')), ['9007199254740993', '9007199254740992', '-99999999999999999999']);
    assert.deepEqual(values('\\a \\newline \\u0041 \\( "a\\n\\"\\u00e9" (1 2) [1, [2]]'), ['a', '\n', 'A', '(', 'a\n"é', [1, 2], [1, [2]]]);
    assert.deepEqual(only('#{1 2}'), new EdnSet([1, 2]));
    assert.deepEqual(only('#inst "2024"'), new Tagged('inst', '2024'));
    assert.deepEqual((only('{:f :read, :jepsen/value nil}') as EdnMap).get('jepsen/value'), null);
    assert.deepEqual(only('::local'), new Keyword('local'));
    assert.deepEqual(plain(only('{:a #{x} :b #t {:c \\d} [1] 2}')), { a: ['x'], b: { c: 'd' }, '[1]': 2 });
    assert.equal(only('^{:doc "x"} 5'), 5);
  });

  it('passes over comments, commas and what is left out', () => {
    assert.deepEqual(values('; a comment\n1 ,, #_ 2 #_[3 #_4] 5 ; the end'), [1, 5]);
    assert.deepEqual(only('[1 #_2]'), [1]);
    const { comments, discarded } = readEdn('; one\n[1 #_2 #_#_3 4] ; two').asides;
    assert.deepEqual([comments, discarded], [2, 3]);
  });

  it('says where values begin, those of one vector too', () => {
    assert.deepEqual(readEdn('1\n  :a').items.map(({ line, column }) => [line, column]), [[1, 1], [2, 3]]);
    assert.deepEqual(readEdnItems('[{:a 1}\n {:b 2}]').items.map(({ line, column }) => [line, column]), [[1, 2], [2, 2]]);
    assert.equal(readEdnItems('{:a 1} {:b 2}').items.length, 2);
  });

  it('says what is wrong, and where', () => {
    const wrong: [string, number, number, RegExp][] = [
      ['[1 2', 1, 1, /never closed by "]"/],
      ['[1\n (2]', 2, 4, /"]" stands where "\)" should/],
      ['"abc', 1, 1, /string is never closed/],
      ['{:a}', 1, 1, /1 forms: each key needs a value/],
      ['1 ]', 1, 3, /"]" closes nothing/],
      ['12x', 1, 1, /"12x" is no number/],
      ['1/0', 1, 1, /"1\/0" is no number/],
      ['[1)', 1, 3, /"\)" stands where "]" should/],
      ['"\\q"', 1, 3, /no escape/],
      ['\\foo', 1, 1, /no character/],
      ['#_', 1, 3, /the text ends/],
      ['#foo', 1, 5, /the text ends where the value of #foo/],
      [':', 1, 1, /followed by a name/],
    ];
    for (const [text, line, column, message] of wrong) {
      assert.throws(() => readEdn(text), (error) => error instanceof TextError && error.line === line && error.column === column && message.test(error.message), `${text}: ${line}:${column}`);
    }
    assert.throws(() => readEdn(`1 ${'['.repeat(100_000)}`), /Line 1, column 203: this is nested more than 200 levels deep/);
    assert.throws(() => readEdn('#_'.repeat(100_000)), /nested more than 200 levels deep/);
    assert.throws(() => readEdnItems('[1 2] 3'), /something follows the vector/);
    assert.throws(() => readEdnItems('[1 2'), /never closed/);
  });
});
