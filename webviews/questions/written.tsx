/** An answer that is written, which the learner compares with the worked solution. */
import type { Signal } from '@preact/signals';
import type { QuestionView } from '../../src/contract/questions.ts';

interface WrittenProps {
  readonly question: QuestionView;
  readonly text: Signal<string>;
  /** What was answered, or null while it is still open. */
  readonly given: string | null;
  readonly onAnswer: (text: string) => void;
}

const rows = { 'short-answer': 5, design: 14 } as const;

export function WrittenAnswer({ question, text, given, onAnswer }: WrittenProps) {
  return (
    <>
      <label class="written">
        <span class="written-label">Your answer</span>
        <textarea
          rows={question.kind === 'design' ? rows.design : rows['short-answer']}
          readOnly={given !== null}
          value={given ?? text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
      </label>
      {given === null ? (
        <vscode-button disabled={text.value.trim() === ''} onClick={() => onAnswer(text.value)}>
          Compare with the solution
        </vscode-button>
      ) : null}
    </>
  );
}
