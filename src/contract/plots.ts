/** What the plots panel draws and asks for. */
import * as v from 'valibot';
import type { PanelContract } from './protocol.ts';
import { ScenarioReport } from './scenario.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const PlotsState = v.object({
  title: v.string(),
  /** Of the runs that are under way; null where none are. */
  progress: v.nullable(v.object({ done: count, total: count })),
  /** What the latest runs have shown; null until there are some. */
  report: v.nullable(ScenarioReport),
  /** So many runs belong to what is shown; it has fewer where it was stopped. */
  expected: count,
  /** Whether the scenario is another by now. */
  hasChanged: v.boolean(),
  /** Why the latest runs came to nothing. */
  complaint: v.nullable(v.string()),
});
export type PlotsState = v.InferOutput<typeof PlotsState>;

const nothing = v.object({});

export const plotsContract = {
  state: PlotsState,
  methods: {
    /** Begins to carry out the scenario as it is now. */
    run: { params: nothing, result: PlotsState },
    /** What was found until now is shown. */
    stop: { params: nothing, result: PlotsState },
    /** Asks where to save the picture. */
    saveSvg: { params: nothing, result: v.null() },
  },
} as const satisfies PanelContract;
export type PlotsContract = typeof plotsContract;
