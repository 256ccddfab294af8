/** The lines of the nodes: what role a node has, when it is down or stands still, and how much of it is past or future of the selected event. */
import { styleOfRole, type RoleStyle } from '../vocabulary.ts';
import type { Reach } from './causality.ts';
import { fitText, TEXT_SIZE, widthOf, type Stroke } from './pen.ts';
import { FAINT, type Scene, type Sheet } from './scene.ts';
import { spansBetween, type RoleSpan, type StatusSpan } from './spans.ts';
import { acrossOf, alongOf, spanOf } from './viewport.ts';

const STYLES: Readonly<Record<RoleStyle, { readonly stroke: Stroke; readonly offsets: readonly number[] }>> = {
  // Who leads has a double line, as it has a double outline on the stage.
  lead: { stroke: { ink: 'blue', width: 2 }, offsets: [-2.5, 2.5] },
  contender: { stroke: { ink: 'amber', width: 3, dash: [7, 3] }, offsets: [0] },
  member: { stroke: { ink: 'muted', width: 1.5 }, offsets: [0] },
};

/** Half of the breadth of a box for times without life. */
const BOX = 6;
const HALO = 9;
/** From the line to the words about it. */
const ASIDE = 10;

export function paintLines(sheet: Sheet, scene: Scene): void {
  const { history, view, names } = scene;
  const { columns, spans } = history;
  const { from, to } = spanOf(view);
  for (let line = 0; line < view.lines; line++) {
    const across = acrossOf(view, line);
    // What has no role now is thin: not started yet, down, or the network.
    sheet.lines([sheet.first, across, sheet.last, across], { ink: 'muted', width: 1, dash: [1, 4], alpha: 0.7 });
    if (line >= names.length || line === columns.nodes) continue;
    if (scene.reach) paintHalo(sheet, scene, scene.reach, line);
    paintRoles(sheet, spansBetween(spans.roles[line]!, from, to), across, scene.present);
    paintStatuses(sheet, spansBetween(spans.statuses[line]!, from, to), across, scene.present);
  }
}

/** The past is a solid strip beside the line that ends at a bar, the future two dashed ones that begin at one. */
function paintHalo(sheet: Sheet, { history, view }: Scene, { past, future }: Reach, line: number): void {
  const { columns } = history;
  const events = columns.lines[line]!;
  const across = acrossOf(view, line);
  if (past[line]! > 0) {
    const begin = sheet.near(alongOf(view, columns.timeOf(events.at(0))));
    const end = sheet.near(alongOf(view, columns.timeOf(events.at(past[line]! - 1))));
    sheet.pen.rect(...sheet.box(begin, across - HALO, Math.max(2, end - begin), HALO * 2), { ink: 'accent', alpha: 0.22 });
    sheet.lines([end, across - HALO - 3, end, across + HALO + 3], { ink: 'accent', width: 2 });
  }
  if (future[line]! < events.length) {
    const begin = sheet.near(alongOf(view, columns.timeOf(events.at(future[line]!))));
    const end = sheet.near(alongOf(view, columns.until));
    sheet.lines([-HALO, HALO].flatMap((aside) => [begin, across + aside, end, across + aside]), { ink: 'accent', width: 1.5, dash: [5, 4] });
    sheet.lines([begin, across - HALO - 3, begin, across + HALO + 3], { ink: 'accent', width: 2, dash: [3, 2] });
  }
}

function paintRoles(sheet: Sheet, spans: readonly RoleSpan[], across: number, present: number): void {
  let drawnTo = -Infinity;
  for (const { from, to, role, badge } of spans) {
    const begin = sheet.near(alongOf(sheet.view, from));
    const end = sheet.near(alongOf(sheet.view, Math.min(to, present)));
    if (end < drawnTo + 1) continue;
    drawnTo = end;
    const style = styleOfRole(role);
    const { stroke, offsets } = STYLES[style];
    sheet.lines(offsets.flatMap((offset) => [begin, across + offset, end, across + offset]), stroke);
    paintWord(sheet, role, badge, begin, end, across, style !== 'member');
  }
}

function paintStatuses(sheet: Sheet, spans: readonly StatusSpan[], across: number, present: number): void {
  let drawnTo = -Infinity;
  for (const { from, to, status } of spans) {
    const begin = sheet.near(alongOf(sheet.view, from));
    const end = sheet.near(alongOf(sheet.view, Math.min(to, present)));
    if (end < drawnTo + 1) continue;
    drawnTo = end;
    const length = Math.max(1, end - begin);
    const ink = status === 'crashed' ? 'red' : 'amber';
    sheet.pen.rect(...sheet.box(begin, across - BOX, length, BOX * 2), { ink: 'surface' }, { ink, width: 1.2, dash: [4, 3] });
    // Slanted strokes for a node that is down, straight ones for one that stands still.
    sheet.lines(strokes(begin, end, across, status === 'crashed' ? BOX : 0), { ink, width: 1.2, alpha: 0.8 });
    paintWord(sheet, status, '', begin, end, across, true);
  }
}

function strokes(begin: number, end: number, across: number, slant: number): number[] {
  const apart = 8;
  const count = Math.min(400, Math.max(0, Math.floor((end - begin - slant) / apart)));
  return Array.from({ length: count }, (_, index) => {
    const along = begin + 2 + index * apart;
    return [along, across + BOX, along + slant, across - BOX];
  }).flat();
}

/** Names a span on the side of the line where no marks are; it stays in sight as long as a part of the span does. */
function paintWord(sheet: Sheet, word: string, badge: string, begin: number, end: number, across: number, bold: boolean): void {
  const { pen, down, plot } = sheet;
  const from = Math.max(begin, sheet.first) + 3;
  const room = down ? Math.min(plot.gap / 2 - 6, across - ASIDE - plot.across) : Math.min(end, sheet.last) - from - 4;
  const length = down ? Math.min(end, sheet.last) - from : plot.gap;
  if (length < TEXT_SIZE) return;
  const text = widthOf(word) <= room ? word : badge === '' ? fitText(word, room) : widthOf(badge) <= room ? badge : '';
  if (text === '') return;
  const style = { ink: bold ? 'text' : 'muted', bold, halo: true } as const;
  const width = widthOf(text);
  const { x, y } = down ? { x: across - ASIDE - width, y: from + TEXT_SIZE / 2 + 1 } : { x: from, y: across - ASIDE };
  if (!sheet.takeRoom({ x, y: y - TEXT_SIZE / 2, width, height: TEXT_SIZE })) return;
  pen.text(text, down ? x + width : x, y, { ...style, anchor: down ? 'end' : 'start' });
}

/** How strongly something is drawn that is at some place of a line. */
export function strengthAt(reach: Reach | null, line: number, place: number): number {
  if (reach === null) return 1;
  const past = reach.past[line];
  if (past === undefined) return FAINT;
  return place < past || place >= reach.future[line]! ? 1 : FAINT;
}
