/** Which question is shown, which there are, and how far the learner has come. */
import type { QuestionView } from '../../src/contract/questions.ts';
import { Toolbar } from '../kit/toolbar.tsx';

interface NavigationProps {
  readonly questions: readonly QuestionView[];
  readonly current: number;
  readonly onShow: (position: number) => void;
}

const states = {
  new: { sign: '', text: 'new' },
  'in-progress': { sign: '◐', text: 'in progress' },
  done: { sign: '✓', text: 'done' },
} as const satisfies Record<QuestionView['state'], { sign: string; text: string }>;

export function Navigation({ questions, current, onShow }: NavigationProps) {
  const done = questions.filter(({ state }) => state === 'done').length;
  return (
    <div class="navigation">
      <Toolbar label="Questions">
        {questions.map(({ id, state }, position) => (
          <button
            key={id}
            type="button"
            class={`navigation-item navigation-${state}`}
            aria-current={position === current ? 'true' : undefined}
            aria-label={`Question ${position + 1}, ${states[state].text}`}
            onClick={() => onShow(position)}
          >
            {position + 1}
            <span class="navigation-sign" aria-hidden="true">
              {states[state].sign}
            </span>
          </button>
        ))}
      </Toolbar>
      <p class="muted">
        {done} of {questions.length} done
      </p>
    </div>
  );
}
