/** What must always hold, and whether it does at the cursor. */
import { useId } from 'preact/hooks';
import type { PropertyView } from '../../src/contract/simulation.ts';
import type { SimulationModel } from './model.ts';
import { Source } from './now.tsx';

export function Properties({ model }: { readonly model: SimulationModel }) {
  return (
    <ul class="part plain-list">
      {model.view.value.properties.map((property) => (
        <Property key={property.id} model={model} property={property} />
      ))}
    </ul>
  );
}

function Property({ model, property: { id, title, meaning, reference, violation } }: { readonly model: SimulationModel; readonly property: PropertyView }) {
  return (
    <li class={violation === null ? 'property' : 'property property-violated'}>
      <p>
        <span class="property-sign" aria-hidden="true">
          {violation === null ? '✓' : '✗'}
        </span>{' '}
        <strong>{title}</strong> <span class="property-state">{violation === null ? 'holds' : 'violated'}</span>
      </p>
      <p class="muted">{meaning}</p>
      {violation === null ? null : (
        <>
          <p>{violation.message}</p>
          <div class="property-ways">
            <vscode-button appearance="secondary" onClick={() => model.goTo({ step: violation.step })}>
              Go to step {violation.step}
            </vscode-button>
            <ShrinkButton model={model} property={id} />
          </div>
        </>
      )}
      {reference === null ? null : <Source reference={reference} />}
    </li>
  );
}

function ShrinkButton({ model, property }: { readonly model: SimulationModel; readonly property: string }) {
  const explanationId = useId();
  // A button that was disabled would lose the focus of whoever pressed it.
  const isBusy = model.view.value.job?.state === 'running';
  return (
    <>
      <vscode-button appearance="secondary" ariaDisabled={String(isBusy)} aria-describedby={explanationId} onClick={() => (isBusy ? undefined : model.shrink(property))}>
        Shrink this failure
      </vscode-button>
      <span id={explanationId} class="muted small property-hint">
        Leaves out faults, commands, nodes and time as long as the property is still violated. The rest opens as a branch.
      </span>
    </>
  );
}

/** The properties in one line, for the head of the panel. */
export function summarizeProperties(properties: readonly PropertyView[]): string {
  const violated = properties.filter((property) => property.violation !== null).length;
  if (violated > 0) return `✗ ${violated} of ${properties.length} properties violated`;
  return `✓ ${properties.length} properties hold`;
}
