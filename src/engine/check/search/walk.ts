/**
 * Random walks through the worlds of a model: what breadth-first search finds only after millions of worlds, a walk that
 * goes deep often meets in a moment (DSLabs, EuroSys 2019, section 4). What it finds is long, and is made short afterwards.
 */
import { Random } from '../../sim/random.ts';
import { judge, pathOf, THREW, type Failure, type Path, type SearchGoals } from './goals.ts';
import type { SearchModel } from './model.ts';
import { Space } from './space.ts';
import { IntegerList } from './tables.ts';

export interface WalkOptions {
  readonly seed: number;
  /** Steps after which a walk begins again from the first world. */
  readonly length: number;
  /** Choices taken in all walks together. */
  readonly choices: number;
  /**
   * How readily a fault is taken, from 0 (only where nothing else is left) to 1 (as any other choice). Bugs of recovery want
   * few faults, since a system whose nodes keep crashing gets nowhere.
   */
  readonly faults?: number;
  /**
   * How readily a timer fires, in the same way. What takes many messages between two timeouts is seldom met where each of
   * the few timers is as likely as each of the many messages.
   */
  readonly timers?: number;
}

export type WalkResult =
  | { readonly kind: 'unfinished' | 'not found'; readonly walks: number; readonly choices: number }
  | ({ readonly kind: 'violated'; readonly path: Path; readonly walks: number; readonly choices: number } & Failure);

export class Walk<Message> {
  readonly space: Space<Message>;
  private readonly goals: SearchGoals<Message>;
  private readonly options: WalkOptions;
  private readonly random: Random;
  private readonly open = new IntegerList();
  private readonly putOff = new IntegerList();
  private readonly codes: number[] = [];
  private world: Int32Array;
  private next: Int32Array;
  private walks = 1;
  private choices = 0;
  private ended: WalkResult | undefined;

  constructor(model: SearchModel<Message>, goals: SearchGoals<Message>, options: WalkOptions) {
    this.space = new Space(model);
    this.goals = goals;
    this.options = options;
    this.random = Random.fromSeed(options.seed).split('walk');
    this.world = this.space.initial.slice();
    this.next = new Int32Array(this.space.width);
  }

  /** Takes so many choices at most. The result is final unless it is `unfinished`. */
  run(choices = Infinity): WalkResult {
    for (let taken = 0; !this.ended && taken < choices; taken++) {
      if (this.choices === this.options.choices) this.ended = this.result('not found');
      else this.advance();
    }
    return this.ended ?? this.result('unfinished');
  }

  private advance(): void {
    this.choices++;
    const failure = this.takeOne();
    if (failure) this.ended = { kind: 'violated', ...failure, path: pathOf(this.space, this.codes.slice()), walks: this.walks, choices: this.choices };
  }

  /** Takes a choice that makes a difference; where there is none, or the walk is long enough, another walk begins. */
  private takeOne(): Failure | undefined {
    const { space, open, putOff, codes, world, goals } = this;
    open.clear();
    putOff.clear();
    if (codes.length < this.options.length && goals.within?.(space.view(world)) !== false) space.choices(world, open);
    const outcome = this.takeFrom(open) ?? this.takeFrom(putOff);
    if (outcome === 'threw') return { property: THREW, message: space.thrown };
    if (outcome === 'changed') return judge(space, goals, this.world);
    this.world = space.initial.slice();
    codes.length = 0;
    this.walks++;
    return undefined;
  }

  /** @returns undefined where none of the choices makes a difference; those that are put off are left to be taken then */
  private takeFrom(choices: IntegerList): 'changed' | 'threw' | undefined {
    const { space, world, next, random } = this;
    for (let left = choices.length; left > 0; left--) {
      const position = random.integer(left);
      const code = choices.at(position);
      choices.set(position, choices.at(left - 1));
      if (choices !== this.putOff && this.isPutOff(code)) {
        this.putOff.push(code);
        continue;
      }
      const outcome = space.apply(world, code, next);
      if (outcome === 'same') continue;
      this.codes.push(code);
      [this.world, this.next] = [next, world];
      return outcome;
    }
    return undefined;
  }

  private isPutOff(code: number): boolean {
    const { faults = 1, timers = 1 } = this.options;
    const readily = this.space.isFault(code) ? faults : this.space.isTimer(code) ? timers : 1;
    return readily < 1 && !this.random.chance(readily);
  }

  private result(kind: 'unfinished' | 'not found'): WalkResult {
    return { kind, walks: this.walks, choices: this.choices };
  }
}
