/**
 * Plots as a picture. It takes its text's colour from where it stands, and an editor's colours for its lines where there are
 * any. Lines are told apart by the shapes of their points and by dashes too; all that is drawn is said in words as well.
 */
import type { Axis, SweepResult } from '../sweep.ts';
import { escapeXml } from '../xml.ts';
import { chartsOf, type Chart, type ChartPoint, type Line } from './chart.ts';
import { scaleAt, scaleFrom0, type Scale } from './scale.ts';
import { shapeAt } from './shapes.ts';

const WIDTH = 720;
/** Of a picture beside others on a page, whose letters stay readable in half a window. */
const NARROW = 560;
const LEFT = 84;
const RIGHT = 28;
const TOP = 44;
const PLOT_HEIGHT = 240;
/** For the names of the values, and of what is varied. */
const BOTTOM = 52;
const LEGEND_LINE = 20;
/** Between two lines' points of one value, so that one does not hide the other. */
const ASIDE = 7;
/** Of the plot's own width, left free beside the first and the last value. */
const INSET = 0.06;
/** About the width of a letter of the legend. */
const LETTER = 7;
/** Between two names of values, at least. */
const ROOM = 14;

/** An axis of one place. */
const NOTHING_VARIED = { isNumeric: false, values: [0] };

/**
 * What lines are drawn in, one after the other: an editor's colours, or such as can be seen on white and on black. VS Code's own orange
 * is half transparent in its own themes, and no line to be seen.
 */
const COLOURS = ['var(--vscode-charts-blue, #2f7fd0)', '#c76a10', ...['green, #3f8f3f', 'purple, #9b5fc0', 'red, #d0504a', 'yellow, #96800c'].map((colour) => `var(--vscode-charts-${colour})`)];
const DASHES = ['', '6 4', '2 3', '8 3 2 3'];

/** Colours of a picture that stands by itself, in a light or a dark surrounding. */
const STANDALONE_STYLE = '<style>:root{color:#222;background:#fff}@media (prefers-color-scheme:dark){:root{color:#ddd;background:#1e1e1e}}</style>';

export interface SvgOptions {
  /** Whether it is a file of its own, and not a part of a page that has colours. */
  readonly standalone?: boolean;
}

/** All plots, one below the other. @param results of one scenario or of several */
export function svgOf(results: readonly SweepResult[], options: SvgOptions = {}): string {
  const title = results.map((result) => result.title).join(', ');
  return pictureOf(title, WIDTH, results.flatMap((result) => chartsOf(result).map((chart) => draw(results.length === 1 ? chart : { ...chart, title: `${result.title}: ${chart.title}` }, WIDTH))), options);
}

/** A picture of each plot, in the order of `tablesOf`. */
export function svgsOf(result: SweepResult): readonly string[] {
  return chartsOf(result).map((chart) => pictureOf(chart.title, NARROW, [draw(chart, NARROW)], {}));
}

function pictureOf(title: string, width: number, drawings: readonly Drawing[], { standalone = false }: SvgOptions): string {
  let height = 0;
  const parts = drawings.flatMap((drawing) => {
    const part = [`<g transform="translate(0 ${height})" role="img" aria-label="${escapeXml(drawing.label)}">`, ...drawing.marks, '</g>'];
    height += drawing.height;
    return part;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="${escapeXml(title)}" font-family="system-ui, sans-serif" font-size="12" fill="currentColor">`,
    `<title>${escapeXml(title)}</title>`,
    ...(standalone ? [STANDALONE_STYLE] : []),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

interface Drawing {
  /** What it shows, in a sentence for each point. */
  readonly label: string;
  readonly height: number;
  readonly marks: readonly string[];
}

/** Places in a chart, in pixels. */
interface Frame {
  readonly chart: Chart;
  readonly y: Scale;
  /** Where the plot ends. */
  readonly right: number;
  /** The middle of a value of the first sweep. */
  across(at: number): number;
  down(value: number): number;
}

function draw(chart: Chart, width: number): Drawing {
  const spreads = chart.lines.flatMap(({ points }) => points.flatMap(({ spread }) => spread ?? []));
  const y = scaleFrom0(spreads.map(({ maximum }) => maximum).concat(spreads.map(({ minimum }) => minimum)));
  const right = width - RIGHT;
  const frame: Frame = { chart, y, right, across: acrossOf(chart.along, right), down: (value) => TOP + PLOT_HEIGHT * (1 - y.place(value)) };
  const legend = legendOf(chart, TOP + PLOT_HEIGHT + BOTTOM, right);
  return {
    label: [chart.title, ...chart.lines.flatMap((line) => line.points.map((point) => describe(chart, line, point)))].join('. '),
    height: TOP + PLOT_HEIGHT + BOTTOM + legend.height + 12,
    marks: [
      `<text x="${LEFT}" y="22" font-size="15" font-weight="600">${escapeXml(chart.title)}</text>`,
      ...axesOf(frame),
      ...chart.lines.flatMap((line, position) => lineOf(frame, line, position)),
      ...legend.marks,
    ],
  };
}

/** Numbers stand as far from each other as they are, choices side by side. */
function acrossOf(axis: Axis | undefined, right: number): Frame['across'] {
  const { isNumeric, values } = axis ?? NOTHING_VARIED;
  const order = isNumeric ? values.toSorted((one, other) => one - other) : values.map((_, position) => position);
  const { place } = scaleAt(order);
  const width = right - LEFT;
  return (at) => LEFT + width * (INSET + (1 - 2 * INSET) * place(isNumeric ? (values[at] ?? 0) : at));
}

function axesOf({ chart: { along, format }, y, right, across, down }: Frame): readonly string[] {
  const foot = TOP + PLOT_HEIGHT;
  const levels = y.ticks.flatMap((tick) => [
    `<path d="M${LEFT} ${pixels(down(tick))}H${right}" stroke="currentColor" stroke-opacity="${tick === 0 ? 0.7 : 0.15}"/>`,
    `<text x="${LEFT - 8}" y="${pixels(down(tick) + 4)}" text-anchor="end">${tick === 0 ? '0' : escapeXml(format(tick))}</text>`,
  ]);
  if (!along) return levels;
  const shown = namesWithRoom(along, across);
  const names = along.names.flatMap((name, at) => (shown.has(at) ? [`<text x="${pixels(across(at))}" y="${foot + 18}" text-anchor="middle">${escapeXml(name)}</text>`] : []));
  return [...levels, ...names, `<text x="${(LEFT + right) / 2}" y="${foot + 38}" text-anchor="middle">${escapeXml(along.label)}</text>`];
}

/** Names of values that would be written over others are left out. */
function namesWithRoom({ names }: Axis, across: Frame['across']): ReadonlySet<number> {
  const shown = new Set<number>();
  let end = -Infinity;
  for (const at of [...names.keys()].sort((one, other) => across(one) - across(other))) {
    const half = (names[at]!.length * LETTER) / 2;
    if (across(at) - half < end) continue;
    shown.add(at);
    end = across(at) + half + ROOM;
  }
  return shown;
}

/** The medians with a line through them, each with a bar from the lowest to the highest. */
function lineOf(frame: Frame, line: Line, position: number): readonly string[] {
  const { chart, across, down } = frame;
  const colour = COLOURS[position % COLOURS.length]!;
  const aside = (position - (chart.lines.length - 1) / 2) * ASIDE;
  const found = line.points
    .flatMap(({ spread, ...point }) => (spread ? [{ ...point, spread, x: across(point.at) + aside }] : []))
    .sort((one, other) => one.x - other.x);
  const way = found.map(({ x, spread }, step) => `${step === 0 ? 'M' : 'L'}${pixels(x)} ${pixels(down(spread.median))}`).join('');
  return [
    ...(found.length > 1 ? [`<path d="${way}" fill="none" stroke="${colour}" stroke-width="1.5"${dashOf(position)}/>`] : []),
    ...found.flatMap((point) => {
      const { x, spread, failed } = point;
      const bar = spread.minimum < spread.maximum ? [`<path d="M${pixels(x - 4)} ${pixels(down(spread.maximum))}h8m-4 0V${pixels(down(spread.minimum))}m-4 0h8" fill="none" stroke="${colour}"/>`] : [];
      const ring = failed > 0 ? [ringAt(x, down(spread.median))] : [];
      return ['<g>', `<title>${escapeXml(describe(chart, line, point))}</title>`, ...bar, shapeAt(position, x, down(spread.median), colour), ...ring, '</g>'];
    }),
    ...line.points.flatMap((point) => (point.spread ? [] : ['<g>', `<title>${escapeXml(describe(chart, line, point))}</title>`, crossAt(across(point.at) + aside, TOP + PLOT_HEIGHT, colour), '</g>'])),
  ];
}

function dashOf(position: number): string {
  const dash = DASHES[position % DASHES.length]!;
  return dash === '' ? '' : ` stroke-dasharray="${dash}"`;
}

interface Entry {
  readonly name: string;
  /** What stands before the name, around this place. */
  mark(x: number, y: number): string;
}

/** What lines are told apart by, and what a ring means, with as much in a row as there is room for. */
function legendOf({ across, lines }: Chart, top: number, right: number): { readonly marks: readonly string[]; readonly height: number } {
  const points = lines.flatMap((line) => line.points);
  const entries: readonly Entry[] = [
    ...(across && lines.length > 1 ? lines.map(({ name }, position): Entry => ({ name: `${across.label} ${name}`, mark: (x, y) => sampleOf(position, x, y) })) : []),
    ...(points.some(({ spread, failed }) => spread && failed > 0) ? [{ name: 'some runs failed', mark: ringAt }] : []),
    ...(points.some(({ spread }) => !spread) ? [{ name: 'no value', mark: crossAt }] : []),
  ];
  if (entries.length === 0) return { marks: [], height: 0 };
  let x = LEFT;
  let y = top + 14;
  const marks = entries.flatMap(({ name, mark }) => {
    const width = 36 + name.length * LETTER + ROOM;
    if (x > LEFT && x + width > right) [x, y] = [LEFT, y + LEGEND_LINE];
    const entry = [mark(x + 14, y - 4), `<text x="${pixels(x + 36)}" y="${y}">${escapeXml(name)}</text>`];
    x += width;
    return entry;
  });
  return { marks, height: y - top + 10 };
}

function sampleOf(position: number, x: number, y: number): string {
  const colour = COLOURS[position % COLOURS.length]!;
  return `<path d="M${pixels(x - 14)} ${pixels(y)}h28" stroke="${colour}" stroke-width="1.5"${dashOf(position)}/>${shapeAt(position, x, y, colour)}`;
}

function crossAt(x: number, y: number, colour = 'currentColor'): string {
  return `<path d="M${pixels(x - 4)} ${pixels(y - 4)}l8 8m0 -8l-8 8" fill="none" stroke="${colour}"/>`;
}

function ringAt(x: number, y: number): string {
  return `<circle cx="${pixels(x)}" cy="${pixels(y)}" r="9" fill="none" stroke="currentColor"/>`;
}

/** A point in words: `Servers 5, Election timeout, longest 300ms: 201 ms, from 150 ms to 300 ms in 20 runs, of which 1 failed` */
function describe({ along, across, format }: Chart, { name }: Line, { at, spread, runs, failed }: ChartPoint): string {
  const where = [...(along ? [`${along.label} ${along.names[at]}`] : []), ...(across ? [`${across.label} ${name}`] : [])].join(', ');
  const what = spread === null ? 'no value' : spread.minimum === spread.maximum ? format(spread.median) : `${format(spread.median)}, from ${format(spread.minimum)} to ${format(spread.maximum)}`;
  return `${where === '' ? '' : `${where}: `}${what} in ${spread?.runs ?? runs} ${(spread?.runs ?? runs) === 1 ? 'run' : 'runs'}${failed > 0 ? `, and ${failed} of ${runs} failed` : ''}`;
}

/** To a tenth. */
function pixels(place: number): string {
  return String(Number(place.toFixed(1)));
}
