/** The simulation panel: the picture with what can be done to it on one side, words and lists on the other. */
import { useEffect, useState } from 'preact/hooks';
import { CloseIcon } from '../kit/icons.tsx';
import { LiveRegion } from '../kit/live-region.tsx';
import { Tabs, type Tab } from '../kit/tabs.tsx';
import { Actions } from './actions.tsx';
import { Branches } from './branches.tsx';
import { CheckedAgainst } from './checked-against.tsx';
import { EventList } from './event-list.tsx';
import { ExportButton } from './export.tsx';
import { Guide } from './guide.tsx';
import { Help } from './help.tsx';
import { Inspector } from './inspector.tsx';
import { announceJob, JobStatus } from './job.tsx';
import type { Look } from './look.ts';
import { MessageList } from './message-list.tsx';
import { currentEvent, type PartId, type SimulationModel } from './model.ts';
import { NodeFaults } from './node-faults.tsx';
import { Now } from './now.tsx';
import { Parameters } from './parameters.tsx';
import { Prediction } from './prediction.tsx';
import { Properties, summarizeProperties } from './properties.tsx';
import { Scene } from './scene.tsx';
import { Search, summarizeSearch } from './search.tsx';
import { listenForShortcuts } from './shortcuts.ts';
import { SpaceTime } from './space-time/space-time.tsx';
import { Stage } from './stage/stage.tsx';
import { Stuck } from './stuck.tsx';
import { TextEquivalent } from './text-equivalent.tsx';
import { Transport } from './transport.tsx';

export function Simulation({ model }: { readonly model: SimulationModel }) {
  const [drawing, setDrawing] = useState(false);
  const [asText, setAsText] = useState(false);
  const [help, setHelp] = useState(false);
  const { picture } = model.look.value;
  useEffect(() => listenForShortcuts(model, () => setHelp(true)), [model]);

  return (
    <div
      class="simulation"
      onKeyDown={(event) => {
        if (event.key === 'Escape') setDrawing(false);
      }}
    >
      <Header model={model} asText={asText} onAsText={setAsText} onHelp={() => setHelp(true)} />
      <div class="notices">
        <Notice model={model} />
        <JobStatus model={model} />
      </div>
      <main class="picture" aria-label="Nodes and network">
        <Stuck model={model} />
        <Actions
          model={model}
          drawing={drawing}
          onDraw={(draws) => {
            // A cut is drawn on the stage.
            if (draws && picture === 'space-time') model.arrange({ picture: 'both' });
            setDrawing(draws);
          }}
        />
        <div class={`pictures pictures-${picture}`}>
          {picture === 'space-time' ? null : <Stage model={model} drawing={drawing} onDrawn={() => setDrawing(false)} />}
          {picture === 'network' ? null : <SpaceTime model={model} asText={asText} />}
        </div>
        <Transport model={model} />
        <TextEquivalent model={model} shown={asText} />
      </main>
      <aside class="words" aria-label="Explanation and details">
        <Guide model={model} />
        <Scene model={model} />
        <Prediction model={model} />
        <Now model={model} />
        <Tabs label="Details" tabs={partsOf(model)} selected={model.part.value} onSelect={(part) => (model.part.value = part as PartId)} />
      </aside>
      <NodeFaults model={model} />
      {help ? <Help logWords={model.view.value.logWords} onClose={() => setHelp(false)} /> : null}
      <Announcements model={model} />
    </div>
  );
}

interface HeaderProps {
  readonly model: SimulationModel;
  readonly asText: boolean;
  readonly onAsText: (shown: boolean) => void;
  readonly onHelp: () => void;
}

function Header({ model, asText, onAsText, onHelp }: HeaderProps) {
  const { title, properties, branches, branch } = model.view.value;
  const violated = properties.some((property) => property.violation !== null);
  const shown = branches.find((each) => each.id === branch);
  return (
    <header class="head">
      <h1>{title}</h1>
      <button type="button" class={violated ? 'chip chip-bad' : 'chip chip-good'} onClick={() => (model.part.value = 'properties')}>
        {summarizeProperties(properties)}
      </button>
      {branches.length > 1 && shown !== undefined ? (
        <button type="button" class="chip chip-branch" onClick={() => (model.part.value = 'branches')}>
          Branch: {shown.label}
        </button>
      ) : null}
      <span class="head-tools">
        <PictureChoice model={model} />
        {model.view.value.predicts ? (
          <button type="button" class="chip" aria-pressed={model.predicting.value} onClick={() => model.predictFirst(!model.predicting.value)}>
            Predict first
          </button>
        ) : null}
        <ExportButton model={model} />
        <button type="button" class="chip" aria-pressed={asText} onClick={() => onAsText(!asText)}>
          As text
        </button>
        <button type="button" class="chip" aria-haspopup="dialog" onClick={onHelp}>
          Keys and signs
        </button>
      </span>
    </header>
  );
}

const PICTURES: readonly (readonly [Look['picture'], string, string])[] = [
  ['network', 'Network', 'The nodes and their messages at one moment'],
  ['space-time', 'Space-time', 'The run over time: a line for each node, an arrow for each message'],
  ['both', 'Both', 'The network and the run over time'],
];

function PictureChoice({ model }: { readonly model: SimulationModel }) {
  const { picture } = model.look.value;
  return (
    <span class="picture-choice" role="group" aria-label="Picture">
      {PICTURES.map(([id, label, title]) => (
        <button key={id} type="button" class="chip" title={title} aria-pressed={picture === id} onClick={() => model.arrange({ picture: id })}>
          {label}
        </button>
      ))}
    </span>
  );
}

function partsOf(model: SimulationModel): readonly (Tab & { readonly id: PartId })[] {
  return [
    { id: 'events', label: 'Events', content: () => <EventList model={model} /> },
    { id: 'node', label: 'Node', content: () => <Inspector model={model} /> },
    { id: 'messages', label: 'Messages', content: () => <MessageList model={model} /> },
    { id: 'branches', label: 'Branches', content: () => <Branches model={model} /> },
    {
      id: 'properties',
      label: 'Properties',
      content: () => (
        <>
          <Properties model={model} />
          <CheckedAgainst checked={model.view.value.checkedAgainst} />
        </>
      ),
    },
    { id: 'search', label: 'Search', content: () => <Search model={model} /> },
    { id: 'parameters', label: 'Parameters', content: () => <Parameters model={model} /> },
  ];
}

function Notice({ model }: { readonly model: SimulationModel }) {
  const notice = model.notice.value;
  if (notice === null) return null;
  return (
    <div class="banner banner-notice">
      <span class="banner-text">{notice}</span>
      <vscode-button appearance="icon" aria-label="Dismiss the notice" onClick={() => (model.notice.value = null)}>
        <CloseIcon />
      </vscode-button>
    </div>
  );
}

/** While playing, steps follow each other too fast to be read out. */
function Announcements({ model }: { readonly model: SimulationModel }) {
  const view = model.view.value;
  const event = currentEvent(view);
  const step = event === null ? 'At the start: nothing has happened yet.' : `Step ${view.cursor.step}: ${event.title}`;
  return (
    <>
      <LiveRegion text={model.player.playing.value ? 'Playing.' : step} />
      <LiveRegion text={model.notice.value ?? ''} />
      <LiveRegion text={announceJob(view.job)} />
      <LiveRegion text={summarizeSearch(view.search)} />
    </>
  );
}
