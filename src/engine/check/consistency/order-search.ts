/**
 * The search for one order of operations that keeps to the order of each process and explains what they gave: depth first,
 * with a memory of configurations. A configuration is how far each process is and the state of each part of the object.
 *
 * A read that may come next comes next without a choice: any order that goes on without it could have had it there.
 */
import type { Allowance } from '../linearizability/allowance.ts';
import { IMPOSSIBLE } from '../linearizability/operations.ts';
import type { Meter } from './meter.ts';
import { SeenVectors } from './vectors.ts';

/** An object in independent parts, whose states are numbers. */
export interface Parts {
  /** The state of each part at first. */
  readonly initial: readonly number[];
  /** Whether there is no room for what would have to be known to go on. */
  readonly isFull: boolean;
  partOf(operation: number): number;
  /** Whether it leaves every state as it is in which it is possible. */
  observes(operation: number): boolean;
  /** The state of the operation's part after it, or `IMPOSSIBLE`. */
  after(state: number, operation: number): number;
}

/** What is known of the order beforehand. */
export interface Guide {
  allows(operation: number): boolean;
  take(operation: number): void;
  /** Undoes the last take. */
  putBack(operation: number): void;
}

export interface Plan {
  /** The operations of each process, in its order. */
  readonly sessions: readonly (readonly number[])[];
  /** By operation whether it must have a place in the order; others may. */
  readonly isOwed: (operation: number) => boolean;
  /** By operation which to try first. */
  readonly rank: Int32Array;
  readonly guides: readonly Guide[];
}

interface Choice {
  readonly process: number;
  readonly position: number;
  readonly after: number;
}

/** Choices that were open at some depth, of which some were tried. */
interface Branch {
  readonly depth: number;
  readonly choices: readonly Choice[];
  tried: number;
}

export class OrderSearch {
  private readonly parts: Parts;
  private readonly plan: Plan;
  private readonly meter: Meter;
  private readonly seen: SeenVectors;
  /** The position of each process, then the state of each part. */
  private readonly configuration: Int32Array;
  private hash = 0;
  private owed = 0;
  // What was taken, and what it changed.
  private readonly order: number[] = [];
  private readonly processes: number[] = [];
  private readonly positionsBefore: number[] = [];
  private readonly statesBefore: number[] = [];

  /** @param allowance for the memory of configurations */
  constructor(parts: Parts, plan: Plan, allowance: Allowance, meter: Meter) {
    this.parts = parts;
    this.plan = plan;
    this.meter = meter;
    const { sessions, isOwed } = plan;
    this.configuration = new Int32Array(sessions.length + parts.initial.length);
    this.configuration.set(parts.initial, sessions.length);
    this.seen = new SeenVectors(this.configuration.length, allowance);
    for (const session of sessions) for (const id of session) if (isOwed(id)) this.owed++;
  }

  /** @returns operations in order; undefined where there is no order */
  run(): readonly number[] | undefined {
    const branches: Branch[] = [];
    for (;;) {
      this.settle();
      if (this.owed === 0) return this.order;
      if (this.isNew()) branches.push({ depth: this.order.length, choices: this.choices(), tried: 0 });
      let branch = branches.at(-1);
      while (branch && branch.tried === branch.choices.length) {
        branches.pop();
        branch = branches.at(-1);
      }
      if (!branch) return undefined;
      this.undoTo(branch.depth);
      const { process, position, after } = branch.choices[branch.tried++]!;
      this.take(process, position, after);
    }
  }

  private isNew(): boolean {
    this.meter.states++;
    if (this.parts.isFull) this.meter.giveUp();
    return this.seen.add(this.configuration, this.hash);
  }

  /** Takes reads, until no more of them may come next. */
  private settle(): void {
    const { sessions, isOwed } = this.plan;
    for (let process = 0, idle = 0; idle < sessions.length; process = (process + 1) % sessions.length) {
      const position = this.configuration[process]!;
      const id = sessions[process]![position];
      idle++;
      if (id === undefined || !isOwed(id) || !this.parts.observes(id) || this.after(id) === IMPOSSIBLE || !this.isAllowed(id)) continue;
      this.take(process, position, this.stateOf(id));
      idle = 0;
    }
    this.meter.spend(sessions.length);
  }

  /** What may come next, with operations left out before it that need no place in the order. */
  private choices(): Choice[] {
    const { sessions, isOwed, rank } = this.plan;
    const choices: Choice[] = [];
    sessions.forEach((session, process) => {
      for (let position = this.configuration[process]!; position < session.length; position++) {
        const id = session[position]!;
        const after = this.after(id);
        if (after !== IMPOSSIBLE && (isOwed(id) || after !== this.stateOf(id)) && this.isAllowed(id)) choices.push({ process, position, after });
        if (isOwed(id)) break;
      }
    });
    this.meter.spend(sessions.length + choices.length);
    const rankOf = ({ process, position }: Choice) => rank[sessions[process]![position]!]!;
    return choices.sort((one, other) => rankOf(one) - rankOf(other));
  }

  private take(process: number, position: number, after: number): void {
    const id = this.plan.sessions[process]![position]!;
    this.order.push(id);
    this.processes.push(process);
    this.positionsBefore.push(this.configuration[process]!);
    this.statesBefore.push(this.stateOf(id));
    this.set(process, position + 1);
    this.set(this.placeOf(id), after);
    if (this.plan.isOwed(id)) this.owed--;
    for (const guide of this.plan.guides) guide.take(id);
    this.meter.spend(1);
  }

  private undoTo(depth: number): void {
    while (this.order.length > depth) {
      const id = this.order.pop()!;
      this.set(this.processes.pop()!, this.positionsBefore.pop()!);
      this.set(this.placeOf(id), this.statesBefore.pop()!);
      if (this.plan.isOwed(id)) this.owed++;
      for (const guide of this.plan.guides) guide.putBack(id);
    }
  }

  private set(place: number, value: number): void {
    this.hash ^= mix(place, this.configuration[place]!) ^ mix(place, value);
    this.configuration[place] = value;
  }

  private placeOf(id: number): number {
    return this.plan.sessions.length + this.parts.partOf(id);
  }

  private stateOf(id: number): number {
    return this.configuration[this.placeOf(id)]!;
  }

  private after(id: number): number {
    return this.parts.after(this.stateOf(id), id);
  }

  private isAllowed(id: number): boolean {
    return this.plan.guides.every((guide) => guide.allows(id));
  }
}

function mix(place: number, value: number): number {
  let hash = Math.imul(place + 1, 0x9e3779b1) ^ Math.imul(value + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
