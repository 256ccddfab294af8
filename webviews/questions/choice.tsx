/** An answer that is chosen: one option, or all that are right; then what is to be said of each. */
import type { Signal } from '@preact/signals';
import type { Feedback, QuestionView } from '../../src/contract/questions.ts';
import { Html } from '../kit/html.tsx';
import { toggled } from './drafts.ts';

interface ChoiceProps {
  readonly question: QuestionView;
  readonly chosen: Signal<readonly number[]>;
  /** What was answered, or null while it is still open. */
  readonly given: readonly number[] | null;
  readonly notes: Feedback['optionNotes'];
  readonly onAnswer: (chosen: readonly number[]) => void;
}

export function ChoiceAnswer({ question, chosen, given, notes, onAnswer }: ChoiceProps) {
  const selected = given ?? chosen.value;
  const choose = (option: number): void => {
    chosen.value = question.multiple ? toggled(chosen.value, option) : [option];
  };
  return (
    <>
      <fieldset class="options" disabled={given !== null}>
        <legend class="visually-hidden">{question.multiple ? 'Choose all that are right' : 'Choose one'}</legend>
        {question.options.map((html, option) => {
          const note = notes[option];
          const isChosen = selected.includes(option);
          return (
            <div key={option} class={`option ${note === undefined ? '' : note.right ? 'option-right' : 'option-wrong'}`}>
              <label class="option-label">
                <input
                  type={question.multiple ? 'checkbox' : 'radio'}
                  name="option"
                  checked={isChosen}
                  aria-describedby={note === undefined ? undefined : `note-${option}`}
                  onChange={() => choose(option)}
                />
                <Html class="prose option-text" html={html} />
              </label>
              {note === undefined ? null : <Note id={`note-${option}`} note={note} isChosen={isChosen} />}
            </div>
          );
        })}
      </fieldset>
      {given === null ? (
        <vscode-button disabled={chosen.value.length === 0} onClick={() => onAnswer(chosen.value)}>
          Check answer
        </vscode-button>
      ) : null}
    </>
  );
}

interface NoteProps {
  readonly id: string;
  readonly note: Feedback['optionNotes'][number];
  readonly isChosen: boolean;
}

function Note({ id, note, isChosen }: NoteProps) {
  return (
    <p id={id} class="option-note">
      <strong>
        <span aria-hidden="true">{note.right ? '✓' : '✗'}</span> {note.right ? 'Right' : 'Wrong'}
        {isChosen ? ', your choice' : ''}.
      </strong>{' '}
      {note.note}
    </p>
  );
}
