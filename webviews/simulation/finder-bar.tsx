/** Which events are stepped through: of what kind, and at which node. */
import { StepBackIcon, StepForwardIcon } from '../kit/icons.tsx';
import type { SimulationModel } from './model.ts';

export function FinderBar({ model }: { readonly model: SimulationModel }) {
  const { finder } = model;
  const { eventChoices, nodes } = model.view.value;
  const choices = eventChoices.map((choice, place) => ({ ...choice, place }));
  return (
    <div class="finder" role="group" aria-label="Step to an event of a kind">
      <span class="small muted">Step to</span>
      <vscode-button appearance="icon" aria-label="Previous such event" title="Previous such event (Shift+E)" onClick={() => void finder.find('back')}>
        <StepBackIcon />
      </vscode-button>
      <select
        aria-label="Kind of event"
        title={eventChoices[finder.choice.value]?.meaning}
        value={String(finder.choice.value)}
        onChange={(event) => (finder.choice.value = Number(event.currentTarget.value))}
      >
        <optgroup label="Kinds">{choices.filter(({ note }) => note === null).map(choiceOption)}</optgroup>
        <optgroup label="What nodes do">{choices.filter(({ note }) => note !== null).map(choiceOption)}</optgroup>
      </select>
      <select aria-label="Node of the event" value={String(finder.node.value ?? '')} onChange={({ currentTarget: { value } }) => (finder.node.value = value === '' ? null : Number(value))}>
        <option value="">at any node</option>
        {nodes.map(({ id, name }) => (
          <option key={id} value={String(id)}>
            at {name}
          </option>
        ))}
      </select>
      <vscode-button appearance="icon" aria-label="Next such event" title="Next such event (E)" onClick={() => void finder.find('on')}>
        <StepForwardIcon />
      </vscode-button>
    </div>
  );
}

function choiceOption({ place, label, meaning }: { readonly place: number; readonly label: string; readonly meaning: string }) {
  return (
    <option key={place} value={String(place)} title={meaning}>
      {label}
    </option>
  );
}
