import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import { Feedback, QuestionView } from '../../src/contract/questions.ts';
import type { Question } from '../../src/course/model.ts';
import { feedbackOn, isCovered, questionView } from '../../src/course/questions.ts';

const base = { difficulty: 'beginner', prompt: 'Which *one*?', solution: '`a`', references: [] } as const;

const choice: Question = {
  ...base,
  questionId: 'choice',
  kind: 'choice',
  options: [
    { text: '`a`', right: true, note: 'Yes.' },
    { text: 'b', right: false, note: 'No.' },
    { text: 'c', right: true, note: 'Yes, too.' },
  ],
};
const order: Question = { ...base, questionId: 'order', kind: 'order', items: ['one', 'two', 'three', 'four', 'five'] };
const design: Question = { ...base, questionId: 'design', kind: 'design', rubric: ['a', 'b', 'c', 'd'] };

describe('a question', () => {
  it('is shown as the panel expects it, without its answer', () => {
    for (const question of [choice, order, design]) {
      const view = questionView(question, 'new');
      assert.ok(v.is(QuestionView, view));
      assert.equal(view.prompt.trim(), '<p>Which <em>one</em>?</p>');
    }
    assert.deepEqual(questionView(choice, 'done').options.map((option) => option.trim()), ['<p><code>a</code></p>', '<p>b</p>', '<p>c</p>']);
    assert.deepEqual([questionView(choice, 'new').multiple, questionView(order, 'new').multiple], [true, false]);
  });

  it('of choice is answered by exactly the right options', () => {
    const cases: [number[], boolean][] = [[[0, 2], true], [[2, 0], true], [[0], false], [[0, 1, 2], false], [[1], false]];
    for (const [chosen, correct] of cases) assert.equal(feedbackOn(choice, { kind: 'choice', chosen }).correct, correct);
    assert.deepEqual(feedbackOn(choice, { kind: 'choice', chosen: [1] }).optionNotes[1], { right: false, note: 'No.' });
  });

  it('of order is answered by the order that its feedback gives', () => {
    const shown = questionView(order, 'new').options;
    const { order: right, correct } = feedbackOn(order, { kind: 'order', order: shown.map((_, place) => place) });
    assert.equal(correct, false, 'what is shown is never in order already');
    assert.deepEqual(right.map((option) => shown[option]?.trim()), ['one', 'two', 'three', 'four', 'five'].map((item) => `<p>${item}</p>`));
    assert.equal(feedbackOn(order, { kind: 'order', order: right }).correct, true);
  });

  it('of order shows every item once, never solved, and always in the same way', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 3, max: 10 }), (questionId, count) => {
        const question: Question = { ...base, questionId, kind: 'order', items: Array.from({ length: count }, (_, item) => `item ${item}`) };
        const { options } = questionView(question, 'new');
        const { order: right } = feedbackOn(question, { kind: 'order', order: options.map((_, place) => place) });
        assert.equal(new Set(options).size, count);
        assert.notDeepEqual(right, right.toSorted((left, other) => left - other));
        assert.deepEqual(questionView(question, 'done').options, options);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('in writing is judged by the learner against its rubric', () => {
    const feedback = feedbackOn(design, { kind: 'text', text: 'Because.' });
    assert.ok(v.is(Feedback, feedback));
    assert.deepEqual([feedback.correct, feedback.rubric], [null, ['a', 'b', 'c', 'd']]);
    assert.deepEqual([isCovered(design, [0, 1, 3]), isCovered(design, [0, 1]), isCovered(design, [])], [true, false, false]);
  });

  it('refuses answers that do not fit it', () => {
    assert.throws(() => feedbackOn(choice, { kind: 'choice', chosen: [] }), RangeError);
    assert.throws(() => feedbackOn(choice, { kind: 'choice', chosen: [3] }), RangeError);
    assert.throws(() => feedbackOn(choice, { kind: 'text', text: 'a' }), RangeError);
    assert.throws(() => feedbackOn(order, { kind: 'order', order: [0, 1, 2, 3, 3] }), RangeError);
    assert.throws(() => feedbackOn(order, { kind: 'order', order: [0, 1] }), RangeError);
    assert.throws(() => feedbackOn(design, { kind: 'text', text: '  ' }), RangeError);
    assert.throws(() => isCovered(design, [0, 0, 0]), RangeError);
    assert.throws(() => isCovered(choice, [0]), RangeError);
  });
});
