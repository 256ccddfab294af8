import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonical } from '../../../../src/engine/check/search/canonical.ts';
import { IntegerList, ListTable, PairTable, VectorTable } from '../../../../src/engine/check/search/tables.ts';

const small = fc.integer({ min: -3, max: 40 });

describe('the tables of a search', () => {
  it('find what was put in under a pair, and nothing else', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(small, small), { selector: String, maxLength: 3000, minLength: 1000 }), (pairs) => {
        const table = new PairTable();
        pairs.forEach(([a, b], value) => {
          assert.equal(table.get(a, b), -1);
          table.set(a, b, value);
        });
        pairs.forEach(([a, b], value) => assert.equal(table.get(a, b), value));
      }),
      { numRuns: 5 },
    );
  });

  it('number vectors in the order in which they are first seen, as a map of their texts would', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(small, small, small), { maxLength: 4000, minLength: 2000 }), (vectors) => {
        const table = new VectorTable(3);
        const numbers = new Map<string, number>();
        for (const vector of vectors) {
          const known = numbers.get(String(vector)) ?? numbers.size;
          numbers.set(String(vector), known);
          assert.equal(table.add(Int32Array.from(vector)), known);
        }
        assert.equal(table.size, numbers.size);
        const read = new Int32Array(3);
        for (const [text, number] of numbers) {
          table.read(number, read);
          assert.equal(String(read), text);
        }
      }),
      { numRuns: 5 },
    );
  });

  it('number lists in the order in which they are first seen, and give them back', () => {
    fc.assert(
      fc.property(fc.array(fc.array(small, { maxLength: 4 }), { maxLength: 3000, minLength: 1500 }), (lists) => {
        const table = new ListTable();
        const numbers = new Map<string, number>();
        for (const list of lists) {
          const known = numbers.get(String(list)) ?? numbers.size;
          numbers.set(String(list), known);
          const items = new IntegerList();
          for (const item of list) items.push(item);
          assert.equal(table.add(items), known);
          assert.deepEqual(Array.from({ length: table.lengthOf(known) }, (_, position) => table.at(known, position)), list);
        }
        assert.equal(table.size, numbers.size);
      }),
      { numRuns: 5 },
    );
  });

  it('keep a list of integers', () => {
    const list = new IntegerList();
    for (let i = 0; i < 3000; i++) list.push(i * i);
    assert.deepEqual([list.length, list.at(2999), list.includes(49), list.includes(50)], [3000, 2999 ** 2, true, false]);
    list.clear();
    assert.deepEqual([list.length, list.includes(49)], [0, false]);
  });
});

describe('the canonical text of plain data', () => {
  it('is the same for what differs only in the order of fields, entries and members', () => {
    assert.equal(canonical({ a: 1, b: [2, null] }), canonical({ b: [2, null], a: 1 }));
    assert.equal(canonical(new Map([['x', 1], ['y', 2]])), canonical(new Map([['y', 2], ['x', 1]])));
    assert.equal(canonical(new Set([1, 2])), canonical(new Set([2, 1])));
  });

  it('differs for what is different', () => {
    const all: unknown[] = [0, -0, '0', null, undefined, 'null', false, [], {}, new Map(), new Set(), [0], ['0'], [[0]], { 0: 0 }, new Map([[0, 0]]), new Map([['0', 0]]), Int32Array.of(0), 1n, { a: undefined }, [undefined], '[0]', Symbol('x')];
    assert.equal(new Set(all.map(canonical)).size, all.length);
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => assert.equal(canonical(one) === canonical(other), isSame(one, other))));
  });

  it('is not had of functions', () => {
    assert.throws(() => canonical({ callback: () => undefined }), /keeps a function in its state/);
  });
});

function isSame(one: unknown, other: unknown): boolean {
  try {
    assert.deepStrictEqual(one, other);
    return true;
  } catch {
    return false;
  }
}
