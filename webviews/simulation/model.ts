/** What the panel's parts share: the state from the extension, what is shown of it, and what the learner can ask for. */
import { computed, effect, signal, untracked, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Action, Bookmark, ComparisonView, EventDetails, EventFound, EventSought, EventView, ExportRequest, MessageView, NodeView, Notebook, PredictionView, SeekTarget, SimulationContract, SimulationView, WhyView } from '../../src/contract/simulation.ts';
import type { SearchOrder } from '../../src/contract/search.ts';
import { reducedMotion } from '../kit/motion.ts';
import type { Panel } from '../kit/panel.tsx';
import type { Picture } from '../../src/contract/space-time.ts';
import { EventPages } from './event-pages.ts';
import { Finder } from './finder.ts';
import { readLook, type Look } from './look.ts';
import { nextMoment } from './moments.ts';
import { earlier, Player, type Stop } from './player.ts';
import { RequestQueue } from './requests.ts';
import { HistorySource } from './space-time/source.ts';
import type { Micros } from './time.ts';
import { Marks } from './vocabulary.ts';

export type PartId = 'events' | 'node' | 'messages' | 'branches' | 'properties' | 'search' | 'parameters';

export class SimulationModel {
  readonly view: ReadonlySignal<SimulationView>;
  /** The virtual time that the picture shows: the cursor's, or while playing a little after it. */
  readonly clock: Signal<Micros> = signal(0);
  /** Says what the learner's action did beyond the obvious. */
  readonly notice: Signal<string | null> = signal(null);
  readonly selectedNode: Signal<number> = signal(0);
  /** The node whose faults are being set in a dialog. */
  readonly faultsOf: Signal<number | null> = signal(null);
  readonly part: Signal<PartId> = signal('events');
  /** How two branches were found to compare: `from`, which was shown then, and `branch`. */
  readonly comparison: Signal<(ComparisonView & { readonly from: number }) | null> = signal(null);
  /** Why a field of a node is what it was when that was asked; it stays while the learner follows it back. */
  readonly why: Signal<WhyView | null> = signal(null);
  readonly calm = reducedMotion();
  /** Playing stops where a scenario says something. */
  readonly stopsAtMoments: Signal<boolean> = signal(true);
  /** The learner says what will happen before it is shown. */
  readonly predicting: Signal<boolean> = signal(false);
  /** The question that is next, or just answered; null where there is none. */
  readonly prediction: Signal<PredictionView | null> = signal(null);
  /** By which the notebook knows it. */
  readonly predictionId = computed(() => `${this.view.value.branch}.${this.prediction.value?.step ?? 0}`);
  readonly player: Player;
  readonly events: EventPages;
  /** Goes to the next event of a kind or node. */
  readonly finder: Finder;
  /** The run's events for the space-time diagram. */
  readonly history: HistorySource;
  /** The event that is shown everywhere: the step's own, or the one of its events that was chosen. Null before anything has happened. */
  readonly selectedEvent: ReadonlySignal<number | null>;
  /** How types of messages look, on the stage and in the diagram. */
  readonly marks = new Marks();
  /** How the panel is arranged; it outlives the page. */
  readonly look: Signal<Look>;
  private readonly picked: Signal<number | null> = signal(null);
  private readonly panel: Panel<SimulationContract>;
  private readonly queue = new RequestQueue();
  private scrubTo: Micros | null = null;

  constructor(panel: Panel<SimulationContract>) {
    this.panel = panel;
    this.view = panel.state;
    this.events = new EventPages((from, count) => this.panel.request('events', { from, count }));
    this.history = new HistorySource((request) => this.panel.request('spaceTime', request));
    this.look = signal(readLook(panel.look));
    this.selectedEvent = computed(() => {
      const { now } = this.view.value;
      const picked = now.find(({ id }) => id === this.picked.value);
      return (picked ?? now[0])?.id ?? null;
    });
    this.player = new Player({
      view: this.view,
      clock: this.clock,
      calm: this.calm,
      isBusy: () => this.queue.busy,
      nextStop: () => earlier(this.stopsAtMoments.value ? nextMoment(this.view.value) : undefined, this.nextOfPrediction()),
      seek: (target) => this.seek(() => target),
    });
    this.finder = new Finder({
      view: this.view,
      from: () => this.selectedEvent.value,
      find: (sought) => this.findEvent(sought),
      nameOf: (node) => this.nameOf(node),
      say: (text) => (this.notice.value = text),
    });
    let before = this.view.value;
    effect(() => {
      const after = this.view.value;
      untracked(() => this.follow(before, after));
      before = after;
    });
  }

  /** The state comes by answers, and by itself while a job is running. */
  private follow(before: SimulationView, after: SimulationView): void {
    const isSameMoment = after.branch === before.branch && after.cursor.step === before.cursor.step && after.cursor.time === before.cursor.time;
    // Between two steps the picture runs ahead of the cursor.
    if (!isSameMoment || !this.player.playing.value) this.clock.value = after.cursor.time;
    if (after.branch !== before.branch) this.forgetEvents();
    if (after.nodes[this.selectedNode.value] === undefined) this.selectedNode.value = 0;
    if (after.branch !== before.branch) this.foreseeAnew();
    if (before.job?.state === 'running' && after.job?.state !== 'running') this.player.stop();
  }

  node(id: number): NodeView | undefined {
    return this.view.value.nodes[id];
  }

  nameOf(id: number | null): string {
    return id === null ? 'the network' : (this.node(id)?.name ?? `node ${id}`);
  }

  stepForward(): void {
    this.player.stop();
    void this.seek(() => ({ step: this.view.value.cursor.step + 1 }));
  }

  stepBack(): void {
    this.player.stop();
    void this.seek(() => ({ step: Math.max(0, this.view.value.cursor.step - 1) }));
  }

  goTo(target: SeekTarget): void {
    this.player.stop();
    void this.seek(() => target);
  }

  /** Goes to an event, which then is the one that is shown of its step's. False where that failed. */
  pick(event: number): Promise<boolean> {
    this.player.stop();
    this.picked.value = event;
    return this.seek(() => ({ event }));
  }

  private findEvent(sought: () => EventSought): Promise<EventFound | null> {
    this.player.stop();
    return this.queue.add(async () => {
      const found = await this.panel.attempt('findEvent', sought());
      if (found === null || 'none' in found) return found;
      this.notice.value = null;
      this.picked.value = found.event;
      await this.panel.attempt('seek', { step: found.step });
      return found;
    });
  }

  /** Arranges the panel, and has it remembered. */
  arrange(change: Partial<Look>): void {
    this.look.value = { ...this.look.value, ...change };
    this.panel.remember(this.look.value);
  }

  /** What an event is and what its message carries; null where that can't be told now. */
  async inspect(event: number): Promise<EventDetails | null> {
    try {
      return await this.panel.request('inspectEvent', { event });
    } catch {
      // Another branch may be shown meanwhile, which has no such event.
      return null;
    }
  }

  /** @param done what is said once the extension has it */
  savePicture(picture: Picture, done: string): Promise<void> {
    return this.queue.add(async () => {
      if ((await this.panel.attempt('savePicture', picture)) !== null) this.notice.value = done;
    });
  }

  goToHead(): void {
    this.player.stop();
    void this.seek(() => ({ step: this.view.value.head.step }));
  }

  /** Follows the slider: of the moments that it passes while a request is under way only the last is asked for. */
  scrub(time: Micros): void {
    this.player.stop();
    const waits = this.scrubTo !== null;
    this.scrubTo = time;
    if (waits) return;
    void this.seek(() => {
      const target = this.scrubTo ?? time;
      this.scrubTo = null;
      return { time: target };
    });
  }

  /** Acts at the moment that the picture shows, which may lie after the cursor's. */
  act(action: Action): Promise<boolean> {
    return this.queue.add(async () => {
      const before = this.view.value;
      if (this.clock.value !== before.cursor.time && (await this.panel.attempt('seek', { time: this.clock.value })) === null) return false;
      const after = await this.panel.attempt('act', action);
      if (after === null) return false;
      this.notice.value = after.branch !== before.branch ? describeFork(before, after) : null;
      this.foreseeAnew();
      return true;
    });
  }

  /** Opens the dialog of a node's faults; what is set there must not change meanwhile. */
  openFaults(node: number): void {
    this.player.pause();
    this.faultsOf.value = node;
  }

  branchLabel(id: number): string {
    return this.view.value.branches.find((branch) => branch.id === id)?.label ?? `branch ${id}`;
  }

  selectBranch(branch: number): void {
    this.player.stop();
    void this.queue.add(() => this.showBranch(branch));
  }

  /** Goes to a moment of a branch, whichever is shown. */
  goToMoment(branch: number, target: SeekTarget): void {
    this.player.stop();
    void this.queue.add(async () => {
      if (branch === this.view.value.branch || (await this.showBranch(branch))) await this.panel.attempt('seek', target);
    });
  }

  /** Goes to an event of a branch, which then is the one that is shown of its step's. */
  goToEvent(branch: number, event: number): void {
    this.goToMoment(branch, { event });
    void this.queue.add(async () => {
      this.picked.value = event;
    });
  }

  /** Goes to a moment of a branch that may lie between two steps. */
  goToBookmark({ branch, step, time }: Bookmark): void {
    this.goToMoment(branch, { step });
    void this.queue.add(async () => {
      const { branch: shown, cursor } = this.view.value;
      if (shown === branch && cursor.step === step && cursor.time !== time) await this.panel.attempt('seek', { time });
    });
  }

  predictFirst(isOn: boolean): void {
    this.predicting.value = isOn;
    if (isOn) this.lookAhead(this.view.value.cursor.step);
  }

  /** Asks what comes from a step on. */
  lookAhead(from: number): void {
    void this.queue.add(async () => {
      this.prediction.value = await this.panel.attempt('predict', { from });
    });
  }

  /** What was foreseen is of another run. */
  private foreseeAnew(): void {
    if (this.predicting.value) this.lookAhead(this.view.value.cursor.step);
  }

  /** Keeps whether the answer that was given is right. */
  foresee(isRight: boolean): void {
    const { notebook } = this.view.value;
    this.setDown({ ...notebook, predictions: { ...notebook.predictions, [this.predictionId.value]: isRight } });
  }

  /** Where the question is asked, and then where it is decided. */
  private nextOfPrediction(): Stop | undefined {
    const prediction = this.predicting.value ? this.prediction.value : null;
    if (prediction === null) return undefined;
    const next = [prediction, prediction.settled].find(({ step }) => step > this.view.value.cursor.step);
    return next && { step: next.step, time: next.time, target: { step: next.step } };
  }

  /** Sets down what comes of the notebook by a change, when its turn has come. */
  amend(change: (view: SimulationView) => Notebook): Promise<boolean> {
    return this.queue.add(async () => (await this.panel.attempt('setDown', change(this.view.value))) !== null);
  }

  setDown(notebook: Notebook): void {
    void this.queue.add(() => this.panel.attempt('setDown', notebook));
  }

  /** Compares the branch that is shown with another. */
  compareWith(branch: number): void {
    this.player.stop();
    void this.queue.add(async () => {
      const from = this.view.value.branch;
      const comparison = await this.panel.attempt('compare', { branch });
      this.comparison.value = comparison && { ...comparison, from };
    });
  }

  /** Why there is no link to this moment; null where it is in the clipboard, or could not be put there. */
  copyLink(): Promise<string | null> {
    return this.queue.add(async () => {
      const copied = await this.panel.attempt('copyLink', null);
      if (copied?.refusal === null) this.notice.value = 'A link to this moment is in the clipboard. Whoever opens it in VS Code with this extension sees the same.';
      return copied?.refusal ?? null;
    });
  }

  /** Asks why a field of a node, or its role, is what it is now. */
  askWhy(node: number, label: string): void {
    this.player.stop();
    void this.queue.add(async () => {
      this.why.value = await this.panel.attempt('why', { node, label });
    });
  }

  openScenario(): void {
    void this.queue.add(() => this.panel.attempt('openScenario', null));
  }

  /** @param done what is said when the export is there, unless something was left out */
  exportRun(request: ExportRequest, done: string): Promise<void> {
    return this.queue.add(async () => {
      const exported = await this.panel.attempt('exportRun', request);
      if (exported !== null) this.notice.value = exported.remark ?? done;
    });
  }

  /** Begins to make the run smaller in which a property is broken; what is left opens as a branch. */
  shrink(property: string): void {
    void this.queue.add(() => this.panel.attempt('shrink', { property }));
  }

  /** Cancels the job that is running; dismisses one that is over. */
  endJob(): void {
    void this.queue.add(() => this.panel.attempt('endJob', null));
  }

  /** Looks for a violation in other runs; how it goes is part of the state. */
  startSearch(order: SearchOrder): void {
    void this.queue.add(() => this.panel.attempt('startSearch', order));
  }

  stopSearch(): void {
    void this.queue.add(() => this.panel.attempt('stopSearch', null));
  }

  /** Opens the run that was found, in a panel of its own. */
  openFound(): void {
    void this.queue.add(() => this.panel.attempt('openFound', null));
  }

  /** Starts over; false if the values were refused. */
  configure(values: Readonly<Record<string, number>>): Promise<boolean> {
    this.player.stop();
    return this.queue.add(async () => {
      const view = await this.panel.attempt('configure', { ...values });
      if (view === null) return false;
      this.forgetEvents();
      this.comparison.value = null;
      this.notice.value = 'The simulation starts over with these parameters.';
      this.foreseeAnew();
      return true;
    });
  }

  select(node: number): void {
    this.selectedNode.value = node;
  }

  private forgetEvents(): void {
    this.picked.value = null;
    this.why.value = null;
    this.events.clear();
    this.history.clear();
  }

  private async showBranch(branch: number): Promise<boolean> {
    return (await this.panel.attempt('selectBranch', { branch })) !== null;
  }

  private seek(target: () => SeekTarget): Promise<boolean> {
    return this.queue.add(async () => (await this.panel.attempt('seek', target())) !== null);
  }
}

function describeFork(before: SimulationView, after: SimulationView): string {
  const label = (view: SimulationView): string => view.branches.find((branch) => branch.id === view.branch)?.label ?? `branch ${view.branch}`;
  return `You acted in the past, so a new branch begins here: “${label(after)}”. “${label(before)}” is kept under Branches.`;
}

/** The step's own event; null before anything has happened. */
export function currentEvent(view: SimulationView): EventView | null {
  return view.now[0] ?? null;
}

export function describeMessage(message: MessageView, nameOf: (id: number) => string): string {
  return `${message.label}, ${nameOf(message.from)} to ${nameOf(message.to)}`;
}
