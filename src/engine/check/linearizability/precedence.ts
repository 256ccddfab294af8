/**
 * What the outputs of a whole history say of the order in which its operations take effect. A queue that gives a before b
 * was given a before b; no search has to find that out by trying.
 */
export interface Precedence {
  /** Operations by their position in the history, and behind them milestones, which stand for no operation. */
  readonly nodes: number;
  /**
   * Of each pair the first must be there when the second comes, in every order that explains the history and has the second. A
   * milestone comes when everything before it is there.
   */
  readonly pairs: readonly (readonly [before: number, after: number])[];
}

/** Collects pairs, and makes milestones. */
export class PrecedenceBuilder implements Precedence {
  readonly pairs: (readonly [before: number, after: number])[];
  private count: number;

  /** @param nodes how many there are to begin with */
  constructor(nodes: number, pairs: Precedence['pairs'] = []) {
    this.count = nodes;
    this.pairs = [...pairs];
  }

  get nodes(): number {
    return this.count;
  }

  milestone(): number {
    return this.count++;
  }

  add(before: number | undefined, after: number | undefined): void {
    if (before !== undefined && after !== undefined) this.pairs.push([before, after]);
  }
}

/** Which operations a precedence lets take effect, as others do and are taken back. */
export class Gate {
  private readonly operations: number;
  /** By node how many of those before it are not there yet. */
  private readonly missing: Int32Array;
  /** The nodes after node n are those from `first[n]` to before `first[n + 1]`. */
  private readonly first: Int32Array;
  private readonly after: Int32Array;
  private readonly stack: number[] = [];

  constructor({ nodes, pairs }: Precedence, operations: number) {
    this.operations = operations;
    this.missing = new Int32Array(nodes);
    this.first = new Int32Array(nodes + 1);
    this.after = new Int32Array(pairs.length);
    for (const [before, after] of pairs) {
      this.first[before + 1]!++;
      this.missing[after]!++;
    }
    for (let node = 0; node < nodes; node++) this.first[node + 1]! += this.first[node]!;
    const filled = this.first.slice();
    for (const [before, after] of pairs) this.after[filled[before]!++] = after;
    const begun = Array.from({ length: nodes - operations }, (_, milestone) => operations + milestone).filter((milestone) => this.missing[milestone] === 0);
    for (const milestone of begun) this.pass(milestone);
  }

  isOpen(operation: number): boolean {
    return this.missing[operation] === 0;
  }

  /** An operation takes effect. @param opened takes in the operations that may do so now, too */
  pass(operation: number, opened?: number[]): void {
    this.stack.push(operation);
    for (let node = this.stack.pop(); node !== undefined; node = this.stack.pop()) {
      for (let at = this.first[node]!; at < this.first[node + 1]!; at++) {
        const after = this.after[at]!;
        if (--this.missing[after]! > 0) continue;
        if (after >= this.operations) this.stack.push(after);
        else opened?.push(after);
      }
    }
  }

  /** The operation that took effect last is taken back. */
  takeBack(operation: number): void {
    this.stack.push(operation);
    for (let node = this.stack.pop(); node !== undefined; node = this.stack.pop()) {
      for (let at = this.first[node]!; at < this.first[node + 1]!; at++) {
        const after = this.after[at]!;
        if (this.missing[after]!++ === 0 && after >= this.operations) this.stack.push(after);
      }
    }
  }
}

/**
 * Whether what is known of the order contradicts the order in time, so that an operation that returned can't have taken effect.
 * @param events as `eventsOf` gives them
 */
export function isContradictory({ nodes, pairs }: Precedence, events: Int32Array, operations: number): boolean {
  const order = new PrecedenceBuilder(nodes, pairs);
  const invoked: number[] = [];
  let returned: number | undefined;
  for (const event of events) {
    if (event > 0) {
      invoked.push(event - 1);
      order.add(returned, event - 1);
    } else {
      const next = order.milestone();
      order.add(returned, next);
      order.add(-event - 1, next);
      returned = next;
    }
  }
  const gate = new Gate(order, operations);
  const there = new Uint8Array(operations);
  const open = invoked.filter((operation) => gate.isOpen(operation));
  for (let operation = open.pop(); operation !== undefined; operation = open.pop()) {
    there[operation] = 1;
    gate.pass(operation, open);
  }
  return events.some((event) => event < 0 && there[-event - 1] === 0);
}
