/** What is wrong with the text of a scenario, and where. */

/** Offsets in the text, in UTF-16 units; the end is not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A change of the text that removes a problem: `text` instead of what stands in the span. */
export interface Fix extends Span {
  readonly text: string;
}

export interface Problem extends Span {
  /** What is wrong, and what to do. */
  readonly message: string;
  /** The likeliest first; none where it is unknown what is meant. */
  readonly fixes?: readonly Fix[];
}

/** Lines and columns count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** `3:7: There is no …` */
export function describeProblem(text: string, { start, message }: Problem): string {
  const { line, column } = positionOf(text, start);
  return `${line}:${column}: ${message}`;
}

/** A text that is no scenario. */
export class ScenarioError extends Error {
  readonly problems: readonly Problem[];

  constructor(text: string, problems: readonly Problem[]) {
    super(problems.map((problem) => describeProblem(text, problem)).join('\n'));
    this.name = 'ScenarioError';
    this.problems = problems;
  }
}
