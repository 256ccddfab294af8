import type { GuestBridge, Outcome } from './bridge.ts';
import { Misuse } from './judgement.ts';
import type { Machine } from './machine.ts';
import type { Realm } from './realm.ts';
import { Task } from './task.ts';
import { encode } from './wire.ts';

/** Names of the timers that stand for the guest's own, beside those that learner code names itself. */
const GUEST_TIMER = '#timer ';
const SYNC_TIMER = '#sync ';

/** Whether a timer of a machine stands for a `store.sync()` that is under way. */
export function isSyncTimer(name: string): boolean {
  return name.startsWith(SYNC_TIMER);
}

/** Whether it stands for a `sleep` or a timer that learner code has set without a tag. */
export function isGuestTimer(name: string): boolean {
  return name.startsWith(GUEST_TIMER);
}

/** How long a disk takes to write through, in microseconds. */
const SYNC_MICROS = 1_000;

/**
 * One life of a node's code, from a start to the next crash: module state, timers and promises of its own. Once it has
 * ended nothing of it runs again; what it awaits is dropped, never rejected, because a crash runs no `finally`.
 */
export class Life {
  readonly id: number;
  readonly machine: Machine;
  private readonly realm: Realm;
  private readonly tasks = new Map<number, Task>();
  private lastPromise = 0;
  private over = false;

  constructor(id: number, machine: Machine, realm: Realm) {
    this.id = id;
    this.machine = machine;
    this.realm = realm;
  }

  /** Loads the entry module. The task's value is the list of the names that it exports. */
  load(): Task {
    return this.task((guest) => guest.load(this.id, this.realm.program.entry));
  }

  /** @returns the new object's handle @throws LearnerError where the constructor throws */
  construct(name: string, values: readonly unknown[]): number {
    const text = encode(values);
    const outcome = this.event((guest) => guest.construct(this.id, this.realm.program.entry, name, text));
    if (outcome.startsWith('o')) return Number(outcome.slice(1));
    const end = this.realm.settledBy(outcome);
    throw end.kind === 'threw' ? end.error : new Error(`${name} could not be constructed.`);
  }

  /** Calls an exported function. */
  call(name: string, values: readonly unknown[]): Task {
    const text = encode(values);
    return this.task((guest) => guest.call(this.id, this.realm.program.entry, name, text));
  }

  /** @param optional an object without the method is no error */
  invoke(handle: number, method: string, values: readonly unknown[], optional = false): Task {
    return this.invokeText(handle, method, encode(values), optional);
  }

  /** @param values wire text of an array */
  invokeText(handle: number, method: string, values: string, optional = false): Task {
    return this.task((guest) => guest.invoke(this.id, handle, method, values, optional));
  }

  /** Reads a field or getter. */
  get(handle: number, property: string): Task {
    return this.task((guest) => guest.get(this.id, handle, property));
  }

  /** What an object shows of itself: what its `inspect()` returns, else its enumerable fields. */
  show(handle: number): Task {
    return this.task((guest) => guest.show(this.id, handle));
  }

  /** A number for a promise that learner code is given and `settlePromise` settles. */
  newPromise(): number {
    return --this.lastPromise;
  }

  settlePromise(promise: number, outcome: Outcome): void {
    if (!this.over) this.event((guest) => guest.settle(this.id, promise, outcome));
  }

  setGuestTimer(timer: number, milliseconds: number): void {
    this.machine.setTimer(`${GUEST_TIMER}${timer}`, Math.round(milliseconds * 1_000));
  }

  clearGuestTimer(timer: number): void {
    this.machine.cancelTimer(`${GUEST_TIMER}${timer}`);
  }

  startSync(promise: number): void {
    this.machine.setTimer(`${SYNC_TIMER}${promise}`, SYNC_MICROS);
  }

  /** A timer of the machine fired. @returns false where it is one that learner code has named */
  fire(name: string): boolean {
    if (isGuestTimer(name)) {
      this.event((guest) => guest.fire(this.id, Number(name.slice(GUEST_TIMER.length))));
      return true;
    }
    if (isSyncTimer(name)) {
      this.machine.store.sync();
      this.settlePromise(Number(name.slice(SYNC_TIMER.length)), 'v');
      return true;
    }
    return false;
  }

  /** A task of this life has ended. */
  settleTask(id: number, outcome: Outcome): void {
    this.tasks.get(id)?.settle(this.realm.settledBy(outcome));
    this.tasks.delete(id);
  }

  end(): void {
    this.over = true;
    this.tasks.clear();
    this.realm.end(this);
  }

  private task(call: (guest: GuestBridge) => Outcome): Task {
    const task = new Task();
    this.event(call, (outcome) => {
      if (outcome.startsWith('p')) this.tasks.set(Number(outcome.slice(1)), task);
      else task.settle(this.realm.settledBy(outcome));
    });
    return task;
  }

  private event<Result extends Outcome | void>(call: (guest: GuestBridge) => Result, onOutcome?: (outcome: Result) => void): Result {
    if (this.over) throw new Misuse('This life of the node is over: it has crashed.');
    return this.realm.event(this, call, onOutcome);
  }
}
