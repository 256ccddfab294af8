/** Questions as the panel shows them, and the judgement of answers. */
import type { Answer, Feedback, QuestionView } from '../contract/questions.ts';
import { renderSnippet } from './markdown.ts';
import type { ItemState, Question } from './model.ts';

/** The part of a rubric that an answer has to cover to count as right. */
const RUBRIC_SHARE = 0.75;

export function questionView(question: Question, state: ItemState): QuestionView {
  return {
    id: question.questionId,
    kind: question.kind,
    difficulty: question.difficulty,
    prompt: html(question.prompt),
    options: options(question),
    multiple: question.kind === 'choice' && question.options.filter(({ right }) => right).length > 1,
    state,
  };
}

/**
 * What the learner is told of an answer. The options of an order question are numbered as they are shown.
 * @throws RangeError for an answer that does not fit the question, in words fit for the learner
 */
export function feedbackOn(question: Question, answer: Answer): Feedback {
  const solution = html(question.solution);
  switch (question.kind) {
    case 'choice': {
      if (answer.kind !== 'choice' || !areOptions(answer.chosen, question.options.length)) throw new RangeError('Choose at least one of the options.');
      const correct = question.options.every(({ right }, index) => right === answer.chosen.includes(index));
      return { correct, optionNotes: question.options.map(({ right, note }) => ({ right, note })), order: [], solution, rubric: [] };
    }
    case 'order': {
      const shown = shownOrder(question.questionId, question.items.length);
      if (answer.kind !== 'order' || answer.order.length !== shown.length || !areOptions(answer.order, shown.length)) {
        throw new RangeError('Put each item into its place once.');
      }
      const order = question.items.map((_, place) => shown.indexOf(place));
      const correct = order.every((option, place) => answer.order[place] === option);
      return { correct, optionNotes: [], order, solution, rubric: [] };
    }
    case 'short-answer':
    case 'design': {
      if (answer.kind !== 'text' || answer.text.trim() === '') throw new RangeError('Write an answer first.');
      return { correct: null, optionNotes: [], order: [], solution, rubric: [...question.rubric] };
    }
  }
}

/**
 * The learner's own judgement of a written answer.
 * @param covered the lines of the rubric that the answer covers
 * @throws RangeError where the question has no rubric or no such lines
 */
export function isCovered(question: Question, covered: readonly number[]): boolean {
  if (question.kind !== 'short-answer' && question.kind !== 'design') throw new RangeError('This question is not judged by its learner.');
  const lines = question.rubric.length;
  if (covered.length > 0 && !areOptions(covered, lines)) throw new RangeError('Tick each line of the rubric at most once.');
  return covered.length >= lines * RUBRIC_SHARE;
}

function options(question: Question): string[] {
  if (question.kind === 'choice') return question.options.map(({ text }) => html(text));
  if (question.kind !== 'order') return [];
  return shownOrder(question.questionId, question.items.length).map((item) => html(question.items[item] ?? ''));
}

function html(markdown: string): string {
  return renderSnippet(markdown).html;
}

/** At least one, each one there is, none twice. */
function areOptions(chosen: readonly number[], count: number): boolean {
  return chosen.length > 0 && new Set(chosen).size === chosen.length && chosen.every((option) => option >= 0 && option < count);
}

/** The items by the places at which they are shown: shuffled, never solved already, and the same every time. */
function shownOrder(questionId: string, count: number): number[] {
  const order = Array.from({ length: count }, (_, item) => item);
  let seed = [...questionId].reduce((hash, character) => Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0, 0x811c9dc5);
  for (let last = count - 1; last > 0; last--) {
    seed = (Math.imul(seed, 0x0019660d) + 0x3c6ef35f) >>> 0;
    const other = Math.floor((seed / 2 ** 32) * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order.every((item, place) => item === place) ? [...order.slice(1), 0] : order;
}
