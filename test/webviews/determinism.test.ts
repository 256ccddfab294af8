import assert from 'node:assert/strict';
import esbuild from 'esbuild';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '../../scripts/lib/chromium.ts';
import { digestOf } from '../engine/digests.ts';

const SEEDS = Array.from({ length: 300 }, (_, index) => index + 1);

declare global {
  var engine: { digestOf(seed: number): string };
}

describe('the engine', function () {
  this.timeout(60_000);

  it(`gives the same ${SEEDS.length} faulted runs, byte for byte, in Chromium as in Node`, async () => {
    const entry = fileURLToPath(new URL('../engine/digests.ts', import.meta.url));
    const { outputFiles } = await esbuild.build({ entryPoints: [entry], bundle: true, format: 'iife', globalName: 'engine', write: false });
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
      const inChromium = await page.evaluate((seeds) => seeds.map((seed) => globalThis.engine.digestOf(seed)), SEEDS);
      assert.deepEqual(inChromium, SEEDS.map(digestOf));
      assert.equal(new Set(inChromium).size, SEEDS.length);
    } finally {
      await browser.close();
    }
  });
});
