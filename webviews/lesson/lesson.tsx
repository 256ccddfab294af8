import { useComputed, useSignal } from '@preact/signals';
import type { LessonContract, LessonState } from '../../src/contract/lesson.ts';
import { LiveRegion } from '../kit/live-region.tsx';
import type { Panel } from '../kit/panel.tsx';
import { Article } from './article.tsx';
import { Contents, type Heading } from './contents.tsx';
import type { Drawing } from './diagram.tsx';

/** The extension has limits of its own, which come sooner. */
const LONGEST_RUN_MS = 3_600_000;

interface LessonProps {
  readonly panel: Panel<LessonContract>;
  readonly drawing: Drawing;
}

export function Lesson({ panel, drawing }: LessonProps) {
  const lesson = panel.state.value;
  const headings = useSignal<readonly Heading[]>([]);
  const announcement = useSignal('');
  const isDone = useComputed(() => panel.state.value.state === 'done');

  const toggleDone = async (): Promise<void> => {
    const after = await panel.attempt('setDone', { done: !isDone.value });
    if (after !== null) announcement.value = after.state === 'done' ? 'Marked as done.' : 'No longer marked as done.';
  };

  return (
    <div class="lesson">
      <main class="lesson-main">
        <header class="lesson-header">
          <h1>{lesson.title}</h1>
          <p class="lesson-facts">
            <span class="tag lesson-difficulty">{lesson.difficulty}</span>
            <StateLabel state={lesson.state} />
          </p>
        </header>
        <Objectives objectives={lesson.objectives} />
        <Article
          html={lesson.html}
          diagrams={lesson.diagrams}
          scenarios={lesson.scenarios}
          scenarioActions={{
            run: (scenario, signal) => panel.request('runScenario', { scenario }, { signal, timeout: LONGEST_RUN_MS }),
            open: (scenario) => void panel.attempt('openScenario', { scenario }),
          }}
          drawing={drawing}
          onHeadings={(found) => (headings.value = found)}
          onPackLink={(link) => void panel.attempt('open', link)}
          onExternalLink={(url) => void panel.attempt('openExternal', { url })}
        />
        <References references={lesson.references} onOpen={(url) => void panel.attempt('openExternal', { url })} />
        <footer class="lesson-footer">
          <vscode-button appearance={isDone.value ? 'secondary' : 'primary'} onClick={() => void toggleDone()}>
            {isDone.value ? 'Mark as not done' : 'Mark as done'}
          </vscode-button>
          <StateLabel state={lesson.state} />
        </footer>
      </main>
      <Contents headings={headings.value} />
      <LiveRegion text={announcement.value} />
    </div>
  );
}

const stateLabels = {
  new: { sign: '○', text: 'New' },
  'in-progress': { sign: '◐', text: 'In progress' },
  done: { sign: '✓', text: 'Done' },
} as const satisfies Record<LessonState['state'], { sign: string; text: string }>;

function StateLabel({ state }: Pick<LessonState, 'state'>) {
  const { sign, text } = stateLabels[state];
  return (
    <span class={`lesson-state lesson-state-${state}`}>
      <span aria-hidden="true">{sign}</span> {text}
    </span>
  );
}

function Objectives({ objectives }: Pick<LessonState, 'objectives'>) {
  if (objectives.length === 0) return null;
  return (
    <section class="lesson-objectives card" aria-labelledby="objectives">
      <h2 id="objectives">What you will learn</h2>
      <ul>
        {objectives.map((objective) => (
          <li key={objective}>{objective}</li>
        ))}
      </ul>
    </section>
  );
}

function References({ references, onOpen }: Pick<LessonState, 'references'> & { readonly onOpen: (url: string) => void }) {
  if (references.length === 0) return null;
  return (
    <section class="prose" aria-labelledby="references">
      <h2 id="references">References</h2>
      <ol>
        {references.map(({ title, url }) => (
          <li key={title}>
            {url === null ? title : <ExternalLink title={title} url={url} onOpen={onOpen} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function ExternalLink({ title, url, onOpen }: { readonly title: string; readonly url: string; readonly onOpen: (url: string) => void }) {
  return (
    <a
      href={url}
      onClick={(event) => {
        // VS Code opens what it sees clicked; the link would be opened twice.
        event.preventDefault();
        event.stopPropagation();
        onOpen(url);
      }}
    >
      {title}
    </a>
  );
}
