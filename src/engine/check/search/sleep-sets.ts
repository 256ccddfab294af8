/**
 * For each world the choices that need not be followed from it, since what they lead to is seen on another way: after two
 * choices that have nothing to do with each other, the world is the same in either order.
 */
import { IntegerList } from './tables.ts';

export class SleepSets {
  private readonly areIndependent: (one: number, other: number) => boolean;
  /** By world the number of its set; sets are ascending lists of choices, each made once. */
  private readonly ofWorld = new IntegerList();
  private readonly sets: Int32Array[] = [];
  private readonly numbers = new Map<string, number>();

  /** @param areIndependent whether two choices that are both open lead to the same world in either order */
  constructor(areIndependent: (one: number, other: number) => boolean) {
    this.areIndependent = areIndependent;
    this.number([]);
  }

  get bytes(): number {
    return this.ofWorld.bytes;
  }

  of(world: number): Int32Array {
    return this.sets[this.ofWorld.at(world)]!;
  }

  /** The set after a choice: of what sleeps already and of what was followed before it, all that has nothing to do with it. */
  after(sleeping: Int32Array, followed: readonly number[], choice: number): readonly number[] {
    return [...sleeping, ...followed].filter((other) => this.areIndependent(other, choice));
  }

  /** A world is first seen. */
  add(set: readonly number[]): void {
    this.ofWorld.push(this.number(set));
  }

  /**
   * A world is seen again on another way.
   * @returns what slept until now and sleeps no longer
   */
  narrow(world: number, set: readonly number[]): readonly number[] {
    const present = this.of(world);
    if (present.length === 0) return [];
    const kept = new Set(set);
    const woken = [...present].filter((choice) => !kept.has(choice));
    if (woken.length > 0) this.ofWorld.set(world, this.number([...present].filter((choice) => kept.has(choice))));
    return woken;
  }

  private number(set: readonly number[]): number {
    const sorted = Int32Array.from(new Set(set)).sort();
    const key = sorted.join();
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.sets.length);
    return this.sets.push(sorted) - 1;
  }
}
