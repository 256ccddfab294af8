/** Where two branches of a run part, in words. */
import type { ComparisonView, EventView, MomentView } from '../contract/simulation.ts';
import type { System } from '../engine/sim/system.ts';
import { compareTraces, type Comparison, type Difference, type Moment } from '../engine/sim/trace-compare.ts';
import type { TraceView } from '../engine/sim/trace.ts';
import type { SimulationDefinition } from './definition.ts';
import { formatTime } from './format.ts';
import { describeEvent } from './view.ts';

/** A run, and what it is called. */
export interface Side {
  readonly label: string;
  readonly system: System<unknown>;
  readonly trace: TraceView;
}

/** How many events are listed: of the common ones, and of those that each branch goes on with. */
const COMMON_EVENTS = 6;
const OWN_EVENTS = 40;

export function compareBranches(definition: SimulationDefinition<unknown>, here: Side, there: Side): Omit<ComparisonView, 'branch'> {
  const comparison = compareTraces(here.trace, there.trace);
  const view = ({ system, trace }: Side, moment: Moment | null): MomentView | null =>
    moment && { step: moment.step, time: moment.event.time, title: describeEvent(definition, system, trace, moment.event.id).title };
  const [one, other] = [view(here, comparison.one), view(there, comparison.other)];
  const events = ({ system, trace }: Side, from: number, to: number): EventView[] =>
    Array.from({ length: Math.max(0, Math.min(to, trace.length) - from) }, (_, offset) => describeEvent(definition, system, trace, from + offset));
  const { common, commonSteps } = comparison;
  const around = {
    common: events(here, Math.max(0, common - COMMON_EVENTS), common),
    here: events(here, common, common + OWN_EVENTS),
    there: events(there, common, common + OWN_EVENTS),
  };
  return { commonSteps, here: one, there: other, events: around, text: explain(comparison, { side: here, moment: one }, { side: there, moment: other }) };
}

interface Told {
  readonly side: Side;
  readonly moment: MomentView | null;
}

function explain({ commonSteps, differences }: Comparison, here: Told, there: Told): string {
  const common = `${commonSteps} ${commonSteps === 1 ? 'step' : 'steps'}, up to ${formatTime(here.side.trace.timeOf(commonSteps))}`;
  if (!here.moment && !there.moment) return `Both are the same for all of their ${common}.`;
  const beginning = commonSteps === 0 ? 'They part at the start.' : `Both are the same for ${common}.`;
  if (!here.moment || !there.moment) {
    const [short, long] = here.moment ? [there, here] : [here, there];
    return `${beginning} ${quoted(short)} has been run no further; in ${quoted(long)} comes next: ${momentOf(long.moment)}.`;
  }
  const sameTitle = here.moment.title === there.moment.title;
  return `${beginning} Then in ${quoted(here)}: ${momentOf(here.moment)}. In ${quoted(there)}: ${momentOf(there.moment)}.${sameTitle ? ` They differ in ${inWhat(differences)}.` : ''}`;
}

function quoted({ side }: Told): string {
  return `“${side.label}”`;
}

function momentOf(moment: MomentView | null): string {
  return moment ? `${moment.title} at ${formatTime(moment.time)}` : '';
}

function inWhat(differences: readonly Difference[]): string {
  return differences.map(({ path, one, other }) => `${path.join('.')} (${worded(one)} and ${worded(other)})`).join(', ');
}

function worded(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
