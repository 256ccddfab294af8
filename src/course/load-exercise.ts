/** An exercise of a pack: exercise.json and the files that it speaks of. */
import { parseJson } from './json-document.ts';
import type { Loading, ValidFile } from './loading.ts';
import type { Exercise } from './model.ts';
import { ExerciseFile } from './schema.ts';

/** Null where exercise.json itself can't be used; other problems are only reported. */
export async function loadExercise(loading: Loading, packId: string, topicId: string, folder: string, exerciseId: string): Promise<Exercise | null> {
  const file = await loading.data(`${folder}/exercise.json`, parseJson, ExerciseFile);
  if (!file) return null;
  const { value } = file;
  if (value.id !== exerciseId) {
    loading.reportAt(file, ['id'], `The id "${value.id}" is not the folder's name, "${exerciseId}".`, 'Rename one of the two so that they agree.');
  }
  checkFiles(loading, file, folder);
  checkCases(loading, file, folder);
  const { title, summary, difficulty, files, entry, exports, cases, limits, hints, mutants } = value;
  return { packId, topicId, exerciseId, title, summary, difficulty, folder, files, entry, exports, cases, limits, hints, mutants };
}

function checkFiles(loading: Loading, file: ValidFile<ExerciseFile>, folder: string): void {
  const { inventory } = loading;
  const { files, entry } = file.value;
  loading.unique(file, 'file', files, (index) => ['files', index]);
  for (const [index, path] of files.entries()) {
    for (const part of ['starter', 'solution']) {
      if (inventory.has(`${folder}/${part}/${path}`)) continue;
      loading.reportAt(file, ['files', index], `There is no file "${part}/${path}".`, 'Add the file, or correct its path; upper and lower case count.');
    }
  }
  for (const part of ['starter', 'solution']) {
    for (const path of inventory.filesBelow(`${folder}/${part}`)) {
      if (files.includes(path)) continue;
      loading.reportAt(file, ['files'], `"${part}/${path}" is not listed in "files".`, `Add "${path}" to "files", or remove the file.`);
    }
  }
  if (!files.includes(entry)) loading.reportAt(file, ['entry'], `The entry "${entry}" is not one of "files".`, 'Name one of the files.');
  for (const [path, purpose] of [['README.md', 'tells the learner what to do'], ['tests/index.ts', 'registers the test cases']]) {
    if (!inventory.has(`${folder}/${path}`)) loading.reportAt(file, [], `The exercise has no ${path}.`, `Add the file, which ${purpose}.`);
  }
}

function checkCases(loading: Loading, file: ValidFile<ExerciseFile>, folder: string): void {
  const { inventory } = loading;
  const { cases, mutants, files } = file.value;
  const caseIds = cases.map(({ id }) => id);
  const names = mutants.map(({ name }) => name);
  loading.unique(file, 'case', caseIds, (index) => ['cases', index, 'id']);
  loading.unique(file, 'mutant', names, (index) => ['mutants', index, 'name']);
  loading.unlisted(file, 'mutants', `${folder}/mutants`, names);
  for (const [index, { name, failsCase }] of mutants.entries()) {
    if (!caseIds.includes(failsCase)) {
      loading.reportAt(file, ['mutants', index, 'failsCase'], `There is no case "${failsCase}".`, `Name one of the cases: ${caseIds.join(', ')}.`);
    }
    const changed = inventory.filesBelow(`${folder}/mutants/${name}`);
    if (changed.length === 0) {
      loading.reportAt(file, ['mutants', index, 'name'], `The folder "mutants/${name}" is missing or empty.`, 'Put the files there that differ from those of solution/.');
    }
    for (const path of changed.filter((path) => !files.includes(path))) {
      loading.reportAt(file, ['mutants', index, 'name'], `"mutants/${name}/${path}" stands for no file of the solution.`, 'Name it like the file in solution/ that it replaces.');
    }
  }
}
