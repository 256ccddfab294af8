/** A number with its unit, as it is typed into a dialog. */
interface NumberFieldProps {
  readonly label: string;
  readonly unit: string;
  readonly value: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly onChange: (value: number) => void;
}

export function NumberField({ label, unit, value, minimum, maximum, onChange }: NumberFieldProps) {
  return (
    <label class="number-field">
      {label}
      <span>
        <input
          type="number"
          step="any"
          value={Number.isNaN(value) ? '' : value}
          {...(minimum === undefined ? {} : { min: minimum })}
          {...(maximum === undefined ? {} : { max: maximum })}
          onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
        />{' '}
        {unit}
      </span>
    </label>
  );
}
