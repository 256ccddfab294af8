/** Under the picture: what the marks of messages mean, and how the network is cut. */
import type { SimulationView } from '../../../src/contract/simulation.ts';
import { groupsOf } from '../layout.ts';
import type { Marks } from '../vocabulary.ts';
import { MarkShapePath } from './mark.tsx';

/** Links whose change is told one by one. */
const MOST_CHANGES = 3;

interface LegendProps {
  readonly view: SimulationView;
  readonly marks: Marks;
  readonly drawing: boolean;
  readonly nameOf: (id: number) => string;
}

export function Legend({ view, marks, drawing, nameOf }: LegendProps) {
  return (
    <div class="legend">
      {drawing ? <strong>Drag a line between the nodes that should not reach each other. Escape gives up.</strong> : null}
      {view.cuts.length > 0 ? <span class="legend-cut">{describeCuts(view, nameOf)}</span> : null}
      {view.changedLinks.length > 0 ? <span class="legend-changed">{describeChanges(view, nameOf)}</span> : null}
      {marks.types.map((type) => (
        <span key={type} class="legend-item">
          <svg width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true">
            <MarkShapePath mark={marks.of(type)} />
          </svg>
          {type}
        </span>
      ))}
      {marks.types.length === 0 && !drawing ? <span>No message is on its way.</span> : null}
    </div>
  );
}

export function describeCuts(view: SimulationView, nameOf: (id: number) => string): string {
  const groups = groupsOf(view);
  if (groups !== null) return `Cut apart: ${groups.map((group) => group.map(nameOf).join(' ')).join(' | ')}`;
  return `Cut: ${view.cuts.map(({ from, to }) => `${nameOf(from)} → ${nameOf(to)}`).join(', ')}`;
}

/** @returns the links that are not as they were at first; the first few of many */
export function describeChanges({ nodes, changedLinks }: SimulationView, nameOf: (id: number) => string): string {
  const [first] = changedLinks;
  if (first && changedLinks.length === nodes.length * nodes.length && changedLinks.every(({ label }) => label === first.label)) return `Changed: every link (${first.label})`;
  const shown = changedLinks.slice(0, MOST_CHANGES).map(({ from, to, label }) => `${nameOf(from)} → ${nameOf(to)} (${label})`);
  const more = changedLinks.length - shown.length;
  return `Changed: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
