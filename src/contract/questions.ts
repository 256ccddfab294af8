/** What the question panel draws and asks for. One question at a time; the solution is sent only once it is asked for. */
import * as v from 'valibot';
import type { PanelContract } from './protocol.ts';

const index = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The learner's answer: the options chosen, the order given, or what was written. */
export const Answer = v.variant('kind', [
  v.object({ kind: v.literal('choice'), chosen: v.array(index) }),
  v.object({ kind: v.literal('order'), order: v.array(index) }),
  v.object({ kind: v.literal('text'), text: v.string() }),
]);
export type Answer = v.InferOutput<typeof Answer>;

export const QuestionView = v.object({
  id: v.string(),
  kind: v.picklist(['choice', 'order', 'short-answer', 'design']),
  difficulty: v.string(),
  /** Sanitized HTML. */
  prompt: v.string(),
  /** For choice and order: sanitized HTML of each option. */
  options: v.array(v.string()),
  /** For choice: whether more than one option may be right. */
  multiple: v.boolean(),
  state: v.picklist(['new', 'in-progress', 'done']),
});
export type QuestionView = v.InferOutput<typeof QuestionView>;

export const Feedback = v.object({
  /** Null where the learner judges their own answer against the rubric. */
  correct: v.nullable(v.boolean()),
  /** For choice: why each option is right or wrong. */
  optionNotes: v.array(v.object({ right: v.boolean(), note: v.string() })),
  /** For order: the right order. */
  order: v.array(index),
  /** Sanitized HTML of the worked solution. */
  solution: v.string(),
  /** What a good answer names; the learner ticks what theirs has. */
  rubric: v.array(v.string()),
});
export type Feedback = v.InferOutput<typeof Feedback>;

export const QuestionsState = v.object({
  topicId: v.string(),
  title: v.string(),
  questions: v.array(QuestionView),
  /** Position of the question shown. */
  current: index,
  /** Feedback on the current question, once it was answered. */
  answer: v.nullable(Answer),
  feedback: v.nullable(Feedback),
});
export type QuestionsState = v.InferOutput<typeof QuestionsState>;

export const questionsContract = {
  state: QuestionsState,
  methods: {
    show: { params: v.object({ question: index }), result: QuestionsState },
    answer: { params: Answer, result: QuestionsState },
    /** For questions with a rubric: the rubric lines that the learner's answer covers. */
    judge: { params: v.object({ covered: v.array(index) }), result: QuestionsState },
    retry: { params: v.null(), result: QuestionsState },
  },
} as const satisfies PanelContract;
export type QuestionsContract = typeof questionsContract;
