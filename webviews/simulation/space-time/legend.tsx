/** Under the diagram: what its marks and lines mean, of those that there are. */
import type { ComponentChildren } from 'preact';
import { MARKS, type EventMark } from './marks.ts';
import { OUTLINES } from './shapes.ts';

interface LegendProps {
  /** Positions in `MARKS` of which there are events. */
  readonly used: ReadonlySet<number>;
  readonly showsCauses: boolean;
}

export function SpaceTimeLegend({ used, showsCauses }: LegendProps) {
  return (
    <div class="legend space-time-legend">
      {MARKS.map((mark, code) => (mark.way !== null || !used.has(code) ? null : <Item key={mark.word} mark={mark} />))}
      <Line label="message" draw={<path d="M1 8H20M20 8l-5-3v6z" />} />
      <Line label="on its way" draw={<path d="M1 8H24" stroke-dasharray="5 4" />} />
      <Line label="lost" draw={<path d="M1 8H18M15 4l8 8M23 4l-8 8" />} />
      {showsCauses ? (
        <>
          <Line label="past of the event" draw={<path class="space-time-past" d="M1 8H24" />} />
          <Line label="future" draw={<path class="space-time-future" d="M1 4H24M1 12H24" stroke-dasharray="5 4" />} />
        </>
      ) : null}
    </div>
  );
}

function Item({ mark: { word, shape, ink } }: { readonly mark: EventMark }) {
  const { path, filled } = OUTLINES[shape];
  return (
    <span class="legend-item">
      <svg width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true" class={`ink-${ink}`}>
        <path d={path} fill={filled ? 'currentColor' : 'none'} stroke="currentColor" stroke-width={filled ? 0 : 1.6} />
      </svg>
      {word}
    </span>
  );
}

function Line({ label, draw }: { readonly label: string; readonly draw: ComponentChildren }) {
  return (
    <span class="legend-item">
      <svg width="26" height="16" viewBox="0 0 26 16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.5">
        {draw}
      </svg>
      {label}
    </span>
  );
}
