/** Asks what will happen before it is shown, and keeps the score. */
import { useState } from 'preact/hooks';
import type { PredictionView } from '../../src/contract/simulation.ts';
import type { SimulationModel } from './model.ts';

export function Prediction({ model }: { readonly model: SimulationModel }) {
  const { prediction } = model;
  if (!model.predicting.value) return null;
  return (
    <section class="guide card" aria-label="Predict first">
      <Score predictions={model.view.value.notebook.predictions} />
      {prediction.value === null ? <p class="muted">Nothing more in this branch can be foreseen. Act on it, or go back, and there may be.</p> : <Foreseen key={model.predictionId.value} model={model} prediction={prediction.value} />}
    </section>
  );
}

function Foreseen({ model, prediction }: { readonly model: SimulationModel; readonly prediction: PredictionView }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const { step } = model.view.value.cursor;
  const given = model.view.value.notebook.predictions[model.predictionId.value];
  if (step < prediction.step) return <p>Play: it stops where there is something to foresee.</p>;
  const isOver = step >= prediction.settled.step;
  const answer = (event: Event): void => {
    event.preventDefault();
    if (chosen !== null) model.foresee(prediction.right === chosen);
  };
  return (
    <form onSubmit={answer}>
      <fieldset class="options" disabled={given !== undefined || isOver}>
        <legend class="scene-text">{prediction.question}</legend>
        {prediction.outcomes.map((text, place) => (
          <label key={text} class={`option option-label ${isOver ? (place === prediction.right ? 'option-right' : 'option-wrong') : ''}`}>
            <input type="radio" name="outcome" checked={chosen === place} onChange={() => setChosen(place)} />
            <span>
              {text}
              {isOver && place === prediction.right ? <strong class="small"> ✓ So it was.</strong> : null}
            </span>
          </label>
        ))}
      </fieldset>
      <Further model={model} prediction={prediction} given={given} isOver={isOver} canAnswer={chosen !== null} />
    </form>
  );
}

interface FurtherProps {
  readonly model: SimulationModel;
  readonly prediction: PredictionView;
  /** Whether the answer that was given is right. */
  readonly given: boolean | undefined;
  readonly isOver: boolean;
  readonly canAnswer: boolean;
}

function Further({ model, prediction, given, isOver, canAnswer }: FurtherProps) {
  if (!isOver) {
    if (given === undefined) {
      return (
        <vscode-button type="submit" ariaDisabled={String(!canAnswer)}>
          I foresee this
        </vscode-button>
      );
    }
    return (
      <div class="guide-moves">
        <span role="status">See whether it comes about.</span>
        <button type="button" class="chip" onClick={() => model.goTo({ step: prediction.settled.step })}>
          Show it
        </button>
      </div>
    );
  }
  return (
    <>
      <p role="status">
        <strong>{given === undefined ? '' : given ? '✓ You foresaw it. ' : '✗ It came otherwise. '}</strong>
        {prediction.settled.title}. {prediction.settled.explanation}
      </p>
      <button type="button" class="chip" onClick={() => model.lookAhead(prediction.settled.step)}>
        Next question
      </button>
    </>
  );
}

function Score({ predictions }: { readonly predictions: Readonly<Record<string, boolean>> }) {
  const given = Object.values(predictions);
  return (
    <p class="small muted">
      Predict first · {given.filter(Boolean).length} of {given.length} foreseen
    </p>
  );
}
