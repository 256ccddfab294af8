/** Messages in flight, soonest first, each with what it carries and a way to drop it. */
import { Countdown, Fields } from './inspector.tsx';
import type { SimulationModel } from './model.ts';

export function MessageList({ model }: { readonly model: SimulationModel }) {
  const messages = model.view.value.messages.toSorted((a, b) => a.arrivesAt - b.arrivesAt || a.id - b.id);
  if (messages.length === 0) return <p class="empty muted">No message is in flight at this moment.</p>;
  return (
    <ul class="part plain-list">
      {messages.map((message) => {
        const way = `${model.nameOf(message.from)} → ${model.nameOf(message.to)}`;
        return (
          <li key={message.id} class="message-row">
            <details>
              <summary>
                <span class="message-way">{way}</span> {message.label}{' '}
                <span class="muted small">
                  <Countdown model={model} until={message.arrivesAt} />
                </span>
              </summary>
              <Fields caption={message.type} fields={message.fields} />
            </details>
            <vscode-button appearance="secondary" aria-label={`Drop ${message.label}, ${way}`} onClick={() => void model.act({ kind: 'drop', message: message.id })}>
              Drop
            </vscode-button>
          </li>
        );
      })}
    </ul>
  );
}
