/** The pictures of the README: what `npm run screenshots` does in a VS Code window before it takes each of them. */
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { inProject } from '../../scripts/lib/project.ts';
import type { Workbench } from '../harness/workbench.ts';
import { choose, drawn, openSimulation, position, press, searchForSplitBrain, showTopics, treeItem } from '../host/ui/learner.ts';

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
  { name: 'scene', prepare: showScene },
  { name: 'hole', prepare: showHole },
  { name: 'split', prepare: showSplit },
  { name: 'majority', prepare: showMajority },
  { name: 'space-time', prepare: showSpaceTime },
  { name: 'scenario', prepare: showScenario },
  { name: 'search', prepare: showSearch },
  { name: 'blocked', prepare: showBlocked },
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
  const leader = frame.locator('.picture').getByText('L', { exact: true });
  while ((await leader.count()) === 0) await press(frame, 'Step forward', 1);
  await frame.getByRole('button', { name: 'Send', exact: true }).click();
  await frame.locator('.picture').getByText('waits: set x 1').first().waitFor();
  await press(frame, 'Step forward', 6);
}

/** A leader that is cut off has been told something, and the learner what becomes of it. */
async function showScene(workbench: Workbench): Promise<void> {
  await workbench.command('View: Close Primary Side Bar');
  const frame = await openSimulation(workbench, 'An old leader cannot commit');
  await frame.getByRole('button', { name: 'Next', exact: true }).click();
  await frame.getByLabel(/can't be committed/).check();
  await frame.getByRole('button', { name: 'Answer', exact: true }).click();
  await frame.getByText(/^Two of five are no majority/).waitFor();
}

/** A server of Multi-Paxos has a slot, and nothing of the one before it. */
async function showHole(workbench: Workbench): Promise<void> {
  await openScene(workbench, 'A hole in the log', 1);
}

/** Two halves of a network come to two decisions in three-phase commit. */
async function showSplit(workbench: Workbench): Promise<void> {
  await openScene(workbench, 'A partition splits the decision', 2);
}

/** With two of three servers down Paxos Commit waits for either. */
async function showMajority(workbench: Workbench): Promise<void> {
  await openScene(workbench, 'Too few servers are left', 1);
}

/** @param moments that are gone on from the first, which a scene opens with */
async function openScene(workbench: Workbench, title: string, moments: number): Promise<void> {
  await workbench.command('View: Close Primary Side Bar');
  const frame = await openSimulation(workbench, title);
  for (let count = 0; count < moments; count++) {
    const before = await position(frame).innerText();
    await frame.getByRole('button', { name: 'Next', exact: true }).click();
    await frame.locator('.scrubber-text', { hasNotText: before }).waitFor();
  }
}

/** A leader has crashed, and another is elected: who could have known of what. */
async function showSpaceTime(workbench: Workbench): Promise<void> {
  await workbench.command('View: Close Primary Side Bar');
  const frame = await openSimulation(workbench, 'The leader crashes in the middle of replication');
  const next = frame.getByRole('button', { name: 'Next', exact: true });
  const moments = frame.getByText(/^Scene · \d+ of \d+/);
  for (let told = 2; ; told++) {
    const [, , of = ''] = /(\d+) of (\d+)/.exec(await moments.innerText()) ?? [];
    if (told > Number(of)) break;
    await next.click();
    await frame.getByText(`Scene · ${told} of ${of}`).waitFor();
  }
  await frame.getByRole('button', { name: 'Space-time', exact: true }).click();
  await frame.getByText(/past: \d+ events/).first().waitFor();
}

/** A scenario that was run: what came of each claim stands beside it. */
async function showScenario(workbench: Workbench): Promise<void> {
  const { page, workspace } = workbench;
  if (workspace === undefined) throw new Error('The window has no folder to copy the scenario into.');
  await copyFile(inProject('samples/workspace/scenarios/old-leader.dsim'), path.join(workspace, 'old-leader.dsim'));
  await page.keyboard.press('Control+P');
  await page.keyboard.type('old-leader.dsim');
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'old-leader.dsim' }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.codelens-decoration a', { hasText: 'Run' }).first().click();
  await page.locator('.view-line', { hasText: 'holds with 50 seeds' }).first().waitFor();
}

/** Two leaders in one term, found, beside the run in which they come about. */
async function showSearch(workbench: Workbench): Promise<void> {
  await workbench.command('View: Close Primary Side Bar');
  const frame = await openSimulation(workbench, 'Cold start: the first election');
  await searchForSplitBrain(frame);
  await frame.getByRole('button', { name: 'Open the run' }).click();
  const found = await drawn(workbench, 'Found: “Election Safety” is violated after 8 steps');
  await found.getByRole('button', { name: /properties violated/ }).waitFor();
  await frame.getByRole('heading', { name: /is violated after/ }).scrollIntoViewIfNeeded();
}

/** The coordinator has crashed before its decision, and the participants ask in vain. */
async function showBlocked(workbench: Workbench): Promise<void> {
  await workbench.command('View: Close Primary Side Bar');
  const frame = await openSimulation(workbench, 'The coordinator crashes before the decision');
  await press(frame, 'Step forward', 4);
  await frame.getByRole('button', { name: 'Begin', exact: true }).click();
  const lastVote = frame.getByRole('button', { name: /^p2, in doubt/ });
  while ((await lastVote.count()) === 0) await press(frame, 'Step forward', 1);
  await frame.getByRole('button', { name: /^c1, / }).click();
  await frame.getByRole('menuitem', { name: 'Crash c1', exact: true }).click();
  await frame.getByRole('button', { name: /^c1, .*crashed/ }).waitFor();
  await press(frame, 'Step forward', 6);
}

/** A clock that ignores what it receives is graded; the message of the case that catches it is open in the file. */
async function showExercise(workbench: Workbench): Promise<void> {
  const { page, workspace } = workbench;
  if (workspace === undefined) throw new Error('The window has no folder to copy the exercise into.');
  const folder = path.join(workspace, 'exercises/lamport-clocks');
  const mutant = 'exercises/core/topics/time-and-order/exercises/lamport-clocks/mutants/no-maximum/index.ts';
  await mkdir(folder, { recursive: true });
  await copyFile(inProject(mutant), path.join(folder, 'index.ts'));
  await choose(workbench, 'Start Exercise', 'Lamport clocks');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Keep My Files' }).click();
  await page.locator('.view-line', { hasText: '#counter' }).first().waitFor();
  await workbench.command('View: Close Editors in Other Groups');
  await choose(workbench, "Run the Exercise's Tests", 'Lamport clocks');
  await treeItem(workbench, /^Lamport clocks \(Failed\)/).click();
  await page.keyboard.press('ArrowRight');
  await treeItem(workbench, /^A receipt comes after .*\(Failed\)/).click();
  await page.locator('.test-output-peek .monaco-diff-editor .view-line').first().waitFor();
}
