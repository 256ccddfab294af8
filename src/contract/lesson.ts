/** What the lesson panel draws and asks for. */
import * as v from 'valibot';
import type { PanelContract } from './protocol.ts';
import { ScenarioReport } from './scenario.ts';

/** A link that the extension resolves: the kind of thing and its id inside the pack. */
export const LessonLink = v.object({
  kind: v.picklist(['topic', 'simulation', 'exercise', 'questions']),
  /** `packId/topicId/itemId` (the item is left out for topics and questions). */
  target: v.string(),
});
export type LessonLink = v.InferOutput<typeof LessonLink>;

export const LessonState = v.object({
  topicId: v.string(),
  title: v.string(),
  difficulty: v.string(),
  objectives: v.array(v.string()),
  references: v.array(v.object({ title: v.string(), url: v.nullable(v.string()) })),
  /** Sanitized HTML: rendered from the pack's Markdown without raw HTML; mermaid fences are `<div class="diagram" data-diagram="N">`, dsim fences `<div class="scenario" data-scenario="N">`. */
  html: v.string(),
  /** The sources of the diagrams, by number, and what a screen reader says instead of each picture. */
  diagrams: v.array(v.object({ source: v.string(), alternative: v.string() })),
  /** The texts of the scenarios, by number. */
  scenarios: v.array(v.string()),
  state: v.picklist(['new', 'in-progress', 'done']),
});
export type LessonState = v.InferOutput<typeof LessonState>;

const index = v.pipe(v.number(), v.integer(), v.minValue(0));

export const lessonContract = {
  state: LessonState,
  methods: {
    open: { params: LessonLink, result: v.null() },
    /** An https link out of the lesson. */
    openExternal: { params: v.object({ url: v.string() }), result: v.null() },
    /** Carries out one of the lesson's scenarios. It takes a while, and may be cancelled. */
    runScenario: { params: v.object({ scenario: index }), result: ScenarioReport },
    /** Opens its run in a simulation panel. */
    openScenario: { params: v.object({ scenario: index }), result: v.null() },
    setDone: { params: v.object({ done: v.boolean() }), result: LessonState },
  },
} as const satisfies PanelContract;
export type LessonContract = typeof lessonContract;
