/**
 * Explores every world of a model, those that take fewer steps first, so that the first violation found is a shortest one.
 * Worlds are told apart by comparing them: no two are ever taken for one. It stops at a budget and can be taken up again.
 */
import { failureOf, missedFrom, pathOf, THREW, type Failure, type Path, type SearchGoals } from './goals.ts';
import { follow } from './minimize.ts';
import type { SearchModel } from './model.ts';
import { SleepSets } from './sleep-sets.ts';
import { Space } from './space.ts';
import { IntegerList, VectorTable } from './tables.ts';

export interface SearchBudget {
  /** Worlds. */
  readonly states?: number;
  /** Steps from the first world. */
  readonly depth?: number;
  /** Bytes of the tables of worlds. */
  readonly bytes?: number;
}

/** What a search has seen. */
export interface Coverage {
  /** Different worlds; steps that led to one, known or new; worlds not yet gone on from; steps from the first world. */
  readonly states: number;
  readonly transitions: number;
  readonly frontier: number;
  readonly depth: number;
  readonly bytes: number;
  /** States of single nodes, and how often a process's code was run. */
  readonly nodeStates: number;
  readonly steps: number;
}

export type SearchResult =
  | { readonly kind: 'unfinished'; readonly coverage: Coverage }
  /** Every world within the bounds was seen, and all is well. */
  | { readonly kind: 'exhausted'; readonly coverage: Coverage }
  | ({ readonly kind: 'violated'; readonly path: Path; readonly coverage: Coverage } & Failure)
  | { readonly kind: 'reached'; readonly path: Path; readonly coverage: Coverage }
  /** The budget ended it: nothing was found in what is covered, which is every world of fewer steps than `depth`. */
  | { readonly kind: 'cut short'; readonly by: 'states' | 'depth' | 'bytes'; readonly coverage: Coverage };

export class BreadthFirst<Message> {
  readonly space: Space<Message>;
  private readonly goals: SearchGoals<Message>;
  private readonly budget: SearchBudget;
  private readonly worlds: VectorTable;
  /** By world: the one that it was first reached from, and the choice. */
  private readonly parents = new IntegerList();
  private readonly ways = new IntegerList();
  private readonly choices = new IntegerList();
  private readonly world: Int32Array;
  private readonly next: Int32Array;
  private readonly sleep: SleepSets | undefined;
  /** Choices to be followed from worlds that were gone on from before. */
  private woken: { readonly world: number; readonly codes: readonly number[] }[] = [];
  private position = 0;
  private transitions = 0;
  private depth = 0;
  /** The first world of the depth after this one. */
  private horizon = 1;
  private ended: SearchResult | undefined;

  /** @throws RangeError for a model, or for goals, that do not go with its reductions */
  constructor(model: SearchModel<Message>, goals: SearchGoals<Message>, budget: SearchBudget = {}) {
    if (model.partialOrder && (model.symmetry || goals.within)) {
      throw new RangeError('Partial-order reduction goes neither with a symmetry nor with worlds that are not gone on from: leave out one of them.');
    }
    this.space = new Space(model);
    this.sleep = model.partialOrder ? new SleepSets((one, other) => this.space.areIndependent(one, other)) : undefined;
    this.goals = goals;
    this.budget = budget;
    this.worlds = new VectorTable(this.space.width);
    this.world = new Int32Array(this.space.width);
    this.next = new Int32Array(this.space.width);
    this.note(this.space.initial.slice(), -1, -1, []);
  }

  get coverage(): Coverage {
    const { size } = this.worlds;
    const bytes = this.worlds.bytes + this.parents.bytes + this.ways.bytes + (this.sleep?.bytes ?? 0);
    const { nodeStates, steps } = this.space.work;
    return { states: size, transitions: this.transitions, frontier: size - this.position, depth: this.depth, bytes, nodeStates, steps };
  }

  /** Goes on from so many worlds at most. The result is final unless it is `unfinished`. */
  run(worlds = Infinity): SearchResult {
    for (let taken = 0; !this.ended && taken < worlds; taken++) {
      const woken = this.woken.pop();
      if (woken) this.follow(woken.world, woken.codes);
      else if (this.position === this.worlds.size) this.ended = { kind: 'exhausted', coverage: this.coverage };
      else if (!this.isCutShort()) this.expand(this.position++);
    }
    return this.ended ?? { kind: 'unfinished', coverage: this.coverage };
  }

  private isCutShort(): boolean {
    if (this.position === this.horizon) {
      this.depth++;
      this.horizon = this.worlds.size;
    }
    const { states = Infinity, depth = Infinity, bytes = Infinity } = this.budget;
    const { coverage } = this.position % 1024 === 0 || this.depth >= depth ? this : { coverage: undefined };
    const by = this.worlds.size >= states ? 'states' : this.depth >= depth ? 'depth' : coverage && coverage.bytes >= bytes ? 'bytes' : undefined;
    if (by) this.ended = { kind: 'cut short', by, coverage: this.coverage };
    return by !== undefined;
  }

  private expand(position: number): void {
    const { space, worlds, world, next, choices, sleep } = this;
    worlds.read(position, world);
    if (this.goals.within && !this.goals.within(space.view(world))) return;
    choices.clear();
    space.choices(world, choices);
    const sleeping = sleep?.of(position);
    const followed: number[] = [];
    let rests = true;
    for (let i = 0; i < choices.length && !this.ended; i++) {
      const code = choices.at(i);
      if (sleeping?.includes(code)) {
        if (!space.isFault(code)) rests = false;
        continue;
      }
      const outcome = space.apply(world, code, next);
      if (outcome === 'threw') this.violated(position, code, { property: THREW, message: space.thrown });
      if (outcome !== 'changed') continue;
      this.transitions++;
      if (!space.isFault(code)) rests = false;
      this.note(next, position, code, sleep && sleeping ? sleep.after(sleeping, followed, code) : []);
      if (sleep) followed.push(code);
    }
    if (rests && this.goals.atRest) this.checkAtRest(position);
    const missed = this.goals.leadsTo && missedFrom(space, this.goals, world);
    if (missed) this.violated(this.parents.at(position), this.ways.at(position), missed);
  }

  /** Follows choices that slept when a world was gone on from. */
  private follow(position: number, codes: readonly number[]): void {
    const { space, worlds, world, next, sleep } = this;
    worlds.read(position, world);
    for (const code of codes) {
      if (this.ended || !sleep || space.apply(world, code, next) !== 'changed') continue;
      this.transitions++;
      this.note(next, position, code, sleep.after(sleep.of(position), [], code));
    }
  }

  /** @param sleeping what need not be followed from it on this way */
  private note(world: Int32Array, parent: number, code: number, sleeping: readonly number[]): void {
    const known = this.worlds.size;
    this.space.standFor(world);
    const number = this.worlds.add(world);
    if (number < known) return this.seeAgain(number, sleeping);
    this.sleep?.add(sleeping);
    this.parents.push(parent);
    this.ways.push(code);
    const { invariants, reach } = this.goals;
    if (!invariants && !reach) return;
    const view = this.space.view(world);
    const failure = failureOf(invariants, view);
    if (failure) this.violated(parent, code, failure);
    else if (reach?.holds(view)) this.ended = { kind: 'reached', path: this.pathTo(parent, code), coverage: this.coverage };
  }

  private seeAgain(world: number, sleeping: readonly number[]): void {
    const codes = this.sleep?.narrow(world, sleeping) ?? [];
    // A world that has yet to be gone on from follows them then.
    if (codes.length > 0 && world < this.position) this.woken.push({ world, codes });
  }

  private checkAtRest(position: number): void {
    const failure = failureOf(this.goals.atRest, this.space.view(this.world));
    if (failure) this.violated(this.parents.at(position), this.ways.at(position), failure);
  }

  private violated(parent: number, code: number, failure: Failure): void {
    if (this.ended) return;
    const path = this.pathTo(parent, code);
    // What is wrong was said of a world that may stand for the one at the end of the way, with other names.
    const named = this.space.model.symmetry ? follow(this.space, this.goals, path.codes)?.failure : failure;
    this.ended = { kind: 'violated', ...(named ?? failure), path, coverage: this.coverage };
  }

  private pathTo(parent: number, code: number): Path {
    const codes: number[] = [];
    for (let world = parent, way = code; way >= 0; way = this.ways.at(world), world = this.parents.at(world)) codes.push(way);
    codes.reverse();
    return pathOf(this.space, this.space.model.symmetry ? this.retrace(codes) : codes);
  }

  /**
   * Each step of a way through worlds that stand for others was taken in a world with its own order of nodes. The same way
   * from the first world on in one order: at each step a choice that leads to a world which is like the one that was found.
   */
  private retrace(codes: readonly number[]): readonly number[] {
    const { space } = this;
    let stands: Int32Array = space.initial.slice();
    space.standFor(stands);
    let world: Int32Array = space.initial.slice();
    return codes.map((code) => {
      const target = this.stepped(stands, code);
      space.standFor(target);
      stands = target;
      this.choices.clear();
      space.choices(world, this.choices);
      for (let i = 0; i < this.choices.length; i++) {
        const next = this.stepped(world, this.choices.at(i));
        if (!space.areAlike(next, target)) continue;
        world = next;
        return this.choices.at(i);
      }
      throw new Error('No choice leads to the world that was found: what the symmetry says of this model is not true.');
    });
  }

  private stepped(world: Int32Array, code: number): Int32Array {
    const next = new Int32Array(this.space.width);
    this.space.apply(world, code, next);
    return next;
  }
}
