/** Every event of the branch, of which only the rows in sight are drawn. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { SimulationModel } from './model.ts';
import { formatMoment } from './time.ts';

/** Height of a row in pixels; simulation.css gives rows the same. */
const ROW = 44;
/** Rows drawn beyond what is in sight, so that scrolling shows no gaps. */
const SPARE = 6;

export function EventList({ model }: { readonly model: SimulationModel }) {
  const list = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 400 });
  const [active, setActive] = useState<number | null>(null);
  const view = model.view.value;
  const length = view.head.eventCount;
  const current = model.selectedEvent.value ?? 0;
  const focused = Math.min(active ?? current, Math.max(0, length - 1));

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setScroll({ top: element.scrollTop, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  // The list follows the cursor, until an arrow key moves away from it.
  useLayoutEffect(() => setActive(null), [current]);
  useLayoutEffect(() => reveal(list.current, focused), [focused]);

  const first = Math.max(0, Math.floor(scroll.top / ROW) - SPARE);
  const last = Math.min(length - 1, Math.ceil((scroll.top + scroll.height) / ROW) + SPARE);
  // Read so that rows appear when they have been loaded.
  void model.events.revision.value;
  useLayoutEffect(() => {
    if (length > 0) model.events.require(first, last, length);
  });

  if (length === 0) return <p class="empty muted">No event yet. Each thing that happens will be listed here with its explanation.</p>;
  return (
    <div
      ref={list}
      class="event-list"
      role="listbox"
      tabIndex={0}
      aria-label={`Events, ${length} so far. Enter goes to the marked one.`}
      aria-activedescendant={focused >= first && focused <= last ? rowId(focused) : undefined}
      onScroll={(event) => setScroll({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}
      onKeyDown={(event) => {
        const target = destination(event.key, focused, length, Math.max(1, Math.floor(scroll.height / ROW) - 1));
        if (event.key === 'Enter') void model.pick(focused);
        else if (target === null) return;
        else setActive(target);
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div class="event-space" style={{ height: `${length * ROW}px` }}>
        {Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => (
          <Row key={first + offset} model={model} position={first + offset} length={length} active={first + offset === active} />
        ))}
      </div>
    </div>
  );
}

interface RowProps {
  readonly model: SimulationModel;
  readonly position: number;
  readonly length: number;
  /** Whether the arrow keys have moved here. */
  readonly active: boolean;
}

function Row({ model, position, length, active }: RowProps) {
  const event = model.events.at(position);
  const isCurrent = event !== undefined && event.step === model.view.value.cursor.step;
  const classes = ['event'];
  if (isCurrent) classes.push('event-current');
  if (active) classes.push('event-active');
  if (event !== undefined && event.id === model.selectedEvent.value) classes.push('event-selected');
  if (event !== undefined && model.events.at(position - 1)?.step === event.step) classes.push('event-consequence');
  return (
    <div
      id={rowId(position)}
      class={classes.join(' ')}
      role="option"
      aria-selected={isCurrent}
      aria-setsize={length}
      aria-posinset={position + 1}
      style={{ top: `${position * ROW}px` }}
      title={event?.explanation}
      onClick={() => void model.pick(position)}
    >
      {event === undefined ? (
        <span class="muted">…</span>
      ) : (
        <>
          <span class="event-head">
            <span class="event-title">{event.title}</span>
            <span class="event-time small muted">{formatMoment(event.time)}</span>
          </span>
          <span class="event-explanation small muted">{event.explanation}</span>
        </>
      )}
    </div>
  );
}

function rowId(position: number): string {
  return `event-${position}`;
}

function reveal(list: HTMLElement | null, position: number): void {
  if (list === null) return;
  const top = position * ROW;
  if (top < list.scrollTop) list.scrollTop = Math.max(0, top - ROW);
  else if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + 2 * ROW - list.clientHeight;
}

function destination(key: string, position: number, length: number, page: number): number | null {
  const clamp = (target: number): number => Math.min(length - 1, Math.max(0, target));
  switch (key) {
    case 'ArrowDown':
      return clamp(position + 1);
    case 'ArrowUp':
      return clamp(position - 1);
    case 'PageDown':
      return clamp(position + page);
    case 'PageUp':
      return clamp(position - page);
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return null;
  }
}
