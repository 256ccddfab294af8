import type { PlotsContract, PlotsState } from '../../src/contract/plots.ts';
import { LiveRegion } from '../kit/live-region.tsx';
import type { Panel } from '../kit/panel.tsx';
import { Plots, Report } from '../kit/report.tsx';

export function PlotsView({ panel }: { readonly panel: Panel<PlotsContract> }) {
  const state = panel.state.value;
  const { title, progress, report, hasChanged, complaint } = state;
  return (
    <main class="plots">
      <h1>{title}</h1>
      {progress === null ? <Summary {...state} /> : <Progress {...progress} />}
      {complaint === null ? null : (
        <div class="banner banner-error" role="alert">
          <span class="banner-text">{complaint}</span>
        </div>
      )}
      {hasChanged && progress === null ? (
        <div class="banner banner-notice">
          <span class="banner-text">The scenario has changed since. Run it again to see what comes of it now.</span>
        </div>
      ) : null}
      <div class="plots-actions">
        {progress === null ? (
          <vscode-button onClick={() => void panel.attempt('run', {})}>{report === null ? 'Run' : 'Run again'}</vscode-button>
        ) : (
          <vscode-button appearance="secondary" onClick={() => void panel.attempt('stop', {})}>
            Stop
          </vscode-button>
        )}
        {report === null ? null : (
          <vscode-button appearance="secondary" onClick={() => void panel.attempt('saveSvg', {})}>
            Save as SVG…
          </vscode-button>
        )}
      </div>
      {report === null ? null : (
        <>
          <Report {...report} />
          <Plots plots={report.plots} />
        </>
      )}
      <LiveRegion text={progress === null ? (report === null ? '' : summaryOf(state)) : 'Running…'} />
    </main>
  );
}

function Progress({ done, total }: NonNullable<PlotsState['progress']>) {
  return (
    <p class="plots-progress">
      {/* Without a value it says that something is under way. */}
      <progress aria-label="Runs" {...(total > 0 ? { max: total, value: done } : {})} />
      <span>{total > 0 ? `${done} of ${total} runs` : 'Running…'}</span>
    </p>
  );
}

function Summary(state: PlotsState) {
  return state.report === null ? null : <p class="muted">{summaryOf(state)}</p>;
}

function summaryOf({ report, expected }: PlotsState): string {
  if (report === null) return '';
  const { runs, points } = report;
  const where = points === 1 ? '' : ` at ${points} points`;
  return runs < expected ? `Stopped after ${runs} of ${expected} runs${where}.` : `${runs} ${runs === 1 ? 'run' : 'runs'}${where}.`;
}
