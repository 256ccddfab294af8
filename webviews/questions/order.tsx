/** An answer that is put in order: by buttons, by Alt and the arrow keys, or by dragging; then which item belongs where. */
import type { Signal } from '@preact/signals';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { QuestionView } from '../../src/contract/questions.ts';
import { Html } from '../kit/html.tsx';

interface OrderProps {
  readonly question: QuestionView;
  /** Options by place. */
  readonly order: Signal<readonly number[]>;
  /** What was answered, or null while it is still open. */
  readonly given: readonly number[] | null;
  /** The right order, once it was answered. */
  readonly right: readonly number[];
  readonly onAnswer: (order: readonly number[]) => void;
  readonly announce: (text: string) => void;
}

export function OrderAnswer({ question, order, given, right, onAnswer, announce }: OrderProps) {
  if (given !== null) {
    return (
      <ol class="order" aria-label="Your order">
        {given.map((option, place) => (
          <li key={option} class={`order-item ${right[place] === option ? 'option-right' : 'option-wrong'}`}>
            <Html class="prose" html={question.options[option] ?? ''} />
            <Placement place={place} rightPlace={right.indexOf(option)} />
          </li>
        ))}
      </ol>
    );
  }
  return (
    <>
      <Sorter options={question.options} order={order} announce={announce} />
      <vscode-button onClick={() => onAnswer(order.value)}>Check answer</vscode-button>
    </>
  );
}

function Placement({ place, rightPlace }: { readonly place: number; readonly rightPlace: number }) {
  return (
    <p class="order-placement">
      <span aria-hidden="true">{place === rightPlace ? '✓' : '✗'}</span> {place === rightPlace ? 'In its place' : `Belongs in place ${rightPlace + 1}`}
    </p>
  );
}

interface SorterProps {
  readonly options: readonly string[];
  readonly order: Signal<readonly number[]>;
  readonly announce: (text: string) => void;
}

function Sorter({ options, order, announce }: SorterProps) {
  const list = useRef<HTMLOListElement>(null);
  /** The button that moved an item: an element that changes its place loses the focus. */
  const pressed = useRef<string | null>(null);
  const [dragged, setDragged] = useState<number | null>(null);

  useLayoutEffect(() => {
    if (pressed.current !== null) list.current?.querySelector<HTMLElement>(`#${pressed.current}`)?.focus();
    pressed.current = null;
  }, [order.value]);

  const move = (from: number, to: number, button: string | null): void => {
    if (to < 0 || to >= order.value.length || from === to) return;
    pressed.current = button;
    order.value = moved(order.value, from, to);
    announce(`Moved to place ${to + 1} of ${order.value.length}.`);
  };

  return (
    <>
      <p class="muted small" id="order-help">
        Move items with the arrow buttons, with Alt and the arrow keys, or by dragging.
      </p>
      <ol ref={list} class="order" aria-describedby="order-help">
        {order.value.map((option, place) => {
          const buttons = { up: `up-${option}`, down: `down-${option}` };
          return (
            <li
              key={option}
              class={`order-item ${dragged === option ? 'order-dragged' : ''}`}
              draggable
              onDragStart={() => setDragged(option)}
              onDragEnd={() => setDragged(null)}
              onDragOver={(event) => {
                event.preventDefault();
                if (dragged !== null) move(order.value.indexOf(dragged), place, null);
              }}
              onKeyDown={(event) => {
                if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
                event.preventDefault();
                move(place, place + (event.key === 'ArrowUp' ? -1 : 1), (event.target as Element).id);
              }}
            >
              <div class="order-row">
                <MoveButton id={buttons.up} direction="up" item={`item-${option}`} isEnd={place === 0} onPress={() => move(place, place - 1, buttons.up)} />
                <MoveButton id={buttons.down} direction="down" item={`item-${option}`} isEnd={place === options.length - 1} onPress={() => move(place, place + 1, buttons.down)} />
                <Html id={`item-${option}`} class="prose order-text" html={options[option] ?? ''} />
              </div>
            </li>
          );
        })}
      </ol>
    </>
  );
}

interface MoveButtonProps {
  readonly id: string;
  readonly direction: 'up' | 'down';
  /** Id of the element that says what is moved. */
  readonly item: string;
  /** At the end there is nowhere to move; the button keeps the focus all the same. */
  readonly isEnd: boolean;
  readonly onPress: () => void;
}

function MoveButton({ id, direction, item, isEnd, onPress }: MoveButtonProps) {
  return (
    <button type="button" id={id} class="move-button" aria-label={`Move ${direction}:`} aria-labelledby={`${id} ${item}`} aria-disabled={isEnd} onClick={onPress}>
      <span aria-hidden="true">{direction === 'up' ? '↑' : '↓'}</span>
    </button>
  );
}

function moved(order: readonly number[], from: number, to: number): readonly number[] {
  const rest = order.toSpliced(from, 1);
  return rest.toSpliced(to, 0, ...order.slice(from, from + 1));
}
