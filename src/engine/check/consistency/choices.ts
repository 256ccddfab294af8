/**
 * Choosing a value for each of many variables, where it comes out by and by which values can't go together. Depth first with
 * conflict-directed backjumping (Prosser 1993), and what was found not to go together is never chosen again.
 */
/** Values that can't go together, each of another variable. */
export type Nogood = readonly (readonly [variable: number, value: number])[];

export class Choices {
  private readonly sizes: readonly number[];
  private readonly spend: (moves: number) => void;
  /** What was chosen last for each variable, which is tried first when it comes to be chosen again. */
  private readonly chosen: Int32Array;
  /** By variable, for the values of those before it: the values that can't be chosen, and the variables before it to which that is due. */
  private readonly blocked: Set<number>[];
  private readonly blame: Set<number>[];
  /** Under the last variable of each and the value that it has there, the others. */
  private readonly nogoods: Map<number, Nogood[]>[];
  private variable = 0;

  /**
   * @param sizes how many values there are for each variable; they are numbered from 0, the most likely first
   * @param spend called with the moves that were taken
   */
  constructor(sizes: readonly number[], spend: (moves: number) => void) {
    this.sizes = sizes;
    this.spend = spend;
    this.chosen = new Int32Array(sizes.length);
    this.blocked = sizes.map(() => new Set());
    this.blame = sizes.map(() => new Set());
    this.nogoods = sizes.map(() => new Map<number, Nogood[]>());
  }

  /** @returns the value of each variable; undefined where all choices are known not to do */
  next(): Int32Array | undefined {
    while (this.variable < this.sizes.length) {
      const value = this.open();
      if (value !== undefined) this.choose(value);
      else if (!this.jumpBack()) return undefined;
    }
    return this.chosen;
  }

  /** @param nogood some of what was chosen, one variable at least */
  exclude(nogood: Nogood): void {
    const [last, value] = nogood.reduce((one, other) => (one[0] > other[0] ? one : other));
    const others = nogood.filter(([variable]) => variable !== last);
    this.variable = last;
    this.block(value, others);
    const known = this.nogoods[last]!.get(value);
    if (known) known.push(others);
    else this.nogoods[last]!.set(value, [others]);
  }

  private open(): number | undefined {
    const blocked = this.blocked[this.variable]!;
    const likely = this.chosen[this.variable]!;
    if (!blocked.has(likely)) return likely;
    for (let value = 0; value < this.sizes[this.variable]!; value++) if (!blocked.has(value)) return value;
    return undefined;
  }

  private choose(value: number): void {
    const nogoods = this.nogoods[this.variable]!.get(value) ?? [];
    this.spend(1 + nogoods.length);
    const broken = nogoods.find((nogood) => nogood.every(([variable, its]) => this.chosen[variable] === its));
    if (broken) return this.block(value, broken);
    this.chosen[this.variable++] = value;
    this.blocked[this.variable]?.clear();
    this.blame[this.variable]?.clear();
  }

  /** @param others for which the value can't be chosen */
  private block(value: number, others: Nogood): void {
    this.spend(1 + others.length);
    this.blocked[this.variable]!.add(value);
    for (const [variable] of others) this.blame[this.variable]!.add(variable);
  }

  /** To the last variable to which it is due that there is no value left. @returns false where there is none */
  private jumpBack(): boolean {
    const blame = [...this.blame[this.variable]!];
    if (blame.length === 0) return false;
    this.exclude(blame.map((variable) => [variable, this.chosen[variable]!]));
    return true;
  }
}
