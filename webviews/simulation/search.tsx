/** Looking for a violation in other runs of the simulation: within which bounds, how it goes, and what was found. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SearchJob, SearchOrder, SearchProgress } from '../../src/contract/search.ts';
import type { ParameterView } from '../../src/contract/simulation.ts';
import type { SimulationModel } from './model.ts';
import { complaint, ParameterField, sent, typed } from './parameter-field.tsx';

type Texts = Readonly<Record<string, string>>;

const METHOD: ParameterView = {
  name: 'method',
  label: 'Way',
  description: '',
  unit: 'choice',
  choices: [
    { label: 'breadth first', description: 'Looks at every world, those of fewer steps first: what it finds is a shortest way, and what it does not find within the bounds is not there.' },
    { label: 'random walks', description: 'Goes deep at random, again and again. It often meets in a moment what takes breadth first very long, and proves nothing.' },
  ],
  value: 0,
};

/** Where a search stops that has found nothing. */
const LIMITS: readonly ParameterView[] = [
  { name: 'worlds', label: 'Worlds', description: 'Worlds that it looks at; of walks, steps that they take.', unit: 'count', minimum: 1_000, maximum: 100_000_000, step: 1, value: 1_000_000 },
  { name: 'seconds', label: 'Seconds', description: 'It goes on meanwhile, whatever you do in the panel.', unit: 'count', minimum: 1, maximum: 3_600, step: 1, value: 60 },
  { name: 'megabytes', label: 'Megabytes', description: 'Memory for the worlds that it has seen. Walks keep none.', unit: 'count', minimum: 10, maximum: 2_000, step: 1, value: 500 },
];

const SEED: ParameterView = { name: 'seed', label: 'Seed of the walks', description: 'Another seed takes other ways.', unit: 'seed', minimum: 0, maximum: 4_294_967_295, step: 1, value: 1 };

export function Search({ model }: { readonly model: SimulationModel }) {
  const { search } = model.view.value;
  const running = search?.status === 'running';
  const report = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What had the focus went away with the form, or with the button that stops.
    if (search !== null && document.activeElement === document.body) report.current?.focus();
  }, [search?.status]);
  return (
    <div class="part search">
      <p class="muted">
        Looks at other runs of this simulation, with its present parameters: which message arrives next, what is lost, which timer fires, who
        crashes. It stops at the first that violates a property.
      </p>
      {search === null ? null : (
        <div ref={report} tabIndex={-1} class="search-report">
          <Job model={model} job={search} />
        </div>
      )}
      {running ? null : <OrderForm model={model} />}
    </div>
  );
}

function OrderForm({ model }: { readonly model: SimulationModel }) {
  const { bounds, search } = model.view.value;
  const fields = [METHOD, SEED, ...bounds, ...LIMITS];
  const [texts, setTexts] = useState<Texts>(() => textsOf(fields, search?.order));
  const names = bounds.map(({ name }) => name).join();
  useEffect(() => setTexts(textsOf(fields, search?.order)), [names]);
  const groups = [
    ['How', texts['method'] === '1' ? [METHOD, SEED] : [METHOD]],
    ['Bounds', bounds],
    ['Where it stops without a result', LIMITS],
  ] as const;
  const shown = groups.flatMap(([, members]) => members);
  const complaints = new Map(shown.map((field) => [field.name, complaint(field, texts[field.name] ?? '')]));
  const isValid = shown.every(({ name }) => complaints.get(name) === null);
  return (
    <form
      class="parameters"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isValid) model.startSearch(orderOf(bounds, texts));
      }}
    >
      {groups.map(([title, members]) => (
        <fieldset key={title} class="search-group">
          <legend>{title}</legend>
          {members.map((field) => (
            <ParameterField
              key={field.name}
              parameter={field}
              text={texts[field.name] ?? ''}
              complaint={complaints.get(field.name) ?? null}
              onInput={(text) => setTexts((before) => ({ ...before, [field.name]: text }))}
            />
          ))}
        </fieldset>
      ))}
      <div class="parameters-actions">
        <vscode-button type="submit" ariaDisabled={String(!isValid)}>
          Search for a violation
        </vscode-button>
      </div>
    </form>
  );
}

function Job({ model, job }: { readonly model: SimulationModel; readonly job: SearchJob }) {
  if (job.status === 'running') {
    return (
      <section class="search-job" aria-label="Search">
        <h3>Searching…</h3>
        <Progress order={job.order} progress={job.progress} />
        <vscode-button appearance="secondary" onClick={() => model.stopSearch()}>
          Stop the search
        </vscode-button>
      </section>
    );
  }
  const { outcome, headline, details, hasRun, order, progress } = job;
  return (
    <section class={`search-job search-${outcome}`} aria-label="Search">
      <h3>
        <span aria-hidden="true">{SIGNS[outcome]}</span> {headline}
      </h3>
      {details.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {hasRun ? <vscode-button onClick={() => model.openFound()}>Open the run</vscode-button> : null}
      <Progress order={order} progress={progress} />
    </section>
  );
}

const SIGNS = { violated: '✗', clear: '✓', undecided: '?', failed: '!' } as const;

function Progress({ order, progress }: { readonly order: SearchOrder; readonly progress: SearchProgress }) {
  const { worlds, steps, frontier, depth, walks, bytes, seconds } = progress;
  const isWalk = order.method === 'walk';
  const rows: readonly (readonly [string, string])[] = [
    [isWalk ? 'Steps' : 'Worlds', `${number(worlds)} of ${number(order.worlds)} at most`],
    ['Rate', seconds > 0 ? `${number(Math.round(worlds / seconds))} a second` : '–'],
    ...(isWalk
      ? ([['Walks', number(walks)]] as const)
      : ([
          ['Depth', `${number(depth)} steps`],
          ['Frontier', `${number(frontier)} worlds to go on from`],
          ['Steps', `${number(steps)}, known worlds included`],
          ['Memory', `${number(Math.round(bytes / 1_000_000))} of ${number(order.megabytes)} MB at most`],
        ] as const)),
    ['Time', `${seconds.toFixed(1)} of ${number(order.seconds)} s at most`],
  ];
  return (
    <dl class="search-progress">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** For who can't see it. Its progress would be read out all the time. */
export function summarizeSearch(job: SearchJob | null): string {
  if (job === null) return '';
  return job.status === 'running' ? 'Searching for a violation.' : [job.headline, ...job.details].join(' ');
}

function textsOf(fields: readonly ParameterView[], order: SearchOrder | undefined): Texts {
  const values: Readonly<Record<string, number>> = order ? { ...order.bounds, ...limitsOf(order), method: order.method === 'walk' ? 1 : 0 } : {};
  return Object.fromEntries(fields.map((field) => [field.name, typed(field, values[field.name] ?? field.value)]));
}

function limitsOf({ worlds, seconds, megabytes, seed }: SearchOrder): Readonly<Record<string, number>> {
  return { worlds, seconds, megabytes, seed };
}

function orderOf(bounds: readonly ParameterView[], texts: Texts): SearchOrder {
  const value = (field: ParameterView) => sent(field, texts[field.name] ?? '');
  const { worlds = 0, seconds = 0, megabytes = 0, seed = 0 } = Object.fromEntries([...LIMITS, SEED].map((field) => [field.name, value(field)]));
  return { method: texts['method'] === '1' ? 'walk' : 'breadth-first', bounds: Object.fromEntries(bounds.map((field) => [field.name, value(field)])), worlds, seconds, megabytes, seed };
}

function number(count: number): string {
  return count.toLocaleString('en');
}
