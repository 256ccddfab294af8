/** The outlines of marks around the origin, as paths of SVG: canvases take them too. */
import type { Shape } from './marks.ts';

export interface Outline {
  readonly path: string;
  readonly filled: boolean;
}

const filled = (path: string): Outline => ({ path, filled: true });
const drawn = (path: string): Outline => ({ path, filled: false });

export const OUTLINES: Readonly<Record<Shape, Outline>> = {
  dot: filled('M-2.6 0A2.6 2.6 0 1 0 2.6 0A2.6 2.6 0 1 0 -2.6 0Z'),
  ring: drawn('M-9 0A9 9 0 1 0 9 0A9 9 0 1 0 -9 0Z'),
  triangle: filled('M0 -5.5L5.5 4.5L-5.5 4.5Z'),
  'triangle-hollow': drawn('M0 -5.5L5.5 4.5L-5.5 4.5Z'),
  cross: drawn('M-4.5 -4.5L4.5 4.5M4.5 -4.5L-4.5 4.5'),
  bars: drawn('M-2.5 -5L-2.5 5M2.5 -5L2.5 5'),
  play: filled('M-4 -5L5 0L-4 5Z'),
  clock: drawn('M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0ZM0 -3L0 0L2.5 1.5'),
  diamond: filled('M0 -5.5L5.5 0L0 5.5L-5.5 0Z'),
  square: filled('M-4.5 -4.5L4.5 -4.5L4.5 4.5L-4.5 4.5Z'),
  bolt: filled('M1.5 -6.5L-4 1L-0.5 1L-1.5 6.5L4 -1L0.5 -1Z'),
  disk: drawn('M-4 -4L4 -4L4 4L-4 4ZM-2 4L-2 1L2 1L2 4'),
};

/** Width of what is drawn and not filled. */
export const OUTLINE_WIDTH = 1.6;
