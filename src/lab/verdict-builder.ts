import type { CaseResult, GradeEvent, Outcome, Verdict } from './verdict.ts';

/** Collects what is heard of the cases, and sees to it that in the end every one of them has a result. */
export class VerdictBuilder {
  private readonly cases: readonly string[];
  private readonly emit: (event: GradeEvent) => void;
  private readonly results = new Map<string, CaseResult>();
  private running: string | undefined;
  private startedAt = 0;

  constructor(cases: readonly string[], emit: (event: GradeEvent) => void) {
    this.cases = cases;
    this.emit = emit;
  }

  /** Something happened in the child. What it says of cases that were not asked for, or have ended, is passed over. */
  hear(event: GradeEvent): void {
    if (event.kind === 'case-started') {
      if (!this.isOpen(event.id)) return;
      this.running = event.id;
      this.startedAt = performance.now();
    } else if (event.kind === 'case-ended') {
      if (!this.isOpen(event.result.id)) return;
      this.results.set(event.result.id, event.result);
      this.running = undefined;
    }
    this.emit(event);
  }

  /** The verdict, now that the run has ended; cases without a result get the one that follows from how it ended. */
  finish(outcome: Outcome): Verdict {
    for (const id of this.cases) {
      if (!this.isOpen(id)) continue;
      const result = this.unfinished(id, outcome);
      this.results.set(id, result);
      this.emit({ kind: 'case-ended', result });
    }
    return { outcome, cases: this.cases.flatMap((id) => this.results.get(id) ?? []) };
  }

  private isOpen(id: string): boolean {
    return this.cases.includes(id) && !this.results.has(id);
  }

  private unfinished(id: string, outcome: Outcome): CaseResult {
    const durationMs = this.running === id ? performance.now() - this.startedAt : 0;
    switch (outcome.kind) {
      case 'completed':
        return { id, state: 'errored', message: 'The case was not run.', durationMs };
      case 'cancelled':
        return { id, state: 'skipped', message: 'The run was cancelled.', durationMs };
      case 'compile-error':
      case 'missing-export':
        return { id, state: 'errored', message: outcome.message, location: outcome.location, durationMs };
      case 'timed-out':
      case 'out-of-memory':
      case 'crashed':
        if (this.running === undefined || this.running === id) return { id, state: 'errored', message: outcome.message, durationMs };
        return { id, state: 'skipped', message: `Not run, because the run ended in the case "${this.running}".`, durationMs };
    }
  }
}
