/** Where two branches part, and the way there. */
import type { MomentView } from '../../src/contract/simulation.ts';
import type { SimulationModel } from './model.ts';
import { SideBySide } from './side-by-side.tsx';

export function Comparison({ model }: { readonly model: SimulationModel }) {
  const comparison = model.comparison.value;
  return (
    <>
      {/* There before it has anything to say, so that it is read out when it has. */}
      <div role="status">
        {comparison === null ? null : (
          <section class="comparison" aria-label="Comparison">
            <p>{comparison.text}</p>
            <div class="comparison-moves">
              <MoveTo model={model} branch={comparison.from} moment={comparison.here} />
              <MoveTo model={model} branch={comparison.branch} moment={comparison.there} />
            </div>
          </section>
        )}
      </div>
      {comparison === null ? null : <SideBySide model={model} comparison={comparison} />}
    </>
  );
}

function MoveTo({ model, branch, moment }: { readonly model: SimulationModel; readonly branch: number; readonly moment: MomentView | null }) {
  if (moment === null) return null;
  const label = `Go to step ${moment.step} in “${model.branchLabel(branch)}”`;
  return (
    <button type="button" class="chip" title={label} onClick={() => model.goToMoment(branch, { step: moment.step })}>
      {label}
    </button>
  );
}
