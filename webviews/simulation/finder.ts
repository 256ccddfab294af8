/** Goes to the next or the previous event of a kind, at a node. */
import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { EventChoice, EventFound, EventSought, SimulationView } from '../../src/contract/simulation.ts';

interface FinderOptions {
  readonly view: ReadonlySignal<SimulationView>;
  /** The event that is shown now. */
  readonly from: () => number | null;
  /** Shows what is found. @param sought is asked when its turn has come, so that two requests in a row find two events */
  readonly find: (sought: () => EventSought) => Promise<EventFound | null>;
  readonly nameOf: (node: number) => string;
  readonly say: (text: string) => void;
}

export class Finder {
  /** The place of what is looked for among the view's choices. */
  readonly choice: Signal<number> = signal(0);
  /** Null for any. */
  readonly node: Signal<number | null> = signal(null);
  private readonly options: FinderOptions;

  constructor(options: FinderOptions) {
    this.options = options;
  }

  async find(direction: EventSought['direction']): Promise<void> {
    const { view, from, find, say } = this.options;
    const { eventChoices, nodes } = view.value;
    const choice = eventChoices[this.choice.value] ?? eventChoices[0];
    if (choice === undefined) return;
    const node = this.node.value !== null && nodes[this.node.value] !== undefined ? this.node.value : null;
    const { kind, note } = choice;
    const found = await find(() => ({ kind, note, node, from: from(), direction }));
    if (found !== null && 'none' in found) say(`There is no ${this.wording(choice, node)} ${found.none}.`);
  }

  private wording({ kind, note, label }: EventChoice, node: number | null): string {
    const what = note !== null ? `“${label}”` : kind === null ? label : `event of the kind “${label}”`;
    return node === null ? what : `${what} at ${this.options.nameOf(node)}`;
  }
}
