/** Events as marks on their node's line; where there are more than pixels, as bars that say how many. */
import type { Columns } from './columns.ts';
import { isNote, MARKS } from './marks.ts';
import { strengthAt } from './paint-lines.ts';
import { fitText, TEXT_SIZE, widthOf } from './pen.ts';
import { placeMarks, type Placed } from './placing.ts';
import type { DrawnMark, Limits, Scene, Sheet } from './scene.ts';
import { acrossOf, alongOf, spanOf, timeAt } from './viewport.ts';

/** Pixels along of one bar. */
const BAR = 3;
/** Between two marks that stand out among bars. */
const APART = 12;

interface Stretch {
  readonly line: number;
  /** Places on the line. */
  readonly from: number;
  readonly to: number;
}

/** The events in the plot, by line. */
export function stretchesIn({ history: { columns }, view }: Scene): readonly Stretch[] {
  const { from, to } = spanOf(view);
  const margin = 8 / view.scale;
  return Array.from({ length: view.lines }, (_, line) => ({ line, from: columns.placeAt(line, from - margin), to: columns.placeAt(line, to + margin) }));
}

export function areFew(stretches: readonly Stretch[], { marks }: Limits): boolean {
  return stretches.reduce((sum, { from, to }) => sum + to - from, 0) <= marks;
}

export function paintMarks(sheet: Sheet, scene: Scene, stretches: readonly Stretch[]): readonly DrawnMark[] {
  const { columns } = scene.history;
  const { view, plot, pen } = sheet;
  return stretches.flatMap(({ line, from, to }) => {
    const across = acrossOf(view, line);
    const placed = placeMarks(columns, line, from, to, (time) => alongOf(view, time), plot.gap * 0.3);
    const drawn = placed.map(({ id, along, aside }) => {
      const { shape, ink } = MARKS[columns.markOf(id)]!;
      const { x, y } = sheet.point(along, across + aside);
      pen.shape(shape, x, y, ink, strengthAt(scene.reach, line, columns.placeOf(id)));
      return { id, x, y };
    });
    paintLabels(sheet, scene, placed, line);
    return drawn;
  });
}

/** Notes are named beside their marks, where the ones before left room. */
function paintLabels(sheet: Sheet, { history: { columns }, names, reach }: Scene, placed: readonly Placed[], line: number): void {
  const { pen, plot, down, view } = sheet;
  const across = acrossOf(view, line);
  // Marks of one moment stand side by side, so the last of them has the room.
  const lastAside = new Map<number, number>();
  for (const { along, aside } of placed) lastAside.set(along, Math.max(aside, lastAside.get(along) ?? 0));
  let freeFrom = -Infinity;
  for (const [index, { id, along }] of placed.entries()) {
    if (!isNote(columns.markOf(id)) || along < freeFrom) continue;
    const label = withoutName(columns.labelOf(id), names[line] ?? '');
    const aside = (lastAside.get(along) ?? 0) + 9;
    const nextNote = placed.slice(index + 1, index + 12).find((other) => other.along > along && isNote(columns.markOf(other.id)));
    const room = down ? plot.gap * 0.92 - aside - 4 : (nextNote === undefined ? sheet.last : nextNote.along) - along - 4;
    const text = fitText(label, room);
    if (text === '') continue;
    const { x, y } = down ? sheet.point(along, across + aside) : sheet.point(along - 3, across + aside + 5);
    if (!sheet.takeRoom({ x, y: y - TEXT_SIZE / 2, width: widthOf(text), height: TEXT_SIZE })) continue;
    pen.text(text, x, y, { ink: 'text', halo: true, alpha: strengthAt(reach, line, columns.placeOf(id)) });
    freeFrom = down ? along + TEXT_SIZE + 2 : along + 1;
  }
}

/** The line says whose event it is. */
function withoutName(label: string, name: string): string {
  return label.startsWith(`${name} `) ? label.slice(name.length + 1) : label;
}

/** Bars away from the line for how many events a few pixels have, and marks for what stands out. */
export function paintBars(sheet: Sheet, scene: Scene, stretches: readonly Stretch[]): readonly DrawnMark[] {
  const { columns } = scene.history;
  const counted = stretches.map((stretch) => ({ ...stretch, bars: barsOf(sheet, columns, stretch) }));
  const most = Math.max(1, ...counted.flatMap(({ bars }) => bars.map(({ count }) => count)));
  return counted.flatMap(({ line, from, to, bars }) => {
    const across = acrossOf(sheet.view, line);
    const room = sheet.plot.gap * 0.4;
    for (const isStrong of [true, false]) {
      const segments = bars
        .filter(({ place }) => strengthAt(scene.reach, line, place) === 1 === isStrong)
        .flatMap(({ along, count }) => [along, across + 2, along, across + 5 + room * (Math.log1p(count) / Math.log1p(most))]);
      sheet.lines(segments, { ink: 'muted', width: BAR - 1, alpha: isStrong ? 0.85 : 0.3 });
    }
    return paintOutstanding(sheet, scene, { line, from, to }, bars);
  });
}

interface Bar {
  readonly along: number;
  readonly count: number;
  /** Of the first event. */
  readonly place: number;
  /** Of the first event after it. */
  readonly end: number;
}

function barsOf(sheet: Sheet, columns: Columns, { line, from, to }: Stretch): readonly Bar[] {
  const bars: Bar[] = [];
  let place = from;
  for (let along = sheet.first; along < sheet.last && place < to; along += BAR) {
    const end = Math.min(to, columns.placeAt(line, timeAt(sheet.view, along + BAR)));
    if (end > place) bars.push({ along: along + BAR / 2, count: end - place, place, end });
    place = Math.max(place, end);
  }
  return bars;
}

/** At most one mark for a few bars; of many events in a bar only the first ones are looked at. */
function paintOutstanding(sheet: Sheet, { history: { columns }, reach }: Scene, { line }: Stretch, bars: readonly Bar[]): readonly DrawnMark[] {
  const events = columns.lines[line]!;
  const across = acrossOf(sheet.view, line);
  const drawn: DrawnMark[] = [];
  let freeFrom = -Infinity;
  for (const { along, place, end } of bars) {
    if (along < freeFrom) continue;
    const found = outstandingIn(columns, events, place, Math.min(end, place + 64));
    if (found === undefined) continue;
    const { shape, ink } = MARKS[columns.markOf(found)]!;
    const { x, y } = sheet.point(along, across);
    sheet.pen.shape(shape, x, y, ink, strengthAt(reach, line, columns.placeOf(found)));
    drawn.push({ id: found, x, y });
    freeFrom = along + APART;
  }
  return drawn;
}

function outstandingIn(columns: Columns, events: Columns['lines'][number], from: number, to: number): number | undefined {
  for (let place = from; place < to; place++) {
    const id = events.at(place);
    if (MARKS[columns.markOf(id)]!.outstanding) return id;
  }
  return undefined;
}
