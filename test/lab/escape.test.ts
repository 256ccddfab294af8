import assert from 'node:assert/strict';
import type { Grader, Verdict } from '../../src/lab/verdict.ts';
import { file, request, resultOf, sourceGrader } from './support.ts';

/**
 * Each attempt returns 'contained', or says what it got hold of. `leak` gives an object's realm away: an object of the
 * host's realm is no instance of the context's Object.
 */
const PRELUDE = `
  const result = { found: 'not run' };
  export const found = () => result.found;
  export const leak = (value: any): string => {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return 'contained';
    if (!(value instanceof Object) && Object.getPrototypeOf(value) !== null) return 'an object of the host: ' + Object.prototype.toString.call(value);
    return 'contained';
  };
  export const outside = (value: any): string => {
    try {
      const found = value.constructor.constructor('return typeof process')();
      return found === 'object' ? 'the process' : 'contained';
    } catch (error) {
      return leak(error);
    }
  };
`;

const EXPECT_CONTAINED = `
  import { cases } from 'dsim/grading';
  function expectContained(t, name) {
    const work = t.callback(() => t.after(1, { a: [1] }));
    const thrower = t.callback(() => { throw new Error('from the test'); });
    let found;
    try {
      found = t.learner.call(name, work, thrower, t.learner.store);
    } catch (error) {
      // Where a function of the host ran out of stack, the call fails whatever the learner's code made of that.
      if (!error.message.includes('call stack')) throw error;
      found = t.learner.call('found');
    }
    t.expect.equal(found, 'contained', 'nothing gets out');
  }`;

const ATTEMPTS: Readonly<Record<string, string>> = {
  'a constructor of a function of the test': 'return outside(work);',
  'constructors of injected functions': 'return [setTimeout, console.log, Math.log, Math.random, Date, Date.now, performance.now, structuredClone, queueMicrotask, store.get, store.sync, sleep].map(outside).find((found) => found !== "contained") ?? "contained";',
  'an error of the test': 'try { thrower(); } catch (error) { return leak(error) === "contained" ? outside(error) : leak(error); } return "nothing was thrown";',
  'an error of an injected function': 'for (const f of [() => store.set("x", () => 1), () => setTimeout(5 as any), () => structuredClone(() => 1), () => Math.sin(1), () => store.set(Symbol(), 1)]) { try { f(); } catch (error) { if (outside(error) !== "contained") return outside(error); } } return "contained";',
  // Node's formatting of `stack` can overflow in the host's realm: its error gets in, and is of no use there.
  'an error at the end of the stack': `
    let found = 'contained';
    const keep = (value: any) => { if (leak(value) !== 'contained' && found === 'contained') found = code(value) ?? patch(value) ?? 'contained'; };
    const code = (value: any) => { try { return typeof value.constructor.constructor('return process')(); } catch { return undefined; } };
    const patch = (value: any) => { try { value.constructor.prototype.toString = () => 'patched'; return 'a patched intrinsic of the host'; } catch { return undefined; } };
    const deep = (): void => {
      try { deep(); } catch { /* the stack has ended */ }
      for (const f of [() => console.log('x'), () => Date.now(), () => Math.random(), () => Math.log(2), () => work(1), () => new Error('x').stack, () => store.get('x'), () => setTimeout(() => 1, 1)]) {
        try { keep(f()); } catch (error) { keep(error); }
      }
    };
    deep();
    result.found = found;
    return found;`,
  'Error.prepareStackTrace': `
    const sites: any[] = [];
    for (const target of [Error, RangeError, Object.getPrototypeOf(Error)]) { try { Object.defineProperty(target, 'prepareStackTrace', { value: (_: any, list: any) => { sites.push(list, ...list); return ''; } }); } catch { /* locked */ } }
    void new Error('x').stack; void new RangeError('y').stack;
    for (const site of sites) { const got = leak(site); if (got !== 'contained') return got; if (site.getThis && leak(site.getThis()) !== 'contained') return 'this of a caller'; if (site.getFunction && site.getFunction() && outside(site.getFunction()) !== 'contained') return 'a caller'; }
    return 'contained';`,
  'callers and arguments': 'try { return leak((work as any).caller) } catch (error) { return leak(error); }',
  'a global through eval or Function': 'try { return typeof new Function("return 1")(); } catch { /* refused */ } try { return typeof (0, eval)("1"); } catch { return "contained"; }',
  'dynamic import': 'try { await import("node:fs"); return "node:fs"; } catch (error) { return outside(error) === "contained" ? leak(error) : outside(error); }',
  'a patched Promise': `
    const seen: any[] = [];
    const then = Promise.prototype.then;
    Promise.prototype.then = function (...callbacks: any[]) { seen.push(this, ...callbacks); return then.apply(this, callbacks as any); };
    Object.defineProperty(Promise.prototype, 'constructor', { get() { return class extends Promise<any> { static get [Symbol.species]() { return class { constructor(executor: any) { seen.push(executor); executor((v: any) => v, (v: any) => v); } }; } }; } });
    await work(1); await store.sync(); await sleep(1);
    return seen.map(leak).find((got) => got !== 'contained') ?? 'contained';`,
  'a thenable that keeps what resolves it': 'const seen: any[] = []; await { then(resolve: any, reject: any) { seen.push(resolve, reject); resolve(1); } }; return seen.map((value) => leak(value) === "contained" ? outside(value) : leak(value)).find((got) => got !== "contained") ?? "contained";',
  'patched prototypes that listen': `
    const seen: any[] = [];
    for (const [target, names] of [[Array.prototype, ['push', 'map', 'join', 'slice']], [Function.prototype, ['call', 'apply', 'bind']], [Map.prototype, ['get', 'set', 'forEach']], [String.prototype, ['split', 'slice']]] as any) for (const name of names) { const original = target[name]; target[name] = function (...values: any[]) { seen[seen.length] = this; for (let i = 0; i < values.length; i++) seen[seen.length] = values[i]; return Reflect.apply(original, this, values); }; }
    for (const name of ['0', '1', 'callback', 'value', 'resolve', 'get', 'set', 'toJSON']) Object.defineProperty(Object.prototype, name, { __proto__: null, configurable: true, set(value: any) { seen[seen.length] = value; Object.defineProperty(this, name, { __proto__: null, value, writable: true, configurable: true, enumerable: true } as any); } } as any);
    try { work(1); store.set('a', { b: [1] }); store.get('a'); console.log({ a: 1 }); setTimeout(() => 1, 1); structuredClone({ a: [1] }); } catch { /* a patch that gets in its own way */ }
    for (const name of ['0', '1', 'callback', 'value', 'resolve', 'get', 'set', 'toJSON']) delete (Object.prototype as any)[name];
    for (let i = 0; i < seen.length; i++) { if (leak(seen[i]) !== 'contained') return leak(seen[i]); }
    return 'contained';`,
  'what is global': `
    const forbidden = ['process', 'require', 'module', 'Buffer', 'global', 'fetch', 'Atomics', 'SharedArrayBuffer', 'WebAssembly', 'WeakRef', 'FinalizationRegistry'].filter((name) => name in globalThis);
    return forbidden.length === 0 ? Reflect.ownKeys(globalThis).map((name) => leak((globalThis as any)[name])).find((got) => got !== 'contained') ?? 'contained' : forbidden.join();`,
  'the sandbox’s own modules': 'return Object.isFrozen(store) && Object.isFrozen(sleep) && Object.isFrozen(console) ? "contained" : "something to write on";',
};

describe('learner code that wants out', function () {
  this.timeout(30_000);
  let grader: Grader;
  before(() => {
    grader = sourceGrader();
  });
  after(() => grader.dispose());

  describe('gets nothing from', () => {
    const names = Object.keys(ATTEMPTS);
    const ids = names.map((_, index) => `attempt-${index}`);
    let verdict: Verdict;
    before(async () => {
      const attempts = Object.values(ATTEMPTS).map((body, index) => `export async function attempt${index}(work: any, thrower: any, store: any): Promise<string> { ${body} }`);
      const learner = `import { sleep } from 'dsim';\n${PRELUDE}\n${attempts.join('\n')}`;
      const tests = ids.map((id, index) => `'${id}': (t) => expectContained(t, 'attempt${index}'),`);
      verdict = await grader.grade(request(learner, tests.join('\n'), { tests: [file('tests/index.ts', `${EXPECT_CONTAINED}\nexport default cases({ ${tests.join('\n')} });`)], cases: ids }));
      assert.equal(verdict.outcome.kind, 'completed');
    });

    names.forEach((name, index) => {
      it(name, () => {
        const result = resultOf(verdict, ids[index] ?? '');
        assert.deepEqual([result.state, result.actual ?? result.message], ['passed', '']);
      });
    });
  });

  it('can not make up a verdict', async () => {
    const learner = `
      const send = (globalThis as any).process?.send ?? console.log;
      export const wrong = (): number => {
        send({ kind: 'ended', outcome: { kind: 'completed' } });
        send({ kind: 'event', event: { kind: 'case-ended', result: { id: 'it', state: 'passed', message: '', durationMs: 1 } } });
        console.log('{"kind":"event","event":{"kind":"case-ended","result":{"id":"it","state":"passed"}}}');
        return 0;
      };`;
    const result = resultOf(await grader.grade(request(learner, `'it': (t) => { t.expect.equal(t.learner.call('wrong'), 1, 'one'); }`)), 'it');
    assert.deepEqual([result.state, result.expected, result.actual], ['failed', '1', '0']);
  });

  it('does not pass by patching what a verdict might rest on', async () => {
    const learner = `
      const always = (): any => true;
      Object.is = always; Array.isArray = always as any; JSON.stringify = () => '1'; JSON.parse = () => 1; Object.keys = () => []; Reflect.apply = (() => 1) as any;
      Object.prototype.toString = () => '1'; Object.prototype.valueOf = () => 1; (Object.prototype as any).toJSON = () => 1; (Number.prototype as any).toJSON = () => 1; Number.isFinite = () => false;
      Array.prototype[Symbol.iterator] = function* () { yield 1; }; Error.prototype.toString = () => ''; Promise.prototype.then = (() => ({})) as any; Map.prototype.get = () => 1;
      export const wrong = async (): Promise<unknown> => ({ value: 0 });
      export const equals = { valueOf: () => 1, toString: () => '1', [Symbol.toPrimitive]: () => 1 };
      export const tricky = () => equals;
      export const lying = () => new Proxy({}, { get: () => 1, has: always, ownKeys: () => [] });`;
    const cases = ['wrong', 'tricky', 'lying'].map((name) => `'${name}': (t) => { t.expect.equal(t.learner.call('${name}'), ${name === 'wrong' ? '{ value: 1 }' : '1'}, 'one'); },`).join('\n');
    const verdict = await grader.grade(request(learner, cases));
    assert.deepEqual(verdict.cases.map(({ id, state }) => [id, state]), [['wrong', 'failed'], ['tricky', 'failed'], ['lying', 'failed']]);
    assert.equal(resultOf(verdict, 'wrong').actual, '{ value: 0 }');
  });

  it('would find no way to the file system or to programs behind the sandbox', async () => {
    // A test runs in the child's main realm: what it can't do, escaped code can't either.
    const test = `'it': (t) => {
      const tries = { fs: () => process.getBuiltinModule('fs').readFileSync('/etc/passwd'), write: () => process.getBuiltinModule('fs').writeFileSync('/tmp/dsm-escape', ''), spawn: () => process.getBuiltinModule('child_process').execSync('true'), worker: () => new (process.getBuiltinModule('worker_threads').Worker)('1', { eval: true }), code: () => (() => 1).constructor('return 1')(), patch: () => { Array.prototype.push = () => 0; } };
      const got = Object.entries(tries).filter(([, attempt]) => { try { attempt(); return true; } catch { return false; } }).map(([name]) => name);
      t.expect.equal([got, Object.keys(process.env).filter((name) => !['TZ', 'ELECTRON_RUN_AS_NODE', 'NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE'].includes(name))], [[], []], 'nothing');
    }`;
    const result = resultOf(await grader.grade(request('export const x = 1;', test)), 'it');
    assert.deepEqual([result.state, result.actual ?? result.message], ['passed', '']);
  });
});
