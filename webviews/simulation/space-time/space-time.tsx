/** The space-time diagram: a line for each node, an arrow for each message, and what could have brought about what. */
import type { ReadonlySignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ZoomInIcon, ZoomOutIcon } from '../../kit/icons.tsx';
import { Toolbar } from '../../kit/toolbar.tsx';
import type { SimulationModel } from '../model.ts';
import { Diagram } from './diagram.ts';
import { DiagramText } from './diagram-text.tsx';
import { EventCard, useDetails } from './event-card.tsx';
import { listenForGestures } from './gestures.ts';
import { pressKey } from './keys.ts';
import { SpaceTimeLegend } from './legend.tsx';
import { destinationOf } from './navigation.ts';
import { SavePicture } from './save-picture.tsx';
import { describeReach, describeSelected, nameOf } from './words.ts';

/** Of a step of the buttons. */
const ZOOM = 1.6;

interface SpaceTimeProps {
  readonly model: SimulationModel;
  readonly asText: boolean;
}

export function SpaceTime({ model, asText }: SpaceTimeProps) {
  const host = useRef<HTMLDivElement>(null);
  const [saving, setSaving] = useState(false);
  const diagram = useMemo(() => new Diagram(model), [model]);
  return (
    <section class="space-time stage-area" aria-label="Space-time diagram">
      <Tools
        model={model}
        diagram={diagram}
        onSave={() => {
          // What is saved must not change meanwhile.
          model.player.pause();
          setSaving(true);
        }}
      />
      <Plot model={model} diagram={diagram} host={host} />
      <Selected model={model} />
      <Legend model={model} />
      <DiagramText model={model} shown={asText} />
      {saving && host.current !== null ? <SavePicture model={model} diagram={diagram} host={host.current} onClose={() => setSaving(false)} /> : null}
    </section>
  );
}

interface PlotProps {
  readonly model: SimulationModel;
  readonly diagram: Diagram;
  readonly host: RefObject<HTMLDivElement | null>;
}

/** The picture; for who can't see it a list, of which the selected event and those around are there. */
function Plot({ model, diagram, host }: PlotProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (host.current === null || canvas.current === null) return undefined;
    const stops = [diagram.attach(canvas.current, host.current), listenForGestures(host.current, diagram)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [diagram]);
  const { length, selected } = useSettled(model);
  const list = {
    role: 'listbox',
    'aria-label': `Space-time diagram, ${length} events. N and P go to the next and the previous event, Shift and arrow keys along a node's line and to the lines beside it, M to the other end of a message; arrow keys move, plus and minus zoom.`,
    'aria-activedescendant': selected === null ? undefined : optionId(selected),
  } as const;
  return (
    <div
      ref={host}
      class="space-time-plot"
      tabIndex={0}
      {...(length === 0 ? ({ role: 'group', 'aria-label': 'Space-time diagram. Nothing has happened yet.' } as const) : list)}
      onKeyDown={(event) => {
        if (!pressKey(event, diagram)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <canvas ref={canvas} class="space-time-canvas" aria-hidden="true" />
      <Options model={model} />
      <Hint model={model} diagram={diagram} />
      <Progress model={model} />
    </div>
  );
}

/** What is known of the run. While playing it changes all the time, and nobody reads it: it stays what it was. */
function useSettled(model: SimulationModel): { readonly length: number; readonly selected: number | null } {
  if (!model.player.playing.value) void [model.history.revision.value, model.selectedEvent.value];
  const { length } = model.history.history.columns;
  const selected = model.selectedEvent.peek();
  return { length, selected: selected !== null && selected < length ? selected : null };
}

interface ToolsProps {
  readonly model: SimulationModel;
  readonly diagram: Diagram;
  readonly onSave: () => void;
}

function Tools({ model, diagram, onSave }: ToolsProps) {
  const orientation = useSelected(diagram.view, (view) => view.orientation);
  const other = orientation === 'down' ? 'right' : 'down';
  const { causes } = model.look.value;
  return (
    <div class="space-time-tools">
      <Toolbar label="Space-time diagram">
        <vscode-button appearance="icon" aria-label="Zoom in" title="Zoom in (+)" onClick={() => diagram.zoom(ZOOM)}>
          <ZoomInIcon />
        </vscode-button>
        <vscode-button appearance="icon" aria-label="Zoom out" title="Zoom out (−)" onClick={() => diagram.zoom(1 / ZOOM)}>
          <ZoomOutIcon />
        </vscode-button>
        <button type="button" class="chip" title="Show the whole run (0)" onClick={() => diagram.fit()}>
          Fit
        </button>
        <button type="button" class="chip" title="Bring the moment that is shown into the middle, and stay with it" onClick={() => diagram.toNow()}>
          Now
        </button>
        <button type="button" class="chip" title={`Let time run ${other === 'down' ? 'down the page' : 'to the right'}`} onClick={() => model.arrange({ orientation: other })}>
          {other === 'down' ? 'Time down' : 'Time right'}
        </button>
        <button type="button" class="chip" aria-pressed={causes} title="Set off what could have brought the selected event about, and what it could have" onClick={() => model.arrange({ causes: !causes })}>
          Past and future
        </button>
        <button type="button" class="chip" aria-haspopup="dialog" onClick={onSave}>
          Save picture…
        </button>
      </Toolbar>
    </div>
  );
}

function Options({ model }: { readonly model: SimulationModel }) {
  const { length, selected } = useSettled(model);
  const { columns, causality } = model.history.history;
  if (length === 0) return <p class="space-time-empty muted">Nothing has happened yet. Press Play, or step forward.</p>;
  const around = selected === null ? [0] : [destinationOf(columns, selected, 'previous'), selected, destinationOf(columns, selected, 'next')];
  const titleOf = (event: number): string | null => model.view.peek().now.find(({ id }) => id === event)?.title ?? model.events.at(event)?.title ?? null;
  return (
    <>
      {around.flatMap((event) =>
        event === null ? (
          []
        ) : (
          <div key={event} id={optionId(event)} class="visually-hidden" role="option" aria-selected={event === selected} aria-setsize={length} aria-posinset={event + 1} onClick={() => void model.pick(event)}>
            {event === selected ? describeSelected(columns, event, titleOf(event), causality.reachOf(event)) : nameOf(columns, event, titleOf(event))}
          </div>
        ),
      )}
    </>
  );
}

function optionId(event: number): string {
  return `space-time-event-${event}`;
}

/** What is pointed at, beside the pointer. */
function Hint({ model, diagram }: { readonly model: SimulationModel; readonly diagram: Diagram }) {
  const hovered = diagram.hovered.value;
  const details = useDetails(model, hovered);
  if (hovered === null || details === null) return null;
  const { x, y } = diagram.placeOf(hovered);
  const { width, height } = diagram.view.value;
  // On the side where there is more room.
  const place = {
    ...(x < width / 2 ? { left: `${x + 14}px` } : { right: `${width - x + 14}px` }),
    ...(y < height / 2 ? { top: `${y + 10}px` } : { bottom: `${height - y + 10}px` }),
  };
  return (
    <div class="space-time-hint" role="tooltip" style={place}>
      <EventCard details={details} />
    </div>
  );
}

/** While a long run is being fetched. */
function Progress({ model }: { readonly model: SimulationModel }) {
  void model.history.revision.value;
  const { eventCount } = model.view.value.head;
  const { length } = model.history.history.columns;
  if (model.history.failed.value) return <p class="space-time-progress small">The events could not be loaded. Step once, and they are asked for again.</p>;
  // The few of each step while playing are not worth a word.
  if (eventCount - length < 3_000) return null;
  return (
    <p class="space-time-progress small">
      {length} of {eventCount} events
    </p>
  );
}

/** The selected event in words, for who sees the diagram; a screen reader has it as the list's option. */
function Selected({ model }: { readonly model: SimulationModel }) {
  void model.history.revision.value;
  const { columns, causality } = model.history.history;
  const selected = model.selectedEvent.value;
  const playing = model.player.playing.value;
  const details = useDetails(model, playing ? null : selected);
  const event = model.view.value.now.find(({ id }) => id === selected);
  const known = selected !== null && selected < columns.length;
  return (
    <div class="space-time-selected small">
      {event === undefined ? (
        <span class="muted">No event is selected.</span>
      ) : (
        <>
          <span>
            <strong>{event.title}</strong> <span class="muted">event {event.id}</span>
          </span>
          {known && !playing ? <span class="space-time-reach">{describeReach(causality.reachOf(selected))}</span> : null}
          {details?.message ? <span class="space-time-carries muted">{details.message.fields.map(({ label, value }) => `${label}: ${value}`).join(', ')}</span> : null}
        </>
      )}
    </div>
  );
}

function Legend({ model }: { readonly model: SimulationModel }) {
  const used = useSelected(model.history.revision, () => [...model.history.history.columns.marksUsed].sort((a, b) => a - b).join(' '));
  return <SpaceTimeLegend used={new Set(used.split(' ').map(Number))} showsCauses={model.look.value.causes} />;
}

/** A part of what changes with each frame: where it stays what it was, nothing is rendered again. */
function useSelected<Whole, Part extends string | number | boolean>(whole: ReadonlySignal<Whole>, part: (whole: Whole) => Part): Part {
  const [value, setValue] = useState(() => part(whole.peek()));
  useEffect(() => whole.subscribe((next) => setValue(() => part(next))), [whole]);
  return value;
}
