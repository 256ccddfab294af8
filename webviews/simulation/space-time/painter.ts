/** Draws the diagram: what lasts first, then messages, events on top of them, and the frame around. */
import { arrowOf } from './arrows.ts';
import { areFew, paintBars, paintMarks, stretchesIn } from './paint-events.ts';
import { paintCuts } from './paint-cuts.ts';
import { paintLines } from './paint-lines.ts';
import { arrowsIn, paintMessages, paintTypes } from './paint-messages.ts';
import { fitText, TEXT_SIZE, type Ink, type Pen } from './pen.ts';
import { Sheet, type Drawn, type DrawnMark, type Scene } from './scene.ts';
import { acrossOf, alongOf, ticksOf } from './viewport.ts';

export function paint(pen: Pen, scene: Scene): Drawn {
  const { view } = scene;
  const sheet = new Sheet(pen, view);
  const { plot } = sheet;
  pen.rect(0, 0, view.width, view.height, { ink: 'surface' });
  const ticks = ticksOf(view).map(({ time, label }) => ({ along: alongOf(view, time), label }));
  const stretches = stretchesIn(scene);
  const detailed = areFew(stretches, scene.limits);
  const arrows = arrowsIn(scene);
  let marks: readonly DrawnMark[] = [];
  pen.clip(...sheet.box(plot.along, plot.across, plot.length, plot.breadth), () => {
    sheet.lines(ticks.flatMap(({ along }) => [along, plot.across, along, plot.across + plot.breadth]), { ink: 'muted', alpha: 0.18 });
    paintCuts(sheet, scene);
    paintLines(sheet, scene);
    paintMessages(sheet, scene, arrows);
    // Words come last: what is beneath would cross them out.
    marks = detailed ? paintMarks(sheet, scene, stretches) : paintBars(sheet, scene, stretches);
    paintTypes(sheet, scene, arrows);
    paintRings(sheet, scene, marks);
  });
  paintFrame(sheet, scene, ticks);
  paintBookmarks(sheet, scene);
  paintNow(sheet, scene);
  return { marks, arrows, detailed };
}

/** Around the selected event, and what is pointed at. */
function paintRings(sheet: Sheet, scene: Scene, marks: readonly DrawnMark[]): void {
  const { selected, hovered } = scene;
  const ring = (id: number, ink: Ink): void => {
    const { x, y } = marks.find((mark) => mark.id === id) ?? sheet.point(...placeOfEvent(scene, id));
    sheet.pen.shape('ring', x, y, ink, 1);
  };
  if (hovered !== null && hovered !== selected) ring(hovered, 'text');
  if (selected !== null) ring(selected, 'accent');
}

/** Where an event is, along and across: on its line, or where its message was lost. */
export function placeOfEvent({ history: { columns }, view, present }: Scene, id: number): readonly [along: number, across: number] {
  if (columns.wayOf(id) === 'lost' && columns.causeOf(id) >= 0) return arrowOf(columns, view, columns.causeOf(id), present).to;
  return [alongOf(view, columns.timeOf(id)), acrossOf(view, columns.lineOf(id))];
}

function paintFrame(sheet: Sheet, { names }: Scene, ticks: readonly { readonly along: number; readonly label: string }[]): void {
  const { pen, plot, view, down } = sheet;
  pen.rect(...sheet.box(0, 0, plot.along, plot.across + plot.breadth), { ink: 'surface' });
  for (const { along, label } of ticks) {
    if (along < plot.along - 1 || along > sheet.last - (down ? 0 : 14)) continue;
    const { x, y } = down ? { x: plot.across - 6, y: along } : { x: along, y: plot.across / 2 };
    // The first label must not run into the names.
    if (down && along < plot.along + 4) continue;
    pen.text(label, x, y, { ink: 'muted', anchor: down ? 'end' : 'middle', size: 10 });
  }
  for (let line = 0; line < view.lines; line++) {
    const name = fitText(names[line] ?? 'network', down ? plot.gap - 4 : plot.along - 12, TEXT_SIZE + 1) || (names[line] ?? 'network').slice(0, 3);
    const across = acrossOf(view, line);
    const { x, y } = down ? { x: across, y: plot.along / 2 } : { x: 8, y: across };
    pen.text(name, x, y, { ink: 'text', bold: true, size: TEXT_SIZE + 1, anchor: down ? 'middle' : 'start' });
  }
  sheet.lines([plot.along, 0, plot.along, plot.across + plot.breadth], { ink: 'line' });
}

/** A dashed line over all lines, with a flag in the frame. */
function paintBookmarks(sheet: Sheet, { bookmarks }: Scene): void {
  const { plot, view } = sheet;
  for (const time of bookmarks) {
    const along = alongOf(view, time);
    if (along < sheet.first || along > sheet.last) continue;
    sheet.lines([along, plot.across, along, plot.across + plot.breadth], { ink: 'purple', width: 1, dash: [5, 4] });
    sheet.pen.rect(...sheet.box(along, plot.across - 9, 7, 8), { ink: 'purple' });
  }
}

/** The moment that the panel shows. */
function paintNow(sheet: Sheet, { now }: Scene): void {
  const { pen, plot, view, down } = sheet;
  const along = alongOf(view, now);
  if (along < sheet.first - 1 || along > sheet.last + 1) return;
  sheet.lines([along, plot.across, along, plot.across + plot.breadth], { ink: 'accent', width: 1.5 });
  const corners = [along, plot.across + 1, along - 5, plot.across - 7, along + 5, plot.across - 7];
  pen.triangles(sheet.turned(corners), { ink: 'accent' }, false);
  const style = { ink: 'accent', halo: true, size: 10, bold: true } as const;
  // On the side where the plot goes on.
  if (down) pen.text('now', view.width - 4, along - 7 < sheet.first + 6 ? along + 8 : along - 7, { ...style, anchor: 'end' });
  else if (along > sheet.last - 30) pen.text('now', along - 4, plot.across + 7, { ...style, anchor: 'end' });
  else pen.text('now', along + 4, plot.across + 7, style);
}
