/** What is to be drawn, and where things were drawn. */
import type { Mark } from '../vocabulary.ts';
import type { Arrow } from './arrows.ts';
import type { Reach } from './causality.ts';
import type { History } from './history.ts';
import type { CutSpan } from './spans.ts';
import { plotOf, pointOf, type Plot, type Viewport } from './viewport.ts';
import type { Pen, Stroke } from './pen.ts';

/** How much is drawn one by one; beyond that it runs together, and the screen has to be drawn within a frame. */
export interface Limits {
  readonly marks: number;
  readonly arrows: number;
}

export const OF_SCREEN: Limits = { marks: 1_500, arrows: 1_600 };

export interface Scene {
  readonly limits: Limits;
  readonly history: History;
  readonly view: Viewport;
  /** The nodes' names, in the order of their lines. */
  readonly names: readonly string[];
  /** The moment that the panel shows. */
  readonly now: number;
  /** The latest moment that is known of. */
  readonly present: number;
  /** The moments that the learner wants to find again. */
  readonly bookmarks: readonly number[];
  readonly selected: number | null;
  /** What is pointed at. */
  readonly hovered: number | null;
  /** Where it is shown: what could have brought the selected event about, and what it could have. */
  readonly reach: Reach | null;
  /** How a type of message looks. */
  markOf(type: string): Mark;
  /** What a cut is called, and groups of nodes that are whole inside; null where it leaves none. */
  describeCut(span: CutSpan): { readonly label: string; readonly groups: readonly (readonly number[])[] | null };
}

/** A mark that was drawn, in the picture's pixels. */
export interface DrawnMark {
  readonly id: number;
  readonly x: number;
  readonly y: number;
}

/** Where things are, for whoever points at them. */
export interface Drawn {
  readonly marks: readonly DrawnMark[];
  readonly arrows: readonly Arrow[];
  /** False where there are more events than there is room for their marks. */
  readonly detailed: boolean;
}

/** In the picture's pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How faint things are that have nothing to do with the selected event. */
export const FAINT = 0.33;

/** Draws in terms of along and across, whichever way time runs. */
export class Sheet {
  readonly pen: Pen;
  readonly view: Viewport;
  readonly plot: Plot;
  /** Ends of the plot, along. */
  readonly first: number;
  readonly last: number;
  readonly down: boolean;
  /** Where words stand that others must not cover. */
  private readonly words: Box[] = [];

  constructor(pen: Pen, view: Viewport) {
    this.pen = pen;
    this.view = view;
    this.plot = plotOf(view);
    this.first = this.plot.along;
    this.last = this.plot.along + this.plot.length;
    this.down = view.orientation === 'down';
  }

  /** @returns false where words stand already, and otherwise takes the room */
  takeRoom(box: Box): boolean {
    const covers = (other: Box): boolean => box.x < other.x + other.width && other.x < box.x + box.width && box.y < other.y + other.height && other.y < box.y + box.height;
    if (this.words.some(covers)) return false;
    this.words.push(box);
    return true;
  }

  point(along: number, across: number): { readonly x: number; readonly y: number } {
    return pointOf(this.view, along, across);
  }

  /** A list of segments, as along and across of each end. */
  lines(segments: readonly number[], stroke: Stroke): void {
    this.pen.lines(this.turned(segments), stroke);
  }

  /** Pairs of along and across as pairs of x and y. */
  turned(pairs: readonly number[]): readonly number[] {
    if (!this.down) return pairs;
    const turned = new Array<number>(pairs.length);
    for (let index = 0; index < pairs.length; index += 2) {
      turned[index] = pairs[index + 1]!;
      turned[index + 1] = pairs[index]!;
    }
    return turned;
  }

  box(along: number, across: number, length: number, breadth: number): readonly [x: number, y: number, width: number, height: number] {
    return this.down ? [across, along, breadth, length] : [along, across, length, breadth];
  }

  /** A position along, no farther outside of the plot than needs be: canvases draw lines badly that are very long. */
  near(along: number): number {
    return Math.min(this.last + 40, Math.max(this.first - 40, along));
  }
}
