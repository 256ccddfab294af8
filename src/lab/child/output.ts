import { format } from 'node:util';
import type { RealmOutput } from '../realm/realm.ts';
import type { Frame, GradeEvent } from '../verdict.ts';

const MOST_LINES = 1_000;
const MOST_CHARACTERS = 100_000;

/** Passes on what learner code prints, up to a bound for the whole run. */
export class Output implements RealmOutput {
  private readonly emit: (event: GradeEvent) => void;
  private readonly refine: (frame: Frame) => Frame;
  private lines = 0;
  private characters = 0;

  constructor(emit: (event: GradeEvent) => void, refine: (frame: Frame) => Frame) {
    this.emit = emit;
    this.refine = refine;
  }

  get open(): boolean {
    return this.lines < MOST_LINES && this.characters < MOST_CHARACTERS;
  }

  print(values: readonly unknown[], frame: Frame | undefined, label: string): void {
    const text = (label === '' ? '' : `[${label}] `) + format(...values);
    this.lines += 1;
    this.characters += text.length;
    if (!frame) this.emit({ kind: 'output', text: text.slice(0, MOST_CHARACTERS) });
    else {
      const { file, line, column } = this.refine(frame);
      this.emit({ kind: 'output', text: text.slice(0, MOST_CHARACTERS), location: { file, line, column } });
    }
    if (!this.open) this.emit({ kind: 'output', text: 'The output is cut off here: there is too much of it.' });
  }
}
