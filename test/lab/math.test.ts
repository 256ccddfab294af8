import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deterministicMath } from '../../src/lab/realm/math.ts';

type Name = 'log' | 'log2' | 'log10' | 'exp' | 'pow';
const UNARY: readonly Name[] = ['log', 'log2', 'log10', 'exp'];

function native(name: Name, x: number, y: number): number {
  return name === 'pow' ? Math.pow(x, y) : Math[name](x);
}

/** Equal, or apart by no more than some last digits. */
function assertClose(name: Name, x: number, y = 0): void {
  const expected = native(name, x, y);
  const actual = deterministicMath(name, x, y);
  if (Object.is(actual, expected)) return;
  const tolerance = 1e-11 * Math.max(Math.abs(expected), 1e-300);
  assert.ok(Math.abs(actual - expected) <= tolerance, `${name}(${x}, ${y}) is ${expected}, not ${actual}`);
}

describe('the deterministic Math', function () {
  this.timeout(20_000);

  it('gives the results of the language for odd arguments', () => {
    const odd = [0, -0, 1, -1, NaN, Infinity, -Infinity, 0.5, -0.5, 2, -2];
    for (const name of UNARY) for (const x of odd) assertClose(name, x);
    for (const x of odd) for (const y of [...odd, 3, -3, 1e300, 2 ** 53 - 1]) assertClose('pow', x, y);
  });

  it('agrees with the native functions up to the last digits', () => {
    for (const name of UNARY) {
      const minimum = name === 'exp' ? -300 : 1e-300;
      fc.assert(fc.property(fc.double({ min: minimum, max: 300, noNaN: true }), (x) => assertClose(name, x)));
    }
    fc.assert(fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), fc.double({ min: -50, max: 50, noNaN: true }), (x, y) => assertClose('pow', x, y)));
  });

  it('is exact where the result is a whole number', () => {
    for (let n = 0; n <= 1000; n++) assert.equal(deterministicMath('log2', 2 ** n, 0), n);
    for (let n = 0; n <= 22; n++) {
      assert.equal(deterministicMath('pow', 10, n), Number(`1e${n}`));
      assert.equal(deterministicMath('log10', Number(`1e${n}`), 0), n);
    }
  });
});
