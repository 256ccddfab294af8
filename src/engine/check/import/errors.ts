/** What is wrong with a history that somebody else has written. */

/** A text is no history, or one of another object than it is taken for. */
export class HistoryFormatError extends Error {}

/** A place in a text, both counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The same, at a place of the text. */
export class TextError extends HistoryFormatError {
  readonly line: number;
  readonly column: number;
  readonly reason: string;

  constructor({ line, column }: Place, reason: string) {
    super(`Line ${line}, column ${column}: ${reason}`);
    this.line = line;
    this.column = column;
    this.reason = reason;
  }
}
