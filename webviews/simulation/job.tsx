/** Work that goes on while the learner does something else: how far it is, what came of it, and the way to stop it. */
import type { JobView } from '../../src/contract/simulation.ts';
import { CloseIcon } from '../kit/icons.tsx';
import type { SimulationModel } from './model.ts';

export function JobStatus({ model }: { readonly model: SimulationModel }) {
  const { job } = model.view.value;
  if (job === null) return null;
  return job.state === 'running' ? <Running model={model} job={job} /> : <Over model={model} job={job} />;
}

interface JobProps {
  readonly model: SimulationModel;
  readonly job: JobView;
}

function Running({ model, job: { title, progress, done } }: JobProps) {
  return (
    <section class="banner banner-notice" aria-label={title}>
      <span class="banner-text">
        <strong>{title}</strong> <span class="job-progress">{progress}</span>
        {/* Without a value it shows that something is going on, and not how much is left. */}
        <progress class="job-bar" aria-label={`Progress: ${title}`} {...(done === null ? {} : { value: done })} />
      </span>
      <vscode-button appearance="secondary" onClick={() => model.endJob()}>
        Cancel
      </vscode-button>
    </section>
  );
}

function Over({ model, job: { title, state, outcome } }: JobProps) {
  return (
    <section class={`banner ${state === 'failed' ? 'banner-error' : 'banner-notice'}`} aria-label={title}>
      <span class="banner-text">
        <strong>
          {title} {STATES[state]}:
        </strong>{' '}
        {outcome}
      </span>
      <vscode-button appearance="icon" aria-label={`Dismiss: ${title}`} onClick={() => model.endJob()}>
        <CloseIcon />
      </vscode-button>
    </section>
  );
}

const STATES: Readonly<Record<JobView['state'], string>> = { running: 'running', ended: 'done', cancelled: 'cancelled', failed: 'failed' };

/** The beginning and the end; what is between changes too often to be read out. */
export function announceJob(job: JobView | null): string {
  if (job === null) return '';
  const { title, state, outcome } = job;
  return state === 'running' ? `${title} has begun.` : `${title} ${STATES[state]}: ${outcome}`;
}
