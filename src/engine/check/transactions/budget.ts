/** What a search may spend, in steps along an edge. */
export class Budget {
  private readonly steps: number;
  private left: number;

  constructor(steps: number) {
    this.steps = steps;
    this.left = steps;
  }

  get remaining(): number {
    return this.left;
  }

  get spent(): number {
    return this.steps - this.left;
  }

  spend(steps: number): void {
    this.left -= steps;
  }
}
