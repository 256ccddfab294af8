/** Cuts of the network: a band over all lines for as long as it lasts, with dashes between lines that are cut apart. */
import { TEXT_SIZE, fitText, widthOf } from './pen.ts';
import type { Scene, Sheet } from './scene.ts';
import { spansBetween } from './spans.ts';
import { acrossOf, alongOf, spanOf } from './viewport.ts';

/** From stroke to stroke of the hatching. */
const HATCH = 14;
const EDGE = 7;

export function paintCuts(sheet: Sheet, { history, view, present, describeCut }: Scene): void {
  const { from, to } = spanOf(view);
  const { pen, plot } = sheet;
  let drawnTo = -Infinity;
  for (const span of spansBetween(history.spans.cuts, from, to)) {
    const begin = sheet.near(alongOf(view, span.from));
    const end = sheet.near(alongOf(view, Math.min(span.to, present)));
    // Of bands that are narrower than a pixel the first stands for all.
    if (end < drawnTo + 1) continue;
    drawnTo = end;
    const length = Math.max(1, end - begin);
    pen.rect(...sheet.box(begin, plot.across, length, plot.breadth), { ink: 'red', alpha: 0.09 });
    sheet.lines(edges(begin, plot.across, length), { ink: 'red', width: 1, alpha: 0.55 });
    sheet.lines(edges(begin, plot.across + plot.breadth - EDGE, length), { ink: 'red', width: 1, alpha: 0.55 });
    const ends = [begin, end].filter((along) => along >= sheet.first && along <= sheet.last);
    sheet.lines(ends.flatMap((along) => [along, plot.across, along, plot.across + plot.breadth]), { ink: 'red', width: 1, dash: [6, 3], alpha: 0.8 });
    if (length < 18) continue;
    const { label, groups } = describeCut(span);
    sheet.lines(separators(sheet, groups, begin, end), { ink: 'red', width: 1.5, dash: [2, 4], alpha: 0.8 });
    paintLabel(sheet, label, Math.max(begin, sheet.first), end);
  }
}

/** Strokes along the band's rim, so that it is seen without its colour. */
function edges(begin: number, across: number, length: number): number[] {
  const count = Math.min(400, Math.floor(length / HATCH));
  return Array.from({ length: count }, (_, index) => [begin + index * HATCH + 3, across + EDGE, begin + index * HATCH + 3 + EDGE, across]).flat();
}

function separators(sheet: Sheet, groups: readonly (readonly number[])[] | null, begin: number, end: number): number[] {
  if (groups === null) return [];
  const { view, plot } = sheet;
  const groupOf = (line: number): number => groups.findIndex((group) => group.includes(line));
  const between: number[] = [];
  for (let line = 0; line + 1 < view.lines; line++) {
    if (groupOf(line) < 0 || groupOf(line + 1) < 0 || groupOf(line) === groupOf(line + 1)) continue;
    const across = acrossOf(view, line) + plot.gap / 2;
    between.push(begin, across, end, across);
  }
  return between;
}

function paintLabel({ pen, plot, down, view }: Sheet, label: string, begin: number, end: number): void {
  const room = down ? plot.breadth - 24 : end - begin - 12;
  const text = fitText(label, room);
  if (text === '') return;
  const style = { ink: 'text', halo: true } as const;
  // Over the last line's far side, where no event has its mark.
  if (down) pen.text(text, view.width - 14 - widthOf(text), begin + TEXT_SIZE / 2 + 4, style);
  else pen.text(text, begin + 8, plot.across + plot.breadth - 10, style);
}
