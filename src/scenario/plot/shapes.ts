/** What points of a line look like, so that lines can be told apart without their colours. */

/** Around 0, about 10 pixels wide. */
const SHAPES = [
  'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z',
  'M-4 -4h8v8h-8Z',
  'M0 -5.5l5 9h-10Z',
  'M0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5Z',
  'M0 5.5l5 -9h-10Z',
  'M-1.5 -5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5Z',
] as const;

/** @param line position of the line; after as many as there are shapes they come again, hollow */
export function shapeAt(line: number, x: number, y: number, colour: string): string {
  const isHollow = Math.floor(line / SHAPES.length) % 2 === 1;
  return `<path transform="translate(${Number(x.toFixed(1))} ${Number(y.toFixed(1))})" d="${SHAPES[line % SHAPES.length]}" fill="${isHollow ? 'none' : colour}" stroke="${colour}"/>`;
}
