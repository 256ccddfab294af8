import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { simulationContract, type SimulationView } from '../../src/contract/simulation.ts';
import { SceneRun } from '../../src/engine/scene/scene-run.ts';
import { sceneOf } from '../../src/scenario/compile/compile.ts';
import { sceneView } from '../../src/scenario/moments.ts';
import { sessionOf } from '../../src/scenario/session.ts';
import { carryOut } from '../../src/scenario/trial.ts';
import type { Exported } from '../../src/simulations/export/exports.ts';
import { createSession, replayRun, restoreSession, type Session } from '../../src/simulations/session.ts';
import { stageFor } from '../../src/simulations/stage.ts';
import { Throttle } from '../../src/vscode/throttle.ts';
import { PanelSearch } from '../../src/vscode/panels/search.ts';
import { runOfLink } from '../../src/vscode/sharing/run-link.ts';
import { modelOf, SEARCH_WORKER, type Surroundings } from './simulation-model.ts';
import { themeNames, type PanelOptions, type PanelPage } from './panel-page.ts';
import { panelOpener } from './panels.ts';

type Contract = typeof simulationContract;
type View = Pick<PanelOptions<Contract>, 'theme' | 'width' | 'height' | 'reducedMotion'>;

const GUIDE = [
  { title: 'Nobody leads', instruction: 'Look at the terms.' },
  { title: 'Somebody stands', instruction: 'Step to the first timeout.' },
];

/** A simulation panel, as its user sees and works it. */
class Panel {
  readonly opened: PanelPage;

  constructor(opened: PanelPage) {
    this.opened = opened;
  }

  get page() {
    return this.opened.page;
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  node(name: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^${name}, `) });
  }

  get messages(): Locator {
    return this.page.locator('[data-message]');
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  get now(): Locator {
    return this.page.getByRole('region', { name: 'This step' });
  }

  /** The picture in words: nodes, messages, cuts, time and step. */
  async asText(): Promise<string> {
    return (await this.page.getByRole('region', { name: 'The picture as text' }).textContent()) ?? '';
  }

  async step(): Promise<number> {
    const [, step = ''] = /step (\d+)\./.exec(await this.asText()) ?? [];
    return Number(step);
  }

  /** Virtual time that the panel shows, in seconds. */
  async time(): Promise<number> {
    return Number.parseFloat((await this.page.locator('.moment').textContent()) ?? '');
  }

  async until(condition: () => Promise<boolean>, what: string): Promise<void> {
    const end = Date.now() + 10_000;
    while (!(await condition())) {
      assert.ok(Date.now() < end, `This did not come about: ${what}. The panel shows: ${await this.asText()}`);
      await this.page.waitForTimeout(10);
    }
  }

  async untilStep(step: number): Promise<void> {
    await this.until(async () => (await this.step()) === step, `step ${step}`);
  }

  async stepForward(times = 1): Promise<void> {
    const target = (await this.step()) + times;
    for (let count = 0; count < times; count += 1) await this.button('Step forward').click();
    await this.untilStep(target);
  }

  async stepBack(times = 1): Promise<void> {
    const target = (await this.step()) - times;
    for (let count = 0; count < times; count += 1) await this.button('Step back').click();
    await this.untilStep(target);
  }

  /** Steps until the text of the picture says so. */
  async stepUntil(expected: RegExp): Promise<void> {
    for (let steps = 0; !expected.test(await this.asText()); steps += 1) {
      assert.ok(steps < 200, `No step brought about ${expected}.`);
      await this.stepForward();
    }
  }

  async choose(node: string, item: string): Promise<void> {
    await this.node(node).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  async untilNow(title: string | RegExp): Promise<void> {
    await this.now.getByText(title).first().waitFor();
  }

  /** Tab until `target` has the focus. */
  async tabTo(target: Locator): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      if (await target.evaluate((element) => element.matches(':focus'))) return;
      await this.page.keyboard.press('Tab');
    }
    assert.fail('Tab does not reach it.');
  }
}

describe('the simulation panel', function () {
  this.timeout(60_000);
  const open = panelOpener();

  async function show(session: Session, view: View = {}, surroundings?: Surroundings): Promise<Panel> {
    return new Panel(await open({ panel: 'simulation', contract: simulationContract, model: modelOf(session, surroundings), width: 1280, theme: 'dark', ...view }));
  }

  /** With what it has exported. */
  async function showExporting(values: Readonly<Record<string, number>> = {}, time = 400_000): Promise<{ panel: Panel & { session: Session }; exports: readonly Exported[] }> {
    const session = createSession('raft', values);
    await session.seek({ time });
    const exports: Exported[] = [];
    const panel = await show(session, {}, { exports });
    return { panel: Object.assign(panel, { session }), exports };
  }

  /** With a leader and some messages under way. */
  async function showLeader(view: View = {}, values: Readonly<Record<string, number>> = {}): Promise<Panel> {
    const session = createSession('raft', values);
    await session.seek({ time: 400_000 });
    return show(session, view);
  }

  describe('moving through time', () => {
    it('plays: time advances, steps follow, messages move', async () => {
      const panel = await showLeader();
      await panel.page.getByLabel('Speed').selectOption('0.25');
      const before = await panel.step();
      const place = await panel.messages.first().getAttribute('transform');
      await panel.button('Play').click();
      await panel.until(async () => (await panel.messages.first().getAttribute('transform')) !== place, 'a message moves');
      await panel.page.getByLabel('Speed').selectOption('10');
      await panel.until(async () => (await panel.step()) > before + 20, 'twenty steps');
      assert.ok((await panel.time()) > 0.4);
    });

    it('pauses where it is, between two steps too', async () => {
      const panel = await showLeader();
      await panel.page.getByLabel('Speed').selectOption('0.1');
      const time = await panel.time();
      await panel.button('Play').click();
      await panel.until(async () => (await panel.time()) > time, 'time passes');
      await panel.button('Pause').click();
      const shown = await panel.time();
      await panel.until(async () => (await panel.asText()).includes(`At ${shown.toFixed(3)} s`), 'the session follows the picture');
      await panel.page.waitForTimeout(100);
      assert.equal(await panel.time(), shown);
    });

    it('plays no further than the run goes, and says where that is', async () => {
      const session = createSession('raft');
      await session.seek({ time: 59_990_000 });
      const panel = await show(session);
      await panel.page.getByLabel('Speed').selectOption('10');
      await panel.button('Play').click();
      await panel.until(async () => (await panel.button('Play').getAttribute('aria-disabled')) === 'true', 'the end');
      assert.ok((await panel.time()) <= 60);
      await panel.page.getByText('of 60 s').waitFor();
    });

    it('steps forward, and steps back to exactly what was there', async () => {
      const panel = await showLeader();
      const picture = (): Promise<string> => panel.page.locator('.stage svg').innerHTML();
      await panel.stepForward(3);
      await panel.page.mouse.move(0, 0);
      const [text, drawing, said] = [await panel.asText(), await picture(), await panel.now.textContent()];
      await panel.stepForward(7);
      assert.notEqual(await panel.asText(), text);
      await panel.stepBack(7);
      assert.equal(await panel.asText(), text);
      assert.equal(await picture(), drawing);
      assert.equal(await panel.now.textContent(), said);
    });

    it('says what each step did and why, and where it is written', async () => {
      const panel = await showLeader();
      await panel.stepUntil(/heartbeat/);
      assert.match((await panel.now.textContent()) ?? '', /Step \d+.*heartbeat.*section \d/s);
    });

    it('scrubs to any moment that was run', async () => {
      const panel = await showLeader();
      const slider = panel.page.getByRole('slider', { name: 'Moment of the run' });
      await slider.fill('100000');
      await panel.until(async () => (await panel.asText()).startsWith('At 0.100 s'), 'the moment chosen');
      await slider.press('End');
      await panel.until(async () => (await panel.time()) > 0.38, 'the end of what was run');
      await slider.press('Home');
      await panel.untilStep(0);
    });

    it('goes to the start, to the newest step, and to any event of the list', async () => {
      const panel = await showLeader();
      const head = await panel.step();
      await panel.button('Go to the start').click();
      await panel.untilStep(0);
      await panel.page.getByText('Nothing has happened yet').first().waitFor();
      await panel.button('Go to the newest step').click();
      await panel.untilStep(head);
      const row = panel.page.getByRole('option').filter({ hasText: 'heartbeat' }).first();
      const title = (await row.locator('.event-title').textContent()) ?? '';
      await row.click();
      await panel.untilNow(title);
    });

    it('steps to the next and the previous event of a kind, at a node, by mouse and by keyboard', async () => {
      const session = createSession('raft');
      const panel = await show(session);
      await panel.page.getByLabel('Kind of event').selectOption({ label: 'leader' });
      await panel.button('Next such event').click();
      await panel.untilNow(/becomes leader|leads/);
      const elected = await panel.step();
      await panel.page.getByLabel('Kind of event').selectOption({ label: 'delivery' });
      await panel.page.getByLabel('Node of the event').selectOption({ label: 'at n3' });
      await panel.page.getByRole('heading', { level: 1 }).click();
      await panel.page.keyboard.press('e');
      await panel.until(async () => (await panel.step()) > elected, 'a later delivery');
      const first = await panel.step();
      await panel.page.keyboard.press('e');
      await panel.until(async () => (await panel.step()) > first, 'the one after it');
      assert.equal((await session.snapshot()).now[0]?.kind, 'deliver');
      assert.equal((await session.snapshot()).now[0]?.node, 2);
      await panel.page.keyboard.press('E');
      await panel.untilStep(first);
      await panel.page.getByLabel('Kind of event').selectOption({ label: 'crash' });
      await panel.button('Previous such event').click();
      await panel.page.getByText('There is no event of the kind “crash” at n3 from here back to the start.').first().waitFor();
      await panel.untilStep(first);
      assert.equal((await panel.page.getByLabel('Speed').locator('option').last().textContent())?.startsWith('100×'), true);
      for (const theme of themeNames) {
        await panel.opened.setTheme(theme);
        await panel.opened.expectAccessible('.transport');
      }
    });

    it('lists a long run without drawing all of it', async () => {
      const session = createSession('raft', { thinkTime: 20_000 });
      await session.seek({ time: 20_000_000 });
      const panel = await show(session);
      const list = panel.page.getByRole('listbox');
      await list.getByRole('option', { selected: true }).first().waitFor();
      assert.ok((await list.getByRole('option').count()) < 60);
      await list.focus();
      await list.press('Home');
      await list.getByRole('option').filter({ hasText: 'n1' }).first().waitFor();
      await list.press('Enter');
      await panel.until(async () => (await panel.step()) <= 1, 'the first event');
      const elements = await panel.page.locator('*').count();
      assert.ok(elements < 1500, `${elements} elements are too many`);
    });

    it('goes from step to step at an even pace when motion is reduced', async () => {
      const panel = await showLeader({ reducedMotion: true });
      const { messages } = panel;
      const places = async (): Promise<string> => JSON.stringify(await messages.evaluateAll((all) => all.map((each) => each.getAttribute('transform'))));
      const standing = await places();
      await panel.page.getByLabel('Speed').selectOption('0.5');
      const before = await panel.step();
      await panel.button('Play').click();
      await panel.page.waitForTimeout(300);
      assert.equal(await places(), standing, 'nothing moves between two steps');
      assert.equal(await panel.step(), before);
      await panel.page.getByLabel('Speed').selectOption('10');
      await panel.until(async () => (await panel.step()) >= before + 3, 'three steps');
    });
  });

  describe('acting', () => {
    it('crashes and restarts a node by mouse', async () => {
      const panel = await showLeader();
      await panel.choose('n1', 'Crash n1');
      await panel.untilNow('n1 crashes');
      await panel.page.getByRole('button', { name: /^n1, down, crashed/ }).waitFor();
      await panel.choose('n1', 'Restart n1');
      await panel.untilNow('n1 restarts');
      await panel.page.getByRole('button', { name: /^n1, follower\./ }).waitFor();
    });

    it('crashes and restarts a node by keyboard alone', async () => {
      const panel = await showLeader();
      await panel.tabTo(panel.node('n1'));
      await panel.page.keyboard.press('ArrowRight');
      assert.ok(await panel.node('n2').evaluate((element) => element.matches(':focus')));
      await panel.page.keyboard.press('Enter');
      await panel.page.keyboard.press('Enter');
      await panel.untilNow('n2 crashes');
      assert.ok(await panel.node('n2').evaluate((element) => element.matches(':focus')), 'the focus goes back to the node');
      await panel.page.keyboard.press('Enter');
      await panel.page.keyboard.press('Escape');
      assert.equal(await panel.page.getByRole('menu').count(), 0);
      await panel.page.keyboard.press('Enter');
      await panel.page.keyboard.press('Enter');
      await panel.untilNow('n2 restarts');
    });

    it('pauses and resumes a node', async () => {
      const panel = await showLeader();
      await panel.choose('n3', 'Pause n3');
      await panel.untilNow('n3 pauses');
      await panel.page.locator('.status-paused').getByText('paused').waitFor();
      await panel.choose('n3', 'Resume n3');
      await panel.until(async () => !(await panel.asText()).includes('paused'), 'n3 is up again');
    });

    it('partitions with the chooser, and heals', async () => {
      const panel = await showLeader();
      await panel.button('Partition…').click();
      await panel.dialog.getByText('Each side needs a node.').waitFor();
      await panel.dialog.getByRole('checkbox', { name: 'n4' }).click();
      await panel.dialog.getByRole('checkbox', { name: 'n5' }).click();
      await panel.dialog.getByRole('button', { name: 'Partition' }).click();
      await panel.until(async () => (await panel.asText()).includes('Cut apart: n1 n2 n3 c1 | n4 n5'), 'the partition');
      // Two servers on one side; three and a client on the other.
      assert.equal(await panel.page.locator('.link-cut').count(), 2 * 4);
      await panel.button('Heal').click();
      await panel.until(async () => (await panel.asText()).includes('No link is cut'), 'healing');
    });

    it('partitions along a drawn line', async () => {
      const panel = await showLeader();
      await panel.button('Draw a cut').click();
      const box = async (name: string): Promise<{ x: number; y: number }> => {
        const { x, y, width, height } = (await panel.node(name).boundingBox()) ?? assert.fail(`${name} is not drawn`);
        return { x: x + width / 2, y: y + height / 2 };
      };
      const [n1, n2] = [await box('n1'), await box('n2')];
      const height = (n1.y + n2.y) / 2;
      await panel.page.mouse.move(n1.x - 200, height);
      await panel.page.mouse.down();
      await panel.page.mouse.move(n1.x + 200, height, { steps: 5 });
      await panel.page.mouse.up();
      await panel.until(async () => (await panel.asText()).includes('Cut apart: n1 | n2 n3 n4 n5 c1'), 'the partition');
      await panel.button('Draw a cut').waitFor();
    });

    it('cuts one direction of a link, and mends it', async () => {
      const panel = await showLeader();
      await panel.button('One link…').click();
      await panel.dialog.getByLabel('From').selectOption('n1');
      await panel.dialog.getByLabel('To').selectOption('n3');
      await panel.dialog.getByRole('button', { name: 'Cut' }).click();
      await panel.until(async () => (await panel.asText()).includes('Cut: n1 → n3.'), 'the cut');
      assert.equal(await panel.page.locator('.link-half-cut').count(), 1);
      await panel.button('One link…').click();
      await panel.dialog.getByLabel('From').selectOption('n1');
      await panel.dialog.getByLabel('To').selectOption('n3');
      await panel.dialog.getByRole('button', { name: 'Mend' }).click();
      await panel.until(async () => (await panel.asText()).includes('No link is cut'), 'mending');
    });

    it('makes one direction of a link worse, and what it was at first', async () => {
      const panel = await showLeader();
      await panel.button('One link…').click();
      await panel.dialog.getByLabel('From').selectOption('n2');
      await panel.dialog.getByLabel('To').selectOption('n4');
      await panel.dialog.getByLabel('Mean latency').fill('50');
      await panel.dialog.getByLabel('Lost').fill('25');
      await panel.dialog.getByRole('button', { name: 'Change the link' }).click();
      await panel.until(async () => (await panel.asText()).includes('Changed: n2 → n4 (about 50 ms (exponential), 25 % lost).'), 'the change');
      assert.equal(await panel.page.locator('.link-changed').count(), 1);
      await panel.button('One link…').click();
      await panel.dialog.getByLabel('From').selectOption('n2');
      await panel.dialog.getByLabel('To').selectOption('n4');
      await panel.dialog.getByRole('button', { name: 'As at first' }).click();
      await panel.until(async () => !(await panel.asText()).includes('Changed'), 'the recovery');
    });

    it('slows a node down and sets its clock off, and mends both', async () => {
      const panel = await showLeader();
      await panel.choose('n2', 'More faults of n2…');
      await panel.opened.expectAccessible('dialog');
      await panel.dialog.getByLabel('Per input').fill('30');
      await panel.dialog.getByRole('button', { name: 'Slow down' }).click();
      await panel.untilNow('n2 slows down');
      await panel.page.getByRole('button', { name: /^n2, .*slow: 30 ms per input/ }).waitFor();
      await panel.choose('n2', 'More faults of n2…');
      await panel.dialog.getByLabel('Ahead by').fill('-5');
      await panel.dialog.getByLabel('Gains').fill('1000');
      await panel.dialog.getByRole('button', { name: 'Set the clock' }).click();
      await panel.untilNow("n2's clock is off");
      await panel.until(async () => (await panel.asText()).includes('clock 5 ms behind, clock gains 1000 µs a second'), 'the clock');
      await panel.choose('n2', 'More faults of n2…');
      await panel.dialog.getByRole('button', { name: 'Full speed' }).click();
      await panel.untilNow('n2 is at full speed again');
      await panel.choose('n2', 'More faults of n2…');
      await panel.dialog.getByRole('button', { name: 'Set it right' }).click();
      await panel.until(async () => !/slow|clock/.test(await panel.asText()), 'n2 is well again');
    });

    it('crashes a node in mid-write, damages its disk and loses it', async () => {
      const panel = await showLeader();
      await panel.choose('n2', 'More faults of n2…');
      await panel.dialog.getByRole('button', { name: 'Crash in mid-write' }).click();
      await panel.untilNow('n2 crashes');
      await panel.choose('n2', 'More faults of n2…');
      await panel.dialog.getByRole('button', { name: 'Damage a record' }).click();
      await panel.untilNow("n2's disk is damaged");
      await panel.choose('n2', 'More faults of n2…');
      await panel.dialog.getByRole('button', { name: 'Lose the disk' }).click();
      await panel.untilNow('n2 loses its disk');
    });

    it('drops a message from the picture, and from the list', async () => {
      const panel = await showLeader();
      await panel.stepUntil(/heartbeat.*heartbeat/);
      const before = await panel.messages.count();
      // Messages that were just sent lie on each other's edge.
      await panel.messages.first().focus();
      await panel.page.keyboard.press('Enter');
      await panel.page.getByRole('menuitem', { name: 'Drop this message' }).click();
      await panel.until(async () => (await panel.messages.count()) === before - 1, 'one message less');
      await panel.page.getByRole('tab', { name: 'Messages' }).click();
      await panel.page.getByRole('button', { name: /^Drop heartbeat/ }).first().click();
      await panel.until(async () => (await panel.messages.count()) === before - 2, 'two messages less');
    });

    it('delivers a message and lets a timer fire by hand', async () => {
      const panel = await showLeader();
      const before = await panel.messages.count();
      await panel.messages.first().click();
      await panel.page.getByRole('menuitem', { name: 'Double it' }).click();
      await panel.until(async () => (await panel.messages.count()) === before + 1, 'the second copy');
      await panel.messages.last().click();
      await panel.page.getByRole('menuitem', { name: 'Deliver it now' }).click();
      await panel.untilNow(' receives ');
      await panel.choose('n3', 'Show its state');
      await panel.button('Let the election timer fire now').click();
      await panel.untilNow('n3: election timeout');
    });

    it('names a message when the pointer is on it', async () => {
      const panel = await showLeader();
      await panel.stepUntil(/heartbeat/);
      await panel.messages.last().hover();
      await panel.page.locator('.message-label').getByText('heartbeat').waitFor();
    });

    it('gives a client a command, which the cluster carries out', async () => {
      const panel = await showLeader();
      await panel.page.getByLabel('Command for the client').fill('set answer 42');
      await panel.page.keyboard.press('Enter');
      await panel.untilNow('c1 is told: set answer 42');
      await panel.page.getByLabel('Speed').selectOption('10');
      await panel.button('Play').click();
      await panel.until(async () => /1 shown, 1 committed/.test(await panel.asText()), 'the command is committed');
    });

    it('shows in words why something is refused, and stays usable', async () => {
      const panel = await showLeader();
      await panel.page.getByLabel('Command for the client').fill('explode');
      await panel.button('Send').click();
      await panel.page.getByRole('alert').getByText('explode').waitFor();
      await panel.stepForward();
      assert.equal(await panel.page.getByRole('alert').count(), 0);
    });

    it('begins a branch when acting in the past, and keeps the old one', async () => {
      const panel = await showLeader();
      const { page } = panel;
      await panel.stepForward(5);
      const oldHead = await panel.asText();
      await panel.stepBack(10);
      const fork = await panel.step();
      await panel.choose('n1', 'Crash n1');
      await page.getByText('so a new branch begins here').first().waitFor();
      assert.equal(await panel.step(), fork + 1);
      await page.getByRole('tab', { name: 'Branches' }).click();
      const branches = page.getByRole('tabpanel').getByRole('listitem');
      assert.equal(await branches.count(), 2);
      assert.match((await page.locator('.branch[aria-current=true]').textContent()) ?? '', /crash n1/i);
      await page.getByRole('button', { name: /^first run/ }).click();
      await panel.until(async () => !(await panel.asText()).includes('crashed'), 'the old branch');
      await panel.button('Go to the newest step').click();
      await panel.until(async () => (await panel.asText()) === oldHead, 'all that had happened there');
    });

    it('acts at the moment that is shown while playing', async () => {
      const panel = await showLeader();
      await panel.page.getByLabel('Speed').selectOption('0.1');
      const time = await panel.time();
      await panel.button('Play').click();
      await panel.until(async () => (await panel.time()) > time, 'time passes');
      await panel.choose('n5', 'Crash n5');
      await panel.untilNow('n5 crashes');
      assert.ok((await panel.time()) > time);
    });

    it('shows the state of a node, and in words what the step changed', async () => {
      const panel = await showLeader();
      await panel.page.getByLabel('Command for the client').fill('set x 1');
      await panel.page.keyboard.press('Enter');
      await panel.choose('n1', 'Show its state');
      const part = panel.page.getByRole('tabpanel');
      await panel.stepUntil(/1 shown, 0 committed/);
      await part.getByRole('row', { name: /log length.*1.*changed/ }).waitFor();
      await part.getByRole('row', { name: /set x 1.*not yet/ }).waitFor();
      await part.getByRole('row', { name: /heartbeat.*in/ }).waitFor();
    });
  });

  describe('exporting', () => {
    it('asks for a form and for steps, and hands over what was asked for', async () => {
      const { panel, exports } = await showExporting();
      const head = await panel.step();
      await panel.stepBack(5);
      await panel.button('Export…').click();
      await panel.dialog.getByRole('radio', { name: 'ShiViz log' }).check();
      await panel.dialog.getByText(`${head - 5} steps, to`).waitFor();
      await panel.button('Export').click();
      await panel.page.getByText('The log is open in an editor.').first().waitFor();
      assert.equal(exports[0]?.text, (await panel.session.exportRun({ format: 'shiviz', from: 1, to: head - 5 })).text);
    });

    it('opens as a scenario that gives the same run', async () => {
      const session = createSession('raft');
      await session.seek({ time: 400_000 });
      const opened: unknown[] = [];
      const panel = await show(session, {}, { opened });
      await panel.choose('n1', 'Crash n1');
      await panel.untilNow('n1 crashes');
      await panel.button('Export…').click();
      await panel.dialog.getByRole('radio', { name: 'Scenario' }).check();
      assert.ok(await panel.dialog.getByRole('radio', { name: 'Up to the cursor' }).isDisabled());
      await panel.button('Export').click();
      await panel.until(async () => opened.length === 1, 'the scenario is opened');
      const scene = sceneOf(String(opened[0]));
      const again = new SceneRun(scene, stageFor(scene, scene.seeds.first), scene.seeds.first);
      again.finish();
      const { schedule, until } = await session.recorded();
      assert.deepEqual([again.run.schedule, scene.until], [schedule, until]);
    });

    it('takes some steps by keyboard alone, and says which there are', async () => {
      const { panel, exports } = await showExporting();
      const { keyboard } = panel.page;
      await panel.tabTo(panel.button('Export…'));
      await keyboard.press('Enter');
      await panel.tabTo(panel.dialog.getByRole('radio', { name: 'Run file', exact: true }));
      for (let downs = 0; downs < 4; downs += 1) await keyboard.press('ArrowDown');
      assert.ok(await panel.dialog.getByRole('radio', { name: 'Mermaid sequence diagram' }).isChecked());
      await panel.tabTo(panel.dialog.getByRole('radio', { name: 'Up to the cursor' }));
      await keyboard.press('ArrowDown');
      await keyboard.press('ArrowDown');
      await panel.tabTo(panel.dialog.getByLabel('From step'));
      await keyboard.press('Control+a');
      await keyboard.type('900');
      await panel.dialog.getByText(/^Enter steps from 1 to \d+\.$/).waitFor();
      await keyboard.press('Enter');
      assert.equal(exports.length, 0);
      await keyboard.press('Control+a');
      await keyboard.type('3');
      await panel.tabTo(panel.dialog.getByLabel('to step'));
      await keyboard.press('Control+a');
      await keyboard.type('2');
      await panel.dialog.getByText('The first step comes after the last.').waitFor();
      await keyboard.type('0');
      await keyboard.press('Enter');
      await panel.page.getByText('The diagram is open in an editor.').first().waitFor();
      assert.match(exports[0]?.text ?? '', /^# Raft, first run: steps 3 to 20, /);
      assert.ok(await panel.button('Export…').evaluate((element) => element.matches(':focus')), 'the focus goes back');
    });

    it('copies a link to the moment that is shown, by keyboard, and offers the run file where it would be too long', async () => {
      const session = createSession('raft');
      await session.seek({ step: 60 });
      const links: string[] = [];
      const panel = await show(session, {}, { links });
      await panel.stepBack(5);
      await panel.button('Export…').click();
      for (const theme of themeNames) {
        await panel.opened.setTheme(theme);
        await panel.opened.expectAccessible('dialog');
      }
      await panel.tabTo(panel.dialog.getByRole('button', { name: 'Copy link' }));
      await panel.page.keyboard.press('Enter');
      await panel.page.getByText('A link to this moment is in the clipboard.').first().waitFor();
      assert.equal(await panel.dialog.count(), 0);
      const { session: again } = await replayRun(runOfLink(new URL(links[0] ?? '').search.slice(1)));
      assert.equal((await again.snapshot()).cursor.step, 55);

      const crowded = await show(Object.assign(createSession('raft'), { shared: async () => ({ ...(await session.shared()), events: 'x'.repeat(1_000_000) }) }), {}, { links });
      await crowded.button('Export…').click();
      await crowded.dialog.getByRole('radio', { name: 'Scenario' }).check();
      await crowded.dialog.getByRole('button', { name: 'Copy link' }).click();
      await crowded.dialog.getByText('This run is too much for a link.').waitFor();
      assert.ok(await crowded.dialog.getByRole('radio', { name: 'Run file' }).isChecked());
      assert.equal(links.length, 1);
    });

    it('writes a run file of all that was run, whatever the cursor', async () => {
      const { panel, exports } = await showExporting();
      await panel.button('Export…').click();
      assert.ok(await panel.dialog.getByRole('radio', { name: 'Some steps' }).isDisabled());
      await panel.button('Export').click();
      await panel.page.getByText('Choose where to save the run.').first().waitFor();
      const { deviation } = await replayRun(JSON.parse(exports[0]?.text ?? ''));
      assert.equal(deviation, null);
    });

    it('says what an export left out, and why one is refused', async () => {
      const { panel } = await showExporting({ thinkTime: 10_000 }, 4_000_000);
      await panel.button('Export…').click();
      await panel.dialog.getByRole('radio', { name: 'Mermaid sequence diagram' }).check();
      await panel.button('Export').click();
      await panel.page.getByText(/^The diagram ends at .* would be too much for one diagram\.$/).first().waitFor();
      const fresh = await show(createSession('raft'));
      await fresh.button('Export…').click();
      await fresh.dialog.getByRole('radio', { name: 'Events as JSON' }).check();
      await fresh.dialog.getByText('This branch has no steps yet.').waitFor();
    });
  });

  describe('bookmarks', () => {
    it('are set by mouse and keyboard, named, gone to and removed', async () => {
      const panel = await showLeader();
      const { page } = panel;
      const list = page.getByRole('region', { name: 'Bookmarks' });
      await panel.stepBack(4);
      const step = await panel.step();
      await page.getByRole('heading', { level: 1 }).click();
      await page.keyboard.press('b');
      await page.getByText('A bookmark is set here').first().waitFor();
      await panel.button('Set a bookmark').click();
      await page.getByText('There is a bookmark here already').first().waitFor();
      await panel.choose('n1', 'Crash n1');
      await panel.untilNow('n1 crashes');
      await panel.button('Set a bookmark').click();
      await page.getByRole('tab', { name: 'Branches' }).click();
      await list.getByText('“crash n1 at').waitFor();
      assert.equal(await list.getByRole('listitem').count(), 2);
      assert.equal(await page.locator('.scrubber-marks span').count(), 1, 'the other is of another branch');
      const name = list.getByRole('textbox').first();
      await name.fill('Before the crash');
      await name.press('Enter');
      await panel.button('Go to “Before the crash”').press('Enter');
      await panel.untilStep(step);
      await panel.until(async () => !(await panel.asText()).includes('crashed'), 'the first branch');
      for (const theme of themeNames) {
        await panel.opened.setTheme(theme);
        await panel.opened.expectAccessible('[role=tabpanel]');
      }
      await list.getByRole('button', { name: 'Remove “n1 crashes”' }).click();
      await panel.until(async () => (await list.getByRole('listitem').count()) === 1, 'one is gone');
    });

    it('lead to a moment between two steps', async () => {
      const panel = await showLeader();
      const slider = panel.page.getByRole('slider', { name: 'Moment of the run' });
      await slider.fill('100000');
      await panel.until(async () => (await panel.asText()).startsWith('At 0.100 s'), 'the moment');
      await panel.button('Set a bookmark').click();
      await panel.page.getByText('A bookmark is set here').first().waitFor();
      await panel.button('Go to the start').click();
      await panel.untilStep(0);
      await panel.page.getByRole('tab', { name: 'Branches' }).click();
      await panel.page.getByRole('region', { name: 'Bookmarks' }).getByRole('button', { name: /^Go to/ }).click();
      await panel.until(async () => (await panel.asText()).startsWith('At 0.100 s'), 'the same moment');
    });
  });

  describe('comparing branches', () => {
    /** A branch in which n1 has crashed some steps ago, beside the first run; and the step up to which they are the same. */
    async function showBranched(): Promise<{ readonly panel: Panel; readonly fork: number }> {
      const panel = await showLeader();
      await panel.stepBack(10);
      const fork = await panel.step();
      await panel.choose('n1', 'Crash n1');
      await panel.untilNow('n1 crashes');
      await panel.stepForward(3);
      await panel.page.getByRole('tab', { name: 'Branches' }).click();
      return { panel, fork };
    }

    it('says where two part, and leads there', async () => {
      const { panel, fork } = await showBranched();
      const { page } = panel;
      await page.getByRole('button', { name: 'Compare with “first run”' }).press('Enter');
      const said = page.getByRole('status').filter({ hasText: `Both are the same for ${fork} steps` });
      assert.match((await said.textContent()) ?? '', /Then in “crash n1 at .*”: n1 crashes at .*\. In “first run”: /);
      await page.getByRole('button', { name: `Go to step ${fork + 1} in “first run”` }).click();
      await panel.untilStep(fork + 1);
      await panel.until(async () => !(await panel.asText()).includes('crashed'), 'the first run is shown');
      await page.getByRole('button', { name: `Go to step ${fork + 1} in “crash n1` }).click();
      await panel.untilNow('n1 crashes');
      assert.match((await page.locator('.branch[aria-current=true]').textContent()) ?? '', /crash n1/);
    });

    it('lists both side by side, marks where they part, and leads to each event', async () => {
      const { panel, fork } = await showBranched();
      const { page } = panel;
      await page.getByRole('button', { name: 'Compare with “first run”' }).click();
      const table = page.getByRole('table', { name: 'Side by side' });
      await table.getByRole('columnheader', { name: 'first run' }).waitFor();
      assert.deepEqual(await table.getByText('First difference').count(), 2);
      const marked = table.getByRole('row').filter({ hasText: 'First difference' });
      assert.equal(await marked.count(), 1, 'beside each other');
      await marked.getByRole('cell').nth(1).getByRole('button').press('Enter');
      await panel.untilStep(fork + 1);
      await panel.until(async () => !(await panel.asText()).includes('crashed'), 'the first run is shown');
      await marked.getByRole('button', { name: /^n1 crashes/ }).click();
      await panel.untilNow('n1 crashes');
      for (const theme of themeNames) {
        await panel.opened.setTheme(theme);
        await panel.opened.expectAccessible('[role=tabpanel]');
      }
      const cells = async () => {
        const [left, right] = [await marked.getByRole('cell').nth(0).boundingBox(), await marked.getByRole('cell').nth(1).boundingBox()];
        const around = await table.boundingBox();
        assert.ok(left && right && around);
        return { left, right, around };
      };
      const wide = await cells();
      assert.ok(wide.right.y === wide.left.y && wide.left.width + wide.right.width > wide.around.width * 0.9, 'two columns share the width');
      await page.setViewportSize({ width: 320, height: 800 });
      const { left, right, around } = await cells();
      assert.ok(right.y >= left.y + left.height && left.width > around.width * 0.9, 'a narrow panel stacks them');
    });

    it('forgets what it said when the run starts over', async () => {
      const panel = await showLeader();
      await panel.stepBack(10);
      await panel.choose('n1', 'Crash n1');
      await panel.page.getByRole('tab', { name: 'Branches' }).click();
      await panel.page.getByRole('button', { name: 'Compare with “first run”' }).click();
      await panel.page.getByText('Both are the same for').waitFor();
      await panel.page.getByRole('tab', { name: 'Parameters' }).click();
      await panel.button('Apply and restart').click();
      await panel.untilStep(0);
      await panel.page.getByRole('tab', { name: 'Branches' }).click();
      assert.equal(await panel.page.getByText('Both are the same for').count(), 0);
    });
  });

  describe('parameters', () => {
    async function form(): Promise<Panel> {
      const panel = await showLeader();
      await panel.page.getByRole('tab', { name: 'Parameters' }).click();
      return panel;
    }

    it('starts over with other values', async () => {
      const panel = await form();
      await panel.page.getByLabel('Servers', { exact: true }).fill('7');
      await panel.page.getByLabel('Loss').fill('2.5');
      await panel.page.getByLabel('Latency, longest').fill('20');
      await panel.button('Apply and restart').click();
      await panel.node('n7').waitFor();
      await panel.untilStep(0);
      assert.equal(await panel.page.getByLabel('Loss').inputValue(), '2.5');
      assert.equal(await panel.page.getByLabel('Latency, longest').inputValue(), '20');
    });

    it('offers choices by name, says what the chosen one means, and takes it', async () => {
      const panel = await form();
      const reads = panel.page.getByLabel('Reads', { exact: true });
      assert.deepEqual(await reads.locator('option').allTextContents(), ['through the log', 'read index', 'lease']);
      assert.equal(await reads.inputValue(), '0');
      await panel.page.getByText('A read is an entry like any other command, and costs as much.').waitFor();
      await reads.selectOption('lease');
      await panel.page.getByText('The leader answers at once while a majority has promised not to elect another.').waitFor();
      await panel.page.getByLabel('Spare servers').fill('1');
      await panel.button('Apply and restart').click();
      await panel.node('n6').waitFor();
      await panel.untilStep(0);
      assert.equal(await reads.inputValue(), '2');
    });

    it('takes back a choice that was not applied, and can be chosen by keyboard', async () => {
      const panel = await form();
      const changes = panel.page.getByLabel('Membership changes');
      await changes.focus();
      await panel.page.keyboard.press('ArrowDown');
      assert.equal(await changes.inputValue(), '1');
      await panel.page.getByText('a majority of the old and one of the new have to agree').waitFor();
      await panel.button('Undo changes').click();
      assert.equal(await changes.inputValue(), '0');
      await panel.opened.expectAccessible();
    });

    it('says what is out of range before it is sent', async () => {
      const panel = await form();
      await panel.page.getByLabel('Servers', { exact: true }).fill('12');
      await panel.page.getByText('Out of range: 3 to 9.').waitFor();
      await panel.page.keyboard.press('Enter');
      assert.ok((await panel.step()) > 0);
    });

    it('shows why values that do not go together are refused', async () => {
      const panel = await form();
      await panel.page.getByLabel('Latency, shortest').fill('500');
      await panel.button('Apply and restart').click();
      await panel.page.getByRole('alert').waitFor();
      assert.ok((await panel.step()) > 0, 'the run stays as it was');
    });
  });

  describe('published figures', () => {
    async function figures(change: (view: SimulationView) => void = () => {}, view: View = {}): Promise<Panel> {
      const session = createSession('raft');
      const model = modelOf(session);
      const state = async (): Promise<SimulationView> => {
        const shown = structuredClone(await session.snapshot());
        change(shown);
        return shown;
      };
      const panel = new Panel(await open({ panel: 'simulation', contract: simulationContract, model: { ...model, state }, width: 1280, ...view }));
      await panel.page.getByRole('tab', { name: 'Properties' }).click();
      return panel;
    }
    const summary = (panel: Panel): Locator => panel.page.locator('summary').filter({ hasText: 'Checked against published figures' });

    it('are folded away until they are asked for', async () => {
      const panel = await figures();
      const median = panel.page.getByRole('table', { name: 'Elections in a simulated WAN, all servers up' }).getByRole('row', { name: /^Median/ });
      await summary(panel).waitFor();
      assert.equal(await median.isVisible(), false);
      await summary(panel).press('Enter');
      await median.waitFor();
      assert.match((await median.textContent()) ?? '', /Median410 ms ±2 %4\d\d ms [\d,]+ elections✓ within/);
      await panel.page.getByText(/Measured \d{4}-\d\d-\d\d/).waitFor();
      await panel.page.getByText('section 9.3, Figure 16').waitFor();
    });

    it('that are missed are shown as missed, by a word and a mark', async () => {
      const panel = await figures(({ checkedAgainst }) => {
        const row = checkedAgainst?.tables[0]?.rows[0] ?? assert.fail('There are no figures.');
        row.within = false;
      });
      assert.match((await summary(panel).textContent()) ?? '', /✗ 1 of \d+ outside the tolerance/);
      await summary(panel).click();
      assert.match((await panel.page.getByRole('row', { name: /^Mean/ }).first().textContent()) ?? '', /✗ outside/);
    });

    it('are left out where there are none', async () => {
      const panel = await figures((view) => (view.checkedAgainst = null));
      await panel.page.getByText('Election Safety').waitFor();
      assert.equal(await summary(panel).count(), 0);
    });

    it('fit into a narrow panel', async () => {
      const panel = await figures(undefined, { width: 320 });
      await summary(panel).click();
      await panel.opened.expectNoSidewaysScroll();
    });
  });

  it('leads through what the topic has set up, and keeps the focus at either end', async () => {
    const panel = await show(createSession('raft'), {}, { guide: GUIDE });
    const guide = panel.page.getByRole('region', { name: 'Nobody leads' });
    await guide.getByText('Guide · 1 of 2').waitFor();
    await panel.button('Next').press('Enter');
    await panel.page.getByRole('region', { name: 'Somebody stands' }).getByText('Step to the first timeout.').waitFor();
    await panel.page.keyboard.press('Enter');
    await panel.page.getByText('Guide · 2 of 2').waitFor();
    assert.ok(await panel.button('Next').evaluate((element) => element.matches(':focus')));
  });

  describe('a scene', () => {
    const TEXT = `scenario "A scene" goal "See what it takes to lead." system raft { nodes 3 } until 1s
      at 1ms { say "Nobody leads." }
      when some server is leader { say "Somebody leads." ask "By which majority?" { wrong "By one." right "By two." because "Two of three are one." } }
      finally "Somebody still leads.": some server is leader`;

    async function showScene(view: View = {}): Promise<Panel> {
      const scene = sceneOf(TEXT);
      const run = carryOut(scene, 1);
      return show(restoreSession(sessionOf(scene, 1, run)), view, { scene: sceneView(scene, run) });
    }

    it('stops playing where something is said, and tells it', async () => {
      const panel = await showScene();
      const region = panel.page.getByRole('region', { name: 'Scene' });
      await panel.page.keyboard.press('Home');
      await region.getByText('Play, or go to the first moment.').waitFor();
      await panel.page.getByLabel('Speed').selectOption('1');
      await panel.button('Play').click();
      await region.getByText('Nobody leads.').waitFor();
      await panel.button('Play').waitFor();
      await panel.button('Play').click();
      await region.getByText('By which majority?').waitFor();
      await panel.button('Play').waitFor();
      await panel.now.getByText(/becomes leader/).first().waitFor();
    });

    it('shows its goal first, at each of its moments', async () => {
      const panel = await showScene();
      const region = panel.page.getByRole('region', { name: 'Scene' });
      const goal = async () => assert.equal(await region.locator('p').first().innerText(), 'Goal: See what it takes to lead.');
      await region.getByText('Nobody leads.').waitFor();
      await goal();
      await panel.button('Next').click();
      await region.getByText('By which majority?').waitFor();
      await goal();
    });

    it('takes an answer by the keyboard, says whether it is right, and how all ended', async () => {
      const panel = await showScene();
      const region = panel.page.getByRole('region', { name: 'Scene' });
      await panel.tabTo(panel.button('Next'));
      await panel.page.keyboard.press('Enter');
      await panel.tabTo(region.getByLabel('By one.'));
      await panel.page.keyboard.press('ArrowDown');
      await panel.tabTo(region.getByRole('button', { name: 'Answer' }));
      await panel.page.keyboard.press('Enter');
      await region.getByText('Two of three are one.').waitFor();
      await region.getByText('1 of 1 question answered right.').waitFor();
      await region.getByText('Somebody still leads. It holds.').waitFor();
      await panel.stepForward(1);
      await panel.button('Back').click();
      await region.getByText('Nobody leads.').waitFor();
    });

    it('says when a branch has left it, and leads back', async () => {
      const panel = await showScene();
      const region = panel.page.getByRole('region', { name: 'Scene' });
      await panel.choose('n1', 'Crash n1');
      await region.getByText('This branch has left the scene; what you did is yours.').waitFor();
      await panel.button('Back to the scene').click();
      await region.getByText('Nobody leads.').waitFor();
      await region.getByText('This branch has left').waitFor({ state: 'detached' });
    });

    for (const theme of themeNames) {
      it(`is accessible, and fits a narrow panel: ${theme}`, async () => {
        const panel = await showScene({ theme, width: 320 });
        await panel.button('Next').click();
        await panel.opened.expectAccessible();
      });
    }
  });

  describe('predicting first', () => {
    it('stops where there is something to foresee, takes an answer by keyboard, shows what comes of it, and keeps the score', async () => {
      const panel = await show(createSession('raft', { seed: 1 }));
      const region = panel.page.getByRole('region', { name: 'Predict first' });
      await panel.tabTo(panel.button('Predict first'));
      await panel.page.keyboard.press('Enter');
      await region.getByText('Play: it stops where there is something to foresee.').waitFor();
      await panel.page.getByLabel('Speed').selectOption('1');
      await panel.button('Play').click();
      await region.getByText(/^n\d stands for election in term 1/).waitFor();
      await panel.button('Play').waitFor();
      await panel.tabTo(region.getByRole('radio').first());
      await panel.page.keyboard.press('Space');
      await panel.tabTo(region.getByRole('button', { name: 'I foresee this' }));
      await panel.page.keyboard.press('Enter');
      await region.getByText('See whether it comes about.').waitFor();
      await panel.button('Play').click();
      await region.getByText(/✓ You foresaw it\./).waitFor();
      await panel.now.getByText(/becomes leader/).first().waitFor();
      await region.getByText('Predict first · 1 of 1 foreseen').waitFor();
      await region.getByRole('button', { name: 'Next question' }).click();
      await region.getByText(/leads in term 1\. What happens first\?|Nothing more in this branch/).first().waitFor();
    });

    it('asks anew where the learner has acted', async () => {
      const panel = await show(createSession('raft', { seed: 1 }));
      const region = panel.page.getByRole('region', { name: 'Predict first' });
      await panel.button('Predict first').click();
      await region.getByText('Play: it stops where').waitFor();
      await panel.page.getByLabel('Speed').selectOption('1');
      await panel.button('Play').click();
      const question = region.getByText(/^n\d stands for election in term \d/);
      await question.waitFor();
      const candidate = /^n\d/.exec((await question.textContent()) ?? '')?.[0] ?? '';
      await panel.choose(candidate, `Crash ${candidate}`);
      await region.getByText('Play: it stops where').waitFor();
      await panel.button('Play').click();
      await question.waitFor();
      assert.notEqual(/^n\d/.exec((await question.textContent()) ?? '')?.[0], candidate);
    });

    for (const theme of themeNames) {
      it(`is accessible, and fits a narrow panel: ${theme}`, async () => {
        const panel = await show(createSession('raft', { seed: 1 }), { theme, width: 320 });
        await panel.button('Predict first').click();
        await panel.page.getByRole('region', { name: 'Predict first' }).getByText('Play: it stops where').waitFor();
        await panel.opened.expectAccessible();
      });
    }
  });

  it('comes back after a reload with run, branches and moment', async () => {
    const panel = await showLeader();
    await panel.choose('n2', 'Crash n2');
    await panel.untilNow('n2 crashes');
    await panel.stepForward(4);
    await panel.stepBack(2);
    await panel.choose('n3', 'Pause n3');
    await panel.untilNow('n3 pauses');
    const text = await panel.asText();
    const restored = await show(restoreSession(panel.opened.kept()));
    assert.equal(await restored.asText(), text);
    await restored.page.getByRole('tab', { name: 'Branches' }).click();
    assert.equal(await restored.page.getByRole('tabpanel').getByRole('listitem').count(), 2);
  });

  it('is worked by its keys, which it documents', async () => {
    const panel = await showLeader();
    const { keyboard } = panel.page;
    const step = await panel.step();
    await keyboard.press('.');
    await panel.untilStep(step + 1);
    await keyboard.press('ArrowLeft');
    await panel.untilStep(step);
    await keyboard.press('Home');
    await panel.untilStep(0);
    await keyboard.press('End');
    await panel.untilStep(step + 1);
    await keyboard.press(']');
    assert.equal(await panel.page.getByLabel('Speed').inputValue(), '2');
    await keyboard.press('Space');
    await panel.button('Pause').waitFor();
    await keyboard.press('k');
    await panel.button('Play').waitFor();
    await keyboard.press('?');
    await panel.dialog.getByText('Step forward').first().waitFor();
    await keyboard.press('Escape');
    assert.equal(await panel.dialog.count(), 0);
  });

  it('reads each step out, once it stands still', async () => {
    const panel = await showLeader();
    await panel.stepForward();
    const title = await panel.now.locator('.now-title').textContent();
    await panel.page.getByRole('status').filter({ hasText: `Step ${await panel.step()}: ${title}` }).waitFor();
  });

  for (const theme of themeNames) {
    it(`is accessible in ${theme}, with dialogs, menus and every part`, async () => {
      const panel = await showLeader({ theme });
      const { page } = panel;
      await panel.choose('n4', 'Crash n4');
      await panel.untilNow('n4 crashes');
      await panel.choose('n5', 'Pause n5');
      await panel.untilNow('n5 pauses');
      await panel.stepBack(3);
      await panel.button('One link…').click();
      await panel.opened.expectAccessible('dialog');
      await panel.dialog.getByRole('button', { name: 'Cut' }).click();
      await panel.button('As text').click();
      await panel.node('n1').click();
      await panel.opened.expectAccessible();
      await page.keyboard.press('Escape');
      for (const part of ['Node', 'Messages', 'Branches', 'Properties', 'Parameters']) {
        await page.getByRole('tab', { name: part }).click();
        if (part === 'Properties') await page.getByText('Checked against published figures').click();
        await panel.opened.expectAccessible('.words');
      }
      await page.getByRole('tab', { name: 'Branches' }).click();
      await page.getByRole('button', { name: 'Compare with “first run”' }).click();
      await page.getByText('Both are the same for').waitFor();
      await panel.opened.expectAccessible('.words');
      await panel.button('Export…').click();
      await panel.opened.expectAccessible('dialog');
      await page.keyboard.press('Escape');
      await panel.button('Keys and signs').click();
      await panel.opened.expectAccessible('dialog');
    });
  }

  for (const width of [320, 480, 900, 1280, 2560]) {
    it(`fits a width of ${width} with the most nodes: nothing overlaps, nothing is cut off`, async () => {
      const panel = await showLeader({ width }, { nodes: 9, clients: 3 });
      await panel.choose('n4', 'Crash n4');
      assert.equal(await panel.page.evaluate('document.documentElement.scrollWidth'), width);
      const stage = (await panel.page.locator('.stage').boundingBox()) ?? assert.fail('There is no stage.');
      const drawn = '.node-body, .node-summary, .log-strip, .sign-paused';
      const boxes = await panel.page.locator(drawn).evaluateAll((all) =>
        all.map((each) => {
          const { left, right, top, bottom } = each.getBoundingClientRect();
          return { left, right, top, bottom, text: each.textContent };
        }),
      );
      for (const [index, a] of boxes.entries()) {
        assert.ok(a.left >= stage.x && a.right <= stage.x + stage.width && a.top >= stage.y && a.bottom <= stage.y + stage.height, `${a.text} leaves the stage`);
        for (const b of boxes.slice(index + 1)) {
          const apart = a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
          assert.ok(apart, `${JSON.stringify(a)} overlaps ${JSON.stringify(b)}`);
        }
      }
    });
  }

  it('draws again in the colours of a theme that is changed while it is open', async () => {
    const panel = await showLeader();
    const colour = (): Promise<string> => panel.page.evaluate('getComputedStyle(document.querySelector("h1")).color');
    const dark = await colour();
    await panel.opened.setTheme('light');
    assert.notEqual(await colour(), dark);
  });

  describe('shrinking a failure', () => {
    /** Votes go to whoever asks for them, which shows under these faults after a second. */
    const VOTES_FOR_ALL = { flaw: 3, faults: 3, thinkTime: 20_000, clients: 2, seed: 3 };

    /** At the end of two seconds, with the properties in view. */
    async function showBroken(view: View = {}, pause = 0): Promise<Panel> {
      const session = createSession('raft', VOTES_FOR_ALL, () => setTimeout(pause));
      await session.seek({ time: 2_000_000 });
      const panel = await show(session, view);
      const throttle = new Throttle(150, () => void panel.opened.pushState());
      session.onJobChange(() => throttle.trigger());
      await panel.page.getByRole('button', { name: /properties violated/ }).click();
      return panel;
    }

    it('opens what is left as a branch, where it fails, and says what was left out', async () => {
      const panel = await showBroken();
      await panel.button('Shrink this failure').click();
      const done = panel.page.getByText(/faults became 1, 7 nodes became 5, .* What is left: cut n\d → n\d\. Leave out any one thing more, and it does not fail\./);
      await done.first().waitFor({ timeout: 20_000 });
      await panel.button('Branch: Leader Completeness, shrunk').waitFor();
      await panel.button(`Go to step ${await panel.step()}`).waitFor();
      assert.match(await panel.asText(), /c1/);
      assert.doesNotMatch(await panel.asText(), /n5/);
      await panel.page.getByRole('tab', { name: 'Branches' }).click();
      await panel.page.getByRole('button', { name: 'first run' }).first().click();
      await panel.button('Dismiss: Shrinking: Leader Completeness').click();
      await panel.until(async () => (await panel.page.getByRole('region', { name: 'Shrinking: Leader Completeness' }).count()) === 0, 'the outcome is dismissed');
      assert.match(await panel.asText(), /n5/);
    });

    it('is begun and cancelled by keyboard alone, keeps what it has by then, and is told in words', async () => {
      const panel = await showBroken({}, 100);
      await panel.tabTo(panel.button('Shrink this failure'));
      await panel.page.keyboard.press('Enter');
      await panel.page.getByRole('status').filter({ hasText: 'Shrinking: Leader Completeness has begun.' }).waitFor({ state: 'attached' });
      await panel.page.getByRole('progressbar', { name: 'Progress: Shrinking: Leader Completeness' }).waitFor();
      await panel.tabTo(panel.button('Cancel'));
      await panel.page.keyboard.press('Enter');
      const status = panel.page.getByRole('status').filter({ hasText: /Shrinking: Leader Completeness (cancelled|done): / });
      await status.waitFor({ state: 'attached', timeout: 20_000 });
      await panel.stepForward();
    });

    for (const theme of ['light', 'dark'] as const) {
      it(`is accessible in ${theme}, before, meanwhile and afterwards`, async () => {
        const panel = await showBroken({ theme }, 20);
        await panel.opened.expectAccessible();
        await panel.button('Shrink this failure').click();
        await panel.page.getByRole('progressbar').first().waitFor();
        await panel.opened.expectAccessible();
        await panel.page.getByText(/Leave out any one thing more/).first().waitFor({ timeout: 20_000 });
        await panel.opened.expectAccessible();
      });
    }
  });

  describe('two-phase commit', () => {
    const STEADY = { participants: 2, latencyMin: 10_000, latencyMax: 10_000 };

    /** With all nodes up, and nothing begun. */
    async function showIdle(view: View = {}, values = {}): Promise<Panel> {
      const session = createSession('two-phase-commit', { ...STEADY, ...values });
      await session.seek({ step: 3 });
      return show(session, view);
    }

    const field = (panel: Panel): Locator => panel.page.locator('.command-text input');

    it('begins and aborts transactions where that is done, with a name that is new', async () => {
      const panel = await showIdle();
      assert.equal(await field(panel).inputValue(), 'T1');
      await panel.page.getByLabel('Who is told').selectOption('p2');
      await panel.button('Abort').click();
      await panel.untilNow('A user aborts T1 at p2');
      await panel.page.getByLabel('Who is told').selectOption('c');
      await panel.button('Begin').click();
      await panel.untilNow('A user begins T1 at c');
      assert.equal(await field(panel).inputValue(), 'T2');
      await panel.stepUntil(/p1in doubtup/);
      await panel.stepUntil(/p1participantupresource free/);
    });

    it('is worked by the keyboard alone, and says why a name is refused', async () => {
      const panel = await showIdle();
      await panel.tabTo(field(panel));
      await panel.page.keyboard.press('End');
      await panel.page.keyboard.type('0');
      await panel.page.keyboard.press('Enter');
      await panel.untilNow('A user begins T10 at c');
      await panel.until(async () => (await field(panel).inputValue()) === 'T11', 'another name is suggested');
      await field(panel).fill('T10 p1');
      await panel.page.keyboard.press('Enter');
      await panel.page.getByRole('alert').getByText('T10 has been begun before').waitFor();
      assert.equal(await field(panel).inputValue(), 'T10 p1');
    });

    it('keeps what is being written while transactions begin by themselves', async () => {
      const panel = await showIdle({}, { transactionsEvery: 20_000 });
      await panel.page.getByLabel('Who is told').selectOption('p1');
      await field(panel).fill('T77');
      await panel.page.getByLabel('Speed').selectOption('10');
      await panel.button('Play').click();
      await panel.until(async () => (await panel.step()) > 30, 'thirty steps');
      await panel.button('Pause').click();
      assert.equal(await field(panel).inputValue(), 'T77');
    });

    it('shows who is blocked, on whom, and what is held and on which disk, in the picture and in words', async () => {
      const panel = await showIdle();
      await panel.button('Begin').click();
      await panel.stepUntil(/p1in doubtup.*p2in doubtup/);
      await panel.choose('c', 'Crash c');
      await panel.stepUntil(/inquiry about T1/);
      assert.match(await panel.asText(), /p1in doubtupT1 held, waits for c1 shown, 1 on disk/);
      await panel.page.getByRole('button', { name: 'p1, in doubt. T1 held, waits for c', exact: true }).waitFor();
      await panel.choose('p1', 'Show its state');
      const part = panel.page.getByRole('tabpanel');
      for (const row of [/in doubt about.*T1/, /resource.*held by T1/, /waits for.*c/, /P.*prepare T1 of p1, p2 for c.*yes/]) await part.getByRole('row', { name: row }).first().waitFor();
      for (const heading of ['Kind', 'On disk']) await part.getByRole('columnheader', { name: heading }).waitFor();
      await panel.opened.expectAccessible();
    });

    it('shows a blocking run that was found, with what the search said of it', async () => {
      let push: () => void = () => undefined;
      const search = new PanelSearch(SEARCH_WORKER, () => push());
      const opened: unknown[] = [];
      const panel = await show(createSession('two-phase-commit', STEADY), {}, { search, opened });
      push = () => void panel.opened.pushState();
      await panel.page.getByRole('tab', { name: 'Search' }).click();
      await panel.page.getByLabel('After a crash', { exact: true }).selectOption({ label: 'they stay down' });
      await panel.button('Search for a violation').click();
      await panel.page.getByRole('heading', { name: '“Nonblocking” is violated after 6 steps.' }).waitFor();
      await panel.button('Open the run').click();
      await panel.until(async () => opened.length === 1, 'a run is opened');
      const { job } = search;
      assert.ok(job?.status === 'ended');
      search.dispose();
      const found = await show(restoreSession(opened[0]), {}, { guide: [{ title: job.headline, instruction: job.details.join(' ') }] });
      const guide = found.page.getByRole('region', { name: '“Nonblocking” is violated after 6 steps.' });
      await guide.getByText('p1 is in doubt about T1, and nothing that could still happen tells it more.').waitFor();
      assert.equal(await guide.getByRole('button').count(), 0);
      assert.match(await found.asText(), /cdowncrashedon disk: no commit.*p1in doubtup.*p2in doubtup/);
      await found.opened.expectAccessible();
    });

    for (const theme of themeNames) {
      it(`is accessible, and fits a narrow panel: ${theme}`, async () => {
        const panel = await showIdle({ theme, width: 320 });
        await panel.button('Begin').click();
        await panel.stepUntil(/p1in doubtup/);
        await panel.opened.expectAccessible();
        await panel.opened.expectNoSidewaysScroll();
      });
    }
  });

  describe('Paxos', () => {
    const STEADY = { latencyMin: 10_000, latencyMax: 10_000 };

    it('has proposers told what to propose, shows who has promised and accepted what, and keeps no log', async () => {
      const panel = await show(createSession('paxos', STEADY));
      await panel.page.getByLabel('Who is told').selectOption('p2');
      await panel.button('Propose').click();
      await panel.stepUntil(/p2proposerupx is chosen.*l1learneruplearned x/);
      assert.match(await panel.asText(), /a1acceptoruppromised 2, has x \(2\)/);
      assert.equal(await panel.page.getByRole('columnheader', { name: 'Log' }).count(), 0);
      await panel.button('Propose').click();
      await panel.page.getByText('p2 was told to propose x and stands by it.').first().waitFor();
    });

    for (const theme of themeNames) {
      it(`is accessible in the middle of a duel, and fits a narrow panel: ${theme}`, async () => {
        const session = createSession('paxos', { ...STEADY, messageTime: 10_000, backOff: 0 });
        for (const [node, time, command] of [[0, 100_000, 'x'], [1, 125_000, 'y']] as const) {
          await session.seek({ time });
          await session.act({ kind: 'command', node, command });
        }
        await session.seek({ time: 1_003_000 });
        const panel = await show(session, { theme, width: 320 });
        await panel.opened.expectAccessible();
        await panel.opened.expectNoSidewaysScroll();
      });
    }
  });

  describe('searching for a violation', () => {
    const FORGETS_VOTE = { flaw: 2 };

    /** With the tab open. */
    async function showSearch(values: Readonly<Record<string, number>>, view: View = {}) {
      const opened: unknown[] = [];
      let push: () => void = () => undefined;
      const search = new PanelSearch(SEARCH_WORKER, () => push());
      searches.push(search);
      const panel = await show(createSession('raft', values), view, { search, opened });
      push = () => void panel.opened.pushState();
      await panel.page.getByRole('tab', { name: 'Search' }).click();
      return { panel, opened };
    }
    const searches: PanelSearch[] = [];
    afterEach(() => searches.splice(0).forEach((search) => search.dispose()));

    /** Some thousand worlds, of which some have two leaders where votes are forgotten. */
    async function setSmallBounds(panel: Panel): Promise<void> {
      for (const [label, value] of [['Commands', 0], ['Terms', 1], ['Entries in a log', 1], ['Crashes', 1]] as const) await panel.page.getByLabel(label, { exact: true }).fill(String(value));
    }

    it('finds one, says how it was found, and opens its run', async () => {
      const { panel, opened } = await showSearch(FORGETS_VOTE);
      await setSmallBounds(panel);
      await panel.button('Search for a violation').click();
      await panel.page.getByRole('heading', { name: /“Election Safety” is violated after \d+ steps/ }).waitFor();
      await panel.page.getByText('Within these bounds no shorter way leads to a violation.').first().waitFor();
      await panel.button('Open the run').click();
      await panel.until(async () => opened.length === 1, 'a run is opened');
      const view = await restoreSession(opened[0]).snapshot();
      assert.equal(view.properties.filter(({ violation }) => violation !== null).map(({ id }) => id).join(), 'election-safety');
      await panel.opened.expectAccessible();
    });

    it('says how far it is, and stops when it is told to, with what it has seen', async () => {
      const { panel } = await showSearch({});
      await panel.page.getByLabel('Terms', { exact: true }).fill('4');
      await panel.button('Search for a violation').click();
      const region = panel.page.getByRole('region', { name: 'Search' });
      await panel.until(async () => /Worlds[1-9][\d,]* of 1,000,000 at most/.test((await region.textContent()) ?? ''), 'worlds are counted');
      for (const what of ['Rate', 'Depth', 'Frontier', 'Memory', 'Time']) await region.getByText(what, { exact: true }).waitFor();
      await panel.stepForward(3);
      await panel.button('Stop the search').click();
      await panel.page.getByRole('heading', { name: 'You stopped the search before anything was found.' }).waitFor();
      await region.getByText(/what comes after these is not known/).waitFor();
    });

    it('moves the focus to its report when the form gives way to it, and into view', async () => {
      const { panel } = await showSearch({}, { height: 500 });
      const report = panel.page.locator('.search-report');
      const hasFocus = () => report.evaluate((element) => element === document.activeElement && element.getBoundingClientRect().top >= 0);
      await panel.page.getByLabel('Terms', { exact: true }).fill('4');
      await panel.button('Search for a violation').click();
      await panel.until(hasFocus, 'the report has the focus');
      await panel.button('Stop the search').click();
      await panel.until(hasFocus, 'it has it again');
    });

    it('is worked by the keyboard alone, and keeps what was set', async () => {
      const { panel } = await showSearch(FORGETS_VOTE);
      await panel.tabTo(panel.page.getByLabel('Way', { exact: true }));
      await panel.page.keyboard.press('ArrowDown');
      await panel.page.getByLabel('Seed of the walks').waitFor();
      await setSmallBounds(panel);
      await panel.tabTo(panel.button('Search for a violation'));
      await panel.page.keyboard.press('Enter');
      await panel.page.getByRole('heading', { name: /“Election Safety” is violated/ }).waitFor();
      await panel.tabTo(panel.button('Open the run'));
      assert.equal(await panel.page.getByLabel('Way', { exact: true }).inputValue(), '1');
      assert.equal(await panel.page.getByLabel('Commands', { exact: true }).inputValue(), '0');
    });

    it('refuses what is out of range before it is sent', async () => {
      const { panel } = await showSearch({});
      await panel.page.getByLabel('Servers', { exact: true }).fill('12');
      await panel.page.getByText('Out of range: 2 to 5.').waitFor();
      await panel.until(async () => (await panel.button('Search for a violation').getAttribute('aria-disabled')) === 'true', 'it can not be begun');
    });

    for (const theme of themeNames) {
      it(`is accessible, and fits a narrow panel: ${theme}`, async () => {
        const { panel } = await showSearch(FORGETS_VOTE, { theme, width: 320 });
        await panel.opened.expectAccessible();
        await panel.opened.expectNoSidewaysScroll();
      });
    }
  });
});
