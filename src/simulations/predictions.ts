/** Questions that a run asks before it answers them: what will come of something that has just happened. */
import type { PredictionView } from '../contract/simulation.ts';
import type { Run } from '../engine/sim/run.ts';
import type { TraceEvent } from '../engine/sim/trace.ts';
import type { NameOf, Narration } from './definition.ts';

/** What may come of an event. The first later event that decides for one of the outcomes says which it is. */
export interface Prediction {
  readonly question: string;
  readonly outcomes: readonly Outcome[];
}

export interface Outcome {
  readonly text: string;
  decides(event: TraceEvent): boolean;
}

/** Undefined for an event of which there is nothing to ask. */
export type Predict = (event: TraceEvent, nameOf: NameOf) => Prediction | undefined;

/** A run that may be carried on: `reach` says whether it has so many steps then. */
export interface Foresight {
  readonly run: Run<unknown>;
  reach(step: number): Promise<boolean>;
}

/** Steps in which a question and its answer are looked for. */
const FORESIGHT = 20_000;

/**
 * The first question from a step on of which the run itself knows the answer.
 * @param narrate what is said of the event that decides
 */
export async function nextPrediction(predict: Predict, { run, reach }: Foresight, from: number, nameOf: NameOf, narrate: (event: TraceEvent) => Narration): Promise<PredictionView | null> {
  for (let step = Math.max(1, from); step < from + FORESIGHT && (await reach(step)); step++) {
    for (const event of run.trace.eventsOf(step)) {
      const prediction = predict(event, nameOf);
      const settled = prediction && (await settle(prediction, { run, reach }, step, from + FORESIGHT));
      if (!settled) continue;
      const { title, explanation } = narrate(settled.event);
      const { question, outcomes } = prediction;
      return { step, time: event.time, question, outcomes: outcomes.map(({ text }) => text), right: settled.outcome, settled: { step: settled.step, time: settled.event.time, title, explanation } };
    }
  }
  return null;
}

/** Where it is decided. What happens in the step of the question itself is not foreseen but seen. */
async function settle({ outcomes }: Prediction, { run, reach }: Foresight, asked: number, last: number): Promise<{ readonly step: number; readonly event: TraceEvent; readonly outcome: number } | undefined> {
  for (let step = asked + 1; step <= last && (await reach(step)); step++) {
    for (const event of run.trace.eventsOf(step)) {
      const outcome = outcomes.findIndex(({ decides }) => decides(event));
      if (outcome !== -1) return { step, event, outcome };
    }
  }
  return undefined;
}

/** A process's note of this name, with what `fits` wants of it. */
export function noted<Note extends { readonly note: string }, Name extends Note['note']>(
  event: TraceEvent,
  name: Name,
  fits: (note: Extract<Note, { readonly note: Name }>) => boolean = () => true,
): boolean {
  if (event.kind !== 'note') return false;
  const note = event.payload as Note;
  return note.note === name && fits(note as Extract<Note, { readonly note: Name }>);
}
