import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { simulationContract } from '../../src/contract/simulation.ts';
import type { Picture } from '../../src/contract/space-time.ts';
import { createSession, type Session } from '../../src/simulations/session.ts';
import { OUTLINES } from '../../webviews/simulation/space-time/shapes.ts';
import { themeNames, type PanelOptions, type PanelPage } from './panel-page.ts';
import { panelOpener } from './panels.ts';
import { modelOf } from './simulation-model.ts';

type View = Pick<PanelOptions<typeof simulationContract>, 'theme' | 'width' | 'height' | 'reducedMotion' | 'kept'>;

/** A panel that shows the diagram, as its user sees and works it. */
class Diagram {
  readonly opened: PanelPage;
  readonly pictures: Picture[];

  constructor(opened: PanelPage, pictures: Picture[]) {
    this.opened = opened;
    this.pictures = pictures;
  }

  get page() {
    return this.opened.page;
  }

  get plot(): Locator {
    return this.page.locator('.space-time-plot');
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** The selected event as a screen reader has it. */
  async selected(): Promise<string> {
    // At once: between two questions another event may be selected.
    return this.plot.evaluate((plot) => plot.querySelector(`#${plot.getAttribute('aria-activedescendant') ?? 'none'}`)?.textContent ?? '');
  }

  async selectedId(): Promise<number> {
    return Number(/^Event (\d+),/.exec(await this.selected())?.[1] ?? NaN);
  }

  async until(condition: () => Promise<boolean>, what: string): Promise<void> {
    const end = Date.now() + 10_000;
    while (!(await condition())) {
      assert.ok(Date.now() < end, `This did not come about: ${what}. Selected is: ${await this.selected()}`);
      await this.page.waitForTimeout(10);
    }
  }

  async untilSelected(id: number): Promise<void> {
    await this.until(async () => (await this.selectedId()) === id, `event ${id} is selected`);
  }

  /** Every part of the panel shows this event. */
  async expectEverywhere(session: Session, id: number): Promise<void> {
    await this.untilSelected(id);
    const [event] = await session.events(id, 1);
    assert.ok(event);
    const [text, list] = [this.page.getByRole('region', { name: 'The picture as text' }), this.page.locator('#event-' + String(id))];
    await this.until(async () => ((await text.textContent()) ?? '').includes(`step ${event.step}.`), `step ${event.step} on the stage`);
    await this.until(async () => /event-selected/.test((await list.getAttribute('class')) ?? ''), 'it is marked in the event list');
    assert.match((await this.page.locator('.space-time-selected').textContent()) ?? '', new RegExp(`event ${id}(?!\\d)`));
  }

  async save(format: 'SVG' | 'PNG', part: 'What is visible' | 'The whole run, at this size'): Promise<Picture> {
    const before = this.pictures.length;
    await this.button('Save picture…').click();
    await this.page.getByRole('radio', { name: format }).check();
    await this.page.getByRole('radio', { name: part }).check();
    await this.button('Save…').click();
    await this.until(async () => this.pictures.length > before, 'the picture is saved');
    return this.pictures.at(-1)!;
  }

  /** What is visible, as text: marks are found in it where they are on the screen. */
  async asSvg(): Promise<string> {
    return (await this.save('SVG', 'What is visible')).data;
  }

  /** Where the marks of a shape are, in pixels of the plot. */
  async marks(shape: keyof typeof OUTLINES): Promise<{ readonly x: number; readonly y: number }[]> {
    // The first picture brings a notice, which takes room from the plot.
    if (this.pictures.length === 0) await this.asSvg();
    await this.page.locator('.banner-notice').waitFor();
    await this.page.waitForTimeout(50);
    const svg = await this.asSvg();
    const marks = svg.matchAll(/<path transform="translate\(([\d.-]+) ([\d.-]+)\)" d="([^"]+)" fill="([^"]+)"/g);
    return [...marks].filter(([, , , path, fill]) => path === OUTLINES[shape].path && (fill !== 'none') === OUTLINES[shape].filled).map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
  }

  /** The times that the plot's ends are near, in seconds. */
  async times(): Promise<{ readonly first: number; readonly last: number }> {
    const labels = [...(await this.asSvg()).matchAll(/>([\d.]+) s<\/text>/g)].map(([, time]) => Number(time));
    return { first: labels[0] ?? NaN, last: labels.at(-1) ?? NaN };
  }
}

describe('the space-time diagram', function () {
  this.timeout(40_000);
  const open = panelOpener();

  async function show(session: Session, view: View = {}): Promise<Diagram> {
    const pictures: Picture[] = [];
    const panel = await open({ panel: 'simulation', contract: simulationContract, model: modelOf(session, { pictures }), width: 1300, kept: { look: { picture: 'space-time' } }, ...view });
    const diagram = new Diagram(panel, pictures);
    const { head } = await session.snapshot();
    if (head.eventCount > 0 && 'kept' in view === (view.kept !== undefined)) await diagram.page.getByRole('listbox', { name: `Space-time diagram, ${head.eventCount} events` }).waitFor();
    return diagram;
  }

  /** With a leader, a cut, a node that is down and one that stands still. */
  async function troubled(): Promise<Session> {
    const session = createSession('raft');
    await session.seek({ time: 400_000 });
    await session.act({ kind: 'partition', groups: [[0, 1, 5], [2, 3, 4]] });
    await session.seek({ time: 500_000 });
    await session.act({ kind: 'crash', node: 1 });
    await session.seek({ time: 600_000 });
    await session.act({ kind: 'pause', node: 4 });
    await session.seek({ time: 700_000 });
    await session.act({ kind: 'restart', node: 1 });
    await session.act({ kind: 'heal' });
    await session.seek({ time: 760_000 });
    return session;
  }

  it('has a line for each node, with its roles, its faults, and cuts over all', async () => {
    const diagram = await show(await troubled());
    await diagram.button('Fit').click();
    const svg = await diagram.asSvg();
    for (const text of ['n1', 'n5', 'c1', 'network', 'leader', 'follower', 'crashed', 'paused', 'Cut apart: n1 n2 c1 | n3 n4 n5']) assert.ok(svg.includes(`>${text}</text>`), `${text} is in the picture`);
    assert.equal((await diagram.marks('triangle')).length, 6, 'every node starts once');
    assert.equal((await diagram.marks('triangle-hollow')).length, 1, 'one restarts');
    assert.equal((await diagram.marks('bars')).length, 1, 'one is paused');
    assert.ok((await diagram.marks('cross')).length > 5, 'messages are lost');
    const text = (await diagram.page.getByRole('region', { name: 'The diagram as text' }).textContent()) ?? '';
    assert.match(text, /The network was cut from 0\.\d+ s to 0\.\d+ s/);
    assert.match(text, /n2.*crashed from 0\.\d+ s to 0\.\d+ s/);
    assert.match(text, /n5.*paused from 0\.\d+ s/);
  });

  describe('selecting', () => {
    it('by mouse shows the event everywhere', async () => {
      const session = await troubled();
      const diagram = await show(session);
      await diagram.button('Fit').click();
      const [crossing] = await diagram.marks('triangle-hollow');
      assert.ok(crossing);
      await diagram.plot.click({ position: crossing });
      await diagram.until(async () => /n2 restarts/.test(await diagram.selected()), 'the restart is selected');
      await diagram.expectEverywhere(session, await diagram.selectedId());
      assert.match((await diagram.page.getByRole('region', { name: 'This step' }).textContent()) ?? '', /n2 restarts/);
    });

    it('in the event list, and by steps, shows it in the diagram', async () => {
      const session = await troubled();
      const diagram = await show(session);
      // Not a step's own event: it is chosen all the same.
      const row = diagram.page.locator('.event-consequence').first();
      const id = Number((await row.getAttribute('id'))?.replace('event-', ''));
      await row.click();
      await diagram.expectEverywhere(session, id);
      await diagram.button('Step back').click();
      await diagram.until(async () => (await diagram.selectedId()) < id, 'the step before');
      const [first] = (await session.snapshot()).now;
      await diagram.expectEverywhere(session, first!.id);
    });

    it('by keyboard goes to the next and the previous event, also when keys come fast', async () => {
      const session = await troubled();
      const diagram = await show(session);
      const last = await diagram.selectedId();
      await diagram.plot.focus();
      for (let press = 0; press < 5; press++) await diagram.page.keyboard.press('p');
      await diagram.expectEverywhere(session, last - 5);
      await diagram.page.keyboard.press('n');
      await diagram.expectEverywhere(session, last - 4);
    });

    it('by keyboard goes along a line, to the line beside, and to the other end of a message', async () => {
      const session = createSession('raft');
      await session.seek({ time: 400_000 });
      const diagram = await show(session);
      const events = await session.events(0, 90);
      const delivery = events.findLast(({ kind, node }) => kind === 'deliver' && node === 2)!;
      await diagram.plot.focus();
      await diagram.page.locator(`#event-${delivery.id}`).click();
      await diagram.untilSelected(delivery.id);
      await diagram.plot.focus();
      await diagram.page.keyboard.press('m');
      await diagram.expectEverywhere(session, delivery.cause!);
      await diagram.page.keyboard.press('m');
      await diagram.expectEverywhere(session, delivery.id);
      await diagram.page.keyboard.press('Shift+ArrowLeft');
      await diagram.untilSelected(events.findLast(({ id, node }) => id < delivery.id && node === 2)!.id);
      await diagram.page.keyboard.press('Shift+ArrowDown');
      await diagram.until(async () => events[await diagram.selectedId()]?.node === 3, 'the line beside');
    });

    it('says how much is past and future, as the engine would', async () => {
      const session = createSession('raft');
      await session.seek({ time: 400_000 });
      const diagram = await show(session);
      await diagram.plot.focus();
      await diagram.page.keyboard.press('0');
      const [first] = await diagram.marks('clock');
      await diagram.plot.click({ position: first! });
      // The first timeout comes after the node's start alone, and nearly everything that follows comes of it.
      await diagram.until(async () => /past: 1 event; future: \d\d events/.test(await diagram.selected()), 'past and future are told');
      const faint = /(stroke|fill)-opacity="0\.33"/;
      assert.match(await diagram.asSvg(), faint);
      await diagram.button('Past and future').click();
      assert.doesNotMatch(await diagram.asSvg(), faint);
    });
  });

  describe('moving', () => {
    it('by keyboard pans, zooms, and goes to the ends', async () => {
      const diagram = await show(await troubled());
      await diagram.plot.focus();
      await diagram.page.keyboard.press('0');
      assert.deepEqual(await diagram.times(), { first: 0, last: 0.7 });
      await diagram.plot.focus();
      for (let press = 0; press < 5; press++) await diagram.page.keyboard.press('+');
      const zoomed = await diagram.times();
      assert.ok(zoomed.first > 0.1 && zoomed.last < 0.6, JSON.stringify(zoomed));
      await diagram.plot.focus();
      for (let press = 0; press < 3; press++) await diagram.page.keyboard.press('ArrowRight');
      assert.ok((await diagram.times()).first > zoomed.first);
      await diagram.plot.focus();
      await diagram.page.keyboard.press('Home');
      assert.equal((await diagram.times()).first, 0);
      await diagram.plot.focus();
      await diagram.page.keyboard.press('End');
      assert.ok((await diagram.times()).last > 0.75);
    });

    it('by wheel zooms at the pointer, by dragging pans, and neither selects', async () => {
      const diagram = await show(await troubled());
      const selected = await diagram.selectedId();
      await diagram.button('Fit').click();
      const box = (await diagram.plot.boundingBox())!;
      await diagram.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await diagram.page.mouse.wheel(0, -600);
      const zoomed = await diagram.times();
      assert.ok(zoomed.first > 0 && zoomed.last < 0.7, JSON.stringify(zoomed));
      await diagram.page.mouse.move(box.x + 600, box.y + 200);
      await diagram.page.mouse.down();
      await diagram.page.mouse.move(box.x + 300, box.y + 210, { steps: 5 });
      await diagram.page.mouse.up();
      assert.ok((await diagram.times()).first > zoomed.first);
      assert.equal(await diagram.selectedId(), selected);
    });

    it('with two fingers zooms', async () => {
      const diagram = await show(await troubled());
      await diagram.button('Fit').click();
      await diagram.plot.evaluate((plot) => {
        const box = plot.getBoundingClientRect();
        const touch = (type: string, pointerId: number, x: number): boolean =>
          plot.dispatchEvent(new PointerEvent(type, { pointerId, pointerType: 'touch', clientX: box.left + x, clientY: box.top + 200, bubbles: true }));
        plot.setPointerCapture = () => undefined;
        touch('pointerdown', 1, 350);
        touch('pointerdown', 2, 450);
        for (let apart = 10; apart <= 150; apart += 10) {
          touch('pointermove', 1, 350 - apart);
          touch('pointermove', 2, 450 + apart);
        }
        touch('pointerup', 1, 200);
        touch('pointerup', 2, 600);
      });
      const { first, last } = await diagram.times();
      assert.ok(first > 0 && last < 0.7);
    });

    it('follows the run while it plays, and takes in what is new', async () => {
      const session = createSession('raft');
      await session.seek({ time: 400_000 });
      const diagram = await show(session);
      await diagram.page.getByLabel('Speed').selectOption('10');
      await diagram.button('Play').click();
      await diagram.until(async () => (await session.snapshot()).cursor.time > 1_500_000, 'a second has passed');
      await diagram.button('Pause').click();
      const { head } = await session.snapshot();
      await diagram.page.getByRole('listbox', { name: `Space-time diagram, ${head.eventCount} events` }).waitFor();
      assert.ok((await diagram.times()).last > 1.4);
    });
  });

  it('tells of what is pointed at, and what a message carries', async () => {
    const session = createSession('raft');
    await session.seek({ time: 400_000 });
    const diagram = await show(session);
    const heads = await diagram.marks('dot');
    const { x, y } = heads[Math.floor(heads.length / 2)]!;
    const box = (await diagram.plot.boundingBox())!;
    await diagram.page.mouse.move(box.x + x, box.y + y);
    const hint = diagram.page.getByRole('tooltip');
    await hint.waitFor();
    assert.match((await hint.textContent()) ?? '', /receives.*Event \d+.*term\s*1/s);
    await diagram.page.mouse.move(box.x + 5, box.y + 5);
    await hint.waitFor({ state: 'detached' });
  });

  describe('another run', () => {
    it('is shown when a branch is, or the simulation starts over', async () => {
      const session = createSession('raft');
      await session.seek({ time: 400_000 });
      const diagram = await show(session);
      const count = (await session.snapshot()).head.eventCount;
      await diagram.plot.focus();
      await diagram.page.keyboard.press('p');
      await diagram.until(async () => (await session.snapshot()).cursor.step < (await session.snapshot()).head.step, 'an earlier step');
      await diagram.button('Send').click();
      await diagram.until(async () => (await session.snapshot()).branches.length === 2, 'a branch');
      const branch = await session.snapshot();
      await diagram.page.getByRole('listbox', { name: `Space-time diagram, ${branch.head.eventCount} events` }).waitFor();
      await diagram.page.getByRole('tab', { name: 'Branches' }).click();
      await diagram.page.getByRole('button', { name: /first run/ }).first().click();
      await diagram.page.getByRole('listbox', { name: `Space-time diagram, ${count} events` }).waitFor();
    });

    it('begins with nothing', async () => {
      const diagram = await show(createSession('raft'));
      await diagram.plot.getByText('Nothing has happened yet').waitFor();
      await diagram.opened.expectAccessible();
      await diagram.button('Step forward').click();
      await diagram.untilSelected(0);
    });
  });

  describe('pictures', () => {
    it('are SVG of what is visible, or of the whole run', async () => {
      const diagram = await show(await troubled());
      const visible = await diagram.save('SVG', 'What is visible');
      const whole = await diagram.save('SVG', 'The whole run, at this size');
      const width = ({ data }: Picture): number => Number(/width="([\d.]+)"/.exec(data)?.[1]);
      assert.ok(width(whole) > width(visible));
      const problem = await diagram.page.evaluate((text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent ?? null, whole.data);
      assert.equal(problem, null);
      assert.match(whole.data, /<title>Space-time diagram: Raft<\/title>/);
      await diagram.page.getByText('Choose where to save the picture.').first().waitFor();
    });

    it('are PNG', async () => {
      const diagram = await show(await troubled());
      const { format, data } = await diagram.save('PNG', 'What is visible');
      assert.equal(format, 'png');
      const bytes = Buffer.from(data, 'base64');
      assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
      const box = (await diagram.plot.boundingBox())!;
      assert.equal(bytes.readUInt32BE(16), Math.ceil(box.width * 2));
    });

    it('say where they are cut', async () => {
      const session = createSession('raft');
      await session.seek({ time: 40_000_000 });
      const diagram = await show(session);
      const { data } = await diagram.save('SVG', 'The whole run, at this size');
      await diagram.page.getByText(/^The picture ends at [\d.]+ s of 40\.\d+ s/).first().waitFor();
      assert.ok(data.length < 5_000_000);
    });
  });

  it('is remembered with how it was arranged', async () => {
    const session = await troubled();
    const diagram = await show(session, { kept: undefined });
    assert.equal(await diagram.plot.count(), 0);
    await diagram.button('Both').click();
    await diagram.button('Time down').click();
    await diagram.button('Past and future').click();
    await diagram.until(async () => JSON.stringify(diagram.opened.kept()).includes('"causes":false'), 'it is kept');
    const again = await show(session, { kept: diagram.opened.kept() });
    await again.plot.waitFor();
    await again.page.locator('.stage-picture').waitFor();
    await again.button('Time right').waitFor();
    assert.equal(await again.button('Past and future').getAttribute('aria-pressed'), 'false');
    assert.equal(await again.button('Both').getAttribute('aria-pressed'), 'true');
  });

  describe('is accessible, and fits', () => {
    for (const theme of themeNames) {
      it(`in the theme ${theme}`, async () => {
        const diagram = await show(await troubled(), { theme });
        await diagram.opened.expectAccessible();
        await diagram.button('As text').click();
        await diagram.button('Both').click();
        await diagram.opened.expectAccessible();
      });
    }

    for (const width of [320, 700, 2560]) {
      it(`into ${width} pixels`, async () => {
        const diagram = await show(await troubled(), { width, kept: { look: { picture: 'both' } } });
        await diagram.opened.expectNoSidewaysScroll();
        await diagram.opened.expectAccessible();
        await diagram.button(width < 560 ? 'Time right' : 'Save picture…').waitFor();
      });
    }

    it('in colours that the system forces', async () => {
      const diagram = await show(await troubled());
      const before = await diagram.asSvg();
      await diagram.page.emulateMedia({ forcedColors: 'active' });
      await diagram.until(async () => (await diagram.asSvg()) !== before, 'other colours');
      const colours = new Set([...(await diagram.asSvg()).matchAll(/(?:fill|stroke)="(rgb[^"]+)"/g)].map(([, colour]) => colour));
      assert.ok(colours.size <= 5, [...colours].join(' '));
      await diagram.page.emulateMedia({ forcedColors: 'none' });
    });

    it('in another theme at once', async () => {
      const diagram = await show(await troubled(), { theme: 'light' });
      const before = await diagram.asSvg();
      await diagram.opened.setTheme('dark');
      await diagram.until(async () => (await diagram.asSvg()) !== before, 'other colours');
    });

    it('where motion is reduced', async () => {
      const session = await troubled();
      const diagram = await show(session, { reducedMotion: true });
      const { step } = (await session.snapshot()).cursor;
      await diagram.page.getByLabel('Speed').selectOption('10');
      await diagram.button('Play').click();
      await diagram.until(async () => (await session.snapshot()).cursor.step > step + 2, 'it plays');
      await diagram.button('Pause').click();
    });
  });
});
