import assert from 'node:assert/strict';
import type { SpaceTimePage } from '../../../src/contract/space-time.ts';
import { arrowOf, distanceTo } from '../../../webviews/simulation/space-time/arrows.ts';
import { eventAt } from '../../../webviews/simulation/space-time/hits.ts';
import type { History } from '../../../webviews/simulation/space-time/history.ts';
import { markCodeOf, MARKS } from '../../../webviews/simulation/space-time/marks.ts';
import { paint } from '../../../webviews/simulation/space-time/painter.ts';
import { fitText, INKS, type Palette } from '../../../webviews/simulation/space-time/pen.ts';
import { svgOf, wholeRun } from '../../../webviews/simulation/space-time/picture.ts';
import { placeMarks } from '../../../webviews/simulation/space-time/placing.ts';
import { OF_SCREEN, type Scene } from '../../../webviews/simulation/space-time/scene.ts';
import { SvgPen } from '../../../webviews/simulation/space-time/svg-pen.ts';
import { acrossOf, alongOf, fitted, plotOf, type Viewport } from '../../../webviews/simulation/space-time/viewport.ts';
import { Marks } from '../../../webviews/simulation/vocabulary.ts';
import { faultyHistory, historyOf, type MadeEvent } from './histories.ts';

const PALETTE: Palette = { ...(Object.fromEntries(INKS.map((ink) => [ink, ink])) as Record<(typeof INKS)[number], string>), font: 'sans-serif' };

const EVENTS: readonly MadeEvent[] = [
  { time: 0, kind: 'start', node: 0 },
  { time: 0, kind: 'start', node: 1 },
  { time: 100_000, kind: 'timer', node: 0, label: 'tick' },
  { time: 100_000, kind: 'note', node: 0, cause: 2, label: 'a becomes <leader>' },
  { time: 100_000, kind: 'send', node: 0, cause: 2, to: 1, arrives: 300_000, label: 'ping' },
  { time: 100_000, kind: 'send', node: 0, cause: 2, to: 1, arrives: 400_000, label: 'ping' },
  { time: 100_000, kind: 'lose', node: 0, cause: 5 },
  { time: 300_000, kind: 'deliver', node: 1, cause: 4 },
  { time: 300_000, kind: 'send', node: 1, cause: 7, to: 0, arrives: 500_000, label: 'pong' },
  { time: 400_000, kind: 'crash', node: 1 },
];

const CHANGES: Partial<SpaceTimePage> = {
  roles: [{ event: 3, node: 0, role: 'leader', badge: 'L' }],
  cuts: [{ event: 9, links: [{ from: 0, to: 1 }] }],
};

const VIEW: Viewport = fitted({ orientation: 'right', width: 900, height: 300, lines: 2, start: 0, scale: 1 }, 400_000);

function sceneOf(history: History, change: Partial<Scene> = {}): Scene {
  const marks = new Marks();
  return {
    history,
    view: VIEW,
    limits: OF_SCREEN,
    names: ['a', 'b'],
    now: 400_000,
    present: 400_000,
    bookmarks: [],
    selected: null,
    hovered: null,
    reach: null,
    markOf: (type) => marks.of(type),
    describeCut: () => ({ label: 'Cut apart: a | b', groups: [[0], [1]] }),
    ...change,
  };
}

const svg = (scene: Scene): string => svgOf(scene, PALETTE, 'A & B');

describe('the painting of a space-time diagram', () => {
  const history = historyOf(2, EVENTS, CHANGES);
  const { columns } = history;

  it('names lines, roles, notes, messages, times without life and cuts', () => {
    const text = svg(sceneOf(history));
    for (const word of ['a', 'b', 'leader', 'becomes &#60;leader&#62;', 'ping', 'now']) assert.ok(text.includes(`>${word}</text>`), word);
    assert.match(text, /<title>A &#38; B<\/title>/);
    const later = svg(sceneOf(history, { present: 500_000, view: fitted(VIEW, 500_000) }));
    for (const word of ['crashed', 'Cut apart: a | b']) assert.ok(later.includes(`>${word}</text>`), word);
  });

  it('has a dashed line with a flag for each bookmark in sight', () => {
    const purple = (bookmarks: readonly number[]): number => svg(sceneOf(history, { bookmarks })).split(PALETTE.purple).length - 1;
    const without = purple([]);
    assert.equal(purple([100_000]) - without, 2);
    assert.equal(purple([100_000, 250_000, 9_000_000]) - without, 4);
  });

  it('is the same text each time', () => {
    assert.equal(svg(sceneOf(history)), svg(sceneOf(history)));
  });

  it('draws a message to where it arrived, was lost, or has come by now', () => {
    const [a, b] = [acrossOf(VIEW, 0), acrossOf(VIEW, 1)];
    assert.deepEqual(arrowOf(columns, VIEW, 4, 400_000), { send: 4, fate: 'delivered', from: [alongOf(VIEW, 100_000), a], to: [alongOf(VIEW, 300_000), b] });
    const lost = arrowOf(columns, VIEW, 5, 400_000);
    assert.equal(lost.fate, 'lost');
    assert.ok(lost.to[1] > a && lost.to[1] < b);
    const flying = arrowOf(columns, VIEW, 8, 400_000);
    assert.equal(flying.fate, 'flying');
    assert.ok(Math.abs(flying.to[0] - alongOf(VIEW, 400_000)) < 1e-6);
    assert.ok(Math.abs(flying.to[1] - (a + b) / 2) < 1e-6);
  });

  it('dims what has nothing to do with the selected event, and nothing else', () => {
    const reach = history.causality.reachOf(7);
    const faint = (text: string): number => text.match(/opacity="0\.33"/g)?.length ?? 0;
    // The way and the cross of the message that was lost: all else led to the delivery, or follows from it.
    assert.equal(faint(svg(sceneOf(history, { reach, selected: 7 }))), 2);
    assert.equal(faint(svg(sceneOf(history))), 0);
  });

  it('puts marks of one moment side by side, and leaves out those without room', () => {
    const along = (time: number): number => alongOf(VIEW, time);
    const placed = placeMarks(columns, 0, 0, columns.lines[0]!.length, along, 40);
    assert.deepEqual(placed.map(({ id, aside }) => [id, aside]), [[0, 0], [2, 0], [3, 13]]);
    assert.deepEqual(placeMarks(columns, 0, 0, columns.lines[0]!.length, along, 0).map(({ id }) => id), [0, 2]);
  });

  it('finds what was drawn at a point', () => {
    const scene = sceneOf(history);
    const drawn = paint(new SvgPen(PALETTE), scene);
    for (const { id, x, y } of drawn.marks) assert.equal(eventAt(columns, VIEW, drawn, x, y), id);
    const [first] = drawn.arrows;
    assert.ok(first);
    const near = (share: number): number | null => eventAt(columns, VIEW, drawn, first.from[0] + (first.to[0] - first.from[0]) * share, first.from[1] + (first.to[1] - first.from[1]) * share);
    assert.equal(near(0.3), 4);
    assert.equal(near(0.7), 7);
    assert.equal(eventAt(columns, VIEW, drawn, 20, 290), null);
    assert.equal(distanceTo([0, 0], [10, 0], 5, 3), 3);
    assert.equal(distanceTo([0, 0], [10, 0], 13, 4), 5);
  });

  it('draws a long run in bars, no more than there are pixels', () => {
    const { history: long, system } = faultyHistory('raft', 8, 20_000, 5_000);
    const view = fitted({ ...VIEW, lines: system.nodes.length + 1 }, long.columns.until);
    const scene = sceneOf(long, { view, names: system.nodes.map(({ name }) => name), present: long.columns.until });
    const drawn = paint(new SvgPen(PALETTE), scene);
    assert.equal(drawn.detailed, false);
    assert.ok(drawn.marks.length < 500);
    assert.ok(svg(scene).length < 300_000);
    // Where there are no marks, the nearest event of a line is what is meant.
    const at = { x: alongOf(view, long.columns.until / 2), y: acrossOf(view, 1) };
    const found = eventAt(long.columns, view, { ...drawn, marks: [] }, at.x, at.y);
    assert.equal(found, long.columns.nearestOn(1, long.columns.until / 2));
  });

  it('makes a picture of a whole run as long as it must be, or says where it ends', () => {
    const zoomed = { ...VIEW, scale: VIEW.scale * 3 };
    const whole = wholeRun(columns, zoomed, 400_000);
    assert.equal(whole.remark, null);
    assert.ok(plotOf(whole.view).length >= 400_000 * zoomed.scale);
    assert.match(wholeRun(columns, { ...VIEW, scale: 1 }, 400_000).remark ?? '', /^The picture ends at 0\.01\d s of 0\.400 s/);
  });

  it('has a mark for every kind of event, and one for kinds that it does not know', () => {
    assert.equal(MARKS[markCodeOf('crash')]?.shape, 'cross');
    assert.equal(MARKS[markCodeOf('refused')]?.way, 'lost');
    assert.equal(MARKS[markCodeOf('duplicate')]?.way, 'sends');
    assert.equal(MARKS[markCodeOf('lose-disk')]?.word, 'fault or repair');
    assert.equal(MARKS[markCodeOf('something new')]?.word, 'fault or repair');
  });

  it('cuts texts to their room', () => {
    assert.equal(fitText('short', 100), 'short');
    assert.match(fitText('becomes leader of term 12', 80), /^becomes.*…$/);
    assert.equal(fitText('becomes leader', 10), '');
  });
});
