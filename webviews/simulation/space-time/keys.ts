/** What keys do while the diagram has the focus. */
import type { Diagram } from './diagram.ts';
import { plotOf } from './viewport.ts';

/** Share of the plot by which an arrow key pans, and by which a page key does. */
const STEP = 0.12;
const PAGE = 0.9;
const ZOOM = 1.3;

/** For the panel's help. */
export const DIAGRAM_KEYS: readonly (readonly [keys: readonly string[], meaning: string])[] = [
  [['arrow keys', 'Page ↑', 'Page ↓'], 'In the space-time diagram: move along time'],
  [['+', '−', '0'], 'In the diagram: zoom in, zoom out, show the whole run'],
  [['Home', 'End'], 'In the diagram: its start and its end'],
  [['N', 'P'], 'In the diagram: the next and the previous event'],
  [['Shift and arrow keys'], 'In the diagram: along the node’s line, and to the lines beside it'],
  [['M'], 'In the diagram: to the other end of the message'],
];

/** @returns false for a key that means nothing here */
export function pressKey({ key, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent, diagram: Diagram): boolean {
  if (altKey || ctrlKey || metaKey) return false;
  const run = (shiftKey ? commandWithShift(key, diagram) : undefined) ?? commandOf(key, diagram);
  run?.();
  return run !== undefined;
}

function commandOf(key: string, diagram: Diagram): (() => void) | undefined {
  const { length } = plotOf(diagram.view.value);
  switch (key) {
    // Whichever way time runs, both pairs of arrows move along it: there is nothing to move to across.
    case 'ArrowRight':
    case 'ArrowDown':
      return () => diagram.pan(length * STEP);
    case 'ArrowLeft':
    case 'ArrowUp':
      return () => diagram.pan(-length * STEP);
    case 'PageDown':
      return () => diagram.pan(length * PAGE);
    case 'PageUp':
      return () => diagram.pan(-length * PAGE);
    case '+':
    case '=':
      return () => diagram.zoom(ZOOM);
    case '-':
    case '_':
      return () => diagram.zoom(1 / ZOOM);
    case '0':
      return () => diagram.fit();
    case 'Home':
      return () => diagram.toStart();
    case 'End':
      return () => diagram.toEnd();
    case 'n':
    case 'N':
      return () => diagram.step('next');
    case 'p':
    case 'P':
      return () => diagram.step('previous');
    case 'm':
    case 'M':
    case 'Enter':
      return () => diagram.step('other-end');
    default:
      return undefined;
  }
}

function commandWithShift(key: string, diagram: Diagram): (() => void) | undefined {
  const isDown = diagram.view.value.orientation === 'down';
  switch (key) {
    case 'ArrowDown':
      return () => diagram.step(isDown ? 'later' : 'line-after');
    case 'ArrowUp':
      return () => diagram.step(isDown ? 'earlier' : 'line-before');
    case 'ArrowRight':
      return () => diagram.step(isDown ? 'line-after' : 'later');
    case 'ArrowLeft':
      return () => diagram.step(isDown ? 'line-before' : 'earlier');
    default:
      return undefined;
  }
}
