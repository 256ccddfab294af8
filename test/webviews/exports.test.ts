/** Exported sequence diagrams in mermaid itself, inside the frame in which lessons draw. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import * as v from 'valibot';
import { launchChromium } from '../../scripts/lib/chromium.ts';
import { toMermaid } from '../../src/simulations/export/mermaid.ts';
import { raftSimulation } from '../../src/simulations/raft/definition.ts';
import { DrawReply } from '../../webviews/diagram/messages.ts';
import { excerptOf, renamed } from '../simulations/export/excerpts.ts';

/** What means something to mermaid in one place or another. */
const NAMES = ['end', 'a;b', 'x #35; y', '%%{init: {"theme":"dark"}}%%', 'style:#x;', '<b onclick="x">&amp;</b>', '"quoted" \'too\'', 'a->>b: c', 'participant', '🦊 ß ﬂ°°60¶ß', 'as', 'loop', '---', '[x]{y}(z)', '@#$^*~`|\\', 'wrap: x'];

describe('exported sequence diagrams', function () {
  this.timeout(60_000);
  let browser: Browser;
  let page: Page;

  before(async () => {
    browser = await launchChromium();
    page = await browser.newPage();
    await page.setContent('<!doctype html><title>diagrams</title>');
    const code = await readFile(new URL('../../dist/webviews/diagram.js', import.meta.url), 'utf8');
    await page.addScriptTag({ content: code });
    await page.evaluate(() => {
      const { port1, port2 } = new MessageChannel();
      window.postMessage(null, '*', [port2]);
      window.diagrams = port1;
    });
  });
  after(() => browser.close());

  /** The texts of the drawing, in order. @throws where mermaid can't read the diagram */
  async function textsOf(source: string): Promise<string[]> {
    const theme = { dark: false, fontFamily: 'monospace', colors: {} };
    const reply = v.parse(
      DrawReply,
      await page.evaluate(
        (message) =>
          new Promise<unknown>((resolve) => {
            window.diagrams.onmessage = ({ data }) => resolve(data);
            window.diagrams.postMessage(message);
          }),
        { id: 1, source, theme },
      ),
    );
    assert.ok(reply.kind === 'drawn', reply.kind === 'failed' ? `${reply.message}\n${source}` : '');
    return page.evaluate((svg) => [...new DOMParser().parseFromString(svg, 'image/svg+xml').querySelectorAll('text')].map((text) => text.textContent?.trim() ?? ''), reply.svg);
  }

  it('are drawn, with every fault', async () => {
    for (const seed of [2, 3, 5, 7]) {
      const excerpt = excerptOf(seed, 2_000, [1, 160]);
      const texts = await textsOf(toMermaid(excerpt).text);
      assert.ok(texts.includes('n1') && texts.some((text) => /stands for election/.test(text)));
    }
  });

  it('are drawn at their longest', async () => {
    const { text, remark } = toMermaid(excerptOf(3, 5_000));
    assert.ok(remark);
    assert.ok((await textsOf(text)).some((line) => line.startsWith('The diagram ends at')));
  });

  it('show every text as it is, whatever is in it', async () => {
    const definition = { ...raftSimulation, describeMessage: () => ({ type: 'x', label: NAMES.join(' '), fields: [] }) };
    const texts = await textsOf(toMermaid(renamed(excerptOf(7, 2_000, [1, 60], definition), NAMES)).text);
    const squeezed = (text: string): string => text.replace(/\s/g, '');
    const shown = texts.map(squeezed);
    // Actors stand at the top and at the bottom.
    for (const name of NAMES.slice(0, 4)) assert.ok(shown.includes(squeezed(name)), `${name} is shown as one of ${shown.slice(0, 12).join(' | ')}`);
    assert.ok(squeezed(texts.join('')).includes(squeezed(NAMES.join(' '))), texts.slice(0, 30).join('\n'));
  });

  it('are drawn of nothing', async () => {
    assert.ok((await textsOf(toMermaid(excerptOf(2, 10, [1, 0])).text)).includes('n1'));
  });
});
