/** The picture of the nodes and the network, and acting on it: nodes and messages open a menu, a drawn line makes a partition. */
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { MessageView, NodeView } from '../../../src/contract/simulation.ts';
import { Menu, type MenuItem } from '../../kit/menu.tsx';
import { focusByKey, setTabStop } from '../../kit/roving.ts';
import { layOut, sidesOf, type Layout, type Point } from '../layout.ts';
import type { SimulationModel } from '../model.ts';
import { Legend } from './legend.tsx';
import { DrawnCut, Links } from './links.tsx';
import { messageMenu, nodeMenu } from './menus.ts';
import { flightsOf, MessageDot, MessageLabel } from './messages.tsx';
import { Node } from './node.tsx';

/** Shorter lines are a click that slipped. */
const SHORTEST_CUT = 24;

interface StageProps {
  readonly model: SimulationModel;
  /** Whether the next drag draws a cut. */
  readonly drawing: boolean;
  readonly onDrawn: () => void;
}

interface OpenMenu {
  /** Selector of what it was opened from. */
  readonly from: string;
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly at: Point;
}

interface Line {
  readonly start: Point;
  readonly end: Point;
}

export function Stage({ model, drawing, onDrawn }: StageProps) {
  const frame = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const active = useRef<Element | null>(null);
  const size = useSize(frame);
  const { marks } = model;
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const line = useSignal<Line | null>(null);
  const labelled = useSignal<number | null>(null);
  const view = model.view.value;
  const layout = useMemo(() => layOut(view.nodes, size.width, size.height), [view.nodes, size.width, size.height]);
  for (const { type } of view.messages) marks.of(type);
  const flights = flightsOf(view.messages, layout, model.calm.value);
  const labelledFlight = flights.find(({ message }) => message.id === labelled.value);

  const items = (): SVGElement[] => [...(svg.current?.querySelectorAll<SVGElement>('[data-stage-item]') ?? [])];
  useLayoutEffect(() => setTabStop(items(), active.current));
  useEffect(() => {
    if (!drawing) line.value = null;
  }, [drawing]);

  const openNode = (node: NodeView): void => {
    const place = layout.places[node.id];
    if (place === undefined) return;
    model.select(node.id);
    setMenu({
      from: `[data-node="${node.id}"]`,
      label: node.name,
      items: nodeMenu(model, node),
      at: inPixels(layout, { x: place.x + layout.radius, y: place.y + layout.radius }),
    });
  };
  const openMessage = (message: MessageView, at: Point): void => {
    model.player.pause();
    setMenu({
      from: `[data-message="${message.id}"]`,
      label: message.label,
      items: messageMenu(model, message),
      at: inPixels(layout, { x: at.x + 10, y: at.y + 10 }),
    });
  };
  const closeMenu = (returnFocus: boolean): void => {
    if (returnFocus && menu !== null) svg.current?.querySelector<SVGElement>(menu.from)?.focus();
    setMenu(null);
  };

  const drawn = line.value;
  const far = new Set(drawn === null ? [] : sidesOf(layout.places, drawn.start, drawn.end)[1]);
  const finish = (): void => {
    const cut = line.value;
    line.value = null;
    if (cut === null || Math.hypot(cut.end.x - cut.start.x, cut.end.y - cut.start.y) < SHORTEST_CUT) return;
    onDrawn();
    const [near, beyond] = sidesOf(layout.places, cut.start, cut.end);
    if (near.length > 0 && beyond.length > 0) void model.act({ kind: 'partition', groups: [[...near], [...beyond]] });
    else model.notice.value = 'The line leaves all nodes on one side. Draw it between the nodes that should not reach each other.';
  };

  return (
    <div class="stage-area">
      <div ref={frame} class={drawing ? 'stage stage-drawing' : 'stage'}>
        <svg
          ref={svg}
          class="stage-picture"
          width={size.width}
          height={size.height}
          viewBox={`0 0 ${layout.width} ${layout.height}`}
          role="group"
          aria-label={`${view.title}: nodes and messages in flight. Arrow keys move between them, Enter opens what can be done.`}
          onFocusIn={(event) => {
            active.current = (event.target as Element).closest('[data-stage-item]');
            setTabStop(items(), active.current);
          }}
          onKeyDown={(event) => focusByKey(event, items(), active.current, 'both')}
          onPointerDown={(event) => {
            if (!drawing) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            const start = pointOf(event, layout);
            line.value = { start, end: start };
          }}
          onPointerMove={(event) => {
            if (line.value !== null) line.value = { start: line.value.start, end: pointOf(event, layout) };
          }}
          onPointerUp={finish}
          onPointerCancel={() => (line.value = null)}
        >
          <Links view={view} layout={layout} />
          {view.nodes.map((node) => {
            const place = layout.places[node.id];
            return place === undefined ? null : (
              <Node
                key={node.id}
                node={node}
                place={place}
                layout={layout}
                clock={model.clock}
                selected={model.selectedNode.value === node.id}
                open={menu?.from === `[data-node="${node.id}"]`}
                farSide={far.has(node.id)}
                onOpen={() => openNode(node)}
                onFocus={() => model.select(node.id)}
              />
            );
          })}
          {flights.map((flight) => (
            <MessageDot key={flight.message.id} model={model} flight={flight} marks={marks} labelled={labelled} onOpen={openMessage} />
          ))}
          {labelledFlight === undefined ? null : <MessageLabel flight={labelledFlight} clock={model.clock} width={layout.width} />}
          {drawn === null ? null : <DrawnCut start={drawn.start} end={drawn.end} />}
        </svg>
        {menu === null ? null : <Menu label={menu.label} items={menu.items} at={menu.at} onClose={closeMenu} />}
      </div>
      <Legend view={view} marks={marks} drawing={drawing} nameOf={(id) => model.nameOf(id)} />
    </div>
  );
}

function pointOf(event: PointerEvent, { scale }: Layout): Point {
  const picture = (event.currentTarget as Element).getBoundingClientRect();
  return { x: (event.clientX - picture.left) / scale, y: (event.clientY - picture.top) / scale };
}

function inPixels({ scale }: Layout, { x, y }: Point): Point {
  return { x: x * scale, y: y * scale };
}

/** The size of an element in pixels, followed as it changes. */
function useSize(element: { readonly current: HTMLElement | null }): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 640, height: 460 });
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
