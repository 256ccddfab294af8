/** The form for the simulation's parameters, made from their definitions. */
import { useEffect, useId, useState } from 'preact/hooks';
import type { ParameterView } from '../../src/contract/simulation.ts';
import type { SimulationModel } from './model.ts';

/** How much one of the unit that is typed is in the unit that is sent, and what the former is called. */
const UNITS: Readonly<Record<ParameterView['unit'], { readonly factor: number; readonly suffix: string }>> = {
  count: { factor: 1, suffix: '' },
  duration: { factor: 1000, suffix: 'ms' },
  probability: { factor: 0.01, suffix: '%' },
  seed: { factor: 1, suffix: '' },
};

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
          onInput={(text) => setTexts({ ...texts, [parameter.name]: text })}
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

interface ParameterFieldProps {
  readonly parameter: ParameterView;
  readonly text: string;
  readonly complaint: string | null;
  readonly onInput: (text: string) => void;
}

function ParameterField({ parameter, text, complaint: problem, onInput }: ParameterFieldProps) {
  const id = useId();
  const { suffix } = UNITS[parameter.unit];
  return (
    <div class="parameter">
      <label for={id}>{parameter.label}</label>
      <span class="parameter-input">
        <input
          id={id}
          type="number"
          name={parameter.name}
          step="any"
          value={text}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-note`}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
        {suffix}
      </span>
      <p id={`${id}-note`} class={problem === null ? 'small muted' : 'small complaint'}>
        {problem ?? parameter.description}
      </p>
    </div>
  );
}

function typed({ unit }: ParameterView, value: number): string {
  return String(Number((value / UNITS[unit].factor).toFixed(4)));
}

/** Undoes `typed`, without the traces that a factor such as 0.01 leaves. */
function sent(parameter: ParameterView, text: string): number {
  const value = Number(text) * UNITS[parameter.unit].factor;
  return parameter.unit === 'probability' ? Number(value.toFixed(6)) : Math.round(value);
}

function complaint(parameter: ParameterView, text: string): string | null {
  const { minimum, maximum, unit } = parameter;
  const { suffix } = UNITS[unit];
  const range = `${typed(parameter, minimum)} to ${typed(parameter, maximum)}${suffix === '' ? '' : ` ${suffix}`}`;
  if (text.trim() === '' || !Number.isFinite(Number(text))) return `Enter a number: ${range}.`;
  if (suffix === '' && !Number.isInteger(Number(text))) return `Enter a whole number: ${range}.`;
  const value = sent(parameter, text);
  return value < minimum || value > maximum ? `Out of range: ${range}.` : null;
}
