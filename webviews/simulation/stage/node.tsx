/** One node: its role by badge, shape and colour, its status by outline and sign, its timers as arcs that run down. */
import type { ReadonlySignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { LogEntryView, NodeView } from '../../../src/contract/simulation.ts';
import { conditionsOf } from '../conditions.ts';
import { ARC, type Layout, type Place } from '../layout.ts';
import { styleOfRole } from '../vocabulary.ts';
import { useClock } from './clock.ts';

/** Entries of the log that a strip has room for; the newest ones. */
const STRIP = 8;
const CELL = 13;
const LONGEST_SUMMARY = 22;

interface NodeProps {
  readonly node: NodeView;
  readonly place: Place;
  readonly layout: Layout;
  readonly clock: ReadonlySignal<number>;
  readonly selected: boolean;
  readonly open: boolean;
  /** While a cut is drawn: whether the node lies on the far side of it. */
  readonly farSide: boolean;
  readonly onOpen: () => void;
  readonly onFocus: () => void;
}

export function Node({ node, place, layout, clock, selected, open, farSide, onOpen, onFocus }: NodeProps) {
  const { radius } = layout;
  const classes = ['node', `node-${node.kind}`, `role-${styleOfRole(node.role)}`, `status-${node.status}`];
  if (selected) classes.push('node-selected');
  if (farSide) classes.push('node-far');
  return (
    <g class={classes.join(' ')} transform={`translate(${place.x.toFixed(1)} ${place.y.toFixed(1)})`}>
      <g aria-hidden="true">
        {selected ? <circle class="node-halo" r={radius + ARC + 1} /> : null}
        {node.status === 'up' ? node.timers.map((timer, index) => <TimerArc key={timer.name} timer={timer} clock={clock} radius={radius + 4 + index * 3} />) : null}
        <Body node={node} radius={radius} />
        <Labels node={node} place={place} layout={layout} />
      </g>
      {/* The control is apart from the drawing, whose letters would not be in the name that it is called by. */}
      <circle
        class="node-reach"
        r={radius + ARC}
        data-node={node.id}
        data-stage-item
        role="button"
        tabindex={-1}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={describeNode(node)}
        onClick={onOpen}
        onFocus={onFocus}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          event.stopPropagation();
          onOpen();
        }}
      />
    </g>
  );
}

function Body({ node, radius }: { readonly node: NodeView; readonly radius: number }) {
  const style = styleOfRole(node.role);
  return (
    <>
      {node.kind === 'client' ? (
        <rect class="node-body" x={-radius * 0.9} y={-radius * 0.8} width={radius * 1.8} height={radius * 1.6} rx={6} />
      ) : style === 'contender' ? (
        <path class="node-body" d={octagon(radius)} />
      ) : (
        <circle class="node-body" r={radius} />
      )}
      {style === 'lead' && node.status !== 'crashed' ? <Inner node={node} radius={radius} /> : null}
      <text class="node-badge" y={-1} font-size={radius * 0.62}>
        {node.badge}
      </text>
      <text class="node-name" y={radius * 0.52} font-size={Math.max(10, radius * 0.42)}>
        {node.name}
      </text>
      {node.status === 'crashed' ? <path class="sign-crashed" d={cross(radius * 0.72)} /> : null}
      {node.status === 'paused' ? <PauseSign radius={radius} /> : null}
      {node.status === 'up' && conditionsOf(node).length > 0 ? <TroubleSign radius={radius} /> : null}
    </>
  );
}

/** The second outline of who leads. */
function Inner({ node, radius }: { readonly node: NodeView; readonly radius: number }) {
  if (node.kind !== 'client') return <circle class="node-inner" r={radius - 4} />;
  return <rect class="node-inner" x={4 - radius * 0.9} y={4 - radius * 0.8} width={radius * 1.8 - 8} height={radius * 1.6 - 8} rx={3} />;
}

/** Bars on a disk at the node's shoulder, clear of badge and name. */
function PauseSign({ radius }: { readonly radius: number }) {
  return (
    <g class="sign-paused" transform={`translate(${radius * 0.75} ${-radius * 0.75})`}>
      <circle r={9} />
      <path d="M-2.5-4v8M2.5-4v8" />
    </g>
  );
}

/** An exclamation mark in the same place: the node works, but is slow or has a wrong clock. */
function TroubleSign({ radius }: { readonly radius: number }) {
  return (
    <g class="sign-trouble" transform={`translate(${radius * 0.75} ${-radius * 0.75})`}>
      <circle r={9} />
      <path d="M0-5.5v6M0 3v2.5" />
    </g>
  );
}

function Labels({ node, place, layout }: { readonly node: NodeView; readonly place: Place; readonly layout: Layout }) {
  const edge = layout.radius + ARC;
  const above = place.labels === 'above';
  const line = above ? -edge - 5 : edge + 12;
  // That a node does not work matters more than what it last knew.
  const text = node.status !== 'up' ? node.status : layout.roomy ? shorten(node.summary) : null;
  return (
    <>
      {text === null ? null : (
        <text class="node-summary" y={line}>
          {text}
        </text>
      )}
      {layout.roomy && node.log.length > 0 ? <LogStrip log={node.log} y={above ? line - 27 : line + 6} /> : null}
    </>
  );
}

function LogStrip({ log, y }: { readonly log: readonly LogEntryView[]; readonly y: number }) {
  const shown = log.slice(-STRIP);
  const left = (-shown.length * CELL) / 2;
  return (
    <g class="log-strip" transform={`translate(${left} ${y})`}>
      {shown.map((entry, position) => (
        <g key={entry.index} class={entry.settled ? 'log-entry log-settled' : 'log-entry'} transform={`translate(${position * CELL} 0)`}>
          <rect x={0.75} y={0.75} width={CELL - 1.5} height={CELL - 1.5} rx={2} />
          <text x={CELL / 2} y={CELL - 3.5}>
            {entry.mark}
          </text>
        </g>
      ))}
    </g>
  );
}

interface TimerArcProps {
  readonly timer: NodeView['timers'][number];
  readonly clock: ReadonlySignal<number>;
  readonly radius: number;
}

/** A full circle when the timer is set, nothing when it fires. */
function TimerArc({ timer, clock, radius }: TimerArcProps) {
  const arc = useRef<SVGCircleElement>(null);
  const { setAt, firesAt } = timer;
  useClock(
    clock,
    (time) => {
      const left = firesAt > setAt ? Math.min(1, Math.max(0, (firesAt - time) / (firesAt - setAt))) : 0;
      arc.current?.setAttribute('stroke-dasharray', `${left.toFixed(4)} 1`);
    },
    [setAt, firesAt],
  );
  return <circle ref={arc} class="timer" r={radius} pathLength={1} transform="rotate(-90)" />;
}

function describeNode(node: NodeView): string {
  const status = [...(node.status === 'up' ? [] : [node.status]), ...conditionsOf(node)].map((condition) => `, ${condition}`).join('');
  return `${node.name}, ${node.role}${status}. ${node.summary}`;
}

function shorten(text: string): string {
  return text.length <= LONGEST_SUMMARY ? text : `${text.slice(0, LONGEST_SUMMARY - 1)}…`;
}

function octagon(radius: number): string {
  const corner = radius * Math.SQRT1_2 * 0.58;
  return `M${-corner} ${-radius}H${corner}L${radius} ${-corner}V${corner}L${corner} ${radius}H${-corner}L${-radius} ${corner}V${-corner}z`;
}

function cross(reach: number): string {
  return `M${-reach} ${-reach}L${reach} ${reach}M${reach} ${-reach}L${-reach} ${reach}`;
}
