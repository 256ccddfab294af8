/** A relation over few thousand elements as rows of bits, with what is needed of its transitive closure. */
export interface Arrow<Kind> {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
}

export class Relation<Kind> {
  readonly size: number;
  private readonly arrows: Arrow<Kind>[][];
  private readonly words: number;
  private rows: Int32Array | undefined;
  private sorted: readonly number[] | null | undefined;

  constructor(size: number, arrows: readonly Arrow<Kind>[] = []) {
    this.size = size;
    this.words = (size + 31) >>> 5;
    this.arrows = Array.from({ length: size }, () => []);
    for (const arrow of arrows) this.add(arrow);
  }

  add(arrow: Arrow<Kind>): void {
    this.arrows[arrow.from]!.push(arrow);
    this.rows = undefined;
    this.sorted = undefined;
  }

  copy(): Relation<Kind> {
    return new Relation(this.size, this.arrows.flat());
  }

  /** Whether arrows lead from one element to another. Of a relation with a cycle nothing is known. */
  leads(from: number, to: number): boolean {
    this.rows ??= this.close();
    return (this.rows[from * this.words + (to >>> 5)]! & (1 << (to & 31))) !== 0;
  }

  /** Elements in an order in which every arrow goes forward, the smaller number first where both may; undefined where there is a cycle. */
  order(): readonly number[] | undefined {
    if (this.sorted === undefined) this.sorted = this.sort() ?? null;
    return this.sorted ?? undefined;
  }

  private sort(): readonly number[] | undefined {
    const incoming = this.countIncoming();
    const ready = [...incoming.keys()].filter((element) => incoming[element] === 0).reverse();
    const order: number[] = [];
    for (let element = ready.pop(); element !== undefined; element = ready.pop()) {
      order.push(element);
      for (const { to } of this.arrows[element]!) if (--incoming[to]! === 0) ready.push(to);
    }
    return order.length === this.size ? order : undefined;
  }

  private countIncoming(): Int32Array {
    const incoming = new Int32Array(this.size);
    for (const arrows of this.arrows) for (const { to } of arrows) incoming[to]!++;
    return incoming;
  }

  /** A shortest cycle, where there is one. */
  cycle(): Arrow<Kind>[] | undefined {
    let shortest: Arrow<Kind>[] | undefined;
    for (const start of this.onCycles()) {
      const way = this.way(start, start);
      if (way && (!shortest || way.length < shortest.length)) shortest = way;
      if (shortest?.length === 2) break;
    }
    return shortest;
  }

  /** A shortest way of at least one arrow. */
  way(from: number, to: number): Arrow<Kind>[] | undefined {
    const reachedBy = new Map<number, Arrow<Kind>>();
    let frontier = [from];
    while (frontier.length > 0 && !reachedBy.has(to)) {
      const next: number[] = [];
      for (const arrow of frontier.flatMap((element) => this.arrows[element]!)) {
        if (reachedBy.has(arrow.to)) continue;
        reachedBy.set(arrow.to, arrow);
        next.push(arrow.to);
      }
      frontier = next;
    }
    const way: Arrow<Kind>[] = [];
    for (let arrow = reachedBy.get(to); arrow; arrow = arrow.from === from ? undefined : reachedBy.get(arrow.from)) way.push(arrow);
    return way.length > 0 ? way.reverse() : undefined;
  }

  /** Elements that are left when those without a way in, or without a way out, are taken away again and again. */
  private onCycles(): number[] {
    const incoming = this.countIncoming();
    const gone = [...incoming.keys()].filter((element) => incoming[element] === 0);
    for (const element of gone) for (const { to } of this.arrows[element]!) if (--incoming[to]! === 0) gone.push(to);
    const left = new Set(incoming.keys());
    for (const element of gone) left.delete(element);
    return [...left];
  }

  private close(): Int32Array {
    const { words } = this;
    const rows = new Int32Array(this.size * words);
    for (const element of (this.order() ?? []).toReversed()) {
      const row = element * words;
      for (const { to } of this.arrows[element]!) {
        const other = to * words;
        for (let word = 0; word < words; word++) rows[row + word]! |= rows[other + word]!;
        rows[row + (to >>> 5)]! |= 1 << (to & 31);
      }
    }
    return rows;
  }
}
