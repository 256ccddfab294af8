import assert from 'node:assert/strict';
import fc from 'fast-check';
import { load, SAMPLE, type Files } from './packs.ts';

const PATHS = Object.keys(SAMPLE).filter((path) => /\.(json|yaml|md)$/.test(path));

/** What slips of a hand, of a merge and of a machine do to a text. */
const spoil = fc.record({
  path: fc.constantFrom(...PATHS),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.integer({ min: 0, max: 40 }),
  inserted: fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom('"', '{', ']', ',', ': ', '\n', '\n  - ', '\u0000', '[x](../../y)', '![](data:image/png;base64,AA)', '&a *a', '"__proto__": {}, ', '1e999', '```mermaid\n'),
  ),
});

describe('a pack in which anything was changed', function () {
  this.timeout(30_000);

  it('is loaded, or has problems that each have a place in their file, words and a remedy', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(spoil, { minLength: 1, maxLength: 3 }), async (changes) => {
        const files: Record<string, string> = { ...SAMPLE };
        for (const { path, at, removed, inserted } of changes) {
          const text = files[path] ?? '';
          const start = Math.floor(at * text.length);
          files[path] = text.slice(0, start) + inserted + text.slice(start + removed);
        }
        await hasSoundProblems(files);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('is loaded, or has such problems, whichever files are missing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(Object.keys(SAMPLE)), (kept) => hasSoundProblems(Object.fromEntries(kept.map((path) => [path, (SAMPLE as Files)[path] ?? ''])))),
      { seed: 1, numRuns: 200 },
    );
  });

  it('is loaded, or has such problems, whatever values stand in its data', async () => {
    const path = 'topics/clocks/topic.json';
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(JSON.parse(SAMPLE[path]) as object), 'more'), fc.jsonValue(), async (key, value) => {
        await hasSoundProblems({ ...SAMPLE, [path]: JSON.stringify({ ...(JSON.parse(SAMPLE[path]) as object), [key]: value }, null, 2) });
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

async function hasSoundProblems(files: Files): Promise<void> {
  const result = await load(files);
  if (result.kind === 'loaded') return;
  assert.ok(result.problems.length > 0);
  for (const { file, line, column, message, remedy } of result.problems) {
    const text = files[file];
    const lines = (typeof text === 'string' ? text : '').split(/\r\n?|\n/);
    const inside = line >= 1 && line <= lines.length && column >= 1 && column <= (lines[line - 1] ?? '').length + 1;
    assert.ok(inside, `${file}:${line}:${column} is outside of the file: ${message}`);
    assert.ok(message !== '' && remedy !== '');
  }
}
