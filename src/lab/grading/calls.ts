import type { LearnerError } from '../realm/learner-error.ts';
import type { Settled, Task } from '../realm/task.ts';
import { decode } from '../realm/wire.ts';
import type { Call, Thrown } from './api.ts';
import { ExpectationError } from './failures.ts';

/** A task, as a test sees it. @param name what was called */
export function createCall<Value>(task: Task, name: string): Call<Value> {
  return {
    get state() {
      return task.settled?.kind ?? 'pending';
    },
    get value() {
      const { settled } = task;
      if (!settled) throw new ExpectationError(`${name} has not settled yet: its promise is still pending.`, { at: name });
      return valueOf<Value>(settled);
    },
    get error() {
      return task.settled?.kind === 'threw' ? thrownBy(task.settled.error) : undefined;
    },
    whenReturned(done) {
      task.whenSettled((settled) => done(valueOf<Value>(settled)));
    },
  };
}

/** @throws LearnerError */
export function valueOf<Value>(settled: Settled): Value {
  return decode(textOf(settled)) as Value;
}

/** @returns wire text @throws LearnerError */
export function textOf(settled: Settled): string {
  if (settled.kind === 'threw') throw settled.error;
  return settled.text;
}

function thrownBy({ thrown }: LearnerError): Thrown {
  const { name, message, instanceOf } = thrown;
  return { name, message, is: (exportName) => instanceOf.includes(exportName) };
}
