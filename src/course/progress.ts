/**
 * What a learner has done: a plain record, and pure functions that give the next one. Times are milliseconds since 1970.
 * Items are kept under the ids of pack, topic and item, so that progress outlives a new version or another place of a pack.
 */
import * as v from 'valibot';
import type { DistributedSystemsTopic, ItemState } from './model.ts';

export const PROGRESS_VERSION = 1;

const CaseState = v.picklist(['passed', 'failed', 'errored', 'skipped']);
export type CaseState = v.InferOutput<typeof CaseState>;

const common = { state: v.picklist(['in-progress', 'done']), changedAt: v.number() };

const ItemProgress = v.variant('kind', [
  v.object({ kind: v.picklist(['lesson', 'simulation']), ...common }),
  /** The latest result of each test case. */
  v.object({ kind: v.literal('exercise'), ...common, cases: v.record(v.string(), CaseState) }),
  /** The answers given, oldest first; what reviews are scheduled by. */
  v.object({ kind: v.literal('question'), ...common, reviews: v.array(v.object({ at: v.number(), right: v.boolean() })) }),
]);
export type ItemProgress = v.InferOutput<typeof ItemProgress>;

const Progress = v.object({ version: v.literal(PROGRESS_VERSION), items: v.record(v.string(), ItemProgress) });
export type Progress = v.InferOutput<typeof Progress>;

/** An item that can be worked on. A topic has at most one lesson, whose id is `lesson`. */
export interface ItemKey {
  readonly kind: ItemProgress['kind'];
  readonly packId: string;
  readonly topicId: string;
  readonly itemId: string;
}

export const NO_PROGRESS: Progress = { version: PROGRESS_VERSION, items: {} };

const MOST_REVIEWS = 100;

export function itemProgress(progress: Progress, key: ItemKey): ItemProgress | undefined {
  return progress.items[idOf(key)];
}

export function itemState(progress: Progress, key: ItemKey): ItemState {
  return itemProgress(progress, key)?.state ?? 'new';
}

/** The latest result of each of an exercise's test cases that was ever run. */
export function caseStates(progress: Progress, key: ItemKey): Readonly<Record<string, CaseState>> {
  const item = itemProgress(progress, key);
  return item?.kind === 'exercise' ? item.cases : {};
}

/** The learner has begun; what is begun or done already stays as it is. */
export function started(progress: Progress, key: ItemKey, now: number): Progress {
  return itemProgress(progress, key) ? progress : withItem(progress, key, fresh(key.kind, now));
}

/** The learner says of a lesson or a simulation that it is done, or takes that back. */
export function marked(progress: Progress, key: ItemKey & { kind: 'lesson' | 'simulation' }, done: boolean, now: number): Progress {
  return withItem(progress, key, { kind: key.kind, state: done ? 'done' : 'in-progress', changedAt: now });
}

/**
 * Test cases were run, all of them or some. An exercise is done once the latest result of each case is a pass, and stays
 * done: a later experiment does not take back what was achieved.
 * @param caseIds all cases that the exercise has
 */
export function graded(
  progress: Progress,
  key: ItemKey & { kind: 'exercise' },
  caseIds: readonly string[],
  results: readonly { readonly id: string; readonly state: CaseState }[],
  now: number,
): Progress {
  const cases = { ...caseStates(progress, key), ...Object.fromEntries(results.map(({ id, state }) => [id, state])) };
  const done = itemState(progress, key) === 'done' || caseIds.every((id) => cases[id] === 'passed');
  return withItem(progress, key, { kind: 'exercise', state: done ? 'done' : 'in-progress', changedAt: now, cases });
}

/** A question was answered; it is done while its latest answer is right. */
export function answered(progress: Progress, key: ItemKey & { kind: 'question' }, right: boolean, now: number): Progress {
  const item = itemProgress(progress, key);
  const earlier = item?.kind === 'question' ? item.reviews : [];
  const reviews = [...earlier, { at: now, right }].slice(-MOST_REVIEWS);
  return withItem(progress, key, { kind: 'question', state: right ? 'done' : 'in-progress', changedAt: now, reviews });
}

export function lessonKey({ packId, topicId }: { packId: string; topicId: string }) {
  return { kind: 'lesson', packId, topicId, itemId: 'lesson' } as const satisfies ItemKey;
}

/** Everything that a topic offers, in the order in which it is shown. */
export function itemsOf(topic: DistributedSystemsTopic): ItemKey[] {
  const { packId, topicId } = topic;
  return [
    ...(topic.lesson === null ? [] : [lessonKey(topic)]),
    ...topic.examples.map(({ simulationId }) => ({ kind: 'simulation' as const, packId, topicId, itemId: simulationId })),
    ...topic.exercises.map(({ exerciseId }) => ({ kind: 'exercise' as const, packId, topicId, itemId: exerciseId })),
    ...topic.questions.map(({ questionId }) => ({ kind: 'question' as const, packId, topicId, itemId: questionId })),
  ];
}

/** Done once all its items are, new while none was begun. */
export function topicState(progress: Progress, topic: DistributedSystemsTopic): ItemState {
  return combinedState(itemsOf(topic).map((key) => itemState(progress, key)));
}

export function combinedState(states: readonly ItemState[]): ItemState {
  if (states.every((state) => state === 'new')) return 'new';
  return states.every((state) => state === 'done') ? 'done' : 'in-progress';
}

/** What was stored, as far as it can be used, and whether any of it can't. */
export function parseProgress(stored: unknown): { readonly progress: Progress; readonly complete: boolean } {
  if (stored === undefined) return { progress: NO_PROGRESS, complete: true };
  const whole = v.safeParse(Progress, stored);
  if (whole.success) return { progress: whole.output, complete: true };
  const record = v.safeParse(v.object({ version: v.literal(PROGRESS_VERSION), items: v.record(v.string(), v.unknown()) }), stored);
  const items = Object.entries(record.success ? record.output.items : {}).filter((entry): entry is [string, ItemProgress] => v.is(ItemProgress, entry[1]));
  return { progress: { version: PROGRESS_VERSION, items: Object.fromEntries(items) }, complete: false };
}

function fresh(kind: ItemKey['kind'], now: number): ItemProgress {
  const begun = { state: 'in-progress', changedAt: now } as const;
  if (kind === 'exercise') return { kind, ...begun, cases: {} };
  if (kind === 'question') return { kind, ...begun, reviews: [] };
  return { kind, ...begun };
}

function withItem(progress: Progress, key: ItemKey, item: ItemProgress): Progress {
  return { ...progress, items: { ...progress.items, [idOf(key)]: item } };
}

function idOf({ packId, topicId, kind, itemId }: ItemKey): string {
  return [packId, topicId, kind, itemId].join('/');
}
