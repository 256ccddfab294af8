import { simulationContract } from '../../src/contract/simulation.ts';
import { createSession } from '../../src/simulations/session.ts';
import { themeNames, type ThemeName } from './panel-page.ts';
import { panelOpener } from './panels.ts';
import { modelOf } from './simulation-model.ts';

describe('why, in the simulation panel', function () {
  this.timeout(60_000);
  const open = panelOpener();

  /** A cluster without a quorum, with the state of its first node. */
  async function show(theme: ThemeName = 'dark', width = 1280) {
    const session = createSession('raft', { seed: 3, nodes: 3 });
    await session.seek({ time: 400_000 });
    for (const node of [1, 2]) await session.act({ kind: 'crash', node });
    const panel = await open({ panel: 'simulation', contract: simulationContract, model: modelOf(session), width, theme });
    await panel.page.getByRole('tab', { name: 'Node' }).click();
    return panel;
  }

  it('is answered by a chain of steps, by mouse', async () => {
    const { page } = await show();
    await page.getByRole('button', { name: /^why\? role: / }).click();
    const answer = page.getByRole('group', { name: 'Why it is so' });
    await answer.getByText(/^n1: role is “\w+” since step \d+\.$/).waitFor();
    await answer.getByRole('listitem').first().getByRole('button').click();
    await answer.getByRole('button', { name: /^Back to step \d+, where you asked$/ }).click();
    await answer.getByRole('button', { name: /^Back to step/ }).waitFor({ state: 'detached' });
  });

  it('is asked and taken back by keyboard', async () => {
    const { page } = await show();
    const ask = page.getByRole('button', { name: /^why\? currentTerm: / });
    await ask.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'Why it is so' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'Why it is so' }).waitFor({ state: 'detached' });
  });

  for (const theme of themeNames) {
    it(`says that there is no progress and what keeps a node, accessibly: ${theme}`, async () => {
      const panel = await show(theme, 320);
      const { page } = panel;
      await page.getByRole('status').filter({ hasText: 'No progress: No server reaches a majority.' }).getByText('Restart n2 or n3.').waitFor();
      await page.getByRole('button', { name: /^why\? currentTerm: / }).click();
      await page.getByRole('group', { name: 'Why it is so' }).waitFor();
      await panel.expectAccessible();
      await panel.expectNoSidewaysScroll();
    });
  }
});
