/** Pictures of the diagram: as text, and of pixels. */
import type { Picture } from '../../../src/contract/space-time.ts';
import { formatMoment } from '../time.ts';
import { CanvasPen } from './canvas-pen.ts';
import type { Columns } from './columns.ts';
import { paint } from './painter.ts';
import type { Palette } from './pen.ts';
import { OF_SCREEN, type Limits, type Scene } from './scene.ts';
import { SvgPen } from './svg-pen.ts';
import { plotOf, timeAt, type Viewport } from './viewport.ts';

/** A picture is drawn once, so it may have more. */
const OF_PICTURE: Limits = { marks: 6_000, arrows: 6_000 };

/** Pixels of the longer side: canvases and programs that show pictures come to their limits beyond. */
const LONGEST = 12_000;

/** Pixels of a screen for one of the diagram. */
const SHARPNESS = 2;

export interface Section {
  readonly view: Viewport;
  /** Says what is left out; null where nothing is. */
  readonly remark: string | null;
}

/** The run from its start at the size in which it is on the screen, as far as a picture can hold. */
export function wholeRun(columns: Columns, view: Viewport, until: number): Section {
  const { along, length } = plotOf(view);
  const start = -14 / view.scale;
  const [end, most] = [until + 14 / view.scale, (LONGEST - along) / view.scale];
  const few = columns.length <= OF_PICTURE.marks ? Infinity : columns.timeOf(OF_PICTURE.marks);
  const last = Math.min(end, start + most, few);
  const long = Math.ceil(along + Math.max(Math.min(200, length), (last - start) * view.scale));
  const whole = view.orientation === 'down' ? { ...view, start, height: long } : { ...view, start, width: long };
  const remark = last < end ? `The picture ends at ${formatMoment(last)} of ${formatMoment(until)}: all of the run would be too large. Zoom out, or save what is visible.` : null;
  return { view: whole, remark };
}

/** @param scene with the part of the run to draw */
export function svgOf(scene: Scene, palette: Palette, title: string): string {
  const pen = new SvgPen(palette);
  paint(pen, forPicture(scene));
  return pen.finish(scene.view.width, scene.view.height, title);
}

/** @throws Error where the browser can't make one so large */
export async function pngOf(scene: Scene, palette: Palette): Promise<string> {
  const { width, height } = scene.view;
  const ratio = Math.max(width, height) * SHARPNESS > LONGEST ? 1 : SHARPNESS;
  const canvas = new OffscreenCanvas(Math.ceil(width * ratio), Math.ceil(height * ratio));
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This picture is too large for a PNG. Save it as SVG, or a smaller part of the run.');
  context.scale(ratio, ratio);
  paint(new CanvasPen(context, palette), forPicture(scene));
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return base64Of(new Uint8Array(await blob.arrayBuffer()));
}

export async function pictureOf(format: Picture['format'], scene: Scene, palette: Palette, title: string): Promise<Picture> {
  return { format, data: format === 'svg' ? svgOf(scene, palette, title) : await pngOf(scene, palette) };
}

/** What is pointed at is of the moment. What the screen shows as bars stays bars. */
function forPicture(scene: Scene): Scene {
  const { view, history } = scene;
  const { along, length } = plotOf(view);
  const shown = history.columns.lines.reduce((sum, _, line) => sum + history.columns.placeAt(line, timeAt(view, along + length)) - history.columns.placeAt(line, view.start), 0);
  const perPixel = shown / Math.max(1, length);
  // As dense as a screen of 1,000 pixels may be.
  const isLegible = perPixel * 1_000 <= OF_SCREEN.marks;
  return { ...scene, hovered: null, limits: isLegible ? OF_PICTURE : OF_SCREEN };
}

function base64Of(bytes: Uint8Array): string {
  const parts: string[] = [];
  // As many arguments as every browser takes.
  for (let from = 0; from < bytes.length; from += 8_192) parts.push(String.fromCharCode(...bytes.subarray(from, from + 8_192)));
  return btoa(parts.join(''));
}
