/** Cutting the network without a pointer: a chooser for partitions, and one for single links. */
import { useState } from 'preact/hooks';
import { Dialog } from '../kit/dialog.tsx';
import { describeCuts } from './stage/legend.tsx';
import type { SimulationModel } from './model.ts';

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
  return (
    <Dialog title="Cut one direction of a link" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (from === to) return;
          void model.act({ kind: isCut ? 'mend' : 'cut', from, to });
          onClose();
        }}
      >
        <div class="link-choice">
          <NodeChoice label="From" model={model} value={from} onChange={setFrom} />
          <NodeChoice label="To" model={model} value={to} onChange={setTo} />
        </div>
        <p role="status">{linkNote(from, to, isCut, way, model)}</p>
        {cuts.length > 0 ? <p class="muted small">{describeCuts(model.view.value, (id) => model.nameOf(id))}</p> : null}
        <div class="dialog-actions">
          <vscode-button appearance="secondary" onClick={onClose}>
            Cancel
          </vscode-button>
          <vscode-button type="submit" ariaDisabled={String(from === to)}>
            {isCut ? 'Mend' : 'Cut'}
          </vscode-button>
        </div>
      </form>
    </Dialog>
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
