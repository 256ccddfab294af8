import type { Frame } from '../verdict.ts';
import { Judgement } from './judgement.ts';
import type { ErrorValue } from './wire.ts';

/** The learner's code threw, and nothing in it or in the test caught it. */
export class LearnerError extends Judgement {
  readonly thrown: ErrorValue;
  /** Frames in the learner's files, innermost first. */
  readonly frames: readonly Frame[];
  /** How it came to be thrown, behind the message. */
  readonly where: string;

  constructor(thrown: ErrorValue, frames: readonly Frame[], where = '') {
    super(`${thrown.name}: ${thrown.message}${where}`);
    this.thrown = thrown;
    this.frames = frames;
    this.where = where;
  }
}
