/** The check of a lesson: its links and images lead somewhere, and nothing in it has to be left out. */
import { FILE_START } from './document.ts';
import { folderOf } from './files.ts';
import type { PackLink } from './links.ts';
import type { Loading } from './loading.ts';
import { renderLesson } from './markdown.ts';
import type { LoadedTopic } from './load-topic.ts';

/** By id: the topics of the pack. One whose topic.json can't be used is null, and links into it are not judged. */
export type TopicsById = ReadonlyMap<string, LoadedTopic | null>;

export async function checkLesson(loading: Loading, { topic }: LoadedTopic, topics: TopicsById): Promise<void> {
  const { packId, topicId, lesson } = topic;
  if (lesson === null) return;
  const source = await loading.text(lesson);
  if (source === null) return;
  if (source.trim() === '') loading.report(lesson, FILE_START, 'The lesson is empty.', 'Write it, or remove the file.');
  const rendered = renderLesson(source, { packId, topicId, folder: folderOf(lesson), imageUrl: (path) => path });
  loading.reportFlaws(lesson, rendered.flaws);
  for (const { path, ...at } of rendered.images) {
    if (!loading.inventory.has(path)) loading.report(lesson, at, `There is no image "${path}".`, 'Add the file, or correct its path; upper and lower case count.');
  }
  for (const { link, ...at } of rendered.links) {
    const missing = whatIsMissing(loading, link, topicId, topics);
    if (missing !== null) loading.report(lesson, at, missing, 'Correct the link, or add what it leads to.');
  }
}

/** Judged by what the topic lists: an exercise that is listed and faulty is reported where the fault is, and only there. */
function whatIsMissing(loading: Loading, link: PackLink, ownTopicId: string, topics: TopicsById): string | null {
  const topicId = link.topicId ?? ownTopicId;
  const target = topics.get(topicId);
  if (target === null) return null;
  if (target === undefined) return `There is no topic "${topicId}" in this pack.`;
  const { examples, scenes, exercises } = target.file.value;
  switch (link.kind) {
    case 'topic':
      return null;
    case 'questions':
      return loading.inventory.has(`${folderOf(target.file.path)}/questions.yaml`) ? null : `The topic "${topicId}" has no questions.`;
    case 'simulation':
      return [...examples, ...scenes].some(({ id }) => id === link.itemId) ? null : `The topic "${topicId}" has no simulation "${link.itemId}".`;
    case 'exercise':
      return exercises.some((id) => id === link.itemId) ? null : `The topic "${topicId}" has no exercise "${link.itemId}".`;
  }
}
