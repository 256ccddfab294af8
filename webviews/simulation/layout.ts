/** Where things are on the stage: pure geometry, in the units of the picture's view box. */
import type { MessageView, NodeView, SimulationView } from '../../src/contract/simulation.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Place extends Point {
  /** Labels stand outside the ring, where no message passes. */
  readonly labels: 'above' | 'below';
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Pixels per unit. */
  readonly scale: number;
  readonly radius: number;
  /** Whether there is room for each node's summary and log. */
  readonly roomy: boolean;
  readonly places: readonly Place[];
}

interface Size {
  /** Radius of a node. */
  readonly radius: number;
  /** Room that a node needs around it: half its width, and the height of its labels. */
  readonly halfWidth: number;
  readonly labelHeight: number;
  readonly roomy: boolean;
}

/** From the roomiest down; the first in which nothing overlaps is taken, or else the last. */
const SIZES: readonly Size[] = [
  { radius: 27, halfWidth: 60, labelHeight: 38, roomy: true },
  { radius: 24, halfWidth: 34, labelHeight: 17, roomy: false },
  { radius: 17, halfWidth: 25, labelHeight: 15, roomy: false },
];

/** Room for the timer's arc around a node. */
export const ARC = 7;
const GAP = 8;
const REFERENCE_HEIGHT = 540;
const LARGEST_SCALE = 1.7;
const FLATTEST = 1.5;

/** @param width @param height of the stage in pixels */
export function layOut(nodes: readonly NodeView[], width: number, height: number): Layout {
  const scale = Math.min(LARGEST_SCALE, Math.max(1, Math.min(width / 760, height / REFERENCE_HEIGHT)));
  const candidates = SIZES.map((size): Layout => {
    const area = { width: width / scale, height: height / scale };
    return { ...area, scale, radius: size.radius, roomy: size.roomy, places: arrange(nodes, area.width, area.height, size) };
  });
  const fitting = candidates.find((layout, index) => !overlaps(layout.places, SIZES[index]));
  const chosen = fitting ?? candidates.at(-1);
  if (chosen === undefined) throw new Error('There is no size to lay the stage out with.');
  return chosen;
}

function arrange(nodes: readonly NodeView[], width: number, height: number, size: Size): readonly Place[] {
  const clients = nodes.filter((node) => node.kind === 'client');
  const servers = nodes.filter((node) => node.kind === 'server');
  const reach = size.radius + ARC + size.labelHeight;
  const beside = width > height * 1.3;
  const column = clients.length > 0 && beside ? size.halfWidth * 2 + GAP * 2 : 0;
  const row = clients.length > 0 && !beside ? size.radius + reach + GAP * 2 : 0;
  // Above a row of clients two servers stand side by side, so that neither is behind the other.
  const isPair = servers.length === 2 && row > 0;
  const unit = servers.map((_, index): Point => {
    const angle = (2 * Math.PI * index) / servers.length - (isPair ? Math.PI : Math.PI / 2);
    return { x: Math.cos(angle), y: Math.sin(angle) };
  });
  // An odd ring reaches less far down than up: its true extent is what has to fit, and what is centred.
  const bottom = Math.max(0.5, ...unit.map(({ y }) => y));
  const side = Math.max(0.5, ...unit.map(({ x }) => x));
  const ry = (height - row - 2 * (reach + GAP)) / (1 + bottom);
  const rx = Math.min(((width - column) / 2 - size.halfWidth - GAP) / side, ry * FLATTEST);
  const halfRing = rx * side + size.halfWidth + GAP;
  // Together, clients and ring are in the middle.
  const left = Math.max(0, (width - column - 2 * halfRing) / 2);
  const center = { x: column > 0 ? left + column + halfRing : width / 2, y: reach + GAP + (isPair ? ry / 3 : ry) };
  const ring = unit.map((point): Place => {
    const y = center.y + ry * point.y;
    return { x: center.x + rx * point.x, y, labels: isPair || point.y < -0.01 ? 'above' : 'below' };
  });
  const outside = clients.map((_, index): Place => {
    const share = (index + 1) / (clients.length + 1);
    return beside
      ? { x: left + GAP + size.halfWidth, y: height * share, labels: 'below' }
      : { x: width * share, y: height - reach - GAP, labels: 'below' };
  });
  return nodes.map((node) => {
    const place = node.kind === 'client' ? outside[clients.indexOf(node)] : ring[servers.indexOf(node)];
    if (place === undefined) throw new Error(`Node ${node.id} has no place.`);
    return place;
  });
}

function overlaps(places: readonly Place[], size: Size | undefined): boolean {
  if (size === undefined) return true;
  const boxes = places.map(({ x, y, labels }) => {
    const edge = size.radius + ARC;
    const [over, under] = labels === 'above' ? [size.labelHeight, 0] : [0, size.labelHeight];
    return { left: x - size.halfWidth, right: x + size.halfWidth, top: y - edge - over, bottom: y + edge + under };
  });
  return boxes.some((a, index) =>
    boxes.slice(index + 1).some((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom),
  );
}

/** Keeps a message's mark clear of the nodes at both ends. */
const MARK = 5;

/** A straight way from one node's edge to another's. */
export interface Way {
  readonly start: Point;
  readonly end: Point;
}

/**
 * The two directions of a link are drawn side by side: `offset` moves the way to its own right.
 * @param offset distance from the line between the two centres
 */
export function wayBetween(layout: Layout, from: number, to: number, offset: number): Way {
  const a = layout.places[from];
  const b = layout.places[to];
  if (a === undefined || b === undefined) throw new Error(`There is no link from node ${from} to node ${to}.`);
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const unit = { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
  const edge = layout.radius + ARC + MARK;
  const side = { x: -unit.y * offset, y: unit.x * offset };
  return {
    start: { x: a.x + unit.x * edge + side.x, y: a.y + unit.y * edge + side.y },
    end: { x: b.x - unit.x * edge + side.x, y: b.y - unit.y * edge + side.y },
  };
}

export function along({ start, end }: Way, share: number): Point {
  return { x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share };
}

/** How much of its way a message has gone at a moment, from 0 to 1. */
export function progress({ sentAt, arrivesAt }: Pick<MessageView, 'sentAt' | 'arrivesAt'>, time: number): number {
  if (arrivesAt <= sentAt) return 1;
  return Math.min(1, Math.max(0, (time - sentAt) / (arrivesAt - sentAt)));
}

/** The nodes to the left and to the right of a line through two points; nodes of either side keep their order. */
export function sidesOf(places: readonly Point[], start: Point, end: Point): readonly [readonly number[], readonly number[]] {
  const right = places.map(({ x, y }) => (end.x - start.x) * (y - start.y) - (end.y - start.y) * (x - start.x) > 0);
  const pick = (side: boolean): number[] => places.flatMap((_, node) => (right[node] === side ? [node] : []));
  return [pick(false), pick(true)];
}

/**
 * The groups of nodes that a set of cuts leaves, or null where cuts don't separate the nodes into groups that are
 * whole inside and cut off from each other in both directions.
 */
export function groupsOf(view: Pick<SimulationView, 'nodes' | 'cuts'>): readonly (readonly number[])[] | null {
  if (view.cuts.length === 0) return null;
  const cut = new Set(view.cuts.map(({ from, to }) => `${from} ${to}`));
  const talk = (a: number, b: number): boolean => !cut.has(`${a} ${b}`);
  const ids = view.nodes.map((node) => node.id);
  const groups: number[][] = [];
  for (const id of ids) {
    const home = groups.find((group) => group.every((other) => talk(id, other) && talk(other, id)));
    if (home) home.push(id);
    else groups.push([id]);
  }
  const apart = groups.every((group, index) =>
    groups.slice(index + 1).every((other) => group.every((a) => other.every((b) => !talk(a, b) && !talk(b, a)))),
  );
  return apart ? groups : null;
}
