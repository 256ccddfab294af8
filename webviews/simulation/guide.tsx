/** What the topic leads the learner through, one step after the other. */
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
        Guide · {at + 1} of {guide.length}
      </p>
      <h2 id="guide-heading" class="now-title">
        {step.title}
      </h2>
      <p>{step.instruction}</p>
      <div class="guide-moves">
        <button type="button" class="chip" disabled={at === 0} onClick={() => setAt(at - 1)}>
          Back
        </button>
        <button type="button" class="chip" disabled={at === guide.length - 1} onClick={() => setAt(at + 1)}>
          Next
        </button>
      </div>
    </section>
  );
}
