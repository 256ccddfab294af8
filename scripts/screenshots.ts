/**
 * Takes the pictures of test/screenshots/scenarios.ts in the light and the dark theme into media/screenshots/:
 *
 *   node scripts/screenshots.ts [NAME …]     only the pictures of these names
 */
import { mkdir } from 'node:fs/promises';
import { openWorkbench } from '../test/harness/workbench.ts';
import { screenshotScenarios } from '../test/screenshots/scenarios.ts';
import { inProject } from './lib/project.ts';
import { run } from './lib/run.ts';

const themes = { light: 'Default Light Modern', dark: 'Default Dark Modern' } as const;

const wanted = process.argv.slice(2);
const chosen = screenshotScenarios.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (chosen.length === 0) throw new Error(`test/screenshots/scenarios.ts has no picture named ${wanted.join(' or ')}.`);

if ((await run(process.execPath, [inProject('scripts/build.ts'), '--production'])) !== 0) process.exit(1);
await mkdir(inProject('media/screenshots'), { recursive: true });
for (const [theme, colorTheme] of Object.entries(themes)) {
  for (const { name, prepare } of chosen) {
    // Each picture begins with a fresh window, so that it shows only what it prepared.
    const workbench = await openWorkbench({
      viewport: { width: 1280, height: 800 },
      settings: () => ({
        'workbench.colorTheme': colorTheme,
        'workbench.secondarySideBar.defaultVisibility': 'hidden',
        'workbench.startupEditor': 'none',
        'chat.commandCenter.enabled': false,
      }),
    });
    try {
      await prepare(workbench);
      const file = `media/screenshots/${name}-${theme}.png`;
      await workbench.page.screenshot({ path: inProject(file), animations: 'disabled' });
      console.log(file);
    } finally {
      await workbench.close();
    }
  }
}
