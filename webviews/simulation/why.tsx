/** Why a field of the selected node is what it is: the events that led there, each a way to its step. */
import type { EventView } from '../../src/contract/simulation.ts';
import type { SimulationModel } from './model.ts';
import { formatMoment } from './time.ts';

interface WhyButtonProps {
  readonly model: SimulationModel;
  readonly node: number;
  /** A field's, or `role`. */
  readonly label: string;
  readonly value: string;
}

export function WhyButton({ model, node, label, value }: WhyButtonProps) {
  const { why } = model;
  const isOpen = why.value?.node === node && why.value.label === label;
  return (
    <button type="button" class="why-ask" aria-label={`why? ${label}: ${value}`} aria-expanded={isOpen} onClick={() => (isOpen ? (why.value = null) : model.askWhy(node, label))}>
      why?
    </button>
  );
}

interface WhyAnswerProps {
  readonly model: SimulationModel;
  readonly node: number;
  /** Whether an answer about this field is shown here. */
  isOf(label: string): boolean;
}

export function WhyAnswer({ model, node, isOf }: WhyAnswerProps) {
  const why = model.why.value;
  if (why === null || why.node !== node || !isOf(why.label)) return null;
  return (
    <div class="why-answer" role="group" aria-label="Why it is so">
      <p role="status">{why.text}</p>
      {why.isCut ? <p class="small muted">It goes further back; these are the last links.</p> : null}
      <ol class="why-chain">
        {why.chain.map((event) => (
          <Link key={event.id} model={model} event={event} />
        ))}
      </ol>
      {model.view.value.cursor.step === why.step ? null : (
        <button type="button" class="chip" onClick={() => model.goTo({ step: why.step })}>
          Back to step {why.step}, where you asked
        </button>
      )}
    </div>
  );
}

function Link({ model, event }: { readonly model: SimulationModel; readonly event: EventView }) {
  const isHere = model.view.value.cursor.step === event.step;
  return (
    <li>
      <button type="button" class="why-link" title={event.explanation} aria-current={isHere ? 'step' : undefined} onClick={() => void model.pick(event.id)}>
        <span>{event.title}</span>
        <span class="small muted">
          step {event.step} · {formatMoment(event.time)}
        </span>
      </button>
    </li>
  );
}
