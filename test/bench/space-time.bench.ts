/**
 * Milliseconds of script on the main thread for a frame of the simulation panel with the space-time diagram of 100,000
 * events, in Chromium. Beside them stands what a frame may cost, 8 ms; a ratio above 1 keeps to it. While playing all of
 * the panel is at work, which is told for the panel without the diagram too.
 */
import { spawnSync } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../scripts/lib/chromium.ts';
import { inProject, root } from '../../scripts/lib/project.ts';
import { simulationContract } from '../../src/contract/simulation.ts';
import { createSession } from '../../src/simulations/session.ts';
import { openPanel, type PanelPage } from '../webviews/panel-page.ts';
import { modelOf } from '../webviews/simulation-model.ts';
import { scriptPerFrame } from './lib/frames.ts';
import type { Row } from './raft.bench.ts';

const BUDGET_MS = 8;
const EVENTS = 100_000;
/** A busy cluster under hostile faults has so many events by then, and is healed. */
const TIME = 26_200_000;
const VALUES = { heartbeatInterval: 10_000, thinkTime: 2_000, clients: 2, faults: 2, faultsUntil: 20_000_000 };
const FRAMES = 200;

export default async function bench(): Promise<Row[]> {
  build();
  const browser = await launchChromium();
  try {
    const diagram = await openRun(browser, 'space-time');
    const plot = diagram.page.locator('.space-time-plot');
    await plot.focus();
    const measure = (work: () => Promise<void>): Promise<number[]> => scriptPerFrame(browser, diagram.page, work);
    const zoom = (by: number) => () => turning(diagram.page, 0, by);
    await press(diagram.page, '0');
    const rows = [
      ...rowsOf('panning, all of the run in sight', await measure(() => alternating(diagram.page, ['+', 'ArrowRight', '-', 'ArrowLeft']))),
      ...rowsOf('zooming in from the whole run to single events', await measure(zoom(-60))),
      ...rowsOf('panning by wheel among single events', await measure(() => turning(diagram.page, 60, 0))),
      ...rowsOf('zooming out to the whole run', await measure(zoom(60))),
    ];
    await press(diagram.page, 'End');
    rows.push(...rowsOf('playing', await measure(() => playing(diagram.page))));
    await diagram.close();
    const without = await openRun(browser, 'network');
    rows.push(...rowsOf('playing, without the diagram', await scriptPerFrame(browser, without.page, () => playing(without.page))));
    await without.close();
    return rows;
  } finally {
    await browser.close();
  }
}

function build(): void {
  const { status } = spawnSync(process.execPath, [inProject('scripts/build.ts'), '--production', 'webviews'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('The panels could not be built.');
}

async function openRun(browser: Browser, picture: string): Promise<PanelPage> {
  const session = createSession('raft', VALUES);
  const { head } = await session.seek({ time: TIME });
  if (head.eventCount < EVENTS) throw new Error(`The run has ${head.eventCount} events, not ${EVENTS}.`);
  const opened = await openPanel(browser, { panel: 'simulation', contract: simulationContract, model: modelOf(session), width: 1400, height: 900, kept: { look: { picture } } });
  if (picture === 'network') await opened.page.waitForTimeout(2_000);
  else await opened.page.getByRole('listbox', { name: new RegExp(`Space-time diagram, ${head.eventCount} events`) }).waitFor();
  return opened;
}

async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await nextFrame(page);
}

async function alternating(page: Page, keys: readonly string[]): Promise<void> {
  for (let frame = 0; frame < FRAMES; frame++) await press(page, keys[frame % keys.length]!);
}

async function turning(page: Page, sideways: number, down: number): Promise<void> {
  const box = await page.locator('.space-time-plot').boundingBox();
  if (box === null) throw new Error('There is no diagram.');
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
  for (let frame = 0; frame < FRAMES; frame++) {
    await page.mouse.wheel(sideways, down);
    await nextFrame(page);
  }
}

async function playing(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForTimeout(6_000);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
}

async function nextFrame(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => done(null)))');
}

function rowsOf(what: string, times: readonly number[]): Row[] {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  const spread: Row['spread'] = [at(0), at(1)];
  return [
    ['median', 0.5],
    ['99th percentile', 0.99],
  ].map(([name, share]) => {
    const ours = at(share as number);
    return { name: `Frame of ${EVENTS.toLocaleString('en')} events, ${what}: ${name} of ${times.length}`, unit: 'ms', ours, floor: BUDGET_MS, ratio: BUDGET_MS / ours, spread };
  });
}
