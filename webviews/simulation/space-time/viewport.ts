/** Where times and lines are in the picture: pure geometry, in CSS pixels. `along` runs with time, `across` over the lines. */
import type { Micros } from '../time.ts';

/** Time runs down the page, or to the right. */
export type Orientation = 'down' | 'right';

export interface Viewport {
  readonly orientation: Orientation;
  readonly width: number;
  readonly height: number;
  /** Number of lines. */
  readonly lines: number;
  /** Virtual time where the plot begins; it may lie between two microseconds, and a little before 0. */
  readonly start: number;
  /** Pixels per microsecond. */
  readonly scale: number;
}

/** The part of the picture inside of the names of lines and the labels of times. */
export interface Plot {
  readonly along: number;
  readonly length: number;
  readonly across: number;
  readonly breadth: number;
  /** From line to line. */
  readonly gap: number;
}

/** Room for the names of the lines before the plot, and for times beside it. */
const ROOM: Readonly<Record<Orientation, { readonly names: number; readonly times: number }>> = {
  down: { names: 24, times: 52 },
  right: { names: 66, times: 22 },
};

/** Pixels before the first and after the last moment. */
const MARGIN = 14;

/** Two events that are a microsecond apart are seen apart. */
export const LARGEST_SCALE = 4;

const WIDEST_GAP = 200;

export function plotOf({ orientation, width, height, lines }: Viewport): Plot {
  const { names, times } = ROOM[orientation];
  const [length, breadth] = orientation === 'down' ? [height, width] : [width, height];
  const inner = Math.max(1, breadth - times);
  return { along: names, length: Math.max(1, length - names), across: times, breadth: inner, gap: Math.min(WIDEST_GAP, inner / Math.max(1, lines)) };
}

export function alongOf(view: Viewport, time: number): number {
  return plotOf(view).along + (time - view.start) * view.scale;
}

export function timeAt(view: Viewport, along: number): number {
  return view.start + (along - plotOf(view).along) / view.scale;
}

export function acrossOf(view: Viewport, line: number): number {
  const { across, gap } = plotOf(view);
  return across + (line + 0.5) * gap;
}

/** The line that is nearest. */
export function lineAt(view: Viewport, across: number): number {
  const { across: first, gap } = plotOf(view);
  return Math.min(view.lines - 1, Math.max(0, Math.floor((across - first) / gap)));
}

/** The times between which the plot shows what is. */
export function spanOf(view: Viewport): { readonly from: number; readonly to: number } {
  return { from: view.start, to: view.start + plotOf(view).length / view.scale };
}

/** @returns `along` and `across` of a point in the picture */
export function axesOf({ orientation }: Viewport, x: number, y: number): { readonly along: number; readonly across: number } {
  return orientation === 'down' ? { along: y, across: x } : { along: x, across: y };
}

export function pointOf({ orientation }: Viewport, along: number, across: number): { readonly x: number; readonly y: number } {
  return orientation === 'down' ? { x: across, y: along } : { x: along, y: across };
}

/** The whole run, from 0 to `until`. */
export function fitted(view: Viewport, until: Micros): Viewport {
  const scale = fittingScale(view, until);
  return { ...view, scale, start: -MARGIN / scale };
}

/** With one moment in the middle, as far as the run allows. */
export function centred(view: Viewport, time: number, until: Micros): Viewport {
  return bounded({ ...view, start: time - plotOf(view).length / 2 / view.scale }, until);
}

/** @param pixels by which what is shown moves towards the start */
export function panned(view: Viewport, pixels: number, until: Micros): Viewport {
  return bounded({ ...view, start: view.start + pixels / view.scale }, until);
}

/** @param along what stays where it is */
export function zoomed(view: Viewport, factor: number, along: number, until: Micros): Viewport {
  const scale = Math.min(LARGEST_SCALE, Math.max(Math.min(view.scale, fittingScale(view, until)), view.scale * factor));
  const held = timeAt(view, along);
  return bounded({ ...view, scale, start: held - (along - plotOf(view).along) / scale }, until);
}

/** Whether the whole run is to be seen, so that there is nothing to pan to. */
export function showsAll(view: Viewport, until: Micros): boolean {
  const { from, to } = spanOf(view);
  return from <= 0 && to >= until;
}

/** Keeps the run in sight: nothing is before its start, and after its end there is at most half of the plot. */
export function bounded(view: Viewport, until: Micros): Viewport {
  const margin = MARGIN / view.scale;
  const { length } = plotOf(view);
  const last = Math.max(-margin, until - length / 2 / view.scale);
  return { ...view, start: Math.min(last, Math.max(-margin, view.start)) };
}

function fittingScale(view: Viewport, until: Micros): number {
  return Math.min(LARGEST_SCALE, Math.max(1, plotOf(view).length - 2 * MARGIN) / Math.max(1_000, until));
}

export interface Tick {
  readonly time: Micros;
  readonly label: string;
}

/** Round times that are far enough from each other for their labels. */
export function ticksOf(view: Viewport): readonly Tick[] {
  const { from, to } = spanOf(view);
  const apart = (view.orientation === 'down' ? 48 : 84) / view.scale;
  const step = roundStep(apart);
  const decimals = Math.max(0, Math.min(6, 6 - Math.floor(Math.log10(step) + 1e-9)));
  const first = Math.max(0, Math.ceil(from / step));
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  return Array.from({ length: count }, (_, offset) => {
    const time = (first + offset) * step;
    return { time, label: `${(time / 1_000_000).toFixed(decimals)} s` };
  });
}

/** The smallest of 1, 2, 5, 10, 20, 50, … that is not smaller. */
function roundStep(least: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(least)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? 10 * power;
}
