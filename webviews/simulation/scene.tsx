/** A scenario's run, told: what is said at the moment, what is asked, and in the end whether all went as it says. */
import { useId, useState } from 'preact/hooks';
import type { Moment, SceneView, Told } from '../../src/contract/simulation.ts';
import type { SimulationModel } from './model.ts';
import { momentsOf, placeIn } from './moments.ts';
import { formatMoment } from './time.ts';

type Question = Extract<Told, { readonly kind: 'ask' }>;

export function Scene({ model }: { readonly model: SimulationModel }) {
  const view = model.view.value;
  const { scene } = view;
  if (scene === null) return null;
  const moments = momentsOf(view);
  const { at, hasLeft } = placeIn(view);
  const moment = moments[at];
  const go = (to: number): void => {
    const next = moments[to];
    if (next !== undefined) model.goToMoment(0, next.target);
  };
  return (
    <section class="guide card" aria-label="Scene">
      {scene.goal === null ? null : (
        <p class="scene-goal">
          <strong>Goal:</strong> {scene.goal}
        </p>
      )}
      {moments.length === 0 ? null : (
        <p class="small muted">
          Scene · {at + 1} of {moments.length}
          {moment === undefined ? '' : ` · ${formatMoment(moment.time)}`}
        </p>
      )}
      {moment === undefined ? <p>Play, or go to the first moment.</p> : moment.told.map((told, place) => <Telling key={`${at}.${place}`} model={model} told={told} id={`${at}.${place}`} />)}
      {hasLeft ? <p class="muted">This branch has left the scene; what you did is yours.</p> : null}
      {at === moments.length - 1 ? <Ending scene={scene} score={scoreOf(moments, view.notebook.answers)} /> : null}
      {moments.length === 0 ? null : (
        <div class="guide-moves">
          <Move label={hasLeft ? 'Back to the scene' : 'Back'} to={hasLeft ? Math.max(0, at) : at - 1} moments={moments} onMove={go} />
          <Move label="Next" to={at + 1} moments={moments} onMove={go} />
          <label class="guide-option small">
            <input type="checkbox" checked={model.stopsAtMoments.value} onChange={(event) => (model.stopsAtMoments.value = event.currentTarget.checked)} />
            Playing stops at each
          </label>
        </div>
      )}
    </section>
  );
}

function Telling({ model, told, id }: { readonly model: SimulationModel; readonly told: Told; readonly id: string }) {
  switch (told.kind) {
    case 'say':
      return <p class="scene-text">{told.text}</p>;
    case 'ask':
      return <Asked model={model} question={told} id={id} />;
    case 'failure':
      return (
        <p class="scene-text complaint">
          <span aria-hidden="true">✗</span> Not as the scenario says{told.what === '' ? '' : `: ${told.what}`}. {told.why}
        </p>
      );
  }
}

/** One answer is chosen, or several where several are right. Once given it stays, with what is to be said of it. */
function Asked({ model, question, id }: { readonly model: SimulationModel; readonly question: Question; readonly id: string }) {
  const { notebook } = model.view.value;
  const given = notebook.answers[id];
  const [draft, setDraft] = useState<readonly number[]>([]);
  const group = useId();
  const chosen = given ?? draft;
  const isMultiple = question.answers.filter(({ isRight }) => isRight).length !== 1;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.length > 0) model.setDown({ ...notebook, answers: { ...notebook.answers, [id]: [...draft] } });
      }}
    >
      <fieldset class="options" disabled={given !== undefined}>
        <legend class="scene-text">{question.question}</legend>
        {question.answers.map(({ text, isRight }, place) => (
          <label key={place} class={`option option-label ${given === undefined ? '' : isRight ? 'option-right' : 'option-wrong'}`}>
            <input type={isMultiple ? 'checkbox' : 'radio'} name={group} checked={chosen.includes(place)} onChange={() => setDraft(isMultiple ? toggled(draft, place) : [place])} />
            <span>
              {text}
              {given === undefined ? null : (
                <strong class="small">
                  {' '}
                  <span aria-hidden="true">{isRight ? '✓' : '✗'}</span> {isRight ? 'right' : 'wrong'}
                  {chosen.includes(place) ? ', your choice' : ''}
                </strong>
              )}
            </span>
          </label>
        ))}
      </fieldset>
      {given === undefined ? (
        <vscode-button type="submit" ariaDisabled={String(draft.length === 0)}>
          Answer
        </vscode-button>
      ) : (
        <p role="status">{question.explanation}</p>
      )}
    </form>
  );
}

function Ending({ scene, score }: { readonly scene: SceneView; readonly score: Score }) {
  const { claims } = scene;
  return (
    <>
      {claims.length === 0 ? null : (
        <ul class="scene-claims small" aria-label="What must hold">
          {claims.map(({ text, held }) => (
            <li key={text}>
              <span aria-hidden="true">{held === null ? '?' : held ? '✓' : '✗'}</span> {text} <span class="muted">{held === null ? 'Nobody knows: a check was not decided within its budget.' : held ? 'It holds.' : 'It does not.'}</span>
            </li>
          ))}
        </ul>
      )}
      {score.asked === 0 ? null : (
        <p class="small muted">
          {score.right} of {score.asked} {score.asked === 1 ? 'question' : 'questions'} answered right.
        </p>
      )}
    </>
  );
}

interface MoveProps {
  readonly label: string;
  readonly to: number;
  readonly moments: readonly Moment[];
  readonly onMove: (to: number) => void;
}

/** At either end it stays where it is, and keeps the focus. */
function Move({ label, to, moments, onMove }: MoveProps) {
  const leads = to >= 0 && to < moments.length;
  return (
    <button type="button" class="chip" aria-disabled={!leads} onClick={() => leads && onMove(to)}>
      {label}
    </button>
  );
}

interface Score {
  readonly asked: number;
  readonly right: number;
}

function scoreOf(moments: readonly Moment[], answers: Readonly<Record<string, readonly number[]>>): Score {
  const questions = moments.flatMap(({ told }, at) => told.flatMap((each, place) => (each.kind === 'ask' ? [{ question: each, given: answers[`${at}.${place}`] }] : [])));
  const right = questions.filter(({ question, given }) => given !== undefined && question.answers.every(({ isRight }, place) => given.includes(place) === isRight));
  return { asked: questions.length, right: right.length };
}

function toggled(places: readonly number[], place: number): readonly number[] {
  return places.includes(place) ? places.filter((each) => each !== place) : [...places, place];
}
