/** The links between nodes, and what is cut of them. */
import type { SimulationView } from '../../../src/contract/simulation.ts';
import { along, wayBetween, type Layout, type Point } from '../layout.ts';

interface LinksProps {
  readonly view: SimulationView;
  readonly layout: Layout;
}

interface Link {
  readonly a: number;
  readonly b: number;
  /** Whether a can't send to b, and the other way round. */
  readonly forward: boolean;
  readonly backward: boolean;
  /** Whether it is not what it was at first, in either direction. */
  readonly changed: boolean;
}

export function Links({ view, layout }: LinksProps) {
  const links = linksOf(view);
  return (
    <g aria-hidden="true">
      {links.map((link) => (
        <LinkLine key={`${link.a}-${link.b}`} link={link} layout={layout} />
      ))}
      {links.map((link) => (link.forward || link.backward ? <CutMark key={`${link.a}-${link.b}`} link={link} layout={layout} /> : null))}
    </g>
  );
}

function LinkLine({ link: { a, b, forward, backward, changed }, layout }: { readonly link: Link; readonly layout: Layout }) {
  const { start, end } = wayBetween(layout, a, b, 0);
  const state = forward && backward ? 'link link-cut' : forward || backward ? 'link link-half-cut' : changed ? 'link link-changed' : 'link';
  return <line class={state} x1={start.x} y1={start.y} x2={end.x} y2={end.y} />;
}

/** A cross where nothing passes; an arrow that ends at a bar where one direction is blocked. */
function CutMark({ link: { a, b, forward, backward }, layout }: { readonly link: Link; readonly layout: Layout }) {
  const [from, to] = forward ? [a, b] : [b, a];
  const way = wayBetween(layout, from, to, 0);
  const { x, y } = along(way, 0.5);
  if (forward && backward) return <path class="cut-mark" d={`M${x - 4} ${y - 4}l8 8m0-8l-8 8`} />;
  const degrees = (Math.atan2(way.end.y - way.start.y, way.end.x - way.start.x) * 180) / Math.PI;
  return <path class="cut-mark" transform={`translate(${x} ${y}) rotate(${degrees})`} d="M-16 0H4M-2-5 4 0-2 5M9-9V9" />;
}

function linksOf({ nodes, cuts, changedLinks }: SimulationView): readonly Link[] {
  const cut = new Set(cuts.map(({ from, to }) => `${from} ${to}`));
  const changed = new Set(changedLinks.flatMap(({ from, to }) => [`${from} ${to}`, `${to} ${from}`]));
  return nodes.flatMap((a, index) =>
    nodes.slice(index + 1).flatMap((b): Link[] => {
      // Clients talk to servers, not to each other.
      if (a.kind === 'client' && b.kind === 'client') return [];
      return [{ a: a.id, b: b.id, forward: cut.has(`${a.id} ${b.id}`), backward: cut.has(`${b.id} ${a.id}`), changed: changed.has(`${a.id} ${b.id}`) }];
    }),
  );
}

/** The line that the learner draws to separate nodes. */
export function DrawnCut({ start, end }: { readonly start: Point; readonly end: Point }) {
  return <line class="drawn-cut" x1={start.x} y1={start.y} x2={end.x} y2={end.y} />;
}
