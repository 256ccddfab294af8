/** That the run can't make progress as things are: what is wrong, why, and what would let it. */
import { WarningIcon } from '../kit/icons.tsx';
import type { SimulationModel } from './model.ts';

/** The region stays when it is empty: what comes into it is read out. */
export function Stuck({ model }: { readonly model: SimulationModel }) {
  const { stuck } = model.view.value;
  return (
    <div class="stuck" role="status">
      {stuck === null ? null : (
        <div class="banner banner-stuck">
          <WarningIcon />
          <span class="banner-text">
            <strong>No progress: {stuck.what}</strong> {stuck.why} <strong>What would let it:</strong> {stuck.remedy}
          </span>
        </div>
      )}
    </div>
  );
}
