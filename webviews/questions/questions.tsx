import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Answer, QuestionsContract, QuestionsState, QuestionView } from '../../src/contract/questions.ts';
import { Html } from '../kit/html.tsx';
import { LiveRegion } from '../kit/live-region.tsx';
import type { Panel } from '../kit/panel.tsx';
import { ChoiceAnswer } from './choice.tsx';
import { Drafts, type Draft } from './drafts.ts';
import { Navigation } from './navigation.tsx';
import { OrderAnswer } from './order.tsx';
import { Solution, Verdict } from './solution.tsx';
import { WrittenAnswer } from './written.tsx';

/** What is to have the focus once the next state is on the page. */
type FocusTarget = 'question' | 'feedback';

export function Questions({ panel }: { readonly panel: Panel<QuestionsContract> }) {
  const { title, questions, current, answer, feedback } = panel.state.value;
  const drafts = useRef(new Drafts()).current;
  const announcement = useSignal('');
  const heading = useRef<HTMLHeadingElement>(null);
  const verdict = useRef<HTMLElement>(null);
  const nextFocus = useRef<FocusTarget | null>(null);

  useLayoutEffect(() => {
    if (nextFocus.current === 'question') heading.current?.focus();
    if (nextFocus.current === 'feedback') verdict.current?.focus();
    nextFocus.current = null;
  }, [current, feedback]);

  const question = questions[current];
  if (question === undefined) return <p class="loading">This topic has no questions.</p>;
  const draft = drafts.of(question);

  /** Says what came of it; the focus goes where the learner goes on, where what they pressed goes away. */
  const settle = async (request: Promise<QuestionsState | null>, focus: FocusTarget | null, say: (state: QuestionsState) => string): Promise<void> => {
    nextFocus.current = focus;
    const state = await request;
    if (state === null) nextFocus.current = null;
    else announcement.value = say(state);
  };
  const show = (position: number): Promise<void> =>
    settle(panel.attempt('show', { question: position }), 'question', (state) => `Question ${state.current + 1} of ${state.questions.length}.`);
  const submit = (given: Answer): Promise<void> => settle(panel.attempt('answer', given), 'feedback', spokenVerdict);
  const retry = (): Promise<void> => {
    drafts.startOver(draft);
    return settle(panel.attempt('retry', null), 'question', () => 'Answer again.');
  };
  const judge = (covered: readonly number[]): Promise<void> =>
    settle(panel.attempt('judge', { covered: [...covered] }), null, (state) => spokenJudgement(state.questions[state.current]));

  return (
    <main class="questions">
      <header>
        <h1>{title}</h1>
        <Navigation questions={questions} current={current} onShow={(position) => void show(position)} />
      </header>
      <article class="question" aria-labelledby="question-heading">
        <h2 id="question-heading" ref={heading} tabIndex={-1}>
          Question {current + 1} of {questions.length}
        </h2>
        <p class="question-facts">
          <span class="tag">{task(question)}</span>
          <span class="tag question-difficulty">{question.difficulty}</span>
        </p>
        <Html class="prose question-prompt" html={question.prompt} />
        <AnswerForm
          key={question.id}
          question={question}
          draft={draft}
          answer={feedback === null ? null : answer}
          feedback={feedback}
          onAnswer={(given) => void submit(given)}
          announce={(text) => (announcement.value = text)}
        />
        {feedback === null ? null : (
          <section class="feedback" ref={verdict} tabIndex={-1} aria-label="Feedback">
            <Verdict feedback={feedback} />
            <Solution question={question} feedback={feedback} covered={draft.covered} onJudge={(covered) => void judge(covered)} />
            <vscode-button appearance="secondary" onClick={() => void retry()}>
              Try again
            </vscode-button>
          </section>
        )}
      </article>
      <nav class="question-steps" aria-label="Next and previous question">
        <vscode-button appearance="secondary" disabled={current === 0} onClick={() => void show(current - 1)}>
          Previous question
        </vscode-button>
        <vscode-button appearance={feedback === null ? 'secondary' : 'primary'} disabled={current === questions.length - 1} onClick={() => void show(current + 1)}>
          Next question
        </vscode-button>
      </nav>
      <LiveRegion text={announcement.value} />
    </main>
  );
}

interface AnswerFormProps {
  readonly question: QuestionView;
  readonly draft: Draft;
  readonly answer: QuestionsState['answer'];
  readonly feedback: QuestionsState['feedback'];
  readonly onAnswer: (answer: Answer) => void;
  readonly announce: (text: string) => void;
}

function AnswerForm({ question, draft, answer, feedback, onAnswer, announce }: AnswerFormProps) {
  switch (question.kind) {
    case 'choice':
      return (
        <ChoiceAnswer
          question={question}
          chosen={draft.chosen}
          given={answer?.kind === 'choice' ? answer.chosen : null}
          notes={feedback?.optionNotes ?? []}
          onAnswer={(chosen) => onAnswer({ kind: 'choice', chosen: [...chosen] })}
        />
      );
    case 'order':
      return (
        <OrderAnswer
          question={question}
          order={draft.order}
          given={answer?.kind === 'order' ? answer.order : null}
          right={feedback?.order ?? []}
          onAnswer={(order) => onAnswer({ kind: 'order', order: [...order] })}
          announce={announce}
        />
      );
    case 'short-answer':
    case 'design':
      return (
        <WrittenAnswer
          question={question}
          text={draft.text}
          given={answer?.kind === 'text' ? answer.text : null}
          onAnswer={(text) => onAnswer({ kind: 'text', text })}
        />
      );
  }
}

function task({ kind, multiple }: QuestionView): string {
  switch (kind) {
    case 'choice':
      return multiple ? 'Choose all that are right' : 'Choose one';
    case 'order':
      return 'Put in order';
    case 'short-answer':
      return 'Short answer';
    case 'design':
      return 'Design';
  }
}

function spokenVerdict({ feedback }: QuestionsState): string {
  if (feedback === null || feedback.correct === null) return 'Compare your answer with the solution.';
  return feedback.correct ? 'Correct.' : 'Not correct.';
}

function spokenJudgement(question: QuestionView | undefined): string {
  return question?.state === 'done' ? 'Recorded: this question is done.' : 'Recorded: this question stays in progress.';
}
