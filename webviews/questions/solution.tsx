/** What comes after an answer: whether it was right, the worked solution, and the rubric that the learner judges by. */
import type { Signal } from '@preact/signals';
import type { Feedback, QuestionView } from '../../src/contract/questions.ts';
import { Html } from '../kit/html.tsx';
import { toggled } from './drafts.ts';

export function Verdict({ feedback }: { readonly feedback: Feedback }) {
  if (feedback.correct === null) return null;
  return (
    <p class={`verdict ${feedback.correct ? 'verdict-right' : 'verdict-wrong'}`}>
      <span aria-hidden="true">{feedback.correct ? '✓' : '✗'}</span> {feedback.correct ? 'Correct' : 'Not correct'}
    </p>
  );
}

interface SolutionProps {
  readonly question: QuestionView;
  readonly feedback: Feedback;
  readonly covered: Signal<readonly number[]>;
  readonly onJudge: (covered: readonly number[]) => void;
}

export function Solution({ question, feedback, covered, onJudge }: SolutionProps) {
  return (
    <>
      <h3>Worked solution</h3>
      <Html class="prose" html={feedback.solution} />
      {feedback.rubric.length === 0 ? null : <Rubric question={question} lines={feedback.rubric} covered={covered} onJudge={onJudge} />}
    </>
  );
}

interface RubricProps {
  readonly question: QuestionView;
  readonly lines: readonly string[];
  readonly covered: Signal<readonly number[]>;
  readonly onJudge: (covered: readonly number[]) => void;
}

function Rubric({ question, lines, covered, onJudge }: RubricProps) {
  return (
    <fieldset class="rubric">
      <legend>What a good answer names: tick what yours has</legend>
      {lines.map((line, position) => (
        <label key={position} class="rubric-line">
          <input type="checkbox" checked={covered.value.includes(position)} onChange={() => (covered.value = toggled(covered.value, position))} />
          <span>{line}</span>
        </label>
      ))}
      <div class="rubric-actions">
        <vscode-button onClick={() => onJudge(covered.value)}>Record my judgement</vscode-button>
        <span class="muted">
          {covered.value.length} of {lines.length} ticked{question.state === 'done' ? '; this question is done' : ''}
        </span>
      </div>
    </fieldset>
  );
}
