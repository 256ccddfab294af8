/** The pictures of the README: what `npm run screenshots` does in a VS Code window before it takes each of them. */
import type { Workbench } from '../harness/workbench.ts';
import { choose, drawn, openSimulation, showTopics, treeItem } from '../host/ui/learner.ts';

export interface ScreenshotScenario {
  /** The picture is media/screenshots/<name>-light.png or -dark.png. */
  readonly name: string;
  /** Brings the window to what the picture is to show. */
  readonly prepare: (workbench: Workbench) => Promise<void>;
}

export const screenshotScenarios: readonly ScreenshotScenario[] = [
  { name: 'tree', prepare: showTree },
  { name: 'lesson', prepare: showLesson },
  { name: 'raft', prepare: showRaft },
  { name: 'exercise', prepare: showExercise },
];

const lesson = 'Time, clocks and order';

async function showTree(workbench: Workbench): Promise<void> {
  await choose(workbench, 'Open Lesson', lesson);
  const frame = await drawn(workbench, lesson);
  await frame.getByText('Mark as done').click();
  await openSimulation(workbench, 'Cold start: the first election');
  await showTopics(workbench);
  await treeItem(workbench, /^Time, clocks and order/).click();
  await treeItem(workbench, /^Raft: elections/).click();
  await treeItem(workbench, /^Circuit breaker/).click();
  await treeItem(workbench, /^Exercise: Circuit breaker/).waitFor();
}

async function showLesson(workbench: Workbench): Promise<void> {
  await showTopics(workbench);
  await choose(workbench, 'Open Lesson', lesson);
  const frame = await drawn(workbench, lesson);
  const picture = frame.locator('img[src^="data:image/svg+xml"]').first();
  await picture.waitFor();
  await picture.scrollIntoViewIfNeeded();
}

/** Runs until somebody leads and a command is on its way. */
async function showRaft(workbench: Workbench): Promise<void> {
  await workbench.command('View: Close Primary Side Bar');
  const frame = await openSimulation(workbench, 'Cold start: the first election');
  const forward = frame.getByRole('button', { name: 'Step forward', exact: true });
  const leader = frame.locator('.picture').getByText('L', { exact: true });
  while ((await leader.count()) === 0) await forward.click();
  await frame.getByRole('button', { name: 'Send', exact: true }).click();
  for (let steps = 0; steps < 6; steps++) await forward.click();
}

/** The starter fails; the message of its first case is shown in the file. */
async function showExercise(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  await choose(workbench, 'Start Exercise', 'Lamport clocks');
  await page.getByRole('tab', { name: /index\.ts/ }).waitFor();
  await workbench.command('View: Close Editors in Group');
  await choose(workbench, "Run the Exercise's Tests", 'Lamport clocks');
  await page.locator('.test-explorer .monaco-list-row').nth(3).waitFor();
  await page.locator('.peekview-widget, .test-output-peek').first().waitFor();
}
