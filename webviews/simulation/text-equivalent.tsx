/** The picture in words and tables: always there for a screen reader, shown to everyone who asks for it. */
import { conditionsOf } from './conditions.ts';
import type { SimulationModel } from './model.ts';
import { describeChanges, describeCuts } from './stage/legend.tsx';
import { formatMoment, formatSpan } from './time.ts';

export function TextEquivalent({ model, shown }: { readonly model: SimulationModel; readonly shown: boolean }) {
  const view = model.view.value;
  const { logWords } = view;
  const nameOf = (id: number): string => model.nameOf(id);
  return (
    <section class={shown ? 'text-equivalent card' : 'visually-hidden'} aria-label="The picture as text" tabIndex={shown ? 0 : undefined}>
      <p>
        At {formatMoment(view.cursor.time)}, step {view.cursor.step}. {view.cuts.length === 0 ? 'No link is cut.' : `${describeCuts(view, nameOf)}.`}
        {view.changedLinks.length === 0 ? '' : ` ${describeChanges(view, nameOf)}.`}
      </p>
      <table class="data">
        <caption>Nodes</caption>
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">Role</th>
            <th scope="col">Status</th>
            <th scope="col">Summary</th>
            {logWords === null ? null : <th scope="col">Log</th>}
          </tr>
        </thead>
        <tbody>
          {view.nodes.map((node) => (
            <tr key={node.id}>
              <th scope="row">{node.name}</th>
              <td>{node.role}</td>
              <td>{[node.status, ...conditionsOf(node)].join(', ')}</td>
              <td>{node.summary}</td>
              {logWords === null ? null : (
                <td>{node.log.length === 0 ? 'empty' : `${node.log.length} shown, ${node.log.filter((entry) => entry.settled).length} ${logWords.settled.toLowerCase()}`}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <table class="data">
        <caption>Messages in flight</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Message</th>
            <th scope="col">Arrives in</th>
          </tr>
        </thead>
        <tbody>
          {view.messages.map((message) => (
            <tr key={message.id}>
              <td>{nameOf(message.from)}</td>
              <td>{nameOf(message.to)}</td>
              <td>{message.label}</td>
              <td>{formatSpan(Math.max(0, message.arrivesAt - view.cursor.time))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {view.messages.length === 0 ? <p>None.</p> : null}
    </section>
  );
}
