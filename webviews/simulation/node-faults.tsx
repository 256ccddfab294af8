/** What else can happen to a node: slowness, a clock that is off, a write that is torn, a disk that is damaged or lost. */
import { useState } from 'preact/hooks';
import type { Action, NodeView } from '../../src/contract/simulation.ts';
import { Dialog } from '../kit/dialog.tsx';
import type { SimulationModel } from './model.ts';
import { NumberField } from './number-field.tsx';

const MILLISECOND = 1_000;

export function NodeFaults({ model }: { readonly model: SimulationModel }) {
  const node = model.faultsOf.value === null ? undefined : model.node(model.faultsOf.value);
  if (node === undefined) return null;
  return <NodeFaultsDialog key={node.id} model={model} node={node} onClose={() => (model.faultsOf.value = null)} />;
}

interface NodeFaultsProps {
  readonly model: SimulationModel;
  readonly node: NodeView;
  readonly onClose: () => void;
}

function NodeFaultsDialog({ model, node, onClose }: NodeFaultsProps) {
  const act = (action: Action): void => {
    onClose();
    void model.act(action);
  };
  return (
    <Dialog title={`Faults of ${node.name}`} onClose={onClose}>
      <Speed node={node} act={act} />
      <ClockFault node={node} act={act} />
      <DiskFaults node={node} act={act} />
      <div class="dialog-actions">
        <vscode-button appearance="secondary" onClick={onClose}>
          Close
        </vscode-button>
      </div>
    </Dialog>
  );
}

interface FaultProps {
  readonly node: NodeView;
  readonly act: (action: Action) => void;
}

function Speed({ node, act }: FaultProps) {
  const [perInput, setPerInput] = useState(node.perInput > 0 ? node.perInput / MILLISECOND : 20);
  const chosen = Math.round(perInput * MILLISECOND);
  return (
    <form
      class="fault"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen > 0) act({ kind: 'slow', node: node.id, perInput: chosen });
      }}
    >
      <h3>Slowness</h3>
      <p class="muted small">It takes so long over each message and timer, and the others wait in line.</p>
      <div class="fault-fields">
        <NumberField label="Per input" unit="ms" value={perInput} minimum={0} onChange={setPerInput} />
      </div>
      <div class="fault-actions">
        <vscode-button type="submit" appearance="secondary" ariaDisabled={String(!(chosen > 0))}>
          Slow down
        </vscode-button>
        {node.perInput > 0 ? (
          <vscode-button appearance="secondary" onClick={() => act({ kind: 'slow', node: node.id, perInput: 0 })}>
            Full speed
          </vscode-button>
        ) : null}
      </div>
    </form>
  );
}

function ClockFault({ node, act }: FaultProps) {
  const { clock } = node;
  const [ahead, setAhead] = useState(clock.offset / MILLISECOND);
  const [drift, setDrift] = useState(clock.drift);
  const offset = Math.round(ahead * MILLISECOND);
  const isRight = clock.offset === 0 && clock.drift === 0;
  const isNew = offset !== clock.offset || Math.round(drift) !== clock.drift;
  return (
    <form
      class="fault"
      onSubmit={(event) => {
        event.preventDefault();
        if (isNew) act({ kind: 'clock', node: node.id, offset, drift: Math.round(drift) });
      }}
    >
      <h3>Clock</h3>
      <p class="muted small">Negative numbers for a clock that is behind, or loses time. A clock that gains lets its timers fire early.</p>
      <div class="fault-fields">
        <NumberField label="Ahead by" unit="ms" value={ahead} onChange={setAhead} />
        <NumberField label="Gains" unit="µs a second" value={drift} minimum={-999_999} maximum={1_000_000} onChange={setDrift} />
      </div>
      <div class="fault-actions">
        <vscode-button type="submit" appearance="secondary" ariaDisabled={String(!isNew)}>
          Set the clock
        </vscode-button>
        {isRight ? null : (
          <vscode-button appearance="secondary" onClick={() => act({ kind: 'clock', node: node.id, offset: 0, drift: 0 })}>
            Set it right
          </vscode-button>
        )}
      </div>
    </form>
  );
}

function DiskFaults({ node, act }: FaultProps) {
  return (
    <section class="fault">
      <h3>Disk</h3>
      <p class="muted small">
        {node.status === 'crashed'
          ? 'What is done to the disk now shows when the node restarts.'
          : 'A crash in the middle of a write leaves a part of what was not synced. A disk is lost or damaged while its node is down.'}
      </p>
      <div class="fault-actions">
        {node.status === 'crashed' ? (
          <>
            <vscode-button appearance="secondary" onClick={() => act({ kind: 'corrupt-disk', node: node.id })}>
              Damage a record
            </vscode-button>
            <vscode-button appearance="secondary" onClick={() => act({ kind: 'lose-disk', node: node.id })}>
              Lose the disk
            </vscode-button>
          </>
        ) : (
          <vscode-button appearance="secondary" onClick={() => act({ kind: 'crash', node: node.id, torn: true })}>
            Crash in mid-write
          </vscode-button>
        )}
      </div>
    </section>
  );
}
