/** The state of the selected node, as the view model shows it. */
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { FieldView, LogWords, NodeView } from '../../src/contract/simulation.ts';
import { useClock } from './stage/clock.ts';
import { conditionsOf } from './conditions.ts';
import { statusActions } from './stage/menus.ts';
import type { SimulationModel } from './model.ts';
import { formatMoment, formatSpan } from './time.ts';
import { WhyAnswer, WhyButton } from './why.tsx';

export function Inspector({ model }: { readonly model: SimulationModel }) {
  const node = model.node(model.selectedNode.value);
  if (node === undefined) return <p class="empty muted">Select a node in the picture to see its state.</p>;
  return (
    <div class="part">
      <div class="inspector-head">
        <label class="inspector-choice">
          <span class="visually-hidden">Node</span>
          <select value={String(node.id)} onChange={(event) => model.select(Number(event.currentTarget.value))}>
            {model.view.value.nodes.map((other) => (
              <option key={other.id} value={String(other.id)}>
                {other.name}
              </option>
            ))}
          </select>
        </label>
        <span>
          {node.badge} {node.role}
        </span>
        {node.fields.some(({ label }) => label === 'role') ? null : <WhyButton model={model} node={node.id} label="role" value={node.role} />}
        {[...(node.status === 'up' ? [] : [node.status]), ...conditionsOf(node)].map((condition) => (
          <span key={condition} class="tag">
            {condition}
          </span>
        ))}
      </div>
      <div class="inspector-actions">
        {statusActions(node).map(({ label, action }) => (
          <vscode-button key={label} appearance="secondary" onClick={() => void model.act(action)}>
            {label}
          </vscode-button>
        ))}
        <vscode-button appearance="secondary" onClick={() => model.openFaults(node.id)}>
          More faults…
        </vscode-button>
      </div>
      <WhyAnswer model={model} node={node.id} isOf={(label) => node.fields.every((field) => field.label !== label)} />
      <Fields
        caption="State"
        fields={node.fields}
        asks={({ label, value }) => <WhyButton model={model} node={node.id} label={label} value={value} />}
        answers={({ label }) => <WhyAnswer model={model} node={node.id} isOf={(asked) => asked === label} />}
      />
      <Standing sentences={node.standing} />
      <Timers model={model} node={node} />
      <Log log={node.log} words={model.view.value.logWords} />
    </div>
  );
}

interface FieldsProps {
  readonly caption: string;
  readonly fields: readonly FieldView[];
  /** What can be asked of a field, beside it; and what is answered, below. */
  asks?(field: FieldView): ComponentChildren;
  answers?(field: FieldView): ComponentChildren;
}

export function Fields({ caption, fields, asks, answers }: FieldsProps) {
  if (fields.length === 0) return null;
  return (
    <table class="data">
      <caption>{caption}</caption>
      <tbody>
        {fields.map((field) => (
          <tr key={field.label} class={field.changed ? 'field-changed' : undefined}>
            <th scope="row">{field.label}</th>
            <td>
              <span class="mono">{field.value}</span>
              {field.changed ? <span class="tag tag-changed">changed</span> : null}
              {asks?.(field)}
              {answers?.(field)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Standing({ sentences }: { readonly sentences: NodeView['standing'] }) {
  if (sentences.length === 0) return null;
  return (
    <section class="standing" aria-labelledby="standing-heading">
      <h3 id="standing-heading">What keeps it</h3>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </section>
  );
}

function Timers({ model, node: { id, timers, status } }: { readonly model: SimulationModel; readonly node: NodeView }) {
  if (timers.length === 0) return null;
  return (
    <table class="data">
      <caption>Timers</caption>
      <tbody>
        {timers.map(({ name, firesAt }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              at {formatMoment(firesAt)}, <Countdown model={model} until={firesAt} />
            </td>
            <td>
              {status === 'up' ? (
                <vscode-button appearance="secondary" aria-label={`Let the ${name} timer fire now`} onClick={() => void model.act({ kind: 'fire', node: id, timer: name })}>
                  Fire now
                </vscode-button>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** `in 12 ms`, running down with the clock. */
export function Countdown({ model, until }: { readonly model: SimulationModel; readonly until: number }) {
  const text = useRef<HTMLSpanElement>(null);
  useClock(
    model.clock,
    (time) => {
      if (text.current !== null) text.current.textContent = `in ${formatSpan(Math.max(0, until - time))}`;
    },
    [until],
  );
  return <span ref={text} />;
}

function Log({ log, words }: { readonly log: NodeView['log']; readonly words: LogWords | null }) {
  if (words === null || log.length === 0) return null;
  return (
    <table class="data">
      <caption>Log, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Index</th>
          <th scope="col">{words.mark}</th>
          <th scope="col">Entry</th>
          <th scope="col">{words.settled}</th>
        </tr>
      </thead>
      <tbody>
        {log.toReversed().map((entry) => (
          <tr key={entry.index}>
            <td>{entry.index}</td>
            <td>{entry.mark}</td>
            <td class="mono">{entry.label}</td>
            <td>{entry.settled ? '✓ yes' : 'not yet'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
