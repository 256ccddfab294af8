import type { GuestBridge, HostBridge } from '../bridge.ts';
import type { Codec } from './codec.ts';
import type { Intrinsics } from './intrinsics.ts';
import type { Life, Lives } from './lives.ts';
import type { Modules } from './modules.ts';

/** The calls that come in from the host. */
export function createGuest(intrinsics: Intrinsics, host: HostBridge, lives: Lives, codec: Codec, modules: Modules): GuestBridge {
  const { apply, construct, TypeError } = intrinsics;

  const attempt = (life: number, work: (life: Life) => string): string => {
    try {
      return work(lives.enter(life));
    } catch (thrown) {
      return codec.threw(thrown);
    }
  };

  const isThenable = (value: unknown): boolean =>
    (typeof value === 'object' || typeof value === 'function') && value !== null && typeof (value as { then?: unknown }).then === 'function';

  /** What a call came to. A promise is watched, and its end told later. */
  const outcomeOf = (life: Life, value: unknown): string => {
    if (!isThenable(value)) return codec.returned(value);
    const id = lives.nextId();
    void (async () => {
      let outcome: string;
      try {
        outcome = codec.returned(await value);
      } catch (thrown) {
        outcome = codec.threw(thrown);
      }
      host.settled(life.id, id, outcome);
    })();
    return `p${id}`;
  };

  type Callable = (...values: unknown[]) => unknown;

  const exported = (life: Life, path: string, name: string): Callable => {
    const value = modules.load(life, path)[name];
    if (typeof value !== 'function') throw new TypeError(`${name} is exported, but it is not a function or class.`);
    return value as Callable;
  };

  const objectOf = (life: Life, handle: number): object => {
    const object = life.objects[handle];
    if (!object) throw new TypeError('This object belongs to an earlier life.');
    return object;
  };

  return {
    define: (path, wrapper) => modules.define(path, wrapper),
    begin: (life) => lives.begin(life),
    end: (life) => lives.end(life),
    load: (id, path) =>
      attempt(id, (life) => {
        const exports = modules.load(life, path);
        const names = intrinsics.keys(exports);
        let text = '';
        for (let i = 0; i < names.length; i++) {
          const name = names[i] as string;
          if (exports[name] !== undefined) text += (text === '' ? '' : ',') + intrinsics.stringify(name);
        }
        return `v[${text}]`;
      }),
    construct: (id, path, name, values) =>
      attempt(id, (life) => {
        const object: unknown = construct(exported(life, path, name), codec.decodeList(values));
        const handle = lives.nextId();
        life.objects[handle] = object as object;
        return `o${handle}`;
      }),
    call: (id, path, name, values) =>
      attempt(id, (life) => outcomeOf(life, apply(exported(life, path, name), undefined, codec.decodeList(values)))),
    invoke: (id, handle, method, values, optional) =>
      attempt(id, (life) => {
        const object = objectOf(life, handle);
        const callable: unknown = (object as Record<string, unknown>)[method];
        if (callable === undefined && optional) return codec.returned(undefined);
        if (typeof callable !== 'function') throw new TypeError(`There is no method ${method}.`);
        return outcomeOf(life, apply(callable as Callable, object, codec.decodeList(values)));
      }),
    get: (id, handle, property) =>
      attempt(id, (life) => codec.returned((objectOf(life, handle) as Record<string, unknown>)[property])),
    show: (id, handle) =>
      attempt(id, (life) => {
        const object = objectOf(life, handle);
        const inspect: unknown = (object as Record<string, unknown>)['inspect'];
        const shown: unknown = typeof inspect === 'function' ? apply(inspect as Callable, object, []) : undefined;
        return shown === undefined ? codec.returned(object) : outcomeOf(life, shown);
      }),
    describe: (reason) => codec.describe(reason),
    fire: (id, timer) => {
      const life = lives.enter(id);
      const set = life.timers[timer];
      if (!set) return;
      if (set.every === 0) delete life.timers[timer];
      lives.run(set.callback, set.values, codec.describe);
      if (set.every > 0 && life.timers[timer]) host.setTimer(timer, set.every);
    },
    settle: (id, deferred, outcome) => {
      lives.enter(id);
      // It may be settled before it is handed over.
      void lives.promise(deferred);
      const settler = lives.takeSettler(deferred);
      if (!settler) return;
      if (codec.isThrown(outcome)) settler.reject(codec.held(outcome));
      else settler.resolve(codec.held(outcome));
    },
  };
}
