/** What kinds of events look like. The shape tells the kind; colour only helps. */
import type { Ink } from './pen.ts';

export type Shape = 'dot' | 'triangle' | 'triangle-hollow' | 'cross' | 'bars' | 'play' | 'clock' | 'diamond' | 'square' | 'bolt' | 'disk' | 'ring';

export interface EventMark {
  /** What the legend calls it. */
  readonly word: string;
  readonly shape: Shape;
  readonly ink: Ink;
  /** Drawn even where there are more events than pixels. */
  readonly outstanding: boolean;
  /** What an event has to do with a message on its way; such events have their place on its arrow. */
  readonly way: 'sends' | 'arrives' | 'lost' | null;
}

const mark = (word: string, shape: Shape, ink: Ink, outstanding = false): EventMark => ({ word, shape, ink, outstanding, way: null });
const ofMessage = (word: string, way: EventMark['way'], shape: Shape, ink: Ink): EventMark => ({ word, shape, ink, outstanding: false, way });

const FAULT = mark('fault or repair', 'bolt', 'red', true);
const NOTE = mark('note', 'diamond', 'purple');

/** In the order of the legend. */
export const MARKS: readonly EventMark[] = [
  mark('start', 'triangle', 'green', true),
  mark('restart', 'triangle-hollow', 'green', true),
  mark('crash', 'cross', 'red', true),
  mark('pause', 'bars', 'amber', true),
  mark('resume', 'play', 'amber', true),
  mark('timer', 'clock', 'text'),
  mark('command', 'square', 'blue'),
  NOTE,
  mark('sync to disk', 'disk', 'muted'),
  FAULT,
  ofMessage('send', 'sends', 'dot', 'text'),
  ofMessage('delivery', 'arrives', 'dot', 'text'),
  ofMessage('loss', 'lost', 'cross', 'red'),
];

const codeOfWord = (word: string): number => MARKS.findIndex((each) => each.word === word);

/** Kinds that have no mark of their own word; whatever else there is counts as a fault. */
const WORDS: Readonly<Record<string, string>> = {
  sync: 'sync to disk',
  send: 'send',
  duplicate: 'send',
  deliver: 'delivery',
  lose: 'loss',
  blocked: 'loss',
  refused: 'loss',
  drop: 'loss',
};

/** @returns the position in `MARKS` of the mark for a kind of event */
export function markCodeOf(kind: string): number {
  const code = codeOfWord(WORDS[kind] ?? kind);
  return code < 0 ? MARKS.indexOf(FAULT) : code;
}

export function isNote(code: number): boolean {
  return MARKS[code] === NOTE;
}
