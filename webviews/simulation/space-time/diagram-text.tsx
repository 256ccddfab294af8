/** The diagram in words and tables: always there for a screen reader, shown to everyone who asks for it. */
import type { SimulationModel } from '../model.ts';
import { formatMoment } from '../time.ts';
import type { History } from './history.ts';
import type { Span } from './spans.ts';
import { countOf } from './words.ts';

/** Of a long list, the latest. */
const MOST = 12;

export function DiagramText({ model, shown }: { readonly model: SimulationModel; readonly shown: boolean }) {
  // While playing it would change all the time, and nobody reads it.
  if (!model.player.playing.value) void [model.history.revision.value, model.view.value, model.selectedEvent.value];
  const { history } = model.history;
  const { columns, spans } = history;
  const { nodes } = model.view.peek();
  const selected = model.selectedEvent.peek();
  const reach = selected !== null && selected < columns.length ? history.causality.reachOf(selected) : null;
  return (
    <section class={shown ? 'text-equivalent card' : 'visually-hidden'} aria-label="The diagram as text" tabIndex={shown ? 0 : undefined}>
      <p>
        {countOf(columns.length)}, to {formatMoment(columns.until)}. {describeCutTimes(history)}
      </p>
      <table class="data">
        <caption>Lines</caption>
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">Events</th>
            <th scope="col">In the past of the selected one</th>
            <th scope="col">In its future</th>
            <th scope="col">Roles</th>
            <th scope="col">Down or paused</th>
          </tr>
        </thead>
        <tbody>
          {nodes.map(({ id, name }) => {
            const length = columns.lines[id]?.length ?? 0;
            return (
              <tr key={id}>
                <th scope="row">{name}</th>
                <td>{length}</td>
                <td>{reach === null ? 'none' : reach.past[id]}</td>
                <td>{reach === null ? 'none' : length - (reach.future[id] ?? length)}</td>
                <td>{list(spans.roles[id] ?? [], ({ role }) => role)}</td>
                <td>{list(spans.statuses[id] ?? [], ({ status }) => status)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function describeCutTimes({ spans: { cuts } }: History): string {
  return cuts.length === 0 ? 'The network was never cut.' : `The network was cut ${list(cuts, () => '')}.`;
}

function list<S extends Span>(spans: readonly S[], nameOf: (span: S) => string): string {
  if (spans.length === 0) return 'never';
  const told = spans.slice(-MOST).map((span) => `${nameOf(span)} from ${formatMoment(span.from)}${span.to === Infinity ? '' : ` to ${formatMoment(span.to)}`}`.trim());
  return `${spans.length > MOST ? `${spans.length - MOST} earlier, then ` : ''}${told.join(', ')}`;
}
