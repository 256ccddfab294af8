/** A browser for the tests of a suite, and the panels that they open in it. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../scripts/lib/chromium.ts';
import type { PanelContract } from '../../src/contract/protocol.ts';
import { openPanel, type PanelOptions, type PanelPage } from './panel-page.ts';

/**
 * To be called in a `describe`. What is open after a test is closed, and nothing may have gone wrong in it.
 * @param triesPolicy some tests put in what the content policy has to refuse
 */
export function panelOpener({ triesPolicy = false } = {}): <C extends PanelContract>(options: PanelOptions<C>) => Promise<PanelPage> {
  let browser: Browser;
  const open: PanelPage[] = [];

  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser.close());
  afterEach(async () => {
    for (const panel of open.splice(0)) {
      await panel.close();
      assert.deepEqual(panel.errors, []);
      if (!triesPolicy) assert.deepEqual(panel.violations, [], 'the content policy was broken');
    }
  });

  return async (options) => {
    const panel = await openPanel(browser, options);
    open.push(panel);
    return panel;
  };
}
