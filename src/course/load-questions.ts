/** The questions of a topic: questions.yaml, and the Markdown in it. */
import type { DataPath } from './document.ts';
import type { Loading, ValidFile } from './loading.ts';
import { renderSnippet } from './markdown.ts';
import type { Question } from './model.ts';
import { QuestionsFile } from './schema.ts';
import { parseYaml } from './yaml-document.ts';

/** Problems are reported; none of the questions is given where the file can't be used. */
export async function loadQuestions(loading: Loading, path: string): Promise<readonly Question[]> {
  const file = await loading.data(path, parseYaml, QuestionsFile);
  if (!file) return [];
  const { questions } = file.value;
  loading.unique(file, 'question', questions.map(({ id }) => id), (index) => ['questions', index, 'id']);
  for (const [index, question] of questions.entries()) checkQuestion(loading, file, question, index);
  return questions.map(({ id, ...question }) => ({ questionId: id, ...question }));
}

type QuestionEntry = QuestionsFile['questions'][number];

function checkQuestion(loading: Loading, file: ValidFile<QuestionsFile>, question: QuestionEntry, index: number): void {
  checkMarkdown(loading, file, ['questions', index, 'prompt'], question.prompt);
  checkMarkdown(loading, file, ['questions', index, 'solution'], question.solution);
  if (question.kind === 'choice') {
    for (const [option, { text }] of question.options.entries()) checkMarkdown(loading, file, ['questions', index, 'options', option, 'text'], text);
    const right = question.options.filter((option) => option.right).length;
    if (right === 0) loading.reportAt(file, ['questions', index, 'options'], 'None of the options is right.', 'Add "right: true" to those that are.');
    if (right === question.options.length) loading.reportAt(file, ['questions', index, 'options'], 'All of the options are right.', 'Add one that is wrong.');
  }
  if (question.kind === 'order') {
    for (const [item, text] of question.items.entries()) checkMarkdown(loading, file, ['questions', index, 'items', item], text);
    loading.unique(file, 'item', question.items, (item) => ['questions', index, 'items', item]);
  }
}

/** The place is the start of the text: how YAML folds lines makes more of it than can be traced back. */
function checkMarkdown(loading: Loading, file: ValidFile<unknown>, path: DataPath, text: string): void {
  for (const { message, remedy } of renderSnippet(text).flaws) loading.reportAt(file, path, message, remedy);
}
