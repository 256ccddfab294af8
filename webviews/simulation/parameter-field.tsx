/** One parameter, made from its definition, and the check of what is typed. */
import { useId } from 'preact/hooks';
import type { ChoiceParameterView, NumberParameterView, ParameterView } from '../../src/contract/simulation.ts';

/** How much one of the unit that is typed is in the unit that is sent, and what the former is called. */
const UNITS: Readonly<Record<NumberParameterView['unit'], { readonly factor: number; readonly suffix: string }>> = {
  count: { factor: 1, suffix: '' },
  duration: { factor: 1000, suffix: 'ms' },
  probability: { factor: 0.01, suffix: '%' },
  seed: { factor: 1, suffix: '' },
};

interface ParameterFieldProps {
  readonly parameter: ParameterView;
  readonly text: string;
  readonly complaint: string | null;
  readonly onInput: (text: string) => void;
}

export function ParameterField({ parameter, text, complaint: problem, onInput }: ParameterFieldProps) {
  const id = useId();
  return (
    <div class="parameter">
      <label for={id}>{parameter.label}</label>
      {parameter.unit === 'choice' ? (
        <Choice id={id} parameter={parameter} text={text} onInput={onInput} />
      ) : (
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
          {UNITS[parameter.unit].suffix}
        </span>
      )}
      <p id={`${id}-note`} class={problem === null ? 'small muted' : 'small complaint'}>
        {problem ?? explanation(parameter, text)}
      </p>
    </div>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly parameter: ChoiceParameterView;
  readonly text: string;
  readonly onInput: (text: string) => void;
}

function Choice({ id, parameter, text, onInput }: ChoiceProps) {
  return (
    <select id={id} name={parameter.name} value={text} aria-describedby={`${id}-note`} onChange={(event) => onInput(event.currentTarget.value)}>
      {parameter.choices.map(({ label }, position) => (
        <option key={label} value={String(position)}>
          {label}
        </option>
      ))}
    </select>
  );
}

/** Of a choice also what the chosen one means. */
function explanation(parameter: ParameterView, text: string): string {
  if (parameter.unit !== 'choice') return parameter.description;
  return `${parameter.description} ${parameter.choices[Number(text)]?.description ?? ''}`;
}

export function typed(parameter: ParameterView, value: number): string {
  return parameter.unit === 'choice' ? String(value) : String(Number((value / UNITS[parameter.unit].factor).toFixed(4)));
}

/** Undoes `typed`, without the traces that a factor such as 0.01 leaves. */
export function sent(parameter: ParameterView, text: string): number {
  if (parameter.unit === 'choice') return Number(text);
  const value = Number(text) * UNITS[parameter.unit].factor;
  return parameter.unit === 'probability' ? Number(value.toFixed(6)) : Math.round(value);
}

/** What is wrong with what was typed; a list of choices has nothing wrong to choose. */
export function complaint(parameter: ParameterView, text: string): string | null {
  if (parameter.unit === 'choice') return null;
  const { minimum, maximum, unit } = parameter;
  const { suffix } = UNITS[unit];
  const range = `${typed(parameter, minimum)} to ${typed(parameter, maximum)}${suffix === '' ? '' : ` ${suffix}`}`;
  if (text.trim() === '' || !Number.isFinite(Number(text))) return `Enter a number: ${range}.`;
  if (suffix === '' && !Number.isInteger(Number(text))) return `Enter a whole number: ${range}.`;
  const value = sent(parameter, text);
  return value < minimum || value > maximum ? `Out of range: ${range}.` : null;
}
