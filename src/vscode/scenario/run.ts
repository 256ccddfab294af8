/** Carries out scenarios for the Testing view, one after the other, and reports what comes of each claim. */
import { availableParallelism } from 'node:os';
import type * as vscode from 'vscode';
import type { Scene } from '../../engine/scene/scene.ts';
import type { Crew } from '../../running/crew.ts';
import { batchesOf, countOf, joined, type BatchResult, type Tally } from '../../scenario/batch.ts';
import { compile } from '../../scenario/compile/compile.ts';
import type { Counterexample } from '../../scenario/failing/counterexample.ts';
import { placesOf, type Places } from '../../scenario/places.ts';
import type { Span } from '../../scenario/problem.ts';
import { formatTime } from '../../simulations/format.ts';
import { messageOf } from '../errors.ts';
import type { VsCode } from '../host.ts';
import { terminalLines } from '../testing/messages.ts';
import { textOf } from './files.ts';
import type { ScenarioItems } from './items.ts';
import { failsIn, type FoundFailure, type Mark, type ScenarioResults } from './results.ts';

/** By this the menus of a result know that it is a scenario's. */
export const FAILED_SCENARIO = 'distributedSystemsMastery.scenario';

/** Threads at most: the editor needs a core of its own. */
const MOST_THREADS = 4;
const BATCHES_PER_THREAD = 8;
const LARGEST_BATCH = 10;

/** Seeds that are named one by one. */
const MOST_NAMED = 10;

export interface ScenarioRunServices {
  readonly vscode: VsCode;
  readonly log: vscode.LogOutputChannel;
  readonly items: ScenarioItems;
  readonly results: ScenarioResults;
  crew(scenes: readonly Scene[], size: number): Crew;
}

/** A scenario of which something was asked for. */
interface Asked {
  readonly scenario: vscode.TestItem;
  /** Undefined for all of its claims. */
  readonly only: ReadonlySet<vscode.TestItem> | undefined;
}

export async function runScenarios(services: ScenarioRunServices, run: vscode.TestRun, request: vscode.TestRunRequest): Promise<void> {
  const asked = askedFor(services.items, request);
  for (const { scenario } of asked) run.enqueued(scenario);
  for (const each of asked) {
    if (run.token.isCancellationRequested) run.skipped(each.scenario);
    else await runScenario(services, run, each);
  }
  run.end();
}

async function runScenario(services: ScenarioRunServices, run: vscode.TestRun, { scenario, only }: Asked): Promise<void> {
  const { vscode, items, log } = services;
  run.started(scenario);
  try {
    const text = await textOf(vscode, scenario.uri!);
    const { scene, problems } = compile(text);
    const places = placesOf(text);
    const claims = items.resolve(scenario, text, places);
    if (!scene) {
      run.errored(scenario, problems.map(({ message, start, end }) => located(vscode, scenario, text, { start, end }, message)));
      return;
    }
    await new ScenarioRun(services, run, { scenario, text, scene, places, claims, reported: claims.filter((claim) => only?.has(claim) ?? true) }).carryOut();
  } catch (error) {
    log.error(`The scenario "${scenario.label}" could not be carried out.`, error instanceof Error ? error : String(error));
    run.errored(scenario, new vscode.TestMessage(messageOf(error)));
  }
}

interface Subject {
  readonly scenario: vscode.TestItem;
  readonly text: string;
  readonly scene: Scene;
  readonly places: Places;
  /** In the order of the scene's. */
  readonly claims: readonly vscode.TestItem[];
  readonly reported: readonly vscode.TestItem[];
}

class ScenarioRun {
  readonly #services: ScenarioRunServices;
  readonly #run: vscode.TestRun;
  readonly #subject: Subject;

  constructor(services: ScenarioRunServices, run: vscode.TestRun, subject: Subject) {
    this.#services = services;
    this.#run = run;
    this.#subject = subject;
  }

  async carryOut(): Promise<void> {
    const { scene, reported } = this.#subject;
    const run = this.#run;
    const size = Math.max(1, Math.min(MOST_THREADS, availableParallelism() - 1));
    const crew = this.#services.crew([scene], size);
    const cancelled = run.token.onCancellationRequested(() => crew.stop());
    try {
      for (const claim of reported) run.started(claim);
      const begun = performance.now();
      const tally = await this.#try(crew, size);
      if (run.token.isCancellationRequested) this.#skip(tally);
      else await this.#report(crew, tally, performance.now() - begun);
    } catch (error) {
      for (const claim of reported) run.skipped(claim);
      throw error;
    } finally {
      cancelled.dispose();
      crew.stop();
    }
  }

  async #try(crew: Crew, size: number): Promise<Tally> {
    const { vscode } = this.#services;
    const { scene, scenario } = this.#subject;
    const share = { ...scene.seeds, step: 1 };
    const total = countOf(share);
    const batches = batchesOf([share], Math.max(1, Math.min(LARGEST_BATCH, Math.ceil(total / (size * BATCHES_PER_THREAD)))));
    const results: BatchResult[] = [];
    let done = 0;
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: scenario.label }, async (progress) => {
      await crew.carryOut(batches, (result) => {
        results.push(result);
        done += result.done;
        progress.report({ message: vscode.l10n.t('{0} of {1} runs', done, total) });
      });
    });
    return joined(1, results)[0]!;
  }

  #skip({ done }: Tally): void {
    const { scenario, reported } = this.#subject;
    this.#tell(`${scenario.label}: ${this.#services.vscode.l10n.t('stopped after {0} runs', done)}`);
    for (const item of [scenario, ...reported]) this.#run.skipped(item);
  }

  async #report(crew: Crew, tally: Tally, duration: number): Promise<void> {
    const { vscode, results } = this.#services;
    const { scenario, text, scene, places, claims, reported } = this.#subject;
    const marks = new Map<string, Mark>();
    this.#tell(`${scenario.label}: ${vscode.l10n.t('{0} runs, {1} failed', tally.done, tally.failed.length)}`);
    for (const [position, claim] of claims.entries()) {
      const found = firstFailure(tally, (failure) => failure.claim === position);
      marks.set(claim.id, { at: places.claims[position]!, found });
      if (!reported.includes(claim)) continue;
      this.#tell(`  ${found ? '✗' : '✓'} ${claim.label}${found ? ` (${failsIn(vscode, found)})` : ''}`);
      if (!found) this.#run.passed(claim);
      else this.#run.failed(claim, await this.#message(crew, tally, found, places.claims[position]!));
    }
    // The scenario itself stands for what it need not claim, and for what it could not do.
    const besides = firstFailure(tally, (failure) => failure.claim === null);
    if (besides) {
      const head = places.title ?? { start: 0, end: 0 };
      marks.set(scenario.id, { at: head, found: besides });
      this.#run.failed(scenario, await this.#message(crew, tally, besides, head), duration);
    } else {
      this.#run.passed(scenario, duration);
    }
    results.set({ file: scenario.uri!, text, scene, trials: tally.done, marks });
  }

  async #message(crew: Crew, tally: Tally, found: FoundFailure, at: Span): Promise<vscode.TestMessage> {
    const { vscode } = this.#services;
    const { scenario, text } = this.#subject;
    const { l10n } = vscode;
    const seeds = seedsOf(tally, found);
    const { seed, position, failure } = found;
    const example = await crew.counterexample({ scene: 0, seed, position }, false);
    const said = [
      l10n.t('Fails with seed {0} at {1}: {2}', seed, formatTime(failure.time), failure.kind === 'property' ? `${failure.what}: ${failure.why}` : failure.why),
      l10n.t('Fails with {0} of {1} seeds: {2}', found.count, tally.done, `${seeds.slice(0, MOST_NAMED).join(', ')}${seeds.length > MOST_NAMED ? '…' : ''}`),
      '',
      l10n.t('What led to it with seed {0}:', seed),
      ...(example ? linesOf(example) : []),
    ];
    const message = located(vscode, scenario, text, at, said.join('\n'));
    message.contextValue = FAILED_SCENARIO;
    return message;
  }

  #tell(line: string): void {
    this.#run.appendOutput(terminalLines(line));
  }
}

function linesOf({ story }: Counterexample): readonly string[] {
  return story.map(({ time, text }) => `  ${formatTime(time)}  ${text}`);
}

function firstFailure({ failed }: Tally, isMeant: (failure: FoundFailure['failure']) => boolean): FoundFailure | null {
  const meant = failed.flatMap(({ seed, failures }) => {
    const position = failures.findIndex(isMeant);
    return position < 0 ? [] : [{ seed, position, failure: failures[position]! }];
  });
  return meant[0] ? { ...meant[0], count: meant.length } : null;
}

function seedsOf({ failed }: Tally, { failure: { claim } }: FoundFailure): readonly number[] {
  return failed.filter(({ failures }) => failures.some((each) => each.claim === claim)).map(({ seed }) => seed);
}

function located({ TestMessage, Location, Position, Range }: VsCode, { uri }: vscode.TestItem, text: string, { start, end }: Span, said: string): vscode.TestMessage {
  const positionOf = (offset: number): vscode.Position => {
    const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
    return new Position(lines.length - 1, lines.at(-1)!.length);
  };
  const message = new TestMessage(said);
  message.location = new Location(uri!, new Range(positionOf(start), positionOf(end)));
  return message;
}

/** What was asked for, by scenarios, in the order of the view. */
function askedFor(items: ScenarioItems, { include, exclude }: vscode.TestRunRequest): readonly Asked[] {
  const excluded = new Set(exclude);
  const asked = new Map<vscode.TestItem, Set<vscode.TestItem> | undefined>();
  for (const item of include ?? items.all()) {
    for (const scenario of items.scenariosOf(item)) {
      if (excluded.has(item) || excluded.has(scenario) || (scenario.parent && excluded.has(scenario.parent))) continue;
      const isClaim = item.parent === scenario;
      if (!isClaim) asked.set(scenario, undefined);
      else if (!asked.has(scenario)) asked.set(scenario, new Set([item]));
      else asked.get(scenario)?.add(item);
    }
  }
  return [...asked].map(([scenario, only]) => ({ scenario, only }));
}
