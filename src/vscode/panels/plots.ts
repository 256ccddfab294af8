/** The plots panel: a scenario carried out at all points of its sweeps, and what was measured there. */
import type * as vscode from 'vscode';
import * as v from 'valibot';
import { plotsContract, type PlotsContract, type PlotsState } from '../../contract/plots.ts';
import { ScenarioFindings } from '../../contract/scenario.ts';
import type { Scene } from '../../engine/scene/scene.ts';
import type { SweepResult } from '../../scenario/sweep.ts';
import { Disposables } from '../disposables.ts';
import { messageOf } from '../errors.ts';
import type { VsCode } from '../host.ts';
import { compileScenario } from '../scenario/open.ts';
import { Throttle } from '../throttle.ts';
import type { PanelContent, PanelKind } from './content.ts';
import { nameOf, savePicture } from './run-files.ts';

/** Between two reports of progress. */
const PROGRESS_MS = 100;

export interface PlotsPanelServices {
  readonly vscode: VsCode;
  /** The bundle of src/running/worker.ts. */
  readonly workerScript: string;
  choose(): Promise<void>;
}

/** Which scenario: the address of its document. */
const PlotsSubject = v.object({ scenario: v.string() });
export type PlotsSubject = v.InferOutput<typeof PlotsSubject>;

const Spread = v.object({ runs: v.number(), minimum: v.number(), median: v.number(), maximum: v.number() });

const Result = v.object({
  title: v.string(),
  axes: v.array(v.object({ parameter: v.string(), label: v.string(), isNumeric: v.boolean(), values: v.array(v.number()), names: v.array(v.string()) })),
  plots: v.array(v.object({ title: v.string(), unit: v.picklist(['number', 'duration']) })),
  points: v.array(v.object({ at: v.array(v.number()), runs: v.number(), failed: v.number(), undecided: v.number(), plots: v.array(v.nullable(Spread)) })),
}) satisfies v.GenericSchema<unknown, SweepResult>;

/** What was computed, as it is kept over a window reload. */
const Outcome = v.object({
  /** The scenario's text at that time. */
  text: v.string(),
  findings: ScenarioFindings,
  result: Result,
  /** So many runs belong to it. */
  expected: v.number(),
});
type Outcome = v.InferOutput<typeof Outcome>;

/** Null while nothing is known yet: then it is computed again. */
const Saved = v.nullable(Outcome);

export function plotsPanel(services: PlotsPanelServices): PanelKind<PlotsContract, PlotsSubject> {
  return {
    name: 'plots',
    contract: plotsContract,
    drawsDiagrams: false,
    subject: PlotsSubject,
    choose: () => services.choose(),
    async open({ scenario }, saved) {
      const file = services.vscode.Uri.parse(scenario);
      const outcome = saved === undefined ? null : v.parse(Saved, saved);
      if (outcome) return new PlotsContent(services, file, outcome.findings.title, outcome);
      const source = await sourceOf(services.vscode, file);
      const content = new PlotsContent(services, file, source.scene.title, null);
      content.begin(source);
      return content;
    },
  };
}

interface Source {
  readonly text: string;
  readonly scene: Scene;
}

/** The scenario as it is now. @throws Error, in words for the user, where it has errors, or nothing to be plotted */
async function sourceOf(vscode: VsCode, file: vscode.Uri): Promise<Source> {
  const document = await vscode.workspace.openTextDocument(file);
  const text = document.getText();
  const scene = await compileScenario(vscode, text);
  if (scene.sweeps.length + scene.plots.length === 0) {
    throw new Error(vscode.l10n.t('"{0}" has nothing to plot: say what is varied with "sweep", and what is measured with "plot".', scene.title));
  }
  return { text, scene };
}

class PlotsContent implements PanelContent<PlotsContract> {
  readonly title: string;
  readonly onDidChange: vscode.Event<void>;
  readonly resourceRoots: readonly vscode.Uri[] = [];
  readonly methods: PanelContent<PlotsContract>['methods'] = {
    run: () => this.#runAgain(),
    stop: () => this.#stop(),
    saveSvg: () => this.#saveSvg(),
  };
  readonly #services: PlotsPanelServices;
  readonly #file: vscode.Uri;
  readonly #disposables = new Disposables();
  readonly #progressed: Throttle;
  readonly #changed: vscode.EventEmitter<void>;
  /** The scenario's title. */
  #name: string;
  #outcome: Outcome | null;
  #complaint: string | null = null;
  #progress: PlotsState['progress'] = null;
  #wasChanged = false;
  /** Of the runs that are under way. */
  #stopping: AbortController | undefined;
  #ended: Promise<void> = Promise.resolve();

  constructor(services: PlotsPanelServices, file: vscode.Uri, name: string, outcome: Outcome | null) {
    const { vscode } = services;
    this.#services = services;
    this.#file = file;
    this.#name = name;
    this.#outcome = outcome;
    this.title = vscode.l10n.t('Plots: {0}', name);
    this.#changed = this.#disposables.add(new vscode.EventEmitter<void>());
    this.onDidChange = this.#changed.event;
    this.#progressed = this.#disposables.add(new Throttle(PROGRESS_MS, () => this.#changed.fire()));
    this.#disposables.add(vscode.workspace.onDidChangeTextDocument(({ document }) => (document.uri.toString() === file.toString() ? this.#lookForChange() : undefined)));
    this.#wasChanged = this.#hasChanged;
  }

  async state(): Promise<PlotsState> {
    const outcome = this.#outcome;
    const { plotsOf } = await import('../scenario/report.ts');
    return {
      title: this.#name,
      progress: this.#progress,
      report: outcome && { ...outcome.findings, plots: plotsOf(outcome.result) },
      expected: outcome?.expected ?? 0,
      hasChanged: this.#hasChanged,
      complaint: this.#complaint,
    };
  }

  restoreData(): Outcome | null {
    return this.#outcome;
  }

  /** Who asks for the plots of a scenario that is another by now wants those of the new one. */
  async askedAgain(): Promise<void> {
    if (this.#stopping || (this.#outcome && !this.#hasChanged)) return;
    this.begin(await sourceOf(this.#services.vscode, this.#file));
    this.#changed.fire();
  }

  /** Takes the place of what is under way. */
  begin({ text, scene }: Source): void {
    this.#stopping?.abort();
    this.#stopping = new AbortController();
    this.#name = scene.title;
    this.#complaint = null;
    this.#progress = { done: 0, total: 0 };
    this.#ended = this.#carryOut(text, scene, this.#stopping);
  }

  dispose(): void {
    this.#stopping?.abort();
    this.#stopping = undefined;
    this.#disposables.dispose();
  }

  async #carryOut(text: string, scene: Scene, stopping: AbortController): Promise<void> {
    const isLatest = (): boolean => this.#stopping === stopping;
    try {
      const [{ carryOutPoints, runsOf }, { findingsOf, sweepResult }] = await Promise.all([import('../scenario/carry-out.ts'), import('../scenario/report.ts')]);
      const tallies = await carryOutPoints(this.#services.workerScript, scene, stopping.signal, (done, total) => {
        if (!isLatest()) return;
        this.#progress = { done, total };
        this.#progressed.trigger();
      });
      const result = sweepResult(scene, tallies);
      if (isLatest() && result) this.#outcome = v.parse(Outcome, { text, findings: findingsOf(scene, tallies), result, expected: runsOf(scene) });
    } catch (error) {
      if (isLatest()) this.#complaint = messageOf(error);
    }
    if (!isLatest()) return;
    this.#stopping = undefined;
    this.#progress = null;
    this.#wasChanged = this.#hasChanged;
    this.#changed.fire();
  }

  async #runAgain(): Promise<PlotsState> {
    this.begin(await sourceOf(this.#services.vscode, this.#file));
    return this.state();
  }

  async #stop(): Promise<PlotsState> {
    this.#stopping?.abort();
    await this.#ended;
    return this.state();
  }

  async #saveSvg(): Promise<null> {
    const { vscode } = this.#services;
    if (!this.#outcome) throw new Error(vscode.l10n.t('There is no plot yet.'));
    const { svgOf } = await import('../../scenario/plot/svg.ts');
    // Nobody waits for the dialog: the panel has other things to do meanwhile.
    savePicture(vscode, { format: 'svg', data: svgOf([this.#outcome.result], { standalone: true }) }, nameOf(this.#file).replace(/\.dsim$/, ''));
    return null;
  }

  /** Whether the scenario, where it is open in an editor, is another than that of which something is known. */
  get #hasChanged(): boolean {
    const open = this.#services.vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === this.#file.toString());
    return this.#outcome !== null && open !== undefined && open.getText() !== this.#outcome.text;
  }

  #lookForChange(): void {
    if (this.#hasChanged === this.#wasChanged) return;
    this.#wasChanged = !this.#wasChanged;
    this.#changed.fire();
  }
}
