/** Loads and checks one pack. */
import { parseJson } from './json-document.ts';
import type { PackFiles } from './files.ts';
import { takeInventory, type Inventory } from './inventory.ts';
import { checkLesson, type TopicsById } from './load-lesson.ts';
import { loadTopic, type LoadedTopic } from './load-topic.ts';
import { Loading, type LoadEnvironment, type ValidFile } from './loading.ts';
import type { CourseModule, PackOrigin, PackProblem, PackResult } from './model.ts';
import { PackFile } from './schema.ts';
import { satisfies } from './semver.ts';

/** A pack with any problem at all is faulty, with all of its problems. Never rejects. */
export async function loadPack(files: PackFiles, origin: PackOrigin, environment: LoadEnvironment): Promise<PackResult> {
  try {
    return await load(files, origin, environment);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return faulty(files, origin, null, [
      { packRoot: files.root, file: 'pack.json', line: 1, column: 1, message, remedy: 'See that the folder exists and can be read, and that it holds a course pack.' },
    ]);
  }
}

async function load(files: PackFiles, origin: PackOrigin, environment: LoadEnvironment): Promise<PackResult> {
  const inventory = await takeInventory(files);
  if (!inventory.has('pack.json')) return faulty(files, origin, null, [noPack(files, inventory)]);
  const loading = new Loading(files, inventory, environment);
  const file = await loading.data('pack.json', parseJson, PackFile);
  if (!file) return faulty(files, origin, null, loading.problems);
  const { id: packId, title, version, description, authors, license } = file.value;
  checkPackFile(loading, file);
  const modules = await loadModules(loading, file, packId);
  if (loading.problems.length > 0) return faulty(files, origin, title, loading.problems);
  return {
    kind: 'loaded',
    pack: { packId, title, version, description, authors, license, root: files.root, origin, modules },
    identityAt: file.document.locate(['id']),
  };
}

function checkPackFile(loading: Loading, file: ValidFile<PackFile>): void {
  const { engine, modules } = file.value;
  const { engineVersion } = loading.environment;
  if (!satisfies(engineVersion, engine)) {
    loading.reportAt(
      file,
      ['engine'],
      `The pack is made for ${engine} of this extension, which is ${engineVersion}.`,
      'Install a version of the pack or of the extension so that they go together; if you wrote the pack, widen the range.',
    );
  }
  loading.unique(file, 'module', modules.map(({ id }) => id), (index) => ['modules', index, 'id']);
  const places = modules.flatMap(({ topics }, module) => topics.map((topicId, index) => ({ topicId, path: ['modules', module, 'topics', index] })));
  const topicIds = places.map(({ topicId }) => topicId);
  loading.unique(file, 'topic', topicIds, (index) => places[index]?.path ?? []);
  loading.unlisted(file, 'modules', 'topics', topicIds);
}

async function loadModules(loading: Loading, file: ValidFile<PackFile>, packId: string): Promise<CourseModule[]> {
  const loaded = new Map<string, LoadedTopic | null>();
  for (const [module, { topics }] of file.value.modules.entries()) {
    for (const [index, topicId] of topics.entries()) {
      if (loaded.has(topicId)) continue;
      const folder = `topics/${topicId}`;
      const exists = loading.inventory.has(`${folder}/topic.json`);
      if (!exists) {
        loading.reportAt(
          file,
          ['modules', module, 'topics', index],
          `There is no topic "${topicId}".`,
          `Add the file ${folder}/topic.json, or remove the topic here.`,
        );
      }
      loaded.set(topicId, exists ? await loadTopic(loading, packId, folder, topicId) : null);
    }
  }
  await checkTopics(loading, loaded);
  return file.value.modules.map(({ id: moduleId, title, topics }) => ({
    moduleId,
    title,
    topics: topics.flatMap((topicId) => loaded.get(topicId)?.topic ?? []),
  }));
}

/** What can be judged only once all topics are known. */
async function checkTopics(loading: Loading, topics: TopicsById): Promise<void> {
  for (const found of topics.values()) {
    if (!found) continue;
    checkPrerequisites(loading, found, topics);
    await checkLesson(loading, found, topics);
  }
}

function checkPrerequisites(loading: Loading, { topic, file }: LoadedTopic, topics: TopicsById): void {
  loading.unique(file, 'prerequisite', topic.prerequisites, (index) => ['prerequisites', index]);
  for (const [index, prerequisite] of topic.prerequisites.entries()) {
    const place = ['prerequisites', index];
    if (!topics.has(prerequisite)) {
      loading.reportAt(file, place, `There is no topic "${prerequisite}" in this pack.`, 'Correct the id, or remove it.');
      continue;
    }
    const circle = wayTo(topic.topicId, prerequisite, topics);
    if (circle) {
      loading.reportAt(
        file,
        place,
        `The prerequisites go round in a circle: ${[topic.topicId, ...circle].join(' needs ')}.`,
        'Remove one of them, so that there is a topic to start with.',
      );
    }
  }
}

/** The prerequisites that lead from one topic to another, both ends included; null where none do. */
function wayTo(goal: string, start: string, topics: TopicsById): string[] | null {
  const ways = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const last = way.at(-1) ?? start;
    if (last === goal) return way;
    if (seen.has(last)) continue;
    seen.add(last);
    for (const next of topics.get(last)?.topic.prerequisites ?? []) ways.push([...way, next]);
  }
  return null;
}

function noPack(files: PackFiles, inventory: Inventory): PackProblem {
  const near = inventory.namesIn('').find((name) => name.toLowerCase() === 'pack.json');
  return {
    packRoot: files.root,
    file: near ?? 'pack.json',
    line: 1,
    column: 1,
    message: 'This folder holds no pack.json, so it is no course pack.',
    remedy: near === undefined ? 'Name a folder that holds a pack.json, or whose subfolders do.' : `Rename ${near} to pack.json.`,
  };
}

/** A pack without a readable title goes by its folder's name. */
function faulty(files: PackFiles, origin: PackOrigin, title: string | null, problems: readonly PackProblem[]): PackResult {
  const folder = files.root.split(/[\\/]/).findLast((part) => part !== '');
  return { kind: 'faulty', root: files.root, title: title ?? folder ?? files.root, origin, problems };
}
