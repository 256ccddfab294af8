/** How often what has happened so far in a run, by node, and when: what conditions call costs and times. */
import { bytesOf } from '../sim/network.ts';
import type { NodeId } from '../sim/process.ts';
import type { Micros } from '../sim/time.ts';
import type { Envelope, EventKind, TraceEvent } from '../sim/trace.ts';
import type { MessageFate, Term } from './scene.ts';

type Measured = Pick<Extract<Term, { readonly kind: 'messages' }>, 'what' | 'type' | 'unit'>;

/** @param nodes undefined for everywhere, also where no node is */
export interface Tallies {
  /** @param name an event's or a note's */
  occurrences(name: string, nodes: readonly NodeId[] | undefined): number;
  messages(which: Measured, nodes: readonly NodeId[] | undefined): number;
  /** Undefined where it has not happened. */
  time(which: 'first' | 'last', name: string, nodes: readonly NodeId[] | undefined): Micros | undefined;
}

/** What a kind of event says of a message's fate. */
const FATES: Readonly<Partial<Record<EventKind, MessageFate>>> = { send: 'sent', deliver: 'delivered', lose: 'lost', blocked: 'lost', refused: 'lost', drop: 'lost' };

interface Occurrences {
  count: number;
  readonly first: Micros;
  last: Micros;
}

/** By node; the network's own come last. */
type ByNode<T> = (T | undefined)[];

export class RunningTallies<Message> implements Tallies {
  private readonly happened = new Map<string, ByNode<Occurrences>>();
  /** By fate, type and unit. */
  private readonly counted = new Map<string, ByNode<number>>();
  private readonly nodes: number;
  private readonly typeOf: (message: Message) => string;
  private readonly weighs: boolean;

  /** @param weighs whether bytes are counted too, which takes time */
  constructor(nodes: number, typeOf: (message: Message) => string, weighs: boolean) {
    this.nodes = nodes;
    this.typeOf = typeOf;
    this.weighs = weighs;
  }

  /** @param name the event's own, a note's where it is one */
  add(name: string, { kind, node, time, payload }: TraceEvent): void {
    const place = node ?? this.nodes;
    const places = placesOf(this.happened, name);
    const known = places[place];
    if (!known) places[place] = { count: 1, first: time, last: time };
    else {
      known.count++;
      known.last = time;
    }
    const fate = FATES[kind];
    if (fate) this.addMessage(fate, payload as Envelope<Message>);
  }

  private addMessage(fate: MessageFate, { from, to, message }: Envelope<Message>): void {
    const node = fate === 'delivered' ? to : from;
    const type = this.typeOf(message);
    const add = (unit: Measured['unit'], amount: number) => {
      for (const counted of [null, type]) {
        const places = placesOf(this.counted, keyOf({ what: fate, type: counted, unit }));
        places[node] = (places[node] ?? 0) + amount;
      }
    };
    add('messages', 1);
    if (this.weighs) add('bytes', bytesOf(message));
  }

  occurrences(name: string, nodes: readonly NodeId[] | undefined): number {
    return sum(chosen(this.happened.get(name), nodes).map(({ count }) => count));
  }

  messages(which: Measured, nodes: readonly NodeId[] | undefined): number {
    return sum(chosen(this.counted.get(keyOf(which)), nodes));
  }

  time(which: 'first' | 'last', name: string, nodes: readonly NodeId[] | undefined): Micros | undefined {
    const times = chosen(this.happened.get(name), nodes).map((each) => each[which]);
    if (times.length === 0) return undefined;
    return times.reduce((one, other) => (which === 'first' ? Math.min(one, other) : Math.max(one, other)));
  }
}

function keyOf({ what, type, unit }: Measured): string {
  return `${what} ${unit}${type === null ? '' : ` ${type}`}`;
}

function placesOf<T>(map: Map<string, ByNode<T>>, name: string): ByNode<T> {
  let places = map.get(name);
  if (!places) map.set(name, (places = []));
  return places;
}

function chosen<T>(places: ByNode<T> | undefined, nodes: readonly NodeId[] | undefined): readonly T[] {
  if (!places) return [];
  return (nodes ? nodes.map((node) => places[node]) : places).filter((each) => each !== undefined);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
