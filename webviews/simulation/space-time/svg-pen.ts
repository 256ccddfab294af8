/** Draws a picture as the text of an SVG. */
import type { Shape } from './marks.ts';
import { TEXT_SIZE, type Fill, type Palette, type Pen, type Stroke, type TextStyle } from './pen.ts';
import { OUTLINE_WIDTH, OUTLINES } from './shapes.ts';

export class SvgPen implements Pen {
  private readonly parts: string[] = [];
  private readonly palette: Palette;
  private clips = 0;

  constructor(palette: Palette) {
    this.palette = palette;
  }

  rect(x: number, y: number, width: number, height: number, fill: Fill | null, stroke?: Stroke): void {
    this.parts.push(`<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"${fill ? this.filled(fill) : ' fill="none"'}${stroke ? this.stroked(stroke) : ''}/>`);
  }

  lines(segments: readonly number[], stroke: Stroke): void {
    if (segments.length === 0) return;
    let path = '';
    for (let index = 0; index < segments.length; index += 4) {
      const [x1, y1, x2, y2] = [0, 1, 2, 3].map((offset) => round(segments[index + offset]!));
      path += `M${x1} ${y1}L${x2} ${y2}`;
    }
    this.parts.push(`<path d="${path}" fill="none"${this.stroked(stroke)}/>`);
  }

  triangles(corners: readonly number[], fill: Fill, hollow: boolean): void {
    let path = '';
    for (let index = 0; index < corners.length; index += 6) {
      const [x1, y1, x2, y2, x3, y3] = [0, 1, 2, 3, 4, 5].map((offset) => round(corners[index + offset]!));
      path += `M${x1} ${y1}L${x2} ${y2}L${x3} ${y3}Z`;
    }
    this.parts.push(`<path d="${path}"${hollow ? `${this.filled({ ink: 'surface' })}${this.stroked({ ...fill, width: 1.2 })}` : this.filled(fill)}/>`);
  }

  shape(shape: Shape, x: number, y: number, ink: Fill['ink'], alpha: number): void {
    const { path, filled } = OUTLINES[shape];
    const look = filled ? this.filled({ ink, alpha }) : ` fill="none"${this.stroked({ ink, alpha, width: OUTLINE_WIDTH })}`;
    this.parts.push(`<path transform="translate(${round(x)} ${round(y)})" d="${path}"${look}/>`);
  }

  text(text: string, x: number, y: number, { ink, size = TEXT_SIZE, bold = false, anchor = 'start', halo = false, alpha = 1 }: TextStyle): void {
    const around = halo ? ` paint-order="stroke" stroke="${escapeXml(this.palette.surface)}" stroke-width="3" stroke-linejoin="round"` : '';
    // Programs differ in what they make of a baseline in the middle: a third of the size below it is the same everywhere.
    this.parts.push(
      `<text x="${round(x)}" y="${round(y + size * 0.35)}" font-size="${size}"${bold ? ' font-weight="600"' : ''}${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}${this.filled({ ink, alpha })}${around}>${escapeXml(text)}</text>`,
    );
  }

  clip(x: number, y: number, width: number, height: number, draw: () => void): void {
    const id = `clip${++this.clips}`;
    this.parts.push(`<clipPath id="${id}"><rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"/></clipPath><g clip-path="url(#${id})">`);
    draw();
    this.parts.push('</g>');
  }

  /** @param title what the picture shows, for whoever can't see it */
  finish(width: number, height: number, title: string): string {
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}" font-family="${escapeXml(this.palette.font)}" role="img">`,
      `<title>${escapeXml(title)}</title>`,
      ...this.parts,
      '</svg>\n',
    ].join('\n');
  }

  private filled({ ink, alpha = 1 }: Fill): string {
    return ` fill="${escapeXml(this.palette[ink])}"${alpha === 1 ? '' : ` fill-opacity="${alpha}"`}`;
  }

  private stroked({ ink, width = 1, dash = [], alpha = 1 }: Stroke): string {
    return ` stroke="${escapeXml(this.palette[ink])}" stroke-width="${width}"${dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`}${alpha === 1 ? '' : ` stroke-opacity="${alpha}"`}`;
  }
}

/** A tenth of a pixel is as good as exact, and half as long. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeXml(text: string): string {
  // Control characters have no place in XML, not even escaped.
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
