/** What can be done to the system as a whole: cut its network, heal it, give a client a command. */
import { useState } from 'preact/hooks';
import { Toolbar } from '../kit/toolbar.tsx';
import { LinkDialog, PartitionDialog } from './network-dialogs.tsx';
import type { SimulationModel } from './model.ts';

const FIRST_COMMAND = 'set x 1';

interface ActionsProps {
  readonly model: SimulationModel;
  readonly drawing: boolean;
  readonly onDraw: (drawing: boolean) => void;
}

export function Actions({ model, drawing, onDraw }: ActionsProps) {
  const [dialog, setDialog] = useState<'partition' | 'link' | null>(null);
  const isWhole = model.view.value.cuts.length === 0;
  const open = (which: 'partition' | 'link'): void => {
    // What is chosen from must not change meanwhile.
    model.player.pause();
    setDialog(which);
  };
  return (
    <div class="actions">
      <Toolbar label="Network">
        <vscode-button appearance="secondary" onClick={() => open('partition')}>
          Partition…
        </vscode-button>
        <vscode-button appearance={drawing ? 'primary' : 'secondary'} title="Draw a line that separates nodes" onClick={() => onDraw(!drawing)}>
          {drawing ? 'Stop drawing' : 'Draw a cut'}
        </vscode-button>
        <vscode-button appearance="secondary" onClick={() => open('link')}>
          One link…
        </vscode-button>
        <vscode-button appearance="secondary" ariaDisabled={String(isWhole)} onClick={() => (isWhole ? undefined : void model.act({ kind: 'heal' }))}>
          Heal
        </vscode-button>
      </Toolbar>
      <CommandForm model={model} />
      {dialog === 'partition' ? <PartitionDialog model={model} onClose={() => setDialog(null)} /> : null}
      {dialog === 'link' ? <LinkDialog model={model} onClose={() => setDialog(null)} /> : null}
    </div>
  );
}

function CommandForm({ model }: { readonly model: SimulationModel }) {
  const clients = model.view.value.nodes.filter((node) => node.kind === 'client');
  const [command, setCommand] = useState(FIRST_COMMAND);
  const [chosen, setChosen] = useState<number | null>(null);
  const target = clients.find((client) => client.id === chosen) ?? clients[0];
  if (target === undefined) return null;
  return (
    <form
      class="command"
      onSubmit={(event) => {
        event.preventDefault();
        void model.act({ kind: 'command', node: target.id, command });
      }}
    >
      <label>
        <span class="visually-hidden">Client</span>
        <select value={String(target.id)} onChange={(event) => setChosen(Number(event.currentTarget.value))}>
          {clients.map((client) => (
            <option key={client.id} value={String(client.id)}>
              {client.name}
            </option>
          ))}
        </select>
      </label>
      <label class="command-text">
        <span class="visually-hidden">Command for the client</span>
        <input type="text" class="mono" spellcheck={false} value={command} onInput={(event) => setCommand(event.currentTarget.value)} />
      </label>
      <vscode-button type="submit">Send</vscode-button>
    </form>
  );
}
