/** What the topic leads the learner through, one step after the other; of a run that was found, what was. */
import { useState } from 'preact/hooks';
import type { SimulationModel } from './model.ts';

export function Guide({ model }: { readonly model: SimulationModel }) {
  const { guide } = model.view.value;
  const [at, setAt] = useState(0);
  const step = guide[at];
  if (step === undefined) return null;
  return (
    <section class="guide card" aria-labelledby="guide-heading">
      <p class="small muted">
        {guide.length === 1 ? 'Guide' : `Guide · ${at + 1} of ${guide.length}`}
      </p>
      <h2 id="guide-heading" class="now-title">
        {step.title}
      </h2>
      <p>{step.instruction}</p>
      {guide.length === 1 ? null : (
        <div class="guide-moves">
          <Move label="Back" to={at - 1} steps={guide.length} onMove={setAt} />
          <Move label="Next" to={at + 1} steps={guide.length} onMove={setAt} />
        </div>
      )}
    </section>
  );
}

interface MoveProps {
  readonly label: string;
  readonly to: number;
  readonly steps: number;
  readonly onMove: (to: number) => void;
}

/** At either end it stays where it is, and keeps the focus. */
function Move({ label, to, steps, onMove }: MoveProps) {
  const leads = to >= 0 && to < steps;
  return (
    <button type="button" class="chip" aria-disabled={!leads} onClick={() => leads && onMove(to)}>
      {label}
    </button>
  );
}
