import assert from 'node:assert/strict';
import { validateHistory, type History, type Operation } from '../../../../src/engine/check/history.ts';
import { checkLinearizability, LinearizabilityCheck, type Budget } from '../../../../src/engine/check/linearizability/check.ts';
import type { Model } from '../../../../src/engine/check/linearizability/model.ts';
import { casRegister, counter, readableSet, keyed, keyValue, listAppend, lock, mutex, queue, register, set, type CasInput, type Content, type ListInput, type QueueInput, type ReadableSetInput, type RegisterInput } from '../../../../src/engine/check/linearizability/models.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import { isLinearizable, reachableStates } from './oracle.ts';

/** A random history of an object: operations take effect between invocation and return, and some outputs are then changed. */
function randomHistory<State, Input, Output>(
  model: Model<State, Input, Output>,
  random: Random,
  inputs: (random: Random) => Input,
  outputs: (input: Input, state: State) => Output,
  size: number,
): Operation<Input, Output>[] {
  const free = [0, 0, 0];
  const planned = Array.from({ length: size }, (_, id) => {
    const process = random.integer(free.length);
    const invoked = (free[process] ?? 0) + 1 + random.integer(4);
    const returned = invoked + 1 + random.integer(6);
    free[process] = returned + 1;
    return { id, process, invoked, returned, effect: invoked + random.integer(returned - invoked + 1), input: inputs(random) };
  });
  const results = new Map<number, Output>();
  let state = model.initial;
  for (const { id, input } of [...planned].sort((a, b) => a.effect - b.effect || a.id - b.id)) {
    results.set(id, outputs(input, state));
    const after = model.apply(state, input, undefined);
    assert.ok(after !== undefined);
    state = after;
  }
  const wrong = random.integer(size * 2);
  const loss = random.pick([0, 0.1, 0.5]);
  return planned.map(({ id, process, invoked, returned, input }) => {
    const lost = random.chance(loss);
    const output = id === wrong ? results.get(random.integer(size)) : results.get(id);
    // Whoever does not learn an outcome is never heard of again.
    return { process: lost ? 100 + id : process, invoked, returned: lost ? Infinity : returned, input, output: lost ? undefined : output };
  });
}

/** Values of which none is put in twice. */
function fresh(): () => number {
  let last = 0;
  return () => ++last;
}

/** The answer must be that of the oracle, its reason must hold, and what observes must not change anything. */
function verify<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>): boolean {
  verifyObservers(model, history);
  const verdict = checkLinearizability(model, history);
  assert.notEqual(verdict.kind, 'undecided');
  if (verdict.kind === 'linearizable') for (const order of verdict.orders.values()) verifyOrder(model, history, order);
  if (verdict.kind === 'violated') verifyConflict(model, history, verdict.conflict);
  const isRight = verdict.kind === 'linearizable';
  assert.equal(isRight, isLinearizable(model, history), JSON.stringify(history));
  return isRight;
}

function verifyObservers<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>): void {
  const observers = history.filter(({ input, output }) => model.observes?.(input, output));
  if (observers.length === 0) return;
  for (const state of reachableStates(model, history)) {
    for (const { input, output } of observers) {
      const after = model.apply(state, input, output);
      assert.ok(after === undefined || model.key(after) === model.key(state), `${JSON.stringify(input)} is said to observe, and changes ${model.key(state)}`);
    }
  }
}

function verifyOrder<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, order: readonly number[]): void {
  let state = model.initial;
  let latest = -Infinity;
  for (const id of order) {
    const operation = history[id];
    assert.ok(operation);
    assert.ok(operation.returned >= latest, 'an operation takes effect after one that was invoked when it had returned');
    latest = Math.max(latest, operation.invoked);
    const after = model.apply(state, operation.input, operation.output);
    assert.ok(after !== undefined, 'an operation gives what it could not have given');
    state = after;
  }
  const part = order.map((id) => model.partOf?.(history[id]?.input as Input))[0];
  const owed = [...history.keys()].filter((id) => history[id]?.returned !== Infinity && (order.length === 0 || model.partOf?.(history[id]?.input as Input) === part));
  if (order.length > 0) for (const id of owed) assert.ok(order.includes(id), `operation ${id} has no place in the order`);
}

function verifyConflict<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  { part, from, until, operations, culprit }: { part: string; from: number; until: number; operations: readonly number[]; culprit: number },
): void {
  assert.ok(operations.includes(culprit));
  assert.equal(history[culprit]?.returned, until);
  const ofPart = history.filter(({ input }) => (model.partOf?.(input) ?? '') === part);
  const cut = (history: History<Input, Output>) => history.filter(({ invoked }) => invoked <= until).map((operation) => (operation.returned > until ? { ...operation, returned: Infinity } : operation));
  assert.ok(!isLinearizable(model, cut(ofPart)), 'the history up to the conflict is linearizable');
  const window = operations.map((id) => history[id]).filter((operation) => operation !== undefined);
  // What was under way at the beginning may have taken effect before it.
  const inside = cut(window).map((operation) => (operation.invoked < from ? { ...operation, returned: Infinity } : operation));
  const isWhole = ofPart.every(({ invoked }) => invoked >= from);
  assert.ok(!isLinearizable(model, inside, isWhole ? [model.initial] : reachableStates(model, ofPart)), 'the window is linearizable');
}

const VALUES = [1, 2] as const;

/** Operations of an object that histories are made of, each process's one. */
interface HistoryOf {
  readonly spans: readonly { readonly invoked: number; readonly returned: number }[];
  readonly chosen: readonly number[];
}

const CHOICES = 5;

function every<State, Input, Output>(model: Model<State, Input, Output>, choices: readonly (readonly [Input, Output])[]): (history: HistoryOf) => boolean {
  return ({ spans, chosen }) => {
    const history = chosen.map((choice, process): Operation<Input, Output> => {
      const [input, output] = choices[choice]!;
      return { process, input, output, ...spans[process]! };
    });
    for (const lost of history.keys()) verify(model, history.map((operation, id) => (id === lost ? { ...operation, output: undefined, returned: Infinity } : operation)));
    return verify(model, history);
  };
}

describe('the linearizability checker', function () {
  this.timeout(60_000);

  /** Of each object operations and what they may be seen to give: every history of three of them is tried. */
  const everything: Record<string, (history: HistoryOf) => boolean> = {
    register: every(register, [[{ op: 'write', value: 1 }, null], [{ op: 'write', value: 2 }, null], [{ op: 'read' }, null], [{ op: 'read' }, 1], [{ op: 'read' }, 2]]),
    'compare-and-set register': every(casRegister, [[{ op: 'write', value: 1 }, null], [{ op: 'cas', expected: 1, value: 2 }, true], [{ op: 'cas', expected: 1, value: 2 }, false], [{ op: 'cas', expected: null, value: 1 }, true], [{ op: 'read' }, 2]]),
    'key-value store': every(keyValue, [[{ op: 'put', key: 'x', value: 'a' }, ''], [{ op: 'append', key: 'x', value: 'b' }, ''], [{ op: 'get', key: 'x' }, 'ab'], [{ op: 'get', key: 'x' }, ''], [{ op: 'get', key: 'y' }, '']]),
    queue: every(queue, [[{ op: 'enqueue', value: 1 }, null], [{ op: 'enqueue', value: 2 }, null], [{ op: 'dequeue' }, 1], [{ op: 'dequeue' }, 2], [{ op: 'dequeue' }, null]]),
    set: every(set, [[{ op: 'add', value: 1 }, true], [{ op: 'add', value: 1 }, false], [{ op: 'remove', value: 1 }, true], [{ op: 'contains', value: 1 }, true], [{ op: 'contains', value: 1 }, false]]),
    'set that is read as a whole': every(readableSet, [[{ op: 'add', value: 1 }, null], [{ op: 'add', value: 2 }, true], [{ op: 'remove', value: 1 }, true], [{ op: 'read' }, [2, 1]], [{ op: 'read' }, []]]),
    mutex: every(mutex, [[{ op: 'acquire' }, true], [{ op: 'acquire' }, false], [{ op: 'acquire' }, true], [{ op: 'release' }, true], [{ op: 'release' }, false]]),
    lock: every(lock, [[{ op: 'acquire', holder: 1 }, true], [{ op: 'acquire', holder: 2 }, true], [{ op: 'acquire', holder: 2 }, false], [{ op: 'release', holder: 1 }, true], [{ op: 'release', holder: 1 }, false]]),
    counter: every(counter, [[{ op: 'add', amount: 1 }, null], [{ op: 'add', amount: 2 }, 3], [{ op: 'read' }, 0], [{ op: 'read' }, 1], [{ op: 'read' }, 3]]),
    'list-append': every(listAppend, [[{ op: 'append', key: 'x', value: 1 }, []], [{ op: 'append', key: 'x', value: 2 }, []], [{ op: 'read', key: 'x' }, [1, 2]], [{ op: 'read', key: 'x' }, [2]], [{ op: 'read', key: 'y' }, []]]),
    'register by key': every(keyed(register), [[{ key: 'x', input: { op: 'write', value: 1 } }, null], [{ key: 'y', input: { op: 'write', value: 1 } }, null], [{ key: 'x', input: { op: 'read' } }, null], [{ key: 'x', input: { op: 'read' } }, 1], [{ key: 'y', input: { op: 'read' } }, null]]),
  };
  for (const [name, isRight] of Object.entries(everything)) {
    it(`agrees with trying every order on all histories of a ${name} with three operations, each one's outcome known or not`, () => {
      const counts = { right: 0, wrong: 0 };
      for (const spans of arrangements(3)) {
        for (let a = 0; a < CHOICES; a++) for (let b = 0; b < CHOICES; b++) for (let c = 0; c < CHOICES; c++) counts[isRight({ spans, chosen: [a, b, c] }) ? 'right' : 'wrong']++;
      }
      assert.ok(counts.right > 200 && counts.wrong > 200, JSON.stringify(counts));
    });
  }

  const objects: Record<string, (random: Random, size: number) => boolean> = {
    register: (random, size) =>
      verify(register, randomHistory(register, random, (r) => (r.chance(0.5) ? { op: 'read' } : { op: 'write', value: r.pick(VALUES) }), (input, state) => (input.op === 'read' ? state : null), size)),
    'compare-and-set register': (random, size) =>
      verify(
        casRegister,
        randomHistory(
          casRegister,
          random,
          (r) => r.pick<CasInput>([{ op: 'read' }, { op: 'write', value: r.pick(VALUES) }, { op: 'cas', expected: r.pick([1, 2, null] as const), value: r.pick(VALUES) }]),
          (input, state) => (input.op === 'read' ? state : input.op === 'cas' ? state === input.expected : null),
          size,
        ),
      ),
    'key-value store': (random, size) =>
      verify(keyValue, randomHistory(keyValue, random, (r) => ({ op: r.pick(['get', 'put', 'append'] as const), key: r.pick(['x', 'y'] as const), value: r.pick(['a', 'b'] as const) }), (input) => (input.op === 'get' ? '' : ''), size)),
    queue: (random, size) =>
      verify(queue, randomHistory(queue, random, (r) => (r.chance(0.5) ? { op: 'dequeue' } : { op: 'enqueue', value: r.pick(VALUES) }), (input, state) => (input.op === 'dequeue' ? (state[0] ?? null) : null), size)),
    set: (random, size) =>
      verify(set, randomHistory(set, random, (r) => ({ op: r.pick(['add', 'remove', 'contains'] as const), value: r.pick(VALUES) }), ({ op }, present) => (op === 'contains' ? present : present !== (op === 'add')), size)),
    lock: (random, size) =>
      verify(lock, randomHistory(lock, random, (r) => ({ op: r.pick(['acquire', 'release'] as const), holder: r.pick(VALUES) }), ({ op, holder }, state) => (op === 'acquire' ? state === null : state === holder), size)),
    counter: (random, size) =>
      verify(counter, randomHistory(counter, random, (r) => (r.chance(0.4) ? { op: 'read' } : { op: 'add', amount: r.pick(VALUES) }), (input, state) => (input.op === 'read' ? state : state + input.amount), size)),
    'list-append': (random, size) =>
      verify(listAppend, randomHistory(listAppend, random, (r) => (r.chance(0.5) ? { op: 'read', key: r.pick(['x', 'y'] as const) } : { op: 'append', key: r.pick(['x', 'y'] as const), value: r.pick(VALUES) }), (_, state) => state, size)),
  };
  // Where each value is put in once, outputs say much of the order.
  const distinct: Record<string, (random: Random, size: number) => boolean> = {
    'queue of different values': (random, size) => {
      const value = fresh();
      return verify(queue, randomHistory(queue, random, (r) => (r.chance(0.5) ? { op: 'dequeue' } : { op: 'enqueue', value: value() }), (input, state) => (input.op === 'dequeue' ? (state[0] ?? null) : null), size));
    },
    'list of different values': (random, size) => {
      const value = fresh();
      return verify(listAppend, randomHistory(listAppend, random, (r) => (r.chance(0.5) ? { op: 'read', key: 'x' } : { op: 'append', key: 'x', value: value() }), (_, state) => state, size));
    },
    'set of different values': (random, size) => {
      const value = fresh();
      const elements = (state: readonly string[]) => state.map((element) => JSON.parse(element) as number);
      return verify(readableSet, randomHistory(readableSet, random, (r) => (r.chance(0.5) ? { op: 'read' } : { op: 'add', value: value() }), (input, state) => (input.op === 'read' ? elements(state) : null), size));
    },
  };
  for (const [name, tryOne] of Object.entries({ ...objects, ...distinct })) {
    it(`agrees with trying every order on 1000 random histories of a ${name}, right and wrong`, () => {
      const counts = { right: 0, wrong: 0 };
      for (let seed = 1; seed <= 1000; seed++) {
        const random = Random.fromSeed(seed).split(name);
        counts[tryOne(random, random.between(2, 7)) ? 'right' : 'wrong']++;
      }
      assert.ok(counts.right > 50 && counts.wrong > 20, JSON.stringify(counts));
    });
  }

  it('lets an operation of unknown outcome take effect at any time, or never', () => {
    const write = { process: 0, input: { op: 'write', value: 1 }, invoked: 0, returned: Infinity, output: undefined } as const;
    const read = (invoked: number, output: Content) => ({ process: 1, input: { op: 'read' }, invoked, returned: invoked + 1, output }) as const;
    assert.equal(checkLinearizability(register, [write, read(5, null), read(10, 1)]).kind, 'linearizable');
    assert.equal(checkLinearizability(register, [write, read(5, null), read(10, null)]).kind, 'linearizable');
    assert.equal(checkLinearizability(register, [write, read(5, 1), read(10, null)]).kind, 'violated');
  });

  it('lets no operation of unknown outcome take effect before it was invoked, wherever the search has been', () => {
    const write = (process: number, value: number, invoked: number) => ({ process, input: { op: 'write', value }, invoked, returned: Infinity, output: undefined }) as const;
    const read = (process: number, invoked: number, returned: number, output: Content) => ({ process, input: { op: 'read' }, invoked, returned, output }) as const;
    // Both writes happened, but that of 3 can't have come before that of 1, which was read at 8.
    assert.ok(!verify(register, [write(0, 1, 0), read(1, 0, 8, 1), write(2, 3, 9), read(3, 0, 12, 3), read(4, 30, 40, 1)]));
  });

  it('names the stale read, and the window that shows it', () => {
    const operation = (process: number, input: RegisterInput, invoked: number, output: Content) => ({ process, input, invoked, returned: invoked + 5, output });
    const before = Array.from({ length: 200 }, (_, i) => operation(0, { op: 'write', value: i }, i * 10, null));
    const history = [...before, operation(0, { op: 'write', value: 'new' }, 3000, null), operation(1, { op: 'read' }, 3010, 'new'), operation(2, { op: 'read' }, 3020, 199)];
    const verdict = checkLinearizability(register, history);
    assert.ok(verdict.kind === 'violated');
    assert.equal(verdict.conflict.culprit, 202);
    assert.deepEqual(verdict.conflict.operations, [201, 202]);
    assert.deepEqual([verdict.conflict.from, verdict.conflict.until], [3010, 3025]);
  });

  // Concurrent enqueues and no dequeue that tells their order: every permutation has to be tried.
  const permutations = [
    ...Array.from({ length: 40 }, (_, id) => ({ process: id, input: { op: 'enqueue', value: id } as const, invoked: 0, returned: 10, output: null })),
    { process: 50, input: { op: 'dequeue' } as const, invoked: 20, returned: 30, output: 'nobody put this in' },
  ];
  // Concurrent writes of different values, and a late read that none explains.
  const writes = [
    ...Array.from({ length: 60 }, (_, id) => ({ process: id, input: { op: 'write', value: id } as const, invoked: 0, returned: 10, output: null })),
    { process: 91, input: { op: 'read' } as const, invoked: 100, returned: 110, output: 'never written' },
  ];
  // Each transfer of unknown outcome needs another one to have happened before.
  const transfers = [
    ...Array.from({ length: 400 }, (_, id) => ({ process: id, input: { op: 'cas', expected: id % 20, value: (7 * id + 1 + (id >> 3)) % 20 } as const, invoked: id, returned: Infinity, output: undefined })),
    { process: 990, input: { op: 'write', value: 0 } as const, invoked: 0, returned: 1, output: null },
    { process: 991, input: { op: 'read' } as const, invoked: 1000, returned: 1100, output: 'never written' },
  ];
  for (const [name, check] of [
    ['enqueues in any order', (budget: Budget) => new LinearizabilityCheck(queue, permutations, budget)],
    ['concurrent writes', (budget: Budget) => new LinearizabilityCheck(register, writes, budget)],
    ['compare-and-sets of unknown outcome', (budget: Budget) => new LinearizabilityCheck(casRegister, transfers, budget)],
  ] as const) {
    it(`says "undecided" of a history made of ${name} when its moves are used up, within its bytes, and never hangs`, () => {
      const bytes = 2_000_000;
      const paused = check({ moves: 300_000, bytes });
      let most = 0;
      let verdict = paused.run(1);
      for (; !verdict; verdict = paused.run(1)) most = Math.max(most, paused.bytes);
      assert.ok(most > bytes / 20 && most <= bytes, `${most} bytes`);
      assert.ok(verdict.kind === 'undecided' && verdict.configurations > 1000);
    });
  }

  describe('does not have to try what outputs give away', () => {
    /** An object with so many clients, each of which does one thing after the other. */
    const long = <State, Input, Output>(model: Model<State, Input, Output>, input: (id: number) => Input, output: (input: Input, state: State) => Output, size: number): Operation<Input, Output>[] => {
      const random = Random.fromSeed(size);
      const free = Array.from({ length: 10 }, () => 0);
      const planned = Array.from({ length: size }, (_, id) => {
        const process = free.indexOf(Math.min(...free));
        const invoked = free[process]! + 1 + random.integer(10);
        const returned = invoked + 1 + random.integer(20);
        free[process] = returned + 1;
        return { id, process, invoked, returned, effect: random.between(invoked, returned), input: input(id) };
      });
      const outputs = new Map<number, Output>();
      let state = model.initial;
      for (const { id, input } of [...planned].sort((a, b) => a.effect - b.effect || a.id - b.id)) {
        outputs.set(id, output(input, state));
        state = model.apply(state, input, undefined)!;
      }
      return planned.map(({ id, process, invoked, returned, input }) => ({ process, invoked, returned, input, output: outputs.get(id) }));
    };
    const budget: Budget = { moves: 200_000, bytes: 200_000_000 };

    it('of a queue that is filled and then emptied', () => {
      const history = long(queue, (id): QueueInput => (id < 500 ? { op: 'enqueue', value: id } : { op: 'dequeue' }), ({ op }, state) => (op === 'dequeue' ? (state[0] ?? null) : null), 1000);
      assert.equal(checkLinearizability(queue, history, budget).kind, 'linearizable');
      // The last but ninth and the last of them change places, though one was long there when the other came.
      const [one, other] = [history[950]!, history[990]!];
      const swapped = history.map((operation) => (operation === one ? { ...one, output: other.output } : operation === other ? { ...other, output: one.output } : operation));
      const verdict = checkLinearizability(queue, swapped, { ...budget, moves: 20_000_000 });
      assert.ok(verdict.kind === 'violated' && verdict.conflict.operations.includes(950));
    });

    it('of a list that is read now and then', () => {
      const history = long(listAppend, (id): ListInput => (id % 5 === 0 ? { op: 'read', key: 'x' } : { op: 'append', key: 'x', value: id }), (_, state) => state, 600);
      assert.equal(checkLinearizability(listAppend, history, budget).kind, 'linearizable');
    });

    it('of a set that is read now and then', () => {
      const history = long(readableSet, (id): ReadableSetInput => (id % 10 === 0 ? { op: 'read' } : { op: 'add', value: id }), ({ op }, state) => (op === 'read' ? state.map((element) => JSON.parse(element) as number) : null), 600);
      assert.equal(checkLinearizability(readableSet, history, budget).kind, 'linearizable');
    });
  });

  it('looks at every element that a list or a set shows', () => {
    const at = <Input, Output>(time: number, input: Input, output: Output) => ({ process: 0, invoked: time, returned: time + 1, input, output });
    const append = (time: number, value: number) => at<ListInput, readonly number[]>(time, { op: 'append', key: 'x', value }, []);
    const read = (time: number, list: readonly number[]) => at<ListInput, readonly number[]>(time, { op: 'read', key: 'x' }, list);
    const lists = [[1, 2], [3, 2], [1, 3], [2], [1, 2, 3]].map((list) => checkLinearizability(listAppend, [append(0, 1), append(2, 2), read(4, [1, 2]), read(6, list)]).kind);
    assert.deepEqual(lists, ['linearizable', 'violated', 'violated', 'violated', 'violated']);
    const add = (time: number, value: number) => at<ReadableSetInput, readonly number[] | null>(time, { op: 'add', value }, null);
    const show = (time: number, elements: readonly number[]) => at<ReadableSetInput, readonly number[] | null>(time, { op: 'read' }, elements);
    const sets = [[1, 2], [2, 1], [1, 1], [1], [1, 3], [1, 2, 3]].map((elements) => checkLinearizability(readableSet, [add(0, 1), add(2, 2), show(4, elements)]).kind);
    assert.deepEqual(sets, ['linearizable', 'linearizable', 'violated', 'violated', 'violated', 'violated']);
  });

  it('does not drown in operations of unknown outcome of which nothing came', () => {
    const unknowns = Array.from({ length: 200 }, (_, id) => ({ process: id, input: { op: 'write', value: id }, invoked: id, returned: Infinity, output: undefined }) as const);
    const known = (process: number, input: RegisterInput, invoked: number, output: Content) => ({ process, input, invoked, returned: invoked + 10, output }) as const;
    const history = (seen: Content) => [...unknowns, known(5000, { op: 'write', value: 'x' }, 2000, null), known(5000, { op: 'read' }, 2020, 150), known(5000, { op: 'write', value: 'y' }, 2040, null), known(5000, { op: 'read' }, 2060, seen)];
    const budget = { moves: 1_000_000, bytes: 20_000_000 };
    assert.deepEqual([151, 'y', 150, 'x'].map((seen) => checkLinearizability(register, history(seen), budget).kind), ['linearizable', 'linearizable', 'violated', 'violated']);
  });

  it('comes to the same verdict where it may remember next to nothing', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = Random.fromSeed(seed).split('forgetful');
      const history = randomHistory(register, random, (r): RegisterInput => (r.chance(0.5) ? { op: 'read' } : { op: 'write', value: r.pick(VALUES) }), (input, state) => (input.op === 'read' ? state : null), 12);
      assert.deepEqual(checkLinearizability(register, history, { moves: 1e9, bytes: 60_000 }), checkLinearizability(register, history));
    }
  });

  it('can be paused, and comes to the same verdict', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = Random.fromSeed(seed).split('paused');
      const history = randomHistory(casRegister, random, (r) => r.pick<CasInput>([{ op: 'read' }, { op: 'write', value: r.pick(VALUES) }]), (input, state) => (input.op === 'read' ? state : null), 60);
      const check = new LinearizabilityCheck(casRegister, history);
      let pauses = 0;
      let verdict = check.run(1);
      for (; !verdict; pauses++) verdict = check.run(1);
      assert.deepEqual(verdict, checkLinearizability(casRegister, history));
      if (verdict.kind === 'violated') assert.ok(pauses > 0);
    }
  });

  it('refuses a history that can not be, and names the operation', () => {
    const read = { process: 0, input: { op: 'read' }, output: null } as const;
    assert.throws(() => validateHistory([{ ...read, invoked: 5, returned: 3 }]), /Operation 0 of process 0 returns at 3, before it is invoked at 5/);
    assert.throws(() => validateHistory([{ ...read, invoked: 0, returned: 9 }, { ...read, invoked: 5, returned: 12 }]), /Process 0 invokes operation 1 at 5, while its last one goes on until 9/);
    assert.throws(() => validateHistory([{ ...read, invoked: 0, returned: Infinity }, { ...read, invoked: 5, returned: 12 }]), /whose outcome it never learned/);
  });
});

/** Every way in which `count` spans can follow and overlap each other, numbered in order of invocation. */
function arrangements(count: number): { invoked: number; returned: number }[][] {
  const events = Array.from({ length: count }, (_, id) => [id + 1, -(id + 1)]).flat();
  const found: { invoked: number; returned: number }[][] = [];
  const extend = (order: number[]): void => {
    if (order.length === events.length) {
      found.push(Array.from({ length: count }, (_, id) => ({ invoked: order.indexOf(id + 1), returned: order.indexOf(-(id + 1)) })));
      return;
    }
    for (const event of events) {
      if (order.includes(event) || (event < 0 && !order.includes(-event)) || (event > 1 && !order.includes(event - 1))) continue;
      extend([...order, event]);
    }
  };
  extend([]);
  return found;
}
