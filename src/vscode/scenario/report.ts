/** Says what came of a scenario, to a reader who has it before him. */
import type { Broken, ScenarioFindings, ScenarioPlot, ScenarioReport } from '../../contract/scenario.ts';
import type { SceneFailure } from '../../engine/scene/scene-run.ts';
import type { Scene } from '../../engine/scene/scene.ts';
import { chartsOf } from '../../scenario/plot/chart.ts';
import { svgsOf } from '../../scenario/plot/svg.ts';
import { tablesOf } from '../../scenario/plot/table.ts';
import { resultOf, sweepSubjectOf, type SweepResult } from '../../scenario/sweep.ts';
import type { VsCode } from '../host.ts';
import { carryOutPoints, type PointTally } from './carry-out.ts';
import { compileScenario } from './open.ts';

/** Points at which a claim fails, and sentences of what else went wrong, that are told of; nobody reads more of them. */
const MOST_TOLD = 20;

/**
 * Of a scenario's text, carried out at all of its points with all of its seeds.
 * @param script as of `carryOutPoints`
 * @param signal ends it; what it then gives is of the runs that were done
 * @throws Error, in words for the user, where the text has errors, or a run breaks its limits
 */
export async function reportOnScenario(vscode: VsCode, script: string, text: string, signal: AbortSignal): Promise<ScenarioReport> {
  const scene = await compileScenario(vscode, text);
  const tallies = await carryOutPoints(script, scene, signal);
  const result = sweepResult(scene, tallies);
  return { ...findingsOf(scene, tallies), plots: result ? plotsOf(result) : [] };
}

/** Undefined for a scenario that neither varies nor measures anything. */
export function sweepResult(scene: Scene, tallies: readonly PointTally[]): SweepResult | undefined {
  const subject = sweepSubjectOf(scene);
  return subject && resultOf(subject, tallies.map(({ tally }) => tally));
}

/** Each as a picture and as a table. */
export function plotsOf(result: SweepResult): ScenarioPlot[] {
  const [svgs, tables] = [svgsOf(result), tablesOf(result)];
  return chartsOf(result).map(({ title }, plot) => ({
    title,
    svg: svgs[plot]!,
    columns: tables[plot]!.columns.map((column) => ({ ...column })),
    rows: tables[plot]!.rows.map((row) => [...row]),
  }));
}

/** What came of each claim, and what else went wrong. */
export function findingsOf({ title, claims }: Scene, tallies: readonly PointTally[]): ScenarioFindings {
  return {
    title,
    points: tallies.length,
    runs: tallies.reduce((sum, { tally }) => sum + tally.done, 0),
    claims: claims.map(({ text }, place) => ({ text, broken: brokenOf(place, tallies) })),
    others: someOf(tallies.flatMap((each) => [...unclaimed(each), ...undecided(each)])),
  };
}

/** Null for a claim that holds in every run. */
function brokenOf(claim: number, tallies: readonly PointTally[]): Broken | null {
  const at = tallies.flatMap(({ point, tally: { done, failed } }) => {
    const own = failed.flatMap(({ seed, failures }) => failures.filter((failure) => failure.claim === claim).slice(0, 1).map(({ why }) => ({ seed, why })));
    const [first] = own;
    return first ? [{ point, failed: own.length, runs: done, ...first }] : [];
  });
  return at.length === 0 ? null : { points: at.length, at: at.slice(0, MOST_TOLD) };
}

/** What failed that nobody claims: properties of the system, and statements that could not be done. */
function unclaimed({ point, tally: { failed } }: PointTally): readonly string[] {
  const found = failed.flatMap(({ seed, failures }) => failures.filter(({ claim }) => claim === null).map((failure) => ({ seed, key: `${failure.kind} ${failure.what}`, failure })));
  return grouped(found).map(([{ failure }, seeds]) => `${withSeeds(point, seeds)}${describe(failure)}`);
}

function describe({ kind, what, why }: SceneFailure): string {
  return kind === 'property' ? ` the property ${what} is violated: ${why}` : `: ${why}`;
}

function undecided({ point, tally: { failed, noted } }: PointTally): readonly string[] {
  const found = [...failed, ...noted].flatMap(({ seed, doubts }) => doubts.map(({ what }) => ({ seed, key: what })));
  return grouped(found).map(([{ key }, seeds]) => `${withSeeds(point, seeds)} a check was not decided within its budget, so nobody knows whether this holds: ${key}`);
}

/** The first of each key, and the seeds of all that have it. */
function grouped<Found extends { readonly seed: number; readonly key: string }>(found: readonly Found[]): readonly (readonly [Found, readonly number[]])[] {
  return [...Map.groupBy(found, ({ key }) => key).values()].map((alike) => [alike[0]!, [...new Set(alike.map(({ seed }) => seed))]]);
}

function withSeeds(point: string, [first, ...rest]: readonly number[]): string {
  const more = rest.length === 0 ? '' : ` and ${rest.length} more`;
  return point === '' ? `With seed ${first}${more}` : `With ${point} and seed ${first}${more}`;
}

function someOf(sentences: readonly string[]): string[] {
  const left = sentences.length - MOST_TOLD;
  return left > 0 ? [...sentences.slice(0, MOST_TOLD), `And ${left} more of this kind.`] : [...sentences];
}
