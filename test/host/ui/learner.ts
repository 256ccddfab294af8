/** What a learner does in the window, step by step; used by the tests from outside and by the screenshots. */
import type { Frame, Locator, Page } from 'playwright-core';
import type { Workbench } from '../../harness/workbench.ts';

/** A command's title in the palette. */
export function title(command: string): string {
  return `Distributed Systems Mastery: ${command}`;
}

/** Runs a command that asks what to open, and chooses the entry of this label. */
export async function choose(workbench: Workbench, command: string, entry: string): Promise<void> {
  await workbench.command(title(command));
  const { page } = workbench;
  // The command's own list is gone; of a long one only what is in sight is drawn, until something is typed.
  const input = page.locator('.quick-input-widget input[placeholder^="Choose"]');
  await input.waitFor();
  await input.fill(entry);
  // By keyboard: where the mouse rests, a hover would cover what is opened.
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: entry }).waitFor();
  await page.keyboard.press('Enter');
}

export async function openSimulation(workbench: Workbench, name: string): Promise<Frame> {
  await choose(workbench, 'Open Simulation', name);
  return drawn(workbench, name);
}

/** Opens a file of the workspace in an editor. */
export async function openFile(workbench: Workbench, name: string): Promise<void> {
  await workbench.command('Go to File...');
  const { page } = workbench;
  await emptied(page);
  await page.keyboard.type(name);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.tab.active', { hasText: name }).waitFor();
}

/** The command palette's own list is gone, and another one is asked from. */
async function emptied(page: Page): Promise<void> {
  await page.waitForFunction(`document.querySelector('.quick-input-widget .quick-input-box input')?.value === ''`);
}

/** The panel of this title, once it shows something. */
export async function drawn(workbench: Workbench, name: string): Promise<Frame> {
  const frame = await workbench.webview(name);
  await frame.locator('h1, .transport').first().waitFor();
  return frame;
}

/** Where a simulation stands, such as `step 3 of 5`. */
export function position(frame: Frame): Locator {
  return frame.locator('.scrubber-text').getByText(/step \d+ of \d+/);
}

export async function press(frame: Frame, button: 'Step forward' | 'Step back', times: number): Promise<void> {
  for (let count = 0; count < times; count++) {
    const before = await position(frame).innerText();
    await frame.getByRole('button', { name: button, exact: true }).click();
    await frame.locator('.scrubber-text', { hasNotText: stepOf(before) }).waitFor();
  }
}

/** Leaves out a rule of Raft, and looks in a small system for what comes of it. */
export async function searchForSplitBrain(frame: Frame): Promise<void> {
  const tab = (name: string) => frame.getByRole('tab', { name, exact: true });
  await tab('Parameters').click();
  await frame.getByLabel('A rule left out').selectOption({ label: 'forgets its vote in a crash' });
  await frame.getByRole('button', { name: 'Apply and restart' }).click();
  await frame.getByText('The simulation starts over with these parameters.').first().waitFor();
  await tab('Search').click();
  for (const [label, value] of [['Commands', '0'], ['Terms', '1'], ['Entries in a log', '1']] as const) await frame.getByLabel(label, { exact: true }).fill(value);
  await frame.getByRole('button', { name: 'Search for a violation' }).click();
  await frame.getByRole('button', { name: 'Open the run' }).waitFor();
}

function stepOf(text: string): string {
  return /step \d+ of/.exec(text)?.[0] ?? text;
}

export async function showTopics({ page }: Workbench): Promise<void> {
  // A click on what is shown already would hide it.
  const label = '[aria-label^="Distributed Systems"]';
  if ((await page.locator(`.activitybar .action-item.checked ${label}`).count()) === 0) await page.locator(`.activitybar ${label}`).first().click();
  await page.getByRole('treeitem').first().waitFor();
}

export async function expand(workbench: Workbench, topic: string): Promise<void> {
  const item = treeItem(workbench, new RegExp(`^${topic}`));
  if ((await item.getAttribute('aria-expanded')) === 'false') await item.click();
}

export function treeItem({ page }: Workbench, name: string | RegExp): Locator {
  return page.getByRole('treeitem', { name }).first();
}
