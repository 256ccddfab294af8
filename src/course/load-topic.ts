/** A topic of a pack: topic.json, and the exercises and questions in its folder. */
import type { DataPath } from './document.ts';
import { parseJson } from './json-document.ts';
import { loadExercise } from './load-exercise.ts';
import { loadQuestions } from './load-questions.ts';
import type { Loading, ValidFile } from './loading.ts';
import type { DistributedSystemsTopic, Exercise } from './model.ts';
import { TopicFile } from './schema.ts';

/** A topic, and its file for the checks that need the other topics. */
export interface LoadedTopic {
  readonly topic: DistributedSystemsTopic;
  readonly file: ValidFile<TopicFile>;
}

const CONTENT = ['topic.json', 'lesson.md', 'questions.yaml', 'exercises', 'scenarios', 'images', 'README.md'];

/** Null where topic.json itself can't be used; other problems are only reported. */
export async function loadTopic(loading: Loading, packId: string, folder: string, topicId: string): Promise<LoadedTopic | null> {
  const file = await loading.data(`${folder}/topic.json`, parseJson, TopicFile);
  if (!file) return null;
  const { id, examples, scenes, exercises: listed, ...described } = file.value;
  if (id !== topicId) loading.reportAt(file, ['id'], `The id "${id}" is not the folder's name, "${topicId}".`, 'Rename one of the two so that they agree.');
  checkContent(loading, file, folder);
  checkExamples(loading, file);
  checkScenes(loading, file, folder);
  const lesson = `${folder}/lesson.md`;
  const questions = `${folder}/questions.yaml`;
  const topic: DistributedSystemsTopic = {
    packId,
    topicId,
    title: described.title,
    summary: described.summary,
    difficulty: described.difficulty,
    prerequisites: described.prerequisites,
    objectives: described.objectives,
    references: described.references,
    lesson: loading.inventory.has(lesson) ? lesson : null,
    examples: [
      ...examples.map(({ id: simulationId, ...example }) => ({ kind: 'guided' as const, simulationId, ...example })),
      ...scenes.map(({ id: simulationId, ...scene }) => ({ kind: 'scene' as const, simulationId, ...scene, file: scenarioFile(folder, simulationId) })),
    ],
    exercises: await loadExercises(loading, file, packId, folder, topicId, listed),
    questions: loading.inventory.has(questions) ? await loadQuestions(loading, questions) : [],
  };
  return { topic, file };
}

/** Files under a name that means nothing would silently be left out, such as Lesson.md. */
function checkContent(loading: Loading, file: ValidFile<TopicFile>, folder: string): void {
  const { inventory } = loading;
  const names = inventory.namesIn(folder);
  for (const name of names.filter((name) => !CONTENT.includes(name))) {
    loading.reportAt(file, [], `"${folder}/${name}" is not part of a topic.`, `Remove or rename it; a topic's folder holds ${CONTENT.join(', ')}.`);
  }
  const offers = names.includes('lesson.md') || names.includes('questions.yaml') || file.value.examples.length + file.value.scenes.length + file.value.exercises.length > 0;
  if (!offers) loading.reportAt(file, [], 'The topic offers nothing.', 'Add a lesson.md, questions.yaml, examples, scenes or exercises.');
}

function checkExamples(loading: Loading, file: ValidFile<TopicFile>): void {
  const { simulations } = loading.environment;
  const { examples } = file.value;
  for (const [index, { type, parameters }] of examples.entries()) {
    const check = simulations.get(type);
    if (!check) {
      loading.reportAt(file, ['examples', index, 'type'], `There is no simulation of type "${type}".`, `Use one of these: ${[...simulations.keys()].join(', ')}.`);
      continue;
    }
    try {
      check(parameters);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      loading.reportAt(file, ['examples', index, 'parameters'], error.message, 'Correct the parameters, or leave out those that are to have their initial values.');
    }
  }
}

/** What is in the scenarios is checked when one is opened: their language is loaded only then. */
function checkScenes(loading: Loading, file: ValidFile<TopicFile>, folder: string): void {
  const { examples, scenes } = file.value;
  const taken = examples.map(({ id }) => id);
  const place = (index: number): DataPath => (index < taken.length ? ['examples', index, 'id'] : ['scenes', index - taken.length, 'id']);
  loading.unique(file, 'simulation', [...taken, ...scenes.map(({ id }) => id)], place);
  for (const [index, { id }] of scenes.entries()) {
    if (loading.inventory.has(scenarioFile(folder, id))) continue;
    loading.reportAt(file, ['scenes', index, 'id'], `There is no scenario "${id}".`, `Add the file scenarios/${id}.dsim, or remove the scene here.`);
  }
}

function scenarioFile(folder: string, id: string): string {
  return `${folder}/scenarios/${id}.dsim`;
}

async function loadExercises(
  loading: Loading,
  file: ValidFile<TopicFile>,
  packId: string,
  folder: string,
  topicId: string,
  exerciseIds: readonly string[],
): Promise<Exercise[]> {
  loading.unique(file, 'exercise', exerciseIds, (index) => ['exercises', index]);
  loading.unlisted(file, 'exercises', `${folder}/exercises`, exerciseIds);
  const loaded = await Promise.all(
    [...new Set(exerciseIds)].map(async (exerciseId) => {
      const exerciseFolder = `${folder}/exercises/${exerciseId}`;
      if (loading.inventory.has(`${exerciseFolder}/exercise.json`)) return loadExercise(loading, packId, topicId, exerciseFolder, exerciseId);
      loading.reportAt(
        file,
        ['exercises', exerciseIds.indexOf(exerciseId)],
        `There is no exercise "${exerciseId}".`,
        `Add the file exercises/${exerciseId}/exercise.json, or remove the exercise here.`,
      );
      return null;
    }),
  );
  return loaded.filter((exercise) => exercise !== null);
}
