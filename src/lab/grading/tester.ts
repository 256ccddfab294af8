import { Random } from '../../engine/sim/random.ts';
import { Misuse } from '../realm/judgement.ts';
import type { Realm } from '../realm/realm.ts';
import type { Task } from '../realm/task.ts';
import { CallbackRef, encode, PromiseRef } from '../realm/wire.ts';
import type { CrashOptions, Deferred, Expect, Fault, FaultOptions, Grading, Learner, Ref, SearchOptions, SearchReport, SimulationOptions } from './api.ts';
import { Bench } from './bench.ts';
import { createExpect } from './expect.ts';
import { ExpectationError, SeededFailure } from './failures.ts';
import { drawCrashes, drawFaults } from './faults.ts';
import { createLearner, type Place } from './learner.ts';
import { search } from './search/search.ts';
import { simulate } from './simulation.ts';
import { StormError } from './storm.ts';

/** How long, in milliseconds of virtual time, a call may take to settle before it counts as never settling. */
const PATIENCE = 600_000;

/** The `t` of a test case: one world, with one seed. */
export class Tester implements Grading, Place {
  readonly seed: number;
  readonly random: Random;
  readonly learner: Learner;
  readonly expect: Expect;
  private readonly realm: Realm;
  private readonly bench: Bench;
  private lastCall: string | undefined;

  constructor(realm: Realm, seed: number) {
    this.realm = realm;
    this.seed = seed;
    this.random = Random.fromSeed(seed).split('test');
    this.bench = new Bench(realm, seed);
    this.learner = createLearner(this);
    this.expect = createExpect(() => this.lastCall);
  }

  get now(): number {
    return this.bench.clock.now / 1_000;
  }

  get life() {
    return this.bench.life;
  }

  advance(milliseconds: number): void {
    const { clock } = this.bench;
    this.judgingStorms(() => clock.runUntil(clock.now + micros(milliseconds)));
  }

  crash(): void {
    this.bench.crash();
  }

  callback(work: (...values: never[]) => unknown): Ref {
    return new CallbackRef(this.realm.addCallback(work as (...values: unknown[]) => unknown));
  }

  after(milliseconds: number, value?: unknown): Ref {
    const deferred = this.deferred();
    this.bench.clock.schedule(micros(milliseconds), () => deferred.resolve(value));
    return deferred.promise;
  }

  failAfter(milliseconds: number, message: string): Ref {
    const deferred = this.deferred();
    this.bench.clock.schedule(micros(milliseconds), () => deferred.reject(message));
    return deferred.promise;
  }

  deferred(): Deferred {
    const { life } = this.bench;
    const id = life.newPromise();
    return {
      promise: new PromiseRef(id),
      resolve: (value) => life.settlePromise(id, `v${encode(value)}`),
      reject: (message) => life.settlePromise(id, `t${encode(new Error(message))}`),
    };
  }

  seeds(count: number, body: (t: Grading) => void): void {
    for (let seed = 1; seed <= count; seed++) {
      const world = new Tester(this.realm, seed);
      try {
        body(world);
      } catch (failure) {
        throw failure instanceof SeededFailure ? failure : new SeededFailure(seed, failure);
      } finally {
        this.lastCall = world.lastCall;
        world.end();
      }
    }
  }

  simulate<Message>(options: SimulationOptions<Message>): void {
    this.judgingStorms(() => simulate(this.realm, this.seed, options, (name) => this.called(name)));
  }

  search(options: SearchOptions): SearchReport {
    const { process } = options;
    this.called(typeof process === 'string' ? process : (process[0] ?? ''));
    return search(this.realm, this.seed, options);
  }

  crashes(options: CrashOptions): Fault[] {
    return drawCrashes(this.random, options);
  }

  faults(options: FaultOptions): Fault[] {
    return drawFaults(this.random, options);
  }

  end(): void {
    this.bench.end();
  }

  /** The export or method that was called last. */
  get lastCalled(): string | undefined {
    return this.lastCall;
  }

  // What a place offers to the learner's objects.

  called(name: string): void {
    this.lastCall = name;
  }

  wait(task: Task, name: string): void {
    const { clock } = this.bench;
    const deadline = clock.now + micros(PATIENCE);
    this.judgingStorms(() => {
      while (!task.settled) {
        if (clock.nextTime > deadline) {
          const why = clock.nextTime === Infinity ? 'nothing is left that could settle it' : `not even after ${PATIENCE / 60_000} minutes of virtual time`;
          throw new ExpectationError(`The promise of ${name} never settles: ${why}.`, { at: name });
        }
        clock.step();
      }
    });
  }

  private judgingStorms(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw error instanceof StormError ? new ExpectationError(error.message, { at: this.lastCall }) : error;
    }
  }
}

function micros(milliseconds: number): number {
  if (!(milliseconds >= 0) || milliseconds === Infinity) throw new Misuse(`A duration is a number of milliseconds from 0 on, not ${milliseconds}.`);
  return Math.round(milliseconds * 1_000);
}
