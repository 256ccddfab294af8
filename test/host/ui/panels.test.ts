import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openWorkbench, type Workbench } from '../../harness/workbench.ts';
import { choose, drawn, expand, openFile, openSimulation, position, press, searchForSplitBrain, showTopics, treeItem } from './learner.ts';

const ELECTIONS = 'scenario "Elections"\nsystem raft\nseeds 1..3\nuntil 2s\nsweep nodes 3, 5\nplot "First leader": time of first leader\nfinally: some server is leader\n';

describe('panels in a window', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({ settings: (fixtures) => ({ 'distributedSystemsMastery.packFolders': [`${fixtures}/packs`] }) });
  });
  after(() => workbench.close());

  it('come back after a reload of the window where they were', async () => {
    const before = await openSimulation(workbench, 'Three servers');
    await press(before, 'Step forward', 5);
    await press(before, 'Step back', 2);
    assert.match(await position(before).innerText(), /step 3 of 5/);
    await before.getByRole('button', { name: 'Both', exact: true }).click();
    await workbench.reload();
    const after = await drawn(workbench, 'Three servers');
    assert.match(await position(after).innerText(), /step 3 of 5/);
    await after.getByRole('button', { name: 'Both', exact: true, pressed: true }).waitFor();
    await after.getByRole('listbox', { name: /^Space-time diagram, \d+ events/ }).waitFor();
    await press(after, 'Step forward', 1);
  });

  it('show the latest state when they come out from behind another', async () => {
    await choose(workbench, 'Open Questions', 'Doubling');
    const questions = await workbench.webview('Questions: Doubling');
    await questions.getByText('What is twice two?').first().waitFor();
    await workbench.page.getByRole('tab', { name: 'Three servers' }).click();
    const simulation = await drawn(workbench, 'Three servers');
    assert.match(await position(simulation).innerText(), /step 4 of 5/);
    await simulation.getByRole('button', { name: 'Both', exact: true, pressed: true }).waitFor();
  });

  it('lead from a lesson to its simulation, and draw its diagrams', async () => {
    await choose(workbench, 'Open Lesson', 'Doubling');
    const lesson = await drawn(workbench, 'Doubling');
    await lesson.locator('img[src^="data:image/svg+xml"]').waitFor();
    await lesson.getByRole('link', { name: 'in a cluster' }).click();
    await workbench.page.locator('.tab.active', { hasText: 'Three servers' }).first().waitFor();
    await drawn(workbench, 'Three servers');
  });

  it('run the scenario of a lesson where it stands, and open its run', async () => {
    await choose(workbench, 'Open Lesson', 'Doubling');
    const lesson = await drawn(workbench, 'Doubling');
    await lesson.getByRole('button', { name: 'Run', exact: true }).click();
    await lesson.getByText(/It holds with 10 seeds/).waitFor();
    await lesson.getByRole('button', { name: 'Open in panel' }).click();
    await drawn(workbench, 'Somebody leads soon');
  });

  it('change the tree as they are used', async () => {
    await showTopics(workbench);
    await expand(workbench, 'Doubling');
    await treeItem(workbench, /^Lesson, in progress/).waitFor();
    await workbench.page.getByRole('tab', { name: 'Doubling', exact: true }).click();
    const lesson = await drawn(workbench, 'Doubling');
    await lesson.getByText('Mark as done').click();
    await treeItem(workbench, /^Lesson, done/).waitFor();
  });

  it('tell a scene, keep what was answered across a reload, and call it done in the tree', async () => {
    await openSimulation(workbench, 'Somebody leads');
    await showTopics(workbench);
    await expand(workbench, 'Doubling');
    await treeItem(workbench, /^Scene: Somebody leads, in progress/).waitFor();
    const scene = await drawn(workbench, 'Somebody leads');
    await scene.getByLabel('Two of three.').check();
    await scene.getByRole('button', { name: 'Answer', exact: true }).click();
    await scene.getByText('1 of 1 question answered right.').waitFor();
    await treeItem(workbench, /^Scene: Somebody leads, done/).waitFor();
    await workbench.reload();
    const again = await drawn(workbench, 'Somebody leads');
    await again.getByText('Two of three are a majority.').waitFor();
  });

  it('search for a violation, and open the run that brings it about', async () => {
    const simulation = await openSimulation(workbench, 'Three servers');
    await searchForSplitBrain(simulation);
    await simulation.getByRole('button', { name: 'Open the run' }).click();
    const found = await drawn(workbench, 'Found: “Election Safety” is violated after 8 steps');
    await found.getByRole('heading', { name: '“Election Safety” is violated after 8 steps.' }).waitFor();
    await found.getByRole('button', { name: /properties violated/ }).waitFor();
    await workbench.reload();
    const again = await drawn(workbench, 'Found: “Election Safety” is violated after 8 steps');
    await again.getByRole('button', { name: /properties violated/ }).waitFor();
  });

  it('plot a scenario at all of its points, and keep what was computed across a reload', async () => {
    const { page } = workbench;
    await writeFile(path.join(workbench.workspace!, 'elections.dsim'), ELECTIONS);
    await openFile(workbench, 'elections.dsim');
    await page.getByRole('button', { name: 'Plot', exact: true }).click();
    const plots = await drawn(workbench, 'Plots: Elections');
    await plots.getByText(/It holds in all 6 runs at 2 points/).waitFor();
    await plots.getByRole('img', { name: /^First leader\. Servers 3: / }).waitFor();
    const shown = await plots.getByRole('table').innerText();
    await workbench.reload();
    const again = await drawn(workbench, 'Plots: Elections');
    assert.equal(await again.getByRole('table').innerText(), shown);
  });
});
