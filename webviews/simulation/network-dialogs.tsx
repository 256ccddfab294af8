/** What can be done to the network without a pointer: a chooser for partitions, and one for single links. */
import { useState } from 'preact/hooks';
import type { Action } from '../../src/contract/simulation.ts';
import { Dialog } from '../kit/dialog.tsx';
import { describeCuts } from './stage/legend.tsx';
import type { SimulationModel } from './model.ts';
import { NumberField } from './number-field.tsx';

interface DialogProps {
  readonly model: SimulationModel;
  readonly onClose: () => void;
}

export function PartitionDialog({ model, onClose }: DialogProps) {
  const { nodes } = model.view.value;
  const [apart, setApart] = useState<ReadonlySet<number>>(new Set());
  const divides = apart.size > 0 && apart.size < nodes.length;
  const side = (inside: boolean): number[] => nodes.map((node) => node.id).filter((id) => apart.has(id) === inside);
  return (
    <Dialog title="Partition the network" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!divides) return;
          void model.act({ kind: 'partition', groups: [side(false), side(true)] });
          onClose();
        }}
      >
        <fieldset class="sides">
          <legend>Tick the nodes of side B. The others are side A; no message passes between the sides.</legend>
          {nodes.map((node) => (
            <vscode-checkbox
              key={node.id}
              checked={apart.has(node.id)}
              onChange={(event: Event) => setApart(withMember(apart, node.id, (event.currentTarget as HTMLInputElement).checked))}
            >
              {node.name}
            </vscode-checkbox>
          ))}
        </fieldset>
        <p role="status">
          {divides ? `A: ${side(false).map((id) => model.nameOf(id)).join(', ')}. B: ${side(true).map((id) => model.nameOf(id)).join(', ')}.` : 'Each side needs a node.'}
        </p>
        <div class="dialog-actions">
          <vscode-button appearance="secondary" onClick={onClose}>
            Cancel
          </vscode-button>
          <vscode-button type="submit" ariaDisabled={String(!divides)}>
            Partition
          </vscode-button>
        </div>
      </form>
    </Dialog>
  );
}

function withMember(set: ReadonlySet<number>, member: number, belongs: boolean): ReadonlySet<number> {
  const next = new Set(set);
  if (belongs) next.add(member);
  else next.delete(member);
  return next;
}

export function LinkDialog({ model, onClose }: DialogProps) {
  const { nodes, cuts } = model.view.value;
  const [from, setFrom] = useState(nodes[0]?.id ?? 0);
  const [to, setTo] = useState(nodes[1]?.id ?? 0);
  const isCut = cuts.some((cut) => cut.from === from && cut.to === to);
  const way = `${model.nameOf(from)} → ${model.nameOf(to)}`;
  const act = (action: Action): void => {
    if (from === to) return;
    onClose();
    void model.act(action);
  };
  return (
    <Dialog title="One direction of a link" onClose={onClose}>
      <div class="link-choice">
        <NodeChoice label="From" model={model} value={from} onChange={setFrom} />
        <NodeChoice label="To" model={model} value={to} onChange={setTo} />
      </div>
      <form
        class="fault"
        onSubmit={(event) => {
          event.preventDefault();
          act({ kind: isCut ? 'mend' : 'cut', from, to });
        }}
      >
        <h3>Cut</h3>
        <p role="status">{linkNote(from, to, isCut, way, model)}</p>
        {cuts.length > 0 ? <p class="muted small">{describeCuts(model.view.value, (id) => model.nameOf(id))}</p> : null}
        <div class="fault-actions">
          <vscode-button type="submit" appearance="secondary" ariaDisabled={String(from === to)}>
            {isCut ? 'Mend' : 'Cut'}
          </vscode-button>
        </div>
      </form>
      <Quality model={model} from={from} to={to} act={act} />
      <div class="dialog-actions">
        <vscode-button appearance="secondary" onClick={onClose}>
          Cancel
        </vscode-button>
      </div>
    </Dialog>
  );
}

interface QualityProps {
  readonly model: SimulationModel;
  readonly from: number;
  readonly to: number;
  readonly act: (action: Action) => void;
}

/** What becomes of the messages that are sent from now on. */
function Quality({ model, from, to, act }: QualityProps) {
  const [mean, setMean] = useState(100);
  const [loss, setLoss] = useState(10);
  const [duplication, setDuplication] = useState(0);
  const [reordering, setReordering] = useState(0);
  const changed = model.view.value.changedLinks.find((link) => link.from === from && link.to === to);
  const isPossible = from !== to && mean >= 0 && [loss, duplication, reordering].every((percent) => percent >= 0 && percent <= 100);
  return (
    <form
      class="fault"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPossible) return;
        const latency = { kind: 'exponential', minimum: 0, mean: Math.round(mean * 1000) } as const;
        act({ kind: 'link', from, to, quality: { latency, loss: loss / 100, duplication: duplication / 100, reordering: reordering / 100 } });
      }}
    >
      <h3>Quality</h3>
      <p class="muted small">{changed ? `Now: ${changed.label}.` : 'It is as it was at first.'}</p>
      <div class="fault-fields">
        <NumberField label="Mean latency" unit="ms" value={mean} minimum={0} onChange={setMean} />
        <NumberField label="Lost" unit="%" value={loss} minimum={0} maximum={100} onChange={setLoss} />
        <NumberField label="Doubled" unit="%" value={duplication} minimum={0} maximum={100} onChange={setDuplication} />
        <NumberField label="Held back" unit="%" value={reordering} minimum={0} maximum={100} onChange={setReordering} />
      </div>
      <div class="fault-actions">
        <vscode-button type="submit" appearance="secondary" ariaDisabled={String(!isPossible)}>
          Change the link
        </vscode-button>
        {changed ? (
          <vscode-button appearance="secondary" onClick={() => act({ kind: 'link', from, to, quality: null })}>
            As at first
          </vscode-button>
        ) : null}
      </div>
    </form>
  );
}

function linkNote(from: number, to: number, isCut: boolean, way: string, model: SimulationModel): string {
  if (from === to) return 'Choose two different nodes.';
  if (isCut) return `${way} is cut now. Mending it lets messages pass again.`;
  return `Messages from ${model.nameOf(from)} will not reach ${model.nameOf(to)}; the other direction stays open.`;
}

interface NodeChoiceProps {
  readonly label: string;
  readonly model: SimulationModel;
  readonly value: number;
  readonly onChange: (node: number) => void;
}

function NodeChoice({ label, model, value, onChange }: NodeChoiceProps) {
  return (
    <label>
      {label}{' '}
      <select value={String(value)} onChange={(event) => onChange(Number(event.currentTarget.value))}>
        {model.view.value.nodes.map((node) => (
          <option key={node.id} value={String(node.id)}>
            {node.name}
          </option>
        ))}
      </select>
    </label>
  );
}
