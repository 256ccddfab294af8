/** A session as plain data: what is needed, with the same engine, to come to the same moment of the same run again. */
import * as v from 'valibot';
import { Action } from '../contract/simulation.ts';
import type { Run } from '../engine/sim/run.ts';
import type { Schedule } from '../engine/sim/schedule.ts';
import type { Micros } from '../engine/sim/time.ts';
import { ENGINE_VERSION } from '../engine/sim/version.ts';
import type { Values } from './definition.ts';

export const SAVED_VERSION = 2;

const index = v.pipe(v.number(), v.integer(), v.minValue(0));

export const SavedSession = v.object({
  version: v.literal(SAVED_VERSION),
  /** The engine's version (src/engine/sim/version.ts). */
  engine: index,
  type: v.string(),
  values: v.record(v.string(), v.number()),
  /** Of a run that a search has found: the system is the small one that was searched within these bounds. */
  bounds: v.exactOptional(v.record(v.string(), v.number())),
  branches: v.pipe(
    v.array(
      v.object({
        parent: v.nullable(index),
        forkStep: index,
        label: v.string(),
        /** Where they are not those of the session. */
        values: v.exactOptional(v.record(v.string(), v.number())),
        /** How far it had been run. */
        steps: index,
        schedule: v.array(v.object({ at: index, after: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-1))), action: Action })),
      }),
    ),
    v.minLength(1),
    v.check((branches) => branches.every(({ parent }, position) => (parent === null) === (position === 0) && (parent ?? -1) < position), 'a branch has no parent before it'),
  ),
  branch: index,
  cursor: v.object({ step: index, time: index }),
});
export type SavedSession = v.InferOutput<typeof SavedSession>;

/** What one run was made of. */
export interface RecordedRun {
  /** A simulation's type, such as `raft`. */
  readonly type: string;
  /** Of its parameters; the seed is among them. */
  readonly values: Values;
  /** Of a search: the system is the small one that was searched within these bounds. */
  readonly bounds?: Values;
  readonly schedule: Schedule;
  /** How far it has been carried out, this time included. */
  readonly until: Micros;
  /** The ids of those of the simulation's properties that it violates by then. */
  readonly violated: readonly string[];
}

/** A session of one run, as far as it has come. @param step that it shows first @param time from that of the step on */
export function savedRun(setting: Pick<SavedSession, 'type' | 'values' | 'bounds'>, label: string, run: Run<unknown>, step: number, time = run.trace.timeOf(step)): SavedSession {
  const schedule = run.schedule.map((entry) => ({ ...entry })) as SavedSession['branches'][number]['schedule'];
  return {
    version: SAVED_VERSION,
    engine: ENGINE_VERSION,
    ...setting,
    branches: [{ parent: null, forkStep: 0, label, steps: run.steps, schedule }],
    branch: 0,
    cursor: { step, time },
  };
}
