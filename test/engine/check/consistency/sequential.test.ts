import assert from 'node:assert/strict';
import { registersByKey } from '../../../../src/engine/check/consistency/register-history.ts';
import { checkSequentialRegisters } from '../../../../src/engine/check/consistency/sequential-registers.ts';
import { checkSequential } from '../../../../src/engine/check/consistency/sequential.ts';
import type { Operation } from '../../../../src/engine/check/history.ts';
import type { Model } from '../../../../src/engine/check/linearizability/model.ts';
import { casRegister, counter, keyed, keyValue, listAppend, lock, queue, set, type CasInput, type Content, type KeyValueInput, type ListInput, type QueueInput, type Value } from '../../../../src/engine/check/linearizability/models.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import { verifySequence } from './evidence.ts';
import { historyOf, type Step } from './histories.ts';
import { isSequential } from './oracles.ts';

/**
 * A sequential history of an object, whose processes are each at a time of their own; some outcomes are unknown, and some
 * outputs changed for others.
 */
function randomHistory<State, Input, Output>(
  model: Model<State, Input, Output>,
  random: Random,
  inputOf: (random: Random, id: number) => Input,
  outputOf: (input: Input, state: State) => Output,
  size: number,
): Operation<Input, Output>[] {
  const states = new Map<string, State>();
  const gone = new Set<number>();
  const delays = [0, 1, 2].map(() => 100 * random.integer(2));
  const history = Array.from({ length: size }, (_, id): Operation<Input, Output> => {
    let process = random.integer(3);
    while (gone.has(process)) process += 3;
    const input = inputOf(random, id);
    const part = model.partOf?.(input) ?? '';
    const state = states.get(part) ?? model.initial;
    const isUnknown = random.chance(0.1);
    if (isUnknown) gone.add(process);
    const after = model.apply(state, input, undefined);
    assert.ok(after !== undefined);
    if (!isUnknown || random.chance(0.5)) states.set(part, after);
    const invoked = 10 * id + delays[process % 3]!;
    return { process, input, output: isUnknown ? undefined : outputOf(input, state), invoked, returned: isUnknown ? Infinity : invoked + 5 };
  });
  for (let changes = random.integer(4); changes > 0; changes--) change(random, history);
  return history;
}

/** One operation gives what another of the same kind has given. */
function change<Input, Output>(random: Random, history: Operation<Input, Output>[]): void {
  const nameOf = ({ input }: Operation<Input, Output>) => (input as { op: string }).op;
  const id = random.integer(history.length);
  const changed = history[id]!;
  const other = random.pick(history.filter((each) => nameOf(each) === nameOf(changed) && each.output !== undefined));
  if (changed.output !== undefined && other) history[id] = { ...changed, output: other.output };
}

/** The verdict is that of the oracle, and what shows it holds. */
function compare<State, Input, Output>(model: Model<State, Input, Output>, history: readonly Operation<Input, Output>[]): string {
  const verdict = checkSequential(model, history);
  assert.equal(verdict.kind, isSequential(model, history) ? 'holds' : 'violated', JSON.stringify(history));
  if (verdict.kind === 'holds') verifySequence(model, history, verdict.orders.get('') ?? assert.fail());
  if (verdict.kind === 'violated') {
    const { operations } = verdict.reason;
    const without = (left: readonly number[]) => history.map((operation, id) => (left.includes(id) ? operation : { ...operation, output: undefined, returned: Infinity }));
    assert.ok(!isSequential(model, without(operations)), 'the others have to do with it');
    for (const id of operations) assert.ok(isSequential(model, without(operations.filter((other) => other !== id))), `${id} has nothing to do with it`);
  }
  return verdict.kind;
}

const VALUES = [1, 2] as const;
/** Mostly put in once, so that outputs say something of the order. */
const valueOf = (random: Random, id: number): Value => (random.chance(0.7) ? id : random.pick(VALUES));

describe('sequential consistency', function () {
  this.timeout(60_000);

  const objects: Readonly<Record<string, (random: Random, size: number) => string>> = {
    'compare-and-set register': (random, size) =>
      compare(
        casRegister,
        randomHistory<Content, CasInput, Content>(
          casRegister,
          random,
          (r) => r.pick<CasInput>([{ op: 'read' }, { op: 'write', value: r.pick(VALUES) }, { op: 'cas', expected: r.pick([1, 2, null] as const), value: r.pick(VALUES) }]),
          (input, state) => (input.op === 'read' ? state : input.op === 'cas' ? state === input.expected : null),
          size,
        ),
      ),
    'key-value store': (random, size) =>
      compare(keyValue, randomHistory<string, KeyValueInput, string>(keyValue, random, (r) => ({ op: r.pick(['get', 'put', 'append'] as const), key: r.pick(['x', 'y'] as const), value: r.pick(['a', 'b'] as const) }), ({ op }, state) => (op === 'get' ? state : ''), size)),
    queue: (random, size) =>
      compare(queue, randomHistory<readonly Value[], QueueInput, Content>(queue, random, (r, id) => (r.chance(0.5) ? { op: 'dequeue' } : { op: 'enqueue', value: valueOf(r, id) }), ({ op }, state) => (op === 'dequeue' ? (state[0] ?? null) : null), size)),
    set: (random, size) =>
      compare(set, randomHistory(set, random, (r) => ({ op: r.pick(['add', 'remove', 'contains'] as const), value: r.pick(VALUES) }), ({ op }, present) => (op === 'contains' ? present : present !== (op === 'add')), size)),
    lock: (random, size) =>
      compare(lock, randomHistory(lock, random, (r) => ({ op: r.pick(['acquire', 'release'] as const), holder: r.pick(VALUES) }), ({ op, holder }, state) => (op === 'acquire' ? state === null : state === holder), size)),
    counter: (random, size) =>
      compare(counter, randomHistory(counter, random, (r) => (r.chance(0.4) ? { op: 'read' } : { op: 'add', amount: r.pick(VALUES) }), (input, state) => (input.op === 'read' ? state : state + input.amount), size)),
    'list-append': (random, size) =>
      compare(
        listAppend,
        randomHistory<readonly Value[], ListInput, readonly Value[]>(listAppend, random, (r, id) => (r.chance(0.5) ? { op: 'read', key: r.pick(['x', 'y'] as const) } : { op: 'append', key: r.pick(['x', 'y'] as const), value: valueOf(r, id) }), (_, state) => state, size),
      ),
  };
  for (const [name, tryOne] of Object.entries(objects)) {
    it(`of a ${name} is what trying every order says, in 500 histories of three processes`, () => {
      const counts: Record<string, number> = { holds: 0, violated: 0 };
      for (let seed = 1; seed <= 500; seed++) {
        const random = Random.fromSeed(seed).split(name);
        counts[tryOne(random, random.between(3, 7))]!++;
      }
      assert.ok(counts['holds']! > 100 && counts['violated']! > 20, JSON.stringify(counts));
    });
  }

  it('is not local: a queue of two keys may be sequential key by key, and not as a whole', () => {
    // Herlihy and Wing 1990, section 3.3.
    const queues = keyed(queue);
    const at = (process: number, place: number, key: string, input: QueueInput, output: Content) => ({ process, input: { key, input }, output, invoked: 10 * place, returned: 10 * place + 5 });
    const history = [
      at(0, 0, 'p', { op: 'enqueue', value: 'x' }, null),
      at(1, 0, 'q', { op: 'enqueue', value: 'y' }, null),
      at(0, 1, 'q', { op: 'enqueue', value: 'x' }, null),
      at(1, 1, 'p', { op: 'enqueue', value: 'y' }, null),
      at(0, 2, 'p', { op: 'dequeue' }, 'y'),
      at(1, 2, 'q', { op: 'dequeue' }, 'x'),
    ];
    for (const key of ['p', 'q']) assert.equal(checkSequential(queues, history.filter(({ input }) => input.key === key)).kind, 'holds');
    assert.equal(checkSequential(queues, history).kind, 'violated');
  });

  it('names the operations that contradict each other, and no others', () => {
    const noise = Array.from({ length: 6 }, (_, process) => `r z -, w z${process} 1, r z${process} 1`);
    const history = historyOf('w x 1, r y -', 'w y 1, r x -', ...noise);
    for (const verdict of [checkSequential(registersByKey, history), checkSequentialRegisters(history)]) {
      assert.deepEqual(verdict.kind === 'violated' && verdict.reason.operations, [0, 1, 2, 3]);
    }
  });

  it('lets no value be written over that is still to be read', () => {
    const values = Array.from({ length: 12 }, (_, value) => value);
    const verdict = checkSequentialRegisters(historyOf(...values.map((value) => `w x ${value}`), ...values.map((value) => `w y ${value}, r x ${value}`)), { moves: 50_000, bytes: 1e9 });
    assert.equal(verdict.kind, 'holds');
  });

  it('finds an order of hundreds of operations on a queue, and of thousands on registers on replicas that lag behind', () => {
    const random = Random.fromSeed(1);
    const values = Array.from({ length: 200 }, (_, value) => value);
    const processes = values.map(() => random.integer(10));
    const queued = [
      ...values.map((value) => ({ process: processes[value]!, input: { op: 'enqueue', value } as const, output: null, invoked: value, returned: value + 0.5 })),
      ...values.map((value) => ({ process: 10 + random.integer(5), input: { op: 'dequeue' } as const, output: value, invoked: value, returned: value + 0.5 })),
    ];
    assert.equal(checkSequential(queue, queued).kind, 'holds');
    const swapped = queued.map((operation) => ({ ...operation, output: operation.output === 100 ? 199 : operation.output === 199 ? 100 : operation.output }));
    assert.equal(checkSequential(queue, swapped).kind, 'violated');
    const lagging = laggingReplicas(Random.fromSeed(2), 2_000);
    const verdict = checkSequentialRegisters(lagging);
    verifySequence(registersByKey, lagging, verdict.kind === 'holds' ? verdict.orders.get('')! : assert.fail(verdict.kind));
  });
});

/** Processes write through a log that all replicas apply in order, and read from their own, which lags behind. */
function laggingReplicas(random: Random, size: number): Step[] {
  const log: { readonly key: string; readonly value: number }[] = [];
  const replicas = Array.from({ length: 8 }, () => ({ applied: 0, values: new Map<string, number>() }));
  return Array.from({ length: size }, (_, id): Step => {
    const process = random.integer(replicas.length);
    const replica = replicas[process]!;
    const key = `k${random.integer(5)}`;
    const isWrite = random.chance(0.4);
    if (isWrite) log.push({ key, value: id });
    const until = isWrite ? log.length : random.between(replica.applied, log.length);
    for (; replica.applied < until; replica.applied++) replica.values.set(log[replica.applied]!.key, log[replica.applied]!.value);
    const common = { process, invoked: 10 * id, returned: 10 * id + 5 };
    return isWrite ? { ...common, input: { op: 'write', key, value: id }, output: undefined } : { ...common, input: { op: 'read', key }, output: replica.values.get(key) ?? null };
  });
}
