/** What is under the pointer: a mark, an end of an arrow, or where marks have no room the nearest event of a line. */
import { distanceTo } from './arrows.ts';
import { NONE, type Columns } from './columns.ts';
import type { Drawn } from './scene.ts';
import { acrossOf, axesOf, lineAt, timeAt, type Viewport } from './viewport.ts';

/** Pixels from the middle of a mark, and from an arrow. */
const MARK_REACH = 9;
const ARROW_REACH = 5;
/** From a line, where its events have no marks. */
const LINE_REACH = 24;

export function eventAt(columns: Columns, view: Viewport, { marks, arrows, detailed }: Drawn, x: number, y: number): number | null {
  const mark = nearest(marks, (each) => Math.hypot(each.x - x, each.y - y), MARK_REACH);
  if (mark !== null) return mark.id;
  const { along, across } = axesOf(view, x, y);
  const arrow = nearest(arrows, ({ from, to }) => distanceTo(from, to, along, across), ARROW_REACH);
  if (arrow !== null) {
    const [toStart, toEnd] = [arrow.from, arrow.to].map(([a, b]) => Math.hypot(a - along, b - across)) as [number, number];
    const end = columns.endOf(arrow.send);
    return toStart <= toEnd || end === NONE ? arrow.send : end;
  }
  if (detailed) return null;
  const line = lineAt(view, across);
  if (Math.abs(acrossOf(view, line) - across) > LINE_REACH) return null;
  const event = columns.nearestOn(line, timeAt(view, along));
  return event === NONE ? null : event;
}

function nearest<Item>(items: readonly Item[], distance: (item: Item) => number, reach: number): Item | null {
  let found: Item | null = null;
  let least = reach;
  for (const item of items) {
    const far = distance(item);
    if (far <= least) [found, least] = [item, far];
  }
  return found;
}
