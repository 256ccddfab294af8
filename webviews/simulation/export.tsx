/** Writing out the run: which form, and which steps of the branch that is shown. */
import { useId, useState } from 'preact/hooks';
import type { ExportFormat, ExportRequest } from '../../src/contract/simulation.ts';
import { Dialog } from '../kit/dialog.tsx';
import type { SimulationModel } from './model.ts';
import { formatMoment } from './time.ts';

type Form = ExportFormat | 'scenario';

/** Of each form: its name and what it is for. */
const FORMS: Readonly<Record<Form, { readonly name: string; readonly purpose: string }>> = {
  run: {
    name: 'Run file',
    purpose: 'All branches with their parameters, to be opened again with “Open Run…”.',
  },
  scenario: { name: 'Scenario', purpose: 'What befalls this branch, as a .dsim file that gives the same run again, to be read and changed.' },
  json: { name: 'Events as JSON', purpose: 'A run file that holds the events too, for other programs.' },
  shiviz: { name: 'ShiViz log', purpose: 'Vector clocks and events, for the space-time diagrams of ShiViz.' },
  mermaid: { name: 'Mermaid sequence diagram', purpose: 'Messages and faults in Markdown, for a document or an issue.' },
};

/** Said once it is there. */
const DONE: Readonly<Record<ExportFormat, string>> = {
  run: 'Choose where to save the run.',
  json: 'Choose where to save the events.',
  shiviz: 'The log is open in an editor.',
  mermaid: 'The diagram is open in an editor.',
};

type Range = 'cursor' | 'branch' | 'steps';

export function ExportButton({ model }: { readonly model: SimulationModel }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="chip"
        aria-haspopup="dialog"
        onClick={() => {
          // What is chosen from must not change meanwhile.
          model.player.pause();
          setOpen(true);
        }}
      >
        Export…
      </button>
      {open ? <ExportDialog model={model} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function ExportDialog({ model, onClose }: { readonly model: SimulationModel; readonly onClose: () => void }) {
  const { cursor, head } = model.view.value;
  const [format, setFormat] = useState<Form>('run');
  const [range, setRange] = useState<Range>(cursor.step > 0 ? 'cursor' : 'branch');
  const [from, setFrom] = useState(1);
  const [to, setTo] = useState(head.step);
  const [refusal, setRefusal] = useState<string | null>(null);
  const steps: Pick<ExportRequest, 'from' | 'to'> = range === 'steps' ? { from, to } : { from: 1, to: range === 'cursor' ? cursor.step : head.step };
  const isWhole = format === 'run' || format === 'scenario';
  const complaint = isWhole ? null : complaintAbout(steps, head.step);
  const copyLink = async (): Promise<void> => {
    const refused = await model.copyLink();
    setRefusal(refused);
    if (refused === null) onClose();
    else setFormat('run');
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    if (complaint !== null) return;
    onClose();
    if (format === 'scenario') model.openScenario();
    else void model.exportRun({ format, ...(isWhole ? { from: 1, to: head.step } : steps) }, DONE[format]);
  };
  return (
    <Dialog title="Export the run" onClose={onClose}>
      <form
        noValidate
        onSubmit={submit}
        onKeyDown={(event) => {
          // A form with several fields and no button of the browser's own is not submitted by Enter.
          if (event.key === 'Enter' && event.target instanceof HTMLInputElement) submit(event);
        }}
      >
        <fieldset class="choices">
          <legend>Form</legend>
          {(Object.keys(FORMS) as Form[]).map((each) => (
            <Choice key={each} name="format" label={FORMS[each].name} note={FORMS[each].purpose} checked={format === each} onChoose={() => setFormat(each)} />
          ))}
        </fieldset>
        <fieldset class="choices" disabled={isWhole}>
          <legend>Steps</legend>
          <Choice name="range" label="Up to the cursor" note={`${countOf(cursor.step)}, to ${formatMoment(cursor.time)}`} checked={range === 'cursor'} onChoose={() => setRange('cursor')} />
          <Choice name="range" label="The whole branch, as far as it was run" note={`${countOf(head.step)}, to ${formatMoment(head.time)}`} checked={range === 'branch'} onChoose={() => setRange('branch')} />
          <Choice name="range" label="Some steps" checked={range === 'steps'} onChoose={() => setRange('steps')} />
          {range === 'steps' ? (
            <div class="choice-fields">
              <StepField label="From step" value={from} maximum={head.step} onChange={setFrom} />
              <StepField label="to step" value={to} maximum={head.step} onChange={setTo} />
            </div>
          ) : null}
        </fieldset>
        <p role="status" class={complaint === null ? 'visually-hidden' : 'complaint'}>
          {complaint ?? ''}
        </p>
        <p role="status" class={refusal === null ? 'visually-hidden' : 'complaint'}>
          {refusal ?? ''}
        </p>
        <div class="dialog-actions">
          <vscode-button appearance="secondary" title="A link that opens this branch at this moment" onClick={() => void copyLink()}>
            Copy link
          </vscode-button>
          <vscode-button appearance="secondary" onClick={onClose}>
            Cancel
          </vscode-button>
          <vscode-button type="submit" ariaDisabled={String(complaint !== null)}>
            Export
          </vscode-button>
        </div>
      </form>
    </Dialog>
  );
}

export interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly note?: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
}

export function Choice({ name, label, note, checked, onChoose }: ChoiceProps) {
  const id = useId();
  return (
    <label class="choice">
      <input type="radio" name={name} checked={checked} aria-labelledby={`${id}-label`} aria-describedby={note === undefined ? undefined : `${id}-note`} onChange={onChoose} />
      <span>
        <span id={`${id}-label`}>{label}</span>
        {note === undefined ? null : (
          <span id={`${id}-note`} class="choice-note muted small">
            {note}
          </span>
        )}
      </span>
    </label>
  );
}

interface StepFieldProps {
  readonly label: string;
  readonly value: number;
  readonly maximum: number;
  readonly onChange: (step: number) => void;
}

function StepField({ label, value, maximum, onChange }: StepFieldProps) {
  return (
    <label class="choice-field">
      {label}
      <input type="number" min={1} max={maximum} step={1} value={Number.isNaN(value) ? '' : value} onInput={(event) => onChange(event.currentTarget.valueAsNumber)} />
    </label>
  );
}

function complaintAbout({ from, to }: Pick<ExportRequest, 'from' | 'to'>, last: number): string | null {
  if (last === 0) return 'This branch has no steps yet.';
  if (to === 0) return 'There is no step before the cursor.';
  const areSteps = [from, to].every((step) => Number.isInteger(step) && step >= 1 && step <= last);
  if (!areSteps) return `Enter steps from 1 to ${last}.`;
  return from > to ? 'The first step comes after the last.' : null;
}

function countOf(steps: number): string {
  return steps === 1 ? '1 step' : `${steps} steps`;
}
