import type { Life } from '../realm/life.ts';
import type { Task } from '../realm/task.ts';
import { MachineRef } from '../realm/wire.ts';
import type { Call, Learner, LearnerObject } from './api.ts';
import { createCall } from './calls.ts';

/** Where a learner's code runs, and how a test waits for it there. */
export interface Place {
  /** The life in which calls are made. */
  readonly life: Life;
  /** Lets time pass until the task has settled. @throws Judgement where it never does, or where time can't pass here */
  wait(task: Task, name: string): void;
  /** Notes what was called, for failures that name no place of their own. */
  called(name: string): void;
}

/** The learner's code as a test uses it. */
export function createLearner(place: Place): Learner {
  return {
    store: new MachineRef('store'),
    context: new MachineRef('context'),
    create(name, ...values) {
      place.called(name);
      const { life } = place;
      return createObject(place, life, life.construct(name, values), name);
    },
    ...createCallers(place, '', (name, values) => place.life.call(name, values)),
  };
}

function createObject(place: Place, life: Life, handle: number, className: string): LearnerObject {
  return {
    ...createCallers(place, `${className}.`, (method, values) => life.invoke(handle, method, values)),
    get<Value>(property: string): Value {
      const name = `${className}.${property}`;
      place.called(name);
      return createCall<Value>(life.get(handle, property), name).value;
    },
  };
}

/** The three ways to call a function or method. @param prefix stands before its name in messages */
function createCallers(place: Place, prefix: string, begin: (name: string, values: readonly unknown[]) => Task) {
  const start = (name: string, values: readonly unknown[]): Task => {
    place.called(prefix + name);
    return begin(name, values);
  };
  const attempt = <Value>(name: string, ...values: unknown[]): Call<Value> => {
    const task = start(name, values);
    place.wait(task, prefix + name);
    return createCall<Value>(task, prefix + name);
  };
  return {
    start: <Value>(name: string, ...values: unknown[]): Call<Value> => createCall<Value>(start(name, values), prefix + name),
    attempt,
    call: <Value>(name: string, ...values: unknown[]): Value => attempt<Value>(name, ...values).value,
  };
}
