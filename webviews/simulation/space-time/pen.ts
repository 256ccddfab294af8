/** What the diagram is drawn with: the screen's canvas has one pen, a picture as text another. Lengths are in CSS pixels. */
import type { Shape } from './marks.ts';

export const INKS = ['surface', 'raised', 'text', 'muted', 'line', 'accent', 'blue', 'green', 'amber', 'purple', 'red'] as const;
export type Ink = (typeof INKS)[number];

/** Colours of CSS, resolved from the theme. */
export type Palette = Readonly<Record<Ink, string>> & { readonly font: string };

export interface Stroke {
  readonly ink: Ink;
  readonly width?: number;
  readonly dash?: readonly number[];
  readonly alpha?: number;
}

export interface Fill {
  readonly ink: Ink;
  readonly alpha?: number;
}

export interface TextStyle {
  readonly ink: Ink;
  readonly size?: number;
  readonly bold?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Set off from what it stands on. */
  readonly halo?: boolean;
  readonly alpha?: number;
}

export interface Pen {
  rect(x: number, y: number, width: number, height: number, fill: Fill | null, stroke?: Stroke): void;
  /** @param segments x1, y1, x2, y2 of each */
  lines(segments: readonly number[], stroke: Stroke): void;
  /** @param corners six numbers for each triangle */
  triangles(corners: readonly number[], fill: Fill, hollow: boolean): void;
  shape(shape: Shape, x: number, y: number, ink: Ink, alpha: number): void;
  /** Draws on a line through the middle of the letters. */
  text(text: string, x: number, y: number, style: TextStyle): void;
  /** What `draw` draws is cut off outside of the rectangle. */
  clip(x: number, y: number, width: number, height: number, draw: () => void): void;
}

export const TEXT_SIZE = 11;

/** Good enough for deciding what fits: letters of the fonts that editors use are seldom wider. */
export function widthOf(text: string, size = TEXT_SIZE): number {
  return text.length * size * 0.56;
}

/** Cuts a text to a width, with an ellipsis; empty where not even a few letters fit. */
export function fitText(text: string, width: number, size = TEXT_SIZE): string {
  if (widthOf(text, size) <= width) return text;
  const letters = Math.floor(width / (size * 0.56)) - 1;
  return letters < 3 ? '' : `${text.slice(0, letters).trimEnd()}…`;
}
