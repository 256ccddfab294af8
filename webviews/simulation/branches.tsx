/** The branches of the run as a tree: acting in the past grows one, and none is lost. */
import type { BranchView } from '../../src/contract/simulation.ts';
import { Bookmarks } from './bookmark-list.tsx';
import { Comparison } from './comparison.tsx';
import type { SimulationModel } from './model.ts';

export function Branches({ model }: { readonly model: SimulationModel }) {
  return (
    <div class="part">
      <p class="muted small">Acting at an earlier moment begins a new branch there. The old one stays as it was.</p>
      <BranchesOf model={model} parent={null} />
      <Comparison model={model} />
      <Bookmarks model={model} />
    </div>
  );
}

function BranchesOf({ model, parent }: { readonly model: SimulationModel; readonly parent: number | null }) {
  const { branches, branch: current } = model.view.value;
  const children = branches.filter((branch) => branch.parent === parent);
  if (children.length === 0) return null;
  return (
    <ul class="branches">
      {children.map((branch) => (
        <li key={branch.id}>
          <div class="branch-row">
            <button type="button" class="branch" aria-current={branch.id === current ? 'true' : undefined} onClick={() => model.selectBranch(branch.id)}>
              <span class="branch-mark" aria-hidden="true">
                {branch.id === current ? '●' : '○'}
              </span>
              <span>
                {branch.label}
                {origin(branch)}
                {branch.id === current ? <span class="muted small"> (shown)</span> : null}
              </span>
            </button>
            {branch.id === current ? null : (
              <button type="button" class="chip" aria-label={`Compare with “${branch.label}”`} title="Find where it parts from the branch that is shown" onClick={() => model.compareWith(branch.id)}>
                Compare
              </button>
            )}
          </div>
          <BranchesOf model={model} parent={branch.id} />
        </li>
      ))}
    </ul>
  );
}

function origin({ parent, forkStep }: BranchView) {
  if (parent === null) return null;
  return <span class="muted small">{forkStep === 0 ? ', from the start' : `, after step ${forkStep}`}</span>;
}
