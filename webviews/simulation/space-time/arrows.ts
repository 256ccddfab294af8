/** The way of a message in the picture. */
import { NONE, type Columns } from './columns.ts';
import { acrossOf, alongOf, type Viewport } from './viewport.ts';

export type Fate = 'delivered' | 'lost' | 'flying';

export interface Arrow {
  readonly send: number;
  readonly fate: Fate;
  /** Along and across of its ends. */
  readonly from: readonly [along: number, across: number];
  readonly to: readonly [along: number, across: number];
}

/** Where a message that was lost as soon as it was sent is drawn to have ended, as a share of its way. */
const LOST_AT_ONCE = 0.4;

/** @param present the latest moment that is known: what is on its way has come as far as it would be then */
export function arrowOf(columns: Columns, view: Viewport, send: number, present: number): Arrow {
  const sentAt = columns.timeOf(columns.originOf(send));
  const from: Arrow['from'] = [alongOf(view, sentAt), acrossOf(view, columns.lineOf(send))];
  const target = acrossOf(view, columns.targetOf(send));
  const end = columns.endOf(send);
  if (end !== NONE && columns.wayOf(end) === 'arrives') return { send, fate: 'delivered', from, to: [alongOf(view, columns.timeOf(end)), target] };
  const arrival = columns.arrivalOf(send);
  const whole = Math.max(1, arrival - sentAt);
  const lostAt = end === NONE ? present : columns.timeOf(end);
  const share = Math.min(1, Math.max(0, (lostAt - sentAt) / whole));
  const reached = end !== NONE && share === 0 ? LOST_AT_ONCE : share;
  const arrives = alongOf(view, arrival);
  return { send, fate: end === NONE ? 'flying' : 'lost', from, to: [from[0] + (arrives - from[0]) * reached, from[1] + (target - from[1]) * reached] };
}

/** Distance of a point from a segment. */
export function distanceTo([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number], x: number, y: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length));
  return Math.hypot(x - x1 - share * dx, y - y1 - share * dy);
}
