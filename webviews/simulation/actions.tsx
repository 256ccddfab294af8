/** What can be done to the system as a whole: cut its network, heal it, give a node a command. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Toolbar } from '../kit/toolbar.tsx';
import { LinkDialog, PartitionDialog } from './network-dialogs.tsx';
import type { SimulationModel } from './model.ts';

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
  const takers = model.view.value.nodes.flatMap(({ id, name, command }) => (command === null ? [] : [{ id, name, form: command }]));
  const [chosen, setChosen] = useState<number | null>(null);
  const target = takers.find(({ id }) => id === chosen) ?? takers[0];
  const suggestion = target?.form.suggestion ?? '';
  // What the user has written; null for what is suggested.
  const [written, setWritten] = useState<string | null>(null);
  const sent = useRef<string | null>(null);
  useEffect(() => {
    if (written === sent.current) setWritten(null);
  }, [suggestion]);
  if (target === undefined) return null;
  const { verb, label } = target.form;
  const command = written ?? suggestion;
  return (
    <form
      class="command"
      onSubmit={(event) => {
        event.preventDefault();
        sent.current = command;
        void model.act({ kind: 'command', node: target.id, command });
      }}
    >
      <label>
        <span class="visually-hidden">Who is told</span>
        <select value={String(target.id)} onChange={(event) => setChosen(Number(event.currentTarget.value))}>
          {takers.map(({ id, name }) => (
            <option key={id} value={String(id)}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="command-text">
        <span class="visually-hidden">{label}</span>
        <input type="text" class="mono" title={label} spellcheck={false} value={command} onInput={(event) => setWritten(event.currentTarget.value)} />
      </label>
      <vscode-button type="submit">{verb}</vscode-button>
    </form>
  );
}
