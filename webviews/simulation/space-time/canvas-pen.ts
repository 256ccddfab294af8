/** Draws on a canvas. */
import type { Shape } from './marks.ts';
import { TEXT_SIZE, type Fill, type Palette, type Pen, type Stroke, type TextStyle } from './pen.ts';
import { OUTLINE_WIDTH, OUTLINES } from './shapes.ts';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

const paths = new Map<Shape, Path2D>();

export class CanvasPen implements Pen {
  private readonly context: Context;
  private readonly palette: Palette;

  /** @param context whose units are CSS pixels */
  constructor(context: Context, palette: Palette) {
    this.context = context;
    this.palette = palette;
  }

  rect(x: number, y: number, width: number, height: number, fill: Fill | null, stroke?: Stroke): void {
    const { context } = this;
    if (fill) {
      this.fillWith(fill);
      context.fillRect(x, y, width, height);
    }
    if (stroke) {
      this.strokeWith(stroke);
      context.strokeRect(x, y, width, height);
    }
  }

  lines(segments: readonly number[], stroke: Stroke): void {
    if (segments.length === 0) return;
    const { context } = this;
    this.strokeWith(stroke);
    context.beginPath();
    for (let index = 0; index < segments.length; index += 4) {
      context.moveTo(segments[index]!, segments[index + 1]!);
      context.lineTo(segments[index + 2]!, segments[index + 3]!);
    }
    context.stroke();
  }

  triangles(corners: readonly number[], fill: Fill, hollow: boolean): void {
    const { context } = this;
    context.beginPath();
    for (let index = 0; index < corners.length; index += 6) {
      context.moveTo(corners[index]!, corners[index + 1]!);
      context.lineTo(corners[index + 2]!, corners[index + 3]!);
      context.lineTo(corners[index + 4]!, corners[index + 5]!);
      context.closePath();
    }
    if (hollow) {
      this.fillWith({ ink: 'surface' });
      context.fill();
      this.strokeWith({ ...fill, width: 1.2 });
      context.stroke();
    } else {
      this.fillWith(fill);
      context.fill();
    }
  }

  shape(shape: Shape, x: number, y: number, ink: Fill['ink'], alpha: number): void {
    const { context } = this;
    const { filled } = OUTLINES[shape];
    context.translate(x, y);
    if (filled) {
      this.fillWith({ ink, alpha });
      context.fill(pathOf(shape));
    } else {
      this.strokeWith({ ink, alpha, width: OUTLINE_WIDTH });
      context.stroke(pathOf(shape));
    }
    context.translate(-x, -y);
  }

  text(text: string, x: number, y: number, { ink, size = TEXT_SIZE, bold = false, anchor = 'start', halo = false, alpha = 1 }: TextStyle): void {
    const { context, palette } = this;
    const font = `${bold ? '600 ' : ''}${size}px ${palette.font}`;
    // Setting a font costs more than drawing with it.
    if (context.font !== font) context.font = font;
    context.textAlign = anchor === 'middle' ? 'center' : anchor;
    context.textBaseline = 'middle';
    if (halo) {
      this.strokeWith({ ink: 'surface', width: 3 });
      context.lineJoin = 'round';
      context.strokeText(text, x, y);
    }
    this.fillWith({ ink, alpha });
    context.fillText(text, x, y);
  }

  clip(x: number, y: number, width: number, height: number, draw: () => void): void {
    const { context } = this;
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    draw();
    context.restore();
  }

  private fillWith({ ink, alpha = 1 }: Fill): void {
    this.context.globalAlpha = alpha;
    this.context.fillStyle = this.palette[ink];
  }

  private strokeWith({ ink, alpha = 1, width = 1, dash = [] }: Stroke): void {
    const { context } = this;
    context.globalAlpha = alpha;
    context.strokeStyle = this.palette[ink];
    context.lineWidth = width;
    context.setLineDash(dash as number[]);
  }
}

function pathOf(shape: Shape): Path2D {
  const known = paths.get(shape) ?? new Path2D(OUTLINES[shape].path);
  paths.set(shape, known);
  return known;
}
