/** What a search may spend, in steps along an edge. */
export class Budget {
  private readonly steps: number;
  private used = 0;

  constructor(steps: number) {
    this.steps = steps;
  }

  get spent(): number {
    return this.used;
  }

  get remaining(): number {
    return this.steps - this.used;
  }

  spend(steps: number): void {
    this.used += steps;
  }
}
