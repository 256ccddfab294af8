import assert from 'node:assert/strict';
import { plotsContract, type PlotsState } from '../../src/contract/plots.ts';
import { themeNames, type ThemeName } from './panel-page.ts';
import { panelOpener } from './panels.ts';
import { sweepReport } from './reports.ts';

const DONE: PlotsState = { title: 'How long an election takes', progress: null, report: sweepReport, expected: 6, hasChanged: false, complaint: null };
const BEGUN: PlotsState = { ...DONE, report: null, expected: 0, progress: { done: 0, total: 0 } };

/** The extension's side: what it is asked for, and what it shows then. */
class PlotsHost {
  readonly asked: string[] = [];
  shown: PlotsState;
  refusal: string | null = null;

  constructor(shown: PlotsState) {
    this.shown = shown;
  }

  state = async (): Promise<PlotsState> => this.shown;
  restoreData = (): unknown => null;
  methods = {
    run: async () => this.#answer('run', BEGUN),
    stop: async () => this.#answer('stop', DONE),
    saveSvg: async () => {
      this.asked.push('saveSvg');
      return null;
    },
  };

  #answer(method: string, state: PlotsState): PlotsState {
    if (this.refusal !== null) throw new Error(this.refusal);
    this.asked.push(method);
    this.shown = state;
    return state;
  }
}

describe('the plots panel', function () {
  this.timeout(60_000);
  const open = panelOpener();

  async function show(state: PlotsState, view: { theme?: ThemeName; width?: number } = {}) {
    const host = new PlotsHost(state);
    return Object.assign(await open({ panel: 'plots', contract: plotsContract, model: host, ...view }), { host });
  }

  it('shows each plot as a picture with its table, and says what failed where', async () => {
    const { page, violations } = await show(DONE);
    await page.getByRole('paragraph').getByText('6 runs at 3 points.').first().waitFor();
    await page.getByText('✓ Somebody leads. It holds in all 6 runs at 3 points.').waitFor();
    await page.getByText('It fails at 1 of 3 points:').waitFor();
    await page.getByText('election-timeout-max 150ms: it fails with 1 of 2, first with seed 2: Two do.').waitFor();
    assert.equal(await page.getByRole('figure').count(), 2);
    const figure = page.getByRole('figure').first();
    assert.equal(await figure.getByRole('img', { name: /^First leader\. Election timeout, longest 150ms: 210 ms, from 180 ms to 240 ms in 2 runs, and 1 of 2 failed\./ }).count(), 1);
    const cells = await figure.getByRole('table', { name: 'First leader' }).getByRole('row').nth(1).getByRole('cell').allTextContents();
    assert.deepEqual(cells, ['150ms', '2', '1', '180 ms', '210 ms', '240 ms']);
    assert.deepEqual(violations, []);
  });

  it('says how far it is, is stopped by keyboard, and shows what was found until then', async () => {
    const { page, host, pushState } = await show(BEGUN);
    assert.equal(await page.getByRole('progressbar', { name: 'Runs' }).getAttribute('value'), null);
    assert.equal(await page.getByRole('button', { name: 'Save as SVG…' }).count(), 0);
    host.shown = { ...BEGUN, progress: { done: 2, total: 6 } };
    await pushState();
    await page.getByText('2 of 6 runs').waitFor();
    await page.getByRole('button', { name: 'Stop' }).press('Enter');
    await page.getByRole('figure').first().waitFor();
    host.shown = { ...DONE, expected: 10 };
    await pushState();
    await page.getByRole('paragraph').getByText('Stopped after 6 of 10 runs at 3 points.').first().waitFor();
    assert.deepEqual(host.asked, ['stop']);
  });

  it('runs again, and saves what it shows', async () => {
    const { page, host } = await show({ ...DONE, hasChanged: true });
    await page.getByText('The scenario has changed since.').waitFor();
    await page.getByRole('button', { name: 'Save as SVG…' }).click();
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByRole('progressbar').waitFor();
    assert.deepEqual(host.asked, ['saveSvg', 'run']);
  });

  it('says why it could not run', async () => {
    const { page, host, pushState } = await show(DONE);
    host.refusal = 'There is no system "raftt".';
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByRole('alert').getByText(host.refusal).waitFor();
    host.shown = { ...DONE, complaint: 'The run with seed 1 takes longer than 300 s.' };
    await pushState();
    await page.getByRole('alert').getByText('The run with seed 1').waitFor();
  });

  it('draws in the colours of the theme', async () => {
    const { page, setTheme } = await show(DONE, { theme: 'light' });
    const colours = () =>
      page.locator('.plot-picture svg').first().evaluate((svg) => {
        const line = svg.querySelector('path[stroke^="var("]');
        return [getComputedStyle(svg).color, getComputedStyle(svg).fill, line === null ? '' : getComputedStyle(line).stroke, getComputedStyle(document.body).color];
      });
    const [light, lightFill, lightLine, lightText] = await colours();
    assert.deepEqual([light, lightFill], [lightText, lightText]);
    await setTheme('dark');
    const [dark, , darkLine, darkText] = await colours();
    assert.equal(dark, darkText);
    assert.notEqual(dark, light);
    assert.ok(darkLine?.startsWith('rgb') && lightLine?.startsWith('rgb'));
  });

  for (const theme of themeNames) {
    it(`is accessible, and fits a narrow panel: ${theme}`, async () => {
      const { page, expectAccessible, expectNoSidewaysScroll, host, pushState } = await show({ ...DONE, hasChanged: true }, { theme, width: 320 });
      await page.getByRole('figure').first().waitFor();
      await expectNoSidewaysScroll();
      await page.locator('.plot-picture[tabindex="0"]').first().waitFor();
      await expectAccessible();
      host.shown = { ...BEGUN, progress: { done: 2, total: 6 } };
      await pushState();
      await page.getByText('2 of 6 runs').waitFor();
      await expectAccessible();
    });
  }
});
