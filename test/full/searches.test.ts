/** Searches of every protocol, sound and broken: reduced ones against whole ones, and what a large one takes. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Coverage } from '../../src/engine/check/search/breadth-first.ts';
import { recordCampaign } from '../harness/campaign.ts';
import { protocols, type Searches } from './protocols.ts';

const COMPARED_STATES = 60_000;
const STATES = 1_000_000;
const MOST_MEGABYTES = 1_000;

describe('reduced searches', function () {
  this.timeout(1_800_000);

  for (const { name, reference, mutants } of protocols) {
    it(`come to the same verdicts as whole ones: ${name}, and each of its planted bugs`, () => {
      const compared = [reference, ...mutants.flatMap(({ searches }) => searches ?? [])].reduce((count, searches) => count + compareReductions(searches), 0);
      recordCampaign({ campaign: `${name}: reduced searches against whole ones, sound and broken, up to ${COMPARED_STATES.toLocaleString('en')} worlds`, count: compared, unit: 'searches', seeds: [0, 0], failures: 0 });
    });
  }
});

/** @returns how many reductions were compared */
function compareReductions({ whole, reduced }: Searches): number {
  const expected = whole({ states: COMPARED_STATES });
  for (const [reduction, search] of reduced) {
    // What a whole search that was cut short has covered, the reduced one goes through too.
    const found = search({ states: 2 * COMPARED_STATES, ...(expected.kind === 'cut short' ? { depth: expected.coverage.depth } : {}) });
    assert.equal(found.kind === 'cut short' ? found.by : found.kind, expected.kind === 'cut short' ? 'depth' : expected.kind, reduction);
    if (expected.kind === 'violated' && found.kind === 'violated') assert.deepEqual([found.property, found.path.codes.length], [expected.property, expected.path.codes.length], reduction);
  }
  return reduced.size;
}

describe('a large search', function () {
  this.timeout(1_800_000);

  it(`of a million worlds holds less than ${MOST_MEGABYTES} MB, and says what it has covered`, async () => {
    const script = fileURLToPath(new URL('../engine/check/search/measure-memory.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script, String(STATES)]);
    const { kind, coverage, megabytes } = JSON.parse(stdout) as { readonly kind: string; readonly coverage: Coverage; readonly megabytes: number };
    recordCampaign({
      campaign: `Search: memory of a search of Raft, below ${MOST_MEGABYTES} MB`,
      count: coverage.states,
      unit: 'worlds',
      seeds: [0, 0],
      failures: megabytes < MOST_MEGABYTES ? 0 : 1,
      remarks: `${megabytes.toFixed(0)} MB held by the process at the most; every world of less than ${coverage.depth} steps`,
    });
    assert.equal(kind, 'cut short');
    assert.ok(coverage.states >= STATES && coverage.depth > 0 && coverage.frontier > 0);
    assert.ok(megabytes < MOST_MEGABYTES, `${megabytes.toFixed(0)} MB`);
  });
});
