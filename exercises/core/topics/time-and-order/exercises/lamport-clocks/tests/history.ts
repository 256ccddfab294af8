import type { Grading } from 'dsim/grading';

export interface Timestamp {
  readonly counter: number;
  readonly process: number;
}

export interface Happening {
  readonly process: number;
  readonly kind: 'tick' | 'receive';
  /** Its vector clock: entry p counts the events of process p that happened before it, itself included. */
  readonly vector: readonly number[];
  /** What the learner's clock gave it; none where the process crashed before the clock had answered. */
  stamp?: Timestamp;
}

/** All that happened in a run. Vector clocks say exactly what happened before what, so they judge the Lamport clocks. */
export class History {
  readonly events: Happening[] = [];
  private readonly latest: number[][];

  constructor(processes: number) {
    this.latest = Array.from({ length: processes }, () => new Array<number>(processes).fill(0));
  }

  /** The next event of a process; the receipt of a message happens after its sending. */
  add(process: number, sending?: Happening): Happening {
    const vector = this.latest[process]!.map((count, other) => Math.max(count, sending?.vector[other] ?? 0));
    vector[process]! += 1;
    this.latest[process] = vector;
    const event: Happening = { process, kind: sending ? 'receive' : 'tick', vector };
    this.events.push(event);
    return event;
  }

  /** A process starts anew. What had no timestamp yet when it crashed was seen by nobody: it has not happened. */
  restart(process: number): void {
    const last = this.events.findLast((event) => event.process === process && event.stamp !== undefined);
    this.latest[process] = this.latest.map((_, other) => last?.vector[other] ?? 0);
  }

  /** Every pair of events that have timestamps and of which the first happened before the second. */
  *orderedPairs(): Generator<[Required<Happening>, Required<Happening>]> {
    const stamped = this.events.filter((event): event is Required<Happening> => event.stamp !== undefined);
    for (const a of stamped) for (const b of stamped) if (happenedBefore(a, b)) yield [a, b];
  }
}

function happenedBefore(a: Happening, b: Happening): boolean {
  return a !== b && a.vector[a.process]! <= b.vector[a.process]!;
}

export function describe(event: Happening): string {
  const what = event.kind === 'receive' ? 'the receipt of a message' : 'a local event or sending';
  return `event ${event.vector[event.process]!} of process ${event.process} (${what})`;
}

/** Checks the shape of what the learner's clock gives, and gives it. */
export function timestamp(t: Grading, value: unknown, method: string): Timestamp {
  return t.expect.shape<Timestamp>(value, { counter: 'number', process: 'number' }, `${method}() has to return a timestamp.`);
}
