/** The diagram on its canvas: what part of the run it shows, drawing it when something has changed, and what is under the pointer. */
import { effect, signal, untracked, type Signal } from '@preact/signals';
import { describeCuts } from '../stage/legend.tsx';
import { groupsOf } from '../layout.ts';
import { bookmarksOf } from '../bookmarks.ts';
import type { SimulationModel } from '../model.ts';
import { CanvasPen } from './canvas-pen.ts';
import { NONE } from './columns.ts';
import type { History } from './history.ts';
import { eventAt } from './hits.ts';
import { destinationOf, type Move } from './navigation.ts';
import { paint, placeOfEvent } from './painter.ts';
import { readPalette, watchTheme } from './palette.ts';
import type { Palette } from './pen.ts';
import { OF_SCREEN, type Drawn, type Scene } from './scene.ts';
import { alongOf, bounded, centred, fitted, LARGEST_SCALE, panned, plotOf, pointOf, zoomed, type Orientation, type Viewport } from './viewport.ts';

/** Below this width time runs down: names of lines then stand above them and take no room from it. */
const NARROW = 560;
/** At first a run is shown with so many pixels for each event. */
const PIXELS_PER_EVENT = 7;
/** At first, the present moment stands at this share of the plot: what led to it is more than what follows. */
const OPENING_AT = 0.85;
/** While playing, the present moment stays before this share of the plot. */
const PLAYING_AT = 0.8;
/** What is selected comes into the middle when it is nearer to the rim than this. */
const RIM = 16;

export class Diagram {
  readonly view: Signal<Viewport> = signal({ orientation: 'down', width: 0, height: 0, lines: 1, start: 0, scale: 1 });
  /** The event that is pointed at. */
  readonly hovered: Signal<number | null> = signal(null);
  private readonly model: SimulationModel;
  private readonly theme = signal(0);
  private palette: Palette | null = null;
  private drawn: Drawn = { marks: [], arrows: [], detailed: true };
  private frame: number | null = null;
  /** Whether what is shown moves with the run; panning and zooming take over. */
  private follows = true;
  private placedFor: History | null = null;
  private shownEvent: number | null = null;
  /** The event on the way to which the panel is: a key that is pressed meanwhile goes on from there. */
  private aim: number | null = null;

  constructor(model: SimulationModel) {
    this.model = model;
  }

  /** The latest moment of the run that is known of. */
  get until(): number {
    const { head } = this.model.view.value;
    return Math.max(head.time, this.model.clock.value);
  }

  /** Begins to draw. @param host has the canvas's size, and the theme's colours @returns what stops it */
  attach(canvas: HTMLCanvasElement, host: HTMLElement): () => void {
    const resized = new ResizeObserver(([entry]) => {
      if (entry) this.resize(entry.contentRect.width, entry.contentRect.height);
    });
    resized.observe(host);
    const unwatch = watchTheme(() => {
      this.palette = null;
      this.theme.value += 1;
    });
    const stops = [
      effect(() => this.askForEvents()),
      effect(() => this.arrange()),
      effect(() => this.followSelection()),
      effect(() => this.followClock()),
      effect(() => {
        if (this.model.player.playing.value) this.follows = true;
      }),
      effect(() => {
        this.readInputs();
        this.frame ??= requestAnimationFrame(() => {
          this.frame = null;
          this.draw(canvas, host);
        });
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      if (this.frame !== null) cancelAnimationFrame(this.frame);
      this.frame = null;
      unwatch();
      resized.disconnect();
    };
  }

  pan(pixels: number): void {
    this.move(panned(this.view.value, pixels, this.until));
  }

  /** @param along what stays where it is; the middle of the plot where it is left out */
  zoom(factor: number, along?: number): void {
    const { along: first, length } = plotOf(this.view.value);
    this.move(zoomed(this.view.value, factor, along ?? first + length / 2, this.until));
  }

  fit(): void {
    this.move(fitted(this.view.value, this.until));
  }

  toStart(): void {
    this.move(bounded({ ...this.view.value, start: -Infinity }, this.until));
  }

  toEnd(): void {
    this.move(bounded({ ...this.view.value, start: Infinity }, this.until));
  }

  /** The moment that the panel shows comes into the middle, and what is shown moves with it again. */
  toNow(): void {
    this.move(centred(this.view.value, this.model.clock.value, this.until));
    this.follows = true;
  }

  /** Goes to an event: the whole panel shows its moment. */
  select(event: number): void {
    this.aim = event;
    void this.model.pick(event).then(() => {
      if (this.aim === event) this.aim = null;
    });
  }

  step(move: Move): void {
    const { columns } = this.model.history.history;
    const target = destinationOf(columns, this.aim ?? this.model.selectedEvent.value ?? NONE, move);
    if (target !== null) this.select(target);
  }

  /** The event at a point of the picture, or null. */
  eventAt(x: number, y: number): number | null {
    return eventAt(this.model.history.history.columns, this.view.value, this.drawn, x, y);
  }

  /** Where an event is in the picture. */
  placeOf(event: number): { readonly x: number; readonly y: number } {
    const mark = this.drawn.marks.find(({ id }) => id === event);
    return mark ?? pointOf(this.view.value, ...placeOfEvent(this.scene(), event));
  }

  /** What is drawn, on this part of the run unless told of another. */
  scene(view: Viewport = this.view.value): Scene {
    const { model } = this;
    const { history } = model.history;
    const { columns } = history;
    const { nodes } = model.view.value;
    const known = (event: number | null): number | null => (event !== null && event < columns.length ? event : null);
    const selected = known(model.selectedEvent.value);
    const reach = model.look.value.causes && selected !== null && !model.player.playing.value ? history.causality.reachOf(selected) : null;
    return {
      history,
      view,
      limits: OF_SCREEN,
      names: nodes.map(({ name }) => name),
      now: model.clock.value,
      present: this.until,
      bookmarks: bookmarksOf(model.view.value).map(({ time }) => time),
      selected,
      hovered: known(this.hovered.value),
      reach,
      markOf: (type) => model.marks.of(type),
      describeCut: ({ links }) => {
        const cut = { ...model.view.value, cuts: [...links] };
        return { label: describeCuts(cut, (id) => model.nameOf(id)), groups: groupsOf(cut) };
      },
    };
  }

  paletteOf(host: HTMLElement): Palette {
    this.palette ??= readPalette(host);
    return this.palette;
  }

  private move(view: Viewport): void {
    this.follows = false;
    this.view.value = view;
  }

  private draw(canvas: HTMLCanvasElement, host: HTMLElement): void {
    const { width, height } = this.view.value;
    const context = canvas.getContext('2d');
    if (context === null || width < 1 || height < 1) return;
    const ratio = window.devicePixelRatio;
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== across || canvas.height !== down) Object.assign(canvas, { width: across, height: down });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.drawn = paint(new CanvasPen(context, this.paletteOf(host)), this.scene());
  }

  /** Everything on which the picture depends. */
  private readInputs(): void {
    const { model } = this;
    void [this.view.value, this.hovered.value, this.theme.value, model.history.revision.value, model.clock.value];
    void [model.selectedEvent.value, model.look.value, model.player.playing.value, model.view.value];
  }

  private askForEvents(): void {
    const { branch, nodes, head } = this.model.view.value;
    untracked(() => this.model.history.require({ branch, nodes: nodes.length, length: head.eventCount }));
  }

  private resize(width: number, height: number): void {
    if (width > 0 && height > 0) this.reshape({ ...this.view.value, width, height });
  }

  /** Follows the chosen orientation and the number of lines; another run is shown from afresh. */
  private arrange(): void {
    const { model } = this;
    void [model.look.value.orientation, model.history.revision.value, model.view.value];
    untracked(() => this.reshape(this.view.value));
  }

  /** Takes another size, orientation or number of lines, with as much of the run in sight as before. */
  private reshape(view: Viewport): void {
    const { model } = this;
    const { history } = model.history;
    const { orientation } = model.look.value;
    if (view.width === 0) return;
    const before = this.view.value;
    const wanted: Viewport = {
      ...view,
      orientation: orientation === 'auto' ? orientationFor(view) : orientation,
      lines: Math.max(1, history.columns.nodes + (history.columns.hasNetworkLine ? 1 : 0)),
    };
    if (this.placedFor !== history && history.columns.length > 0) {
      this.placedFor = history;
      this.view.value = this.opening(wanted);
    } else if (wanted.width !== before.width || wanted.height !== before.height || wanted.orientation !== before.orientation || wanted.lines !== before.lines) {
      const scale = before.width === 0 ? before.scale : (before.scale * plotOf(wanted).length) / plotOf(before).length;
      this.view.value = bounded({ ...wanted, scale }, this.until);
    }
  }

  /** A stretch in which single events can be told apart, around the moment that is shown; the whole run where it is short. */
  private opening(view: Viewport): Viewport {
    const { until, model } = this;
    const whole = fitted(view, until);
    const scale = Math.max(whole.scale, (model.view.value.head.eventCount * PIXELS_PER_EVENT) / Math.max(1, until));
    const opened = { ...whole, scale: Math.min(LARGEST_SCALE, scale) };
    return bounded({ ...opened, start: model.clock.value - (plotOf(opened).length * OPENING_AT) / opened.scale }, until);
  }

  /** What is selected is in sight, whoever has selected it. */
  private followSelection(): void {
    const event = this.model.selectedEvent.value;
    const { columns } = this.model.history.history;
    void this.model.history.revision.value;
    untracked(() => {
      if (this.model.player.playing.value || event === null || event >= columns.length || event === this.shownEvent) return;
      this.shownEvent = event;
      this.reveal(columns.timeOf(event));
    });
  }

  private followClock(): void {
    const time = this.model.clock.value;
    untracked(() => {
      const view = this.view.value;
      if (!this.model.player.playing.value || !this.follows || view.width === 0) return;
      const { along, length } = plotOf(view);
      const at = alongOf(view, time);
      if (at > along + length * PLAYING_AT || at < along) this.view.value = bounded({ ...view, start: time - (length * PLAYING_AT) / view.scale }, this.until);
    });
  }

  private reveal(time: number): void {
    const view = this.view.value;
    if (view.width === 0) return;
    const { along, length } = plotOf(view);
    const at = alongOf(view, time);
    if (at < along + RIM || at > along + length - RIM) this.view.value = centred(view, time, this.until);
  }
}

function orientationFor({ width, height }: Viewport): Orientation {
  return width < NARROW || height > width ? 'down' : 'right';
}
