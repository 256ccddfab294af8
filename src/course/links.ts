/**
 * Links from a lesson to things of its own pack:
 *
 *     topic:raft                  another topic
 *     questions:                  the questions of this topic; questions:raft those of another
 *     simulation:leader-crash     a simulation of this topic; simulation:raft/leader-crash one of another
 *     exercise:lamport-clocks     an exercise of this topic; exercise:time-and-order/lamport-clocks one of another
 */
import type { LessonLink } from '../contract/lesson.ts';

/** The topic is null where it is the lesson's own; the item is null for topics and questions. */
export interface PackLink {
  readonly kind: LessonLink['kind'];
  readonly topicId: string | null;
  readonly itemId: string | null;
}

const ID = '[a-z0-9]+(?:-[a-z0-9]+)*';
const TOPIC_LINK = new RegExp(`^(topic|questions):(${ID})?$`);
const ITEM_LINK = new RegExp(`^(simulation|exercise):(?:(${ID})/)?(${ID})$`);

/** Null for what is no link into the pack. */
export function parsePackLink(href: string): PackLink | null {
  const toTopic = TOPIC_LINK.exec(href);
  if (toTopic?.[1] === 'questions') return { kind: 'questions', topicId: toTopic[2] ?? null, itemId: null };
  if (toTopic?.[2] !== undefined) return { kind: 'topic', topicId: toTopic[2], itemId: null };
  const [, kind, topicId, itemId] = ITEM_LINK.exec(href) ?? [];
  if ((kind !== 'simulation' && kind !== 'exercise') || itemId === undefined) return null;
  return { kind, topicId: topicId ?? null, itemId };
}

/** The link in the form in which panels and extension exchange it. */
export function lessonLink(link: PackLink, packId: string, ownTopicId: string): LessonLink {
  const parts = [packId, link.topicId ?? ownTopicId, ...(link.itemId === null ? [] : [link.itemId])];
  return { kind: link.kind, target: parts.join('/') };
}
