/** Messages in flight, each on its way between two nodes. */
import type { ReadonlySignal, Signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { MessageView } from '../../../src/contract/simulation.ts';
import { along, progress, wayBetween, type Layout, type Point, type Way } from '../layout.ts';
import { describeMessage, type SimulationModel } from '../model.ts';
import type { Marks } from '../vocabulary.ts';
import { useClock } from './clock.ts';
import { MarkShapePath } from './mark.tsx';

/** The two directions of a link keep this distance from its middle. */
const LANE = 6;
/** Standing markers of one direction are this far apart, as a share of the way. */
const STANDING_GAP = 0.09;

/** A message and where it is drawn. */
export interface Flight {
  readonly message: MessageView;
  readonly at: (time: number) => Point;
  /** What `at` was made of, to tell whether it changed. */
  readonly key: string;
}

/** @param calm whether messages stand still in the middle of their way instead of moving along it */
export function flightsOf(messages: readonly MessageView[], layout: Layout, calm: boolean): readonly Flight[] {
  const standing = new Map<string, number>();
  return messages.map((message) => {
    const { from, to, sentAt, arrivesAt } = message;
    const link = `${from} ${to}`;
    const order = standing.get(link) ?? 0;
    standing.set(link, order + 1);
    const way: Way = wayBetween(layout, from, to, LANE);
    const share = standingShare(order);
    return {
      message,
      at: (time) => along(way, calm ? share : progress(message, time)),
      key: [way.start.x, way.start.y, way.end.x, way.end.y, sentAt, arrivesAt, calm ? share : ''].join(' '),
    };
  });
}

/** Messages of one direction stand around its middle, in turn on either side. */
function standingShare(order: number): number {
  const steps = order % 2 === 0 ? order / 2 : -(order + 1) / 2;
  return Math.min(0.9, Math.max(0.1, 0.5 + steps * STANDING_GAP));
}

interface MessageDotProps {
  readonly model: SimulationModel;
  readonly flight: Flight;
  readonly marks: Marks;
  /** Id of the message whose label is shown. */
  readonly labelled: Signal<number | null>;
  readonly onOpen: (message: MessageView, at: Point) => void;
}

export function MessageDot({ model, flight, marks, labelled, onOpen }: MessageDotProps) {
  const dot = useRef<SVGGElement>(null);
  const { message, at, key } = flight;
  useClock(model.clock, (time) => dot.current?.setAttribute('transform', translation(at(time))), [key]);
  useLayoutEffect(
    () => () => {
      // A message that arrives takes the focus along to its receiver instead of losing it.
      const element = dot.current;
      if (element === null || document.activeElement !== element) return;
      element.ownerSVGElement?.querySelector<SVGElement>(`[data-node="${message.to}"]`)?.focus();
    },
    [message.to],
  );
  const label = (): void => {
    labelled.value = message.id;
  };
  const unlabel = (): void => {
    if (labelled.value === message.id) labelled.value = null;
  };
  const open = (): void => onOpen(message, at(model.clock.value));
  return (
    <g
      ref={dot}
      class="message"
      data-message={message.id}
      data-stage-item
      role="button"
      tabindex={-1}
      aria-haspopup="menu"
      aria-label={`Message: ${describeMessage(message, (id) => model.nameOf(id))}`}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        event.stopPropagation();
        open();
      }}
      onFocus={() => {
        // What is about to be acted on must not arrive meanwhile.
        model.player.pause();
        label();
      }}
      onBlur={unlabel}
      onPointerEnter={label}
      onPointerLeave={unlabel}
    >
      <circle class="message-reach" r={11} />
      <MarkShapePath mark={marks.of(message.type)} />
    </g>
  );
}

interface MessageLabelProps {
  readonly flight: Flight;
  readonly clock: ReadonlySignal<number>;
  /** Width of the stage, inside which the label stays. */
  readonly width: number;
}

export function MessageLabel({ flight: { message, at, key }, clock, width }: MessageLabelProps) {
  const label = useRef<SVGGElement>(null);
  const text = useRef<SVGTextElement>(null);
  const box = useRef<SVGRectElement>(null);

  useClock(
    clock,
    (time) => {
      if (label.current === null || text.current === null || box.current === null) return;
      const half = text.current.getComputedTextLength() / 2 + 6;
      const { x, y } = at(time);
      const inside = Math.min(width - half, Math.max(half, x));
      label.current.setAttribute('transform', translation({ x: inside, y: y < 34 ? y + 24 : y - 22 }));
      box.current.setAttribute('x', String(-half));
      box.current.setAttribute('width', String(2 * half));
    },
    [key, message.label, width],
  );
  return (
    <g ref={label} class="message-label" aria-hidden="true">
      <rect ref={box} y={-10} height={20} rx={4} />
      <text ref={text} y={4}>
        {message.label}
      </text>
    </g>
  );
}

function translation({ x, y }: Point): string {
  return `translate(${x.toFixed(1)} ${y.toFixed(1)})`;
}
