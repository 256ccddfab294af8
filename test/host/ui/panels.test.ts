import assert from 'node:assert/strict';
import { openWorkbench, type Workbench } from '../../harness/workbench.ts';
import { choose, drawn, expand, openSimulation, position, press, searchForSplitBrain, showTopics, treeItem } from './learner.ts';

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
});
