/** Messages as arrows: dashed while they are on their way, with a cross where they were lost. */
import type { MarkShape } from '../vocabulary.ts';
import { arrowOf, type Arrow } from './arrows.ts';
import { relationTo } from './causality.ts';
import { NONE } from './columns.ts';
import { widthOf, type Ink } from './pen.ts';
import { FAINT, type Scene, type Sheet } from './scene.ts';
import { spanOf } from './viewport.ts';

/** More heads than these are specks. */
const MOST_HEADS = 700;
const MOST_LABELS = 60;
const LABEL_SIZE = 10;

const HEAD = 7;
/** The head's distance from the middle of the line. */
const TIP = 3;

/** As messages on the stage. */
const INKS: Readonly<Record<MarkShape, Ink>> = { circle: 'blue', square: 'amber', diamond: 'purple', triangle: 'green' };

/** What is drawn with one stroke of the pen. */
interface Batch {
  readonly ink: Ink;
  readonly alpha: number;
  readonly flying: boolean;
  readonly hollow: boolean;
  readonly segments: number[];
  readonly heads: number[];
}

/** The messages that are on their way in the plot; none where there are too many. */
export function arrowsIn({ history, view, present, limits }: Scene): readonly Arrow[] {
  const { from, to } = spanOf(view);
  const arrows: Arrow[] = [];
  const complete = history.flights.between(from, to, (send) => {
    arrows.push(arrowOf(history.columns, view, send, present));
    return arrows.length <= limits.arrows;
  });
  return complete ? arrows : [];
}

export function paintMessages(sheet: Sheet, scene: Scene, arrows: readonly Arrow[]): void {
  const { columns } = scene.history;
  const batches = new Map<string, Batch>();
  const crosses: { readonly at: Arrow['to']; readonly alpha: number }[] = [];
  const withHeads = arrows.length <= MOST_HEADS;
  for (const arrow of arrows) {
    const { shape, hollow } = scene.markOf(columns.labelOf(arrow.send));
    const alpha = strengthOf(scene, arrow.send) * (withHeads ? 1 : 0.6);
    const flying = arrow.fate === 'flying';
    const key = `${shape} ${alpha} ${flying} ${hollow}`;
    const batch: Batch = batches.get(key) ?? { ink: INKS[shape], alpha, flying, hollow, segments: [], heads: [] };
    batches.set(key, batch);
    batch.segments.push(...wayOf(arrow));
    if (arrow.fate === 'delivered' && withHeads) batch.heads.push(...headOf(arrow));
    if (arrow.fate === 'lost' && withHeads) crosses.push({ at: arrow.to, alpha });
  }
  for (const { ink, alpha, flying, hollow, segments, heads } of batches.values()) {
    sheet.lines(segments, { ink, width: withHeads ? 1.3 : 1, alpha, ...(flying && { dash: [5, 4] }) });
    if (heads.length > 0) sheet.pen.triangles(sheet.turned(heads), { ink, alpha }, hollow);
  }
  for (const { at, alpha } of crosses) {
    const { x, y } = sheet.point(...at);
    sheet.pen.shape('cross', x, y, 'red', alpha);
  }
}

/** A message belongs to the past where its delivery does, and to the future where its sending does. */
function strengthOf({ history: { columns }, reach }: Scene, send: number): number {
  if (reach === null) return 1;
  const sent = relationTo(reach, columns, columns.originOf(send));
  if (sent === 'future' || sent === 'self') return 1;
  const end = columns.endOf(send);
  if (end === NONE || columns.wayOf(end) !== 'arrives') return end === reach.event ? 1 : FAINT;
  const taken = relationTo(reach, columns, end);
  return taken === 'past' || taken === 'self' ? 1 : FAINT;
}

/** The arrow's shaft; a message of a node to itself makes a detour. */
function wayOf({ from: [along, across], to: [end, target] }: Arrow): readonly number[] {
  if (across !== target) return [along, across, end, target];
  const aside = across + 16;
  const middle = (along + end) / 2;
  return [along, across, middle, aside, middle, aside, end, target];
}

function headOf({ from: [along, across], to: [end, target] }: Arrow): readonly number[] {
  const start: readonly [number, number] = across === target ? [(along + end) / 2, across + 16] : [along, across];
  const length = Math.hypot(end - start[0], target - start[1]) || 1;
  const [dx, dy] = [(end - start[0]) / length, (target - start[1]) / length];
  const [tipX, tipY] = [end - dx * TIP, target - dy * TIP];
  const [backX, backY] = [tipX - dx * HEAD, tipY - dy * HEAD];
  const half = HEAD * 0.45;
  return [tipX, tipY, backX - dy * half, backY + dx * half, backX + dy * half, backY - dx * half];
}

/** Names arrows where there is room: of those that are in each other's way the first, and none over other words. */
export function paintTypes(sheet: Sheet, scene: Scene, arrows: readonly Arrow[]): void {
  if (arrows.length > MOST_LABELS) return;
  for (const { send, from, to } of arrows) {
    const [a, b] = [sheet.point(...from), sheet.point(...to)];
    const text = scene.history.columns.labelOf(send);
    const width = widthOf(text, LABEL_SIZE);
    // On a steep arrow the text crosses it, on a flat one it lies along it.
    if (Math.abs(b.y - a.y) < LABEL_SIZE * 3 && width > Math.abs(b.x - a.x) - 30) continue;
    // Nearer to the start: arrows to several nodes part there, and the middle is where others cross.
    const [x, y] = [a.x + (b.x - a.x) * 0.42, a.y + (b.y - a.y) * 0.42];
    if (!sheet.takeRoom({ x: x - width / 2 - 3, y: y - LABEL_SIZE / 2 - 1, width: width + 6, height: LABEL_SIZE + 2 })) continue;
    sheet.pen.text(text, x, y, { ink: 'text', anchor: 'middle', halo: true, alpha: strengthOf(scene, send) < 1 ? 0.5 : 1, size: LABEL_SIZE });
  }
}
