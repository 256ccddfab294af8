import assert from 'node:assert/strict';
import { LearnerError } from '../../src/lab/realm/learner-error.ts';
import { sandbox } from './realm-support.ts';

describe('the realm of learner code', function () {
  this.timeout(20_000);

  describe('asynchronous code in virtual time', () => {
    it('runs timers, immediates and microtasks in the order of JavaScript', async () => {
      const { t } = await sandbox(`
        const order: string[] = [];
        const note = (text: string) => () => { order.push(text + '@' + (Date.now() - start)); };
        const start = Date.now();
        export function begin(): void {
          setTimeout(note('timeout 5'), 5);
          setTimeout(note('timeout 0'), 0);
          setTimeout(note('timeout 1'), 1);
          setImmediate(note('immediate'));
          queueMicrotask(note('microtask'));
          void Promise.resolve().then(note('then'));
          note('synchronous')();
        }
        export function look(): string[] { return order; }
      `);
      t.learner.call('begin');
      t.advance(4);
      assert.deepEqual(t.learner.call('look'), ['synchronous@0', 'microtask@0', 'then@0', 'immediate@0', 'timeout 0@1', 'timeout 1@1']);
      t.advance(1);
      assert.equal(t.learner.call<string[]>('look').at(-1), 'timeout 5@5');
    });

    it('repeats intervals until they are cleared, also from inside', async () => {
      const { t } = await sandbox(`
        export let count = 0;
        export const begin = () => { const id = setInterval(() => { if (++count === 3) clearInterval(id); }, 10); };
        export const look = () => count;
      `);
      t.learner.call('begin');
      t.advance(1_000);
      assert.equal(t.learner.call('look'), 3);
    });

    it('passes arguments to timers, clears timeouts, and treats odd delays as Node does', async () => {
      const { t } = await sandbox(`
        export async function run() {
          const seen: unknown[] = [];
          setTimeout((...values: number[]) => seen.push(values), 3, 1, 2);
          clearTimeout(setTimeout(() => seen.push('cleared'), 1));
          clearTimeout(undefined);
          const start = performance.now();
          for (const delay of [-5, NaN, 2.9, 1e12]) {
            await new Promise((resolve) => setTimeout(resolve, delay));
          }
          return { seen, took: performance.now() - start };
        }
      `);
      assert.deepEqual(t.learner.call('run'), { seen: [[1, 2]], took: 5 });
    });

    it('has dates in virtual time', async () => {
      const { t } = await sandbox(`
        import { sleep } from 'dsim';
        export async function run() {
          const before = new Date();
          await sleep(1500.5);
          return [Date.now() - before.getTime(), new Date(2020, 1, 3).getFullYear(), new Date() instanceof Date, typeof Date(), Date.UTC(1970, 0), before.toISOString()];
        }
      `);
      assert.deepEqual(t.learner.call('run'), [1500, 2020, true, 'string', 0, '2030-01-01T00:00:00.000Z']);
    });

    it('draws the same random numbers for the same seed', async () => {
      const draw = async (): Promise<unknown> => (await sandbox('export const draw = () => [Math.random(), Math.random()];')).t.learner.call('draw');
      const numbers = await draw();
      assert.deepEqual(await draw(), numbers);
    });

    it('raises what a timer or microtask throws, with its place', async () => {
      const { t } = await sandbox(`
        export const timer = () => { setTimeout(() => { throw new TypeError('late'); }, 5); };
        export const microtask = () => { queueMicrotask(() => { throw new TypeError('soon'); }); };
      `);
      t.learner.call('timer');
      assert.throws(
        () => t.advance(10),
        (error) => error instanceof LearnerError && /^TypeError: late/.test(error.message) && error.frames[0]?.line === 2,
      );
      assert.throws(() => t.learner.call('microtask'), /TypeError: soon/);
    });

    it('says so when a promise never settles', async () => {
      const { t } = await sandbox('export const wait = () => new Promise(() => undefined); export const tick = () => { setInterval(() => undefined, 1000); return wait(); };');
      assert.throws(() => t.learner.call('wait'), /never settles: nothing is left/);
      assert.throws(() => t.learner.call('tick'), /never settles: not even after 10 minutes/);
    });

    it('takes a storm of timers for an endless loop', async () => {
      const { t } = await sandbox('export function storm() { setImmediate(storm); }');
      t.learner.call('storm');
      assert.throws(() => t.advance(1), /no end of events/);
    });
  });

  describe('lives', () => {
    const COUNTER = `
      let count = 0;
      export class Counter { next() { return ++count; } }
      export const later = (store) => { store.set('seen', ++count); return store.sync(); };
      export const look = (store) => store.get('seen');
      export const forget = () => { Object.assign(globalThis, { shared: 1 }); };
    `;

    it('share no module state, neither between nodes nor across a crash', async () => {
      const { realm, t } = await sandbox(COUNTER);
      const one = t.learner.create('Counter');
      assert.deepEqual([one.call('next'), one.call('next')], [1, 2]);
      t.seeds(1, (other) => assert.equal(other.learner.create('Counter').call('next'), 1));
      t.crash();
      assert.equal(t.learner.create('Counter').call('next'), 1);
      assert.throws(() => one.call('next'), /This life of the node is over/);
      assert.ok(realm);
    });

    it('share no globals', async () => {
      const { t } = await sandbox(COUNTER);
      assert.throws(() => t.learner.call('forget'), /TypeError: Cannot (add|define) property shared, object is not extensible/);
    });

    it('lose in a crash what was not synced, and nothing else', async () => {
      const { t } = await sandbox(COUNTER);
      const { store } = t.learner;
      t.learner.call('later', store);
      t.learner.start('later', store);
      assert.equal(t.learner.call('look', store), 2);
      t.crash();
      assert.equal(t.learner.call('look', store), 1);
    });

    it('are dropped, not rejected: no continuation and no finally of theirs runs', async () => {
      const { t, printed } = await sandbox(`
        import { sleep } from 'dsim';
        export async function run() { try { await sleep(10); } finally { console.log('finally'); } }
      `);
      const call = t.learner.start('run');
      t.crash();
      t.advance(100);
      assert.equal(call.state, 'pending');
      assert.deepEqual(printed, []);
    });

    it('begin fast: 15,000 of them in seconds', async () => {
      const { realm, t } = await sandbox(COUNTER);
      const machine = t.life.machine;
      for (let i = 0; i < 15_000; i++) {
        const life = realm.begin(machine);
        life.construct('Counter', []);
        life.end();
      }
    });
  });

  describe('modules', () => {
    it('import each other, also in a circle, and default exports and namespaces', async () => {
      const { t } = await sandbox(
        `import twice, { base } from './lib/twice'; import * as all from "./lib/twice.ts"; export const run = () => [twice(base), Object.keys(all).sort()]; export const one = 1;`,
        { 'lib/twice.ts': `import { one } from '../index.ts'; export default (x: number) => x * 2 * one; export const base = 21;` },
      );
      assert.deepEqual(t.learner.call('run'), [42, ['base', 'default']]);
    });

    it('may import nothing else, neither statically nor dynamically', async () => {
      const { t } = await sandbox(`
        export const attempt = async () => { try { return await import('node:fs'); } catch (error) { return [error.message, error instanceof Error, error.constructor === Error]; } };
      `);
      assert.deepEqual(t.learner.call('attempt'), ['Cannot import "node:fs": graded code imports its own files, such as "./queue.ts", and "dsim".', true, true]);
    });
  });

  describe('values', () => {
    it('cross as plain data, with what JSON has no word for', async () => {
      const { t } = await sandbox('export const echo = (value) => value;');
      const value = { a: [1, -0, NaN, Infinity, undefined, null, 'ü', 10n], map: new Map([[{ k: 1 }, new Set([1])]]), date: new Date(5), $: 'escaped', nested: { $: 'map', v: 5 } };
      assert.deepEqual(t.learner.call('echo', value), value);
    });

    it('that can not cross are described', async () => {
      const { t } = await sandbox(`
        export const odd = () => { const circle: any = {}; circle.self = circle; return [circle, () => 1, Symbol('s'), class Box { x = 1 }, new (class Box { x = 1 })()]; };
        export const hostile = () => new Proxy({}, { ownKeys() { throw new Error('no keys'); } });
        export const getter = () => ({ get trap() { throw new RangeError('trapped'); } });
      `);
      assert.equal(JSON.stringify(t.learner.call('odd')), JSON.stringify([{ self: { text: '[Circular]' } }, { text: '[Function: anonymous]' }, { text: 'Symbol(s)' }, { text: '[Function: Box]' }, { x: 1 }]));
      assert.throws(() => t.learner.call('hostile'), /Error: no keys/);
      assert.throws(() => t.learner.call('getter'), /RangeError: trapped/);
    });

    it('that are thrown are described, whatever they are', async () => {
      const { t } = await sandbox(`
        export class Refused extends Error {}
        const things = { text: 'plain text', nothing: undefined, object: { code: 7 }, refused: new Refused('no'), proxy: new Proxy({}, { getPrototypeOf() { throw 1; }, ownKeys() { throw 1; } }), frozen: Object.freeze({ name: 5, get message() { throw 1; } }) };
        export const raise = (name) => { throw things[name]; };
        export const reject = async (name) => { throw things[name]; };
      `);
      for (const method of ['raise', 'reject']) {
        assert.throws(() => t.learner.call(method, 'text'), /^Error: Thrown value: plain text$/);
        assert.throws(() => t.learner.call(method, 'nothing'), /^Error: Thrown value: undefined$/);
        assert.throws(() => t.learner.call(method, 'object'), /^Error: Thrown value: {"code":7}$/);
        assert.throws(() => t.learner.call(method, 'refused'), /^Error: Refused: no$/);
        assert.throws(() => t.learner.call(method, 'proxy'), /^Error: Thrown value: a value that throws when it is looked at$/);
        assert.throws(() => t.learner.call(method, 'frozen'), /Thrown value/);
      }
      t.learner.start('raise', 'refused');
      const call = t.learner.start('reject', 'refused');
      assert.equal(call.state, 'threw');
      assert.equal(call.error?.is('Refused'), true);
      assert.equal(call.error?.is('raise'), false);
    });

    it('cross to functions of the test and back, and promises settle in virtual time', async () => {
      const { t } = await sandbox(`
        export const use = async (work, early) => [await work(1, { two: 2 }), await early, typeof work.constructor];
        export const rejected = async (work) => { try { await work(); } catch (error) { return [error instanceof Error, error.name, error.message]; } };
      `);
      const seen: unknown[] = [];
      const early = t.after(5, 'early');
      const work = t.callback((...values: unknown[]) => {
        seen.push(values);
        return t.after(20, 'done');
      });
      assert.deepEqual(t.learner.call('use', work, early), ['done', 'early', 'function']);
      assert.deepEqual([seen, t.now], [[[1, { two: 2 }]], 20]);
      assert.deepEqual(t.learner.call('rejected', t.callback(() => t.failAfter(1, 'later'))), [true, 'Error', 'later']);
      const thrower = t.callback(() => {
        throw new RangeError('at once');
      });
      assert.deepEqual(t.learner.call('rejected', thrower), [true, 'RangeError', 'at once']);
    });

    it('sent to the store must be plain data', async () => {
      const { t } = await sandbox("export const put = (store, kind) => store.set('x', { circle: circular, method: () => 1 }[kind]); const circular: any[] = []; circular.push(circular);");
      assert.throws(() => t.learner.call('put', t.learner.store, 'circle'), /TypeError: \[Circular\] is no plain data: an object contains itself/);
      assert.throws(() => t.learner.call('put', t.learner.store, 'method'), /TypeError: \[Function: method\] is no plain data/);
    });

    it("are cloned by structuredClone as a browser's would", async () => {
      const { t } = await sandbox(`
        export const clone = () => { const a: any = { m: new Map([[1, { x: 1 }]]), s: new Set([1]), d: new Date(3), e: new RangeError('r'), l: [1, , 3] }; a.self = a; const b = structuredClone(a); return [b !== a, b.self === b, b.m.get(1) !== a.m.get(1), b.m.get(1).x, b.d.getTime(), b.e.name, b.l.length]; };
        export const fails = () => structuredClone({ f() {} });
      `);
      assert.deepEqual(t.learner.call('clone'), [true, true, true, 1, 3, 'RangeError', 3]);
      assert.throws(() => t.learner.call('fails'), /can't be cloned/);
    });
  });

  it('prints with the place of the call, and looks at whatever it is given', async () => {
    const { t, printed } = await sandbox("export const run = () => { console.log('a', { b: [1] }); console.assert(false, 'c'); console.assert(true, 'd'); console.error(() => 1); };");
    t.learner.call('run');
    assert.equal(JSON.stringify(printed), JSON.stringify([['a', { b: [1] }], ['c'], [{ text: '[Function: anonymous]' }]]));
  });

  it('is given no function of the test as it is', async () => {
    const { t } = await sandbox('export const run = (work) => work();');
    assert.throws(() => t.learner.call('run', () => 1), /Learner code can't be given a function: a function goes through t\.callback/);
  });

  it('is not entered from a function that it has called', async () => {
    const { t } = await sandbox('export const run = (work) => work();');
    const nested = t.callback(() => t.learner.call('run', 1));
    assert.throws(() => t.learner.call('run', nested), /can't call learner code itself/);
  });
});
