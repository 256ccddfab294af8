/** A scenario in a lesson: its text, which can be carried out here and now, and what came of it. */
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { ScenarioReport } from '../../src/contract/scenario.ts';
import { Plots, Report } from '../kit/report.tsx';
import { followScrolling } from '../kit/scrollers.ts';

/** By the scenario's number in the lesson. */
export interface ScenarioActions {
  run(place: number, signal: AbortSignal): Promise<ScenarioReport>;
  open(place: number): void;
}

type Outcome = { readonly kind: 'running'; readonly stop: AbortController } | { readonly kind: 'failed'; readonly message: string } | { readonly kind: 'done'; readonly report: ScenarioReport };

interface ScenarioProps {
  readonly text: string;
  readonly place: number;
  readonly actions: ScenarioActions;
}

export function ScenarioBlock({ text, place, actions }: ScenarioProps) {
  const outcome = useSignal<Outcome | null>(null);
  const code = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => (code.current === null ? undefined : followScrolling([code.current])), []);
  useEffect(
    () => () => {
      if (outcome.value?.kind === 'running') outcome.value.stop.abort();
    },
    [],
  );

  const run = async (): Promise<void> => {
    const stop = new AbortController();
    outcome.value = { kind: 'running', stop };
    try {
      outcome.value = { kind: 'done', report: await actions.run(place, stop.signal) };
    } catch (error) {
      outcome.value = stop.signal.aborted ? null : { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  };
  const shown = outcome.value;
  return (
    <figure class="scenario-block">
      <pre ref={code}>
        <code class="language-dsim">{text}</code>
      </pre>
      <div class="scenario-actions">
        {shown?.kind === 'running' ? (
          <vscode-button appearance="secondary" onClick={() => shown.stop.abort()}>
            Stop
          </vscode-button>
        ) : (
          <vscode-button appearance="secondary" onClick={() => void run()}>
            Run
          </vscode-button>
        )}
        <vscode-button appearance="secondary" onClick={() => actions.open(place)}>
          Open in panel
        </vscode-button>
      </div>
      <div role="status">{shown === null ? null : <Shown outcome={shown} />}</div>
    </figure>
  );
}

function Shown({ outcome }: { readonly outcome: Outcome }) {
  switch (outcome.kind) {
    case 'running':
      return <p class="muted">Running…</p>;
    case 'failed':
      return <p class="complaint">{outcome.message}</p>;
    case 'done':
      return (
        <>
          <Report {...outcome.report} />
          <Plots plots={outcome.report.plots} />
        </>
      );
  }
}
