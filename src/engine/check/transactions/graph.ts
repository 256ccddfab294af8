/**
 * The graph of dependencies between transactions: Adya's direct serialization graph, with the orders of clients and of
 * real time added. Where each of many transactions precedes each of many others, a relay stands between them: an edge
 * into a relay, any edges between relays, and an edge out of one are a single dependency.
 */

/** Kinds of edges, as bits. */
export const WW = 1;
/** A write-dependency that holds unless something worse happened, such as an aborted read. */
export const DOUBTFUL_WW = 2;
export const WR = 4;
export const RW = 8;
export const PROCESS = 16;
export const REAL_TIME = 32;

/** Position of an operation for edges that come from no operation. */
export const NO_OPERATION = -1;

/** Edges in order of their source: those of a vertex `v` are `first[v]` to `first[v + 1]`, exclusively. */
export interface Graph {
  /** Vertices below this are transactions; the others are relays. */
  readonly transactions: number;
  readonly vertices: number;
  readonly first: Int32Array;
  readonly target: Int32Array;
  readonly kind: Uint8Array;
  /** Positions of the operations that an edge comes from, in the transactions at its two ends. */
  readonly fromOperation: Int32Array;
  readonly toOperation: Int32Array;
}

export class GraphBuilder {
  private readonly transactions: number;
  private vertices: number;
  private count = 0;
  private source = new Int32Array(1024);
  private target = new Int32Array(1024);
  private kind = new Uint8Array(1024);
  private fromOperation = new Int32Array(1024);
  private toOperation = new Int32Array(1024);

  constructor(transactions: number) {
    this.transactions = transactions;
    this.vertices = transactions;
  }

  addRelay(): number {
    return this.vertices++;
  }

  add(source: number, target: number, kind: number, fromOperation = NO_OPERATION, toOperation = NO_OPERATION): void {
    if (this.count === this.source.length) this.grow();
    const edge = this.count++;
    this.source[edge] = source;
    this.target[edge] = target;
    this.kind[edge] = kind;
    this.fromOperation[edge] = fromOperation;
    this.toOperation[edge] = toOperation;
  }

  build(): Graph {
    const { count, source, vertices } = this;
    const first = new Int32Array(vertices + 1);
    for (let edge = 0; edge < count; edge++) first[source[edge]! + 1]!++;
    for (let vertex = 0; vertex < vertices; vertex++) first[vertex + 1]! += first[vertex]!;
    const place = first.slice();
    const target = new Int32Array(count);
    const kind = new Uint8Array(count);
    const fromOperation = new Int32Array(count);
    const toOperation = new Int32Array(count);
    for (let edge = 0; edge < count; edge++) {
      const at = place[source[edge]!]!++;
      target[at] = this.target[edge]!;
      kind[at] = this.kind[edge]!;
      fromOperation[at] = this.fromOperation[edge]!;
      toOperation[at] = this.toOperation[edge]!;
    }
    return { transactions: this.transactions, vertices, first, target, kind, fromOperation, toOperation };
  }

  private grow(): void {
    this.source = doubled(this.source);
    this.target = doubled(this.target);
    this.fromOperation = doubled(this.fromOperation);
    this.toOperation = doubled(this.toOperation);
    const kind = new Uint8Array(2 * this.kind.length);
    kind.set(this.kind);
    this.kind = kind;
  }
}

function doubled(column: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * column.length);
  longer.set(column);
  return longer;
}

/** Which walks along the edges count. */
export interface Walk {
  /** The kinds of edges that may be taken. */
  readonly kinds: number;
  /** Whether no anti-dependency may follow directly on another, as in snapshot isolation's forbidden cycles. */
  readonly separated: boolean;
}

/** Where a walk stands: twice the vertex, plus one where a separated walk came there by an anti-dependency. */
export type Place = number;

export const NOWHERE = -1;

/** The place that an edge leads to, or `NOWHERE` where the walk may not take it. */
export function follow(graph: Graph, walk: Walk, place: Place, edge: number): Place {
  const vertex = place >> 1;
  const next = graph.target[edge]! << 1;
  if (vertex >= graph.transactions) return next | (place & 1);
  const kind = graph.kind[edge]!;
  if ((kind & walk.kinds) === 0) return NOWHERE;
  if (!walk.separated || kind !== RW) return next;
  return (place & 1) === 1 ? NOWHERE : next | 1;
}
