/**
 * How roles and message types look. The view model names both freely; the words that protocols commonly use for who
 * leads, and for who wants to lead or waits in doubt, get a shape of their own, so that they can be told apart at a glance.
 */
export type RoleStyle = 'lead' | 'contender' | 'member';

const LEADS = new Set(['leader', 'primary', 'coordinator', 'master', 'sequencer', 'holder']);
const CONTENDERS = new Set(['candidate', 'proposer', 'pre-candidate', 'preparing', 'in doubt']);

export function styleOfRole(role: string): RoleStyle {
  const word = role.toLowerCase();
  if (LEADS.has(word)) return 'lead';
  return CONTENDERS.has(word) ? 'contender' : 'member';
}

/** Answers that have a name of their own, with what they answer. */
const ANSWERS: ReadonlyMap<string, string> = new Map([
  ['vote', 'prepare'],
  ['acknowledgement', 'decision'],
  ['promise', 'prepare'],
  ['accepted', 'accept'],
  ['refused', 'refused'],
]);

const ANSWER = /(reply|response|result|ack|answer)$/i;

/** Answers are hollow, so that they differ from requests in more than colour. */
export function isAnswer(type: string): boolean {
  return ANSWERS.has(type) || ANSWER.test(type);
}

export const MARK_SHAPES = ['circle', 'square', 'diamond', 'triangle'] as const;
export type MarkShape = (typeof MARK_SHAPES)[number];

export interface Mark {
  readonly shape: MarkShape;
  readonly hollow: boolean;
}

/** Gives each message type a mark when it is first seen: a request and its answer share the shape. */
export class Marks {
  private readonly shapes = new Map<string, MarkShape>();
  private readonly known = new Set<string>();

  /** Every type seen so far, in the order in which they were: a legend of them stays still while messages come and go. */
  get types(): readonly string[] {
    return [...this.known];
  }

  of(type: string): Mark {
    this.known.add(type);
    const hollow = isAnswer(type);
    const stem = ANSWERS.get(type) ?? type.replace(ANSWER, '').replace(/request$/i, '');
    const shape = this.shapes.get(stem) ?? MARK_SHAPES[this.shapes.size % MARK_SHAPES.length] ?? 'circle';
    this.shapes.set(stem, shape);
    return { shape, hollow };
  }
}
