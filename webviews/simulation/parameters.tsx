/** The form for the simulation's parameters, made from their definitions. */
import { useEffect, useState } from 'preact/hooks';
import type { SimulationModel } from './model.ts';
import { complaint, ParameterField, sent, typed } from './parameter-field.tsx';

export function Parameters({ model }: { readonly model: SimulationModel }) {
  const { parameters } = model.view.value;
  const present = Object.fromEntries(parameters.map((parameter) => [parameter.name, typed(parameter, parameter.value)]));
  const values = JSON.stringify(present);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(present);
  useEffect(() => setTexts(present), [values]);
  const complaints = parameters.map((parameter) => complaint(parameter, texts[parameter.name] ?? ''));
  const valid = complaints.every((text) => text === null);

  return (
    <form
      class="part parameters"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) void model.configure(Object.fromEntries(parameters.map((parameter) => [parameter.name, sent(parameter, texts[parameter.name] ?? '')])));
      }}
    >
      {parameters.map((parameter, index) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          text={texts[parameter.name] ?? ''}
          complaint={complaints[index] ?? null}
          onInput={(text) => setTexts((before) => ({ ...before, [parameter.name]: text }))}
        />
      ))}
      <div class="parameters-actions">
        <vscode-button type="submit" ariaDisabled={String(!valid)}>
          Apply and restart
        </vscode-button>
        <vscode-button appearance="secondary" onClick={() => setTexts(present)}>
          Undo changes
        </vscode-button>
      </div>
      <p class="muted small">Applying starts a new run and forgets the branches of this one.</p>
    </form>
  );
}
