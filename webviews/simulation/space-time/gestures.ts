/** Panning, zooming and pointing with mouse, touch and wheel. */
import type { Diagram } from './diagram.ts';
import { axesOf, showsAll } from './viewport.ts';

/** Pixels that a pointer may slip in a click. */
const SLIP = 4;
/** Of a wheel's turn, a pixel of which makes things so much larger or smaller. */
const ZOOM_PER_PIXEL = 1.0016;
const PINCH_PER_PIXEL = 1.01;
const LINE_HEIGHT = 16;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** @returns what stops listening */
export function listenForGestures(host: HTMLElement, diagram: Diagram): () => void {
  const pointers = new Map<number, Point>();
  let dragged = false;
  let pressedAt: Point = { x: 0, y: 0 };

  const pointOf = (event: MouseEvent): Point => {
    const box = host.getBoundingClientRect();
    return { x: event.clientX - box.left - host.clientLeft, y: event.clientY - box.top - host.clientTop };
  };
  const alongOf = ({ x, y }: Point): number => axesOf(diagram.view.value, x, y).along;

  const press = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const point = pointOf(event);
    if (pointers.size === 0) [dragged, pressedAt] = [false, point];
    else dragged = true;
    pointers.set(event.pointerId, point);
    host.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    const point = pointOf(event);
    const before = pointers.get(event.pointerId);
    if (before === undefined) {
      diagram.hovered.value = diagram.eventAt(point.x, point.y);
      return;
    }
    dragged ||= Math.hypot(point.x - pressedAt.x, point.y - pressedAt.y) > SLIP;
    if (!dragged) return;
    diagram.hovered.value = null;
    const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, other]) => other);
    pointers.set(event.pointerId, point);
    const [other] = others;
    if (other === undefined) {
      diagram.pan(alongOf(before) - alongOf(point));
      return;
    }
    const [was, is] = [before, point].map(({ x, y }) => Math.max(10, Math.hypot(x - other.x, y - other.y))) as [number, number];
    diagram.zoom(is / was, (alongOf(point) + alongOf(other)) / 2);
    diagram.pan((alongOf(before) - alongOf(point)) / 2);
  };
  const release = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId) || dragged || event.type === 'pointercancel') return;
    const { x, y } = pointOf(event);
    const hit = diagram.eventAt(x, y);
    if (hit !== null) diagram.select(hit);
  };
  const leave = (): void => {
    diagram.hovered.value = null;
  };
  const turn = (event: WheelEvent): void => {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_HEIGHT : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 400 : 1;
    const [sideways, down] = [event.deltaX * unit, event.deltaY * unit];
    const isPan = event.shiftKey || Math.abs(sideways) > Math.abs(down);
    // Where there is nothing to zoom out of, the page goes on scrolling.
    if (!isPan && down > 0 && !event.ctrlKey && showsAll(diagram.view.value, diagram.until)) return;
    event.preventDefault();
    if (isPan) diagram.pan(Math.abs(sideways) > Math.abs(down) ? sideways : down);
    // A pinch on a trackpad comes as a wheel with Ctrl, in smaller steps.
    else diagram.zoom((event.ctrlKey ? PINCH_PER_PIXEL : ZOOM_PER_PIXEL) ** -down, alongOf(pointOf(event)));
  };

  host.addEventListener('pointerdown', press);
  host.addEventListener('pointermove', move);
  host.addEventListener('pointerup', release);
  host.addEventListener('pointercancel', release);
  host.addEventListener('pointerleave', leave);
  host.addEventListener('wheel', turn, { passive: false });
  return () => {
    host.removeEventListener('pointerdown', press);
    host.removeEventListener('pointermove', move);
    host.removeEventListener('pointerup', release);
    host.removeEventListener('pointercancel', release);
    host.removeEventListener('pointerleave', leave);
    host.removeEventListener('wheel', turn);
  };
}
