/**
 * A `vm` context in which learner code runs, with a microtask queue of its own. Everything that comes in is one event:
 * the call, then all that it brings about, drained before control comes back here.
 */
import * as inspector from 'node:inspector';
import { constants, createContext, Script, type Context } from 'node:vm';
import type { Frame } from '../verdict.ts';
import type { GuestBridge, HostBridge, Outcome, WireError } from './bridge.ts';
import { GUEST_FILE, guestSource } from './guest/source.ts';
import { hostBridge } from './host-bridge.ts';
import { Misuse } from './judgement.ts';
import { LearnerError } from './learner-error.ts';
import { Life } from './life.ts';
import type { Machine } from './machine.ts';
import type { Program } from './program.ts';
import { framesOf } from './stack.ts';
import type { Settled } from './task.ts';
import { decode, encode, ErrorValue } from './wire.ts';

/** Where a realm's output goes. */
export interface RealmOutput {
  /** False once nothing more is taken. */
  readonly open: boolean;
  print(values: readonly unknown[], frame: Frame | undefined, label: string): void;
}

/** A function of the test that learner code can call. It may not call learner code itself. */
export type Callback = (...values: unknown[]) => unknown;

const guestScript = new Script(guestSource, { filename: GUEST_FILE });
/** Whenever a script of the context ends, the context drains its microtasks. */
const drainScript = new Script('', { filename: GUEST_FILE });

export class Realm {
  readonly program: Program;
  readonly output: RealmOutput;
  private readonly context: Context;
  private readonly guest: GuestBridge;
  private readonly callbacks: Callback[] = [];
  private readonly lives = new Map<number, Life>();
  private isQuiet = false;
  private lastLife = 0;
  private running: Life | undefined;
  private delivering = false;
  private readonly ended: { readonly life: Life; readonly task: number; readonly outcome: Outcome }[] = [];
  private uncaught: LearnerError | undefined;
  private fault: Error | undefined;

  constructor(program: Program, output: RealmOutput) {
    this.program = program;
    this.output = output;
    this.context = createContext(constants.DONT_CONTEXTIFY, {
      name: 'learner code',
      microtaskMode: 'afterEvaluate',
      codeGeneration: { strings: false, wasm: false },
    });
    const assemble = guestScript.runInContext(this.context) as (host: HostBridge, entry: string, sealed: boolean) => GuestBridge;
    // A debugger defines its own names on the global object whenever it evaluates something.
    const sealed = inspector.url() === undefined;
    this.guest = { ...assemble(hostBridge(this), program.entry, sealed) };
    for (const [path, script] of program.scripts) this.guest.define(path, script.runInContext(this.context));
  }

  /** Begins a life on a machine. Its modules are evaluated when they are first needed. */
  begin(machine: Machine): Life {
    const life = new Life(++this.lastLife, machine, this);
    this.lives.set(life.id, life);
    this.guest.begin(life.id);
    return life;
  }

  end(life: Life): void {
    this.lives.delete(life.id);
    this.guest.end(life.id);
  }

  /** Does work in which nothing that learner code prints is taken: it is run far more often than anyone asked for. */
  quietly<Result>(work: () => Result): Result {
    this.isQuiet = true;
    try {
      return work();
    } finally {
      this.isQuiet = false;
    }
  }

  /** Whether what learner code prints is taken. */
  get prints(): boolean {
    return !this.isQuiet && this.output.open;
  }

  addCallback(callback: Callback): number {
    return this.callbacks.push(callback) - 1;
  }

  callbackAt(id: number): Callback | undefined {
    return this.callbacks[id];
  }

  /** The life whose code is running. */
  get present(): Life {
    if (!this.running) throw new Error('No learner code is running.');
    return this.running;
  }

  /**
   * One event: the call, and all that follows from it at this moment.
   * @param onOutcome sees the outcome before those who wait for tasks are told
   * @throws LearnerError for an exception that nobody could catch, such as a timer's
   * @throws Misuse where learner code is running already
   */
  event<Result extends Outcome | void>(life: Life, call: (guest: GuestBridge) => Result, onOutcome?: (outcome: Result) => void): Result {
    if (this.running) throw new Misuse("A function that learner code has called can't call learner code itself.");
    this.running = life;
    let outcome: Result | undefined;
    try {
      outcome = call(this.guest);
      drainScript.runInContext(this.context);
    } catch {
      // Only the end of the stack gets past the guest's own handlers. The error may be of its realm: it is not looked at.
      this.uncaught ??= stackUsedUp();
    } finally {
      this.running = undefined;
    }
    this.raise();
    onOutcome?.(outcome as Result);
    this.deliver();
    return outcome as Result;
  }

  settledBy(outcome: Outcome): Settled {
    if (outcome === 'v') return NOTHING;
    if (outcome.startsWith('v')) return { kind: 'returned', text: outcome.slice(1) };
    if (outcome.startsWith('t')) return { kind: 'threw', error: this.errorOf(decode(outcome.slice(1)) as WireError) };
    throw new Error(`A call can't end as ${outcome}.`);
  }

  /** @param where how it came to be thrown, behind the message */
  errorOf(error: WireError, where = ''): LearnerError {
    // A class of errors that sets no name of its own is called by the name under which it is exported.
    const name = error.name === 'Error' ? (error.instanceOf[0] ?? error.name) : error.name;
    return new LearnerError(new ErrorValue({ ...error, name }), framesOf(error.stack, this.program.files), where);
  }

  /** A promise of learner code was rejected, and nothing has handled it. */
  unhandled(reason: unknown): LearnerError {
    return this.errorOf(decode(this.guest.describe(reason)) as WireError, ' (in a promise whose rejection nothing handles)');
  }

  /** A task ended while the event was drained. */
  taskEnded(life: number, task: number, outcome: Outcome): void {
    const owner = this.lives.get(life);
    if (owner) this.ended.push({ life: owner, task, outcome });
  }

  throwLater(error: LearnerError): void {
    this.uncaught ??= error;
  }

  /** A function of the host failed. It can't throw into learner code, so the event does once it is over. */
  fail(error: unknown): void {
    this.fault ??= error instanceof Error ? error : new Error(String(error));
  }

  private raise(): void {
    const { fault = this.uncaught } = this;
    if (!fault) return;
    this.fault = undefined;
    this.uncaught = undefined;
    // What ended beside it belongs to a run that is over, and is none of the next one's.
    this.ended.length = 0;
    throw isStackOverflow(fault) ? stackUsedUp() : fault;
  }

  /** Tells those who wait. They may start events of their own, whose tasks end up in the same list. */
  private deliver(): void {
    if (this.delivering) return;
    this.delivering = true;
    try {
      for (let next = this.ended.shift(); next; next = this.ended.shift()) next.life.settleTask(next.task, next.outcome);
    } finally {
      // Where one of them throws, nobody hears of the rest: the run is over.
      this.ended.length = 0;
      this.delivering = false;
    }
  }
}

const NOTHING: Settled = { kind: 'returned', text: encode(undefined) };

function isStackOverflow(error: Error): boolean {
  return error instanceof RangeError && error.message.includes('call stack');
}

function stackUsedUp(): LearnerError {
  const error = { name: 'RangeError', message: 'Maximum call stack size exceeded', stack: '', instanceOf: [] };
  return new LearnerError(new ErrorValue(error), []);
}
