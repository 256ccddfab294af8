import assert from 'node:assert/strict';
import { fuzzServices } from './fuzz.ts';

describe('the language server', () => {
  it('answers everything about any text, within the text', async function () {
    this.timeout(60_000);
    const { formatted, fixes, slowest } = await fuzzServices(300, 20_261_124);
    assert.ok(formatted > 0 && fixes > 50, `${formatted} formatted, ${fixes} fixes`);
    assert.ok(slowest < 5_000, `one took ${slowest} ms`);
  });
});
