import assert from 'node:assert/strict';
import type { Operation } from '../../../../src/engine/check/history.ts';
import { checkCausal, type CausalVariant } from '../../../../src/engine/check/consistency/causal.ts';
import { CONSISTENCY_MODELS, IMPLIES, registersByKey, standings, strongestModels, type ConsistencyModel } from '../../../../src/engine/check/consistency/hierarchy.ts';
import type { RegisterHistory, RegisterOperation, Value } from '../../../../src/engine/check/consistency/register-history.ts';
import { checkSequential } from '../../../../src/engine/check/consistency/sequential.ts';
import { checkSession, SESSION_GUARANTEES } from '../../../../src/engine/check/consistency/sessions.ts';
import type { Consistency } from '../../../../src/engine/check/consistency/verdict.ts';
import { queue, type QueueInput } from '../../../../src/engine/check/linearizability/models.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import { isCausal, isSequential, keepsTo, partialOrders } from './oracles.ts';

type Step = Operation<RegisterOperation, Value>;

/** `w x 1` writes, `r x 1` reads, `r x -` finds nothing; a line for each process. */
function historyOf(...processes: string[]): RegisterHistory {
  return processes.flatMap((line, process) =>
    line.split(', ').map((text, position): Step => {
      const [op, key = '', value = ''] = text.split(' ');
      const output = value === '-' ? null : Number(value);
      const input: RegisterOperation = op === 'w' ? { op: 'write', key, value: Number(value) } : { op: 'read', key };
      return { process, input, output: op === 'w' ? null : output, invoked: 10 * position + process, returned: 10 * position + process + 5 };
    }),
  );
}

const OPERATIONS = ['w x', 'w y', 'r x', 'r y'] as const;

/** All histories of so many operations of up to three processes over two keys; reads give what was written to the key, or nothing. */
function* allHistories(size: number, processes: number): Generator<RegisterHistory> {
  const kinds = OPERATIONS.flatMap((operation) => Array.from({ length: processes }, (_, process) => ({ operation, process })));
  for (let code = 0; code < kinds.length ** size; code++) {
    const chosen = Array.from({ length: size }, (_, position) => kinds[Math.floor(code / kinds.length ** position) % kinds.length]!);
    // Processes are numbered in the order in which they come, and reads alone say nothing.
    if (!chosen.every(({ process }, position) => process <= Math.max(-1, ...chosen.slice(0, position).map((each) => each.process)) + 1)) continue;
    const written = (key: string) => chosen.flatMap(({ operation }, id) => (operation === `w ${key}` ? [id + 1] : []));
    const outputs = chosen.map(({ operation }): readonly Value[] => (operation.startsWith('w') ? [null] : [null, ...written(operation.slice(2))]));
    for (const given of product(outputs)) yield chosen.map(({ operation, process }, id) => step(operation, process, id, given[id]!));
  }
}

function step(operation: string, process: number, id: number, output: Value): Step {
  const key = operation.slice(2);
  return { process, input: operation.startsWith('w') ? { op: 'write', key, value: id + 1 } : { op: 'read', key }, output, invoked: 10 * id, returned: 10 * id + 5 };
}

function product<Item>(lists: readonly (readonly Item[])[]): Item[][] {
  return lists.reduce<Item[][]>((all, list) => all.flatMap((each) => list.map((item) => [...each, item])), [[]]);
}

function randomHistory(random: Random, size: number, processes: number): RegisterHistory {
  const chosen = Array.from({ length: size }, () => ({ operation: random.pick(OPERATIONS), process: random.integer(processes) }));
  return chosen.map(({ operation, process }, id) => {
    const written = chosen.flatMap((each, other) => (each.operation === `w ${operation.slice(2)}` ? [other + 1] : []));
    // Mostly something that was written before, as in a history that is nearly right.
    const likely = written.filter((value) => value <= id);
    const output = operation.startsWith('w') || random.chance(0.2) ? null : (random.pick(random.chance(0.7) && likely.length > 0 ? likely.slice(-2) : written) ?? null);
    return step(operation, process, id, output);
  });
}

const holds = ({ kind }: Consistency): boolean => {
  assert.notEqual(kind, 'undecided');
  return kind === 'holds';
};

/** A verdict comes with what shows it: orders that are right, or a reason whose arrows meet. */
function verify(history: RegisterHistory, verdict: Consistency): void {
  if (verdict.kind === 'violated') {
    const { edges, operations } = verdict.reason;
    assert.ok(operations.length > 0);
    edges.forEach(({ from, to }) => assert.ok(operations.includes(from) && operations.includes(to)));
    return;
  }
  if (verdict.kind !== 'holds') return;
  for (const [process, order] of verdict.orders) {
    const last = new Map<string, Value>();
    for (const id of order) {
      const { input, output, process: own } = history[id]!;
      if (input.op === 'write') last.set(input.key, input.value);
      else if (process !== '' && String(own) === process) assert.equal(last.get(input.key) ?? null, output);
    }
  }
}

const SMALL = 3;
const orders = partialOrders(4);
const ordersOfSmall = partialOrders(SMALL);

describe('consistency of registers', function () {
  this.timeout(60_000);

  it('agrees with the definitions of sequential, PRAM and session consistency on all histories of up to four operations', () => {
    let histories = 0;
    let broken = 0;
    for (const size of [1, 2, 3, 4]) {
      for (const history of allHistories(size, 2)) {
        histories++;
        const sequential = checkSequential(registersByKey, history);
        assert.equal(holds(sequential), isSequential(history), JSON.stringify(history));
        for (const guarantee of ['PRAM', ...SESSION_GUARANTEES] as const) {
          const verdict = checkSession(history, guarantee);
          verify(history, verdict);
          assert.equal(holds(verdict), keepsTo(history, guarantee), `${guarantee}: ${JSON.stringify(history)}`);
          if (verdict.kind === 'violated') broken++;
        }
      }
    }
    assert.ok(histories > 5_000 && broken > 2_000, `${histories}, ${broken}`);
  });

  it('agrees with them on thousands of random histories of five and six', () => {
    const counts = { right: 0, wrong: 0 };
    for (let seed = 1; seed <= 3_000; seed++) {
      const random = Random.fromSeed(seed).split('sessions');
      const history = randomHistory(random, random.between(5, 6), 3);
      assert.equal(holds(checkSequential(registersByKey, history)), isSequential(history), `seed ${seed}`);
      for (const guarantee of ['PRAM', ...SESSION_GUARANTEES] as const) {
        const verdict = checkSession(history, guarantee);
        verify(history, verdict);
        assert.equal(holds(verdict), keepsTo(history, guarantee), `seed ${seed}, ${guarantee}`);
        counts[verdict.kind === 'holds' ? 'right' : 'wrong']++;
      }
    }
    assert.ok(counts.right > 1_000 && counts.wrong > 1_000, JSON.stringify(counts));
  });

  for (const variant of ['CC', 'CCv', 'CM'] as const satisfies readonly CausalVariant[]) {
    it(`agrees with the definition of ${variant} on all histories of up to three operations, and a thousand of four`, () => {
      const counts = { right: 0, wrong: 0 };
      const compare = (history: RegisterHistory, causal: readonly boolean[][][]) => {
        const verdict = checkCausal(history, variant);
        verify(history, verdict);
        assert.equal(holds(verdict), isCausal(history, variant, causal), JSON.stringify(history));
        counts[verdict.kind === 'holds' ? 'right' : 'wrong']++;
      };
      for (const history of allHistories(SMALL, 3)) compare(history, ordersOfSmall);
      for (let seed = 1; seed <= 1_000; seed++) compare(randomHistory(Random.fromSeed(seed).split(variant), 4, 3), orders);
      assert.ok(counts.right > 300 && counts.wrong > 300, JSON.stringify(counts));
    });
  }

  it('never breaks a model that a stronger one brings with it', () => {
    for (let seed = 1; seed <= 1_500; seed++) {
      const random = Random.fromSeed(seed).split('hierarchy');
      const found = standings(randomHistory(random, random.between(2, 9), 3));
      for (const model of CONSISTENCY_MODELS) {
        if (found.get(model) === 'holds') for (const weaker of IMPLIES[model]) assert.equal(found.get(weaker), 'holds', `seed ${seed}: ${model} without ${weaker}`);
      }
    }
  });

  describe('puts what is known from the literature in its place:', () => {
    const cases: readonly (readonly [name: string, history: RegisterHistory, strongest: readonly ConsistencyModel[]])[] = [
      ['one process after another', historyOf('w x 1, r x 1', 'r y -, r x 1'), ['linearizable']],
      ['a stale read (Lamport 1979)', [...historyOf('w x 1'), { process: 1, input: { op: 'read', key: 'x' }, output: null, invoked: 50, returned: 60 }], ['sequential']],
      ['store buffering, as in Dekker’s algorithm', historyOf('w x 1, r y -', 'w y 1, r x -'), ['CCv', 'CM']],
      ['independent reads of independent writes', historyOf('w x 1', 'w y 1', 'r x 1, r y -', 'r y 1, r x -'), ['CCv', 'CM']],
      ['conflicting writes seen in different orders', historyOf('w x 1', 'w x 2', 'r x 1, r x 2', 'r x 2, r x 1'), ['CM']],
      ['a write seen without its cause (the lost ring)', historyOf('w x 1', 'r x 1, w y 2', 'r y 2, r x -'), ['PRAM']],
      ['its own write not seen', historyOf('w x 1, r x -'), ['monotonic-reads', 'monotonic-writes', 'writes-follow-reads']],
      ['reading on, then back', historyOf('w x 1, w x 2', 'r x 2, r x 1'), ['read-your-writes', 'writes-follow-reads']],
      ['writes of one process in another order', historyOf('w x 1, w y 2', 'r y 2, r x -'), ['read-your-writes', 'monotonic-reads', 'writes-follow-reads']],
    ];
    for (const [name, history, strongest] of cases) {
      it(name, () => assert.deepEqual(strongestModels(history), strongest));
    }
  });

  describe('gives a reason', () => {
    const reason = (verdict: Consistency) => (verdict.kind === 'violated' ? verdict.reason : assert.fail(verdict.kind));

    it('by the pattern that is broken, with its arrows', () => {
      const pattern = (variant: CausalVariant, ...lines: string[]) => reason(checkCausal(historyOf(...lines), variant)).pattern;
      assert.equal(pattern('CC', 'r x 7'), 'ThinAirRead');
      assert.equal(pattern('CC', 'r x 1, w x 1'), 'CyclicCO');
      assert.equal(pattern('CC', 'w x 1, r x -'), 'WriteCOInitRead');
      assert.equal(pattern('CC', 'w x 1, w x 2, r x 1'), 'WriteCORead');
      assert.equal(pattern('CCv', 'w x 1', 'w x 2', 'r x 1, r x 2', 'r x 2, r x 1'), 'CyclicCF');
      assert.equal(pattern('CM', 'w x 1, w y 1', 'w x 2, r x 2, r y 1, r x 1, r x 2'), 'CyclicHB');
      const ring = reason(checkCausal(historyOf('w x 1', 'r x 1, w y 2', 'r y 2, r x -'), 'CC'));
      assert.deepEqual(ring.operations, [0, 1, 2, 3, 4]);
      assert.deepEqual(ring.edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`), ['0 reads-from 1', '1 session 2', '2 reads-from 3', '3 session 4']);
    });

    it('that leaves out what has nothing to do with it', () => {
      const noise = Array.from({ length: 6 }, (_, process) => `r z -, w z${process} 1, r z${process} 1`);
      const history = historyOf('w x 1, r y -', 'w y 1, r x -', ...noise);
      const { operations } = reason(checkSequential(registersByKey, history));
      // Reads that are not needed are gone; writes change the state, and stay.
      assert.deepEqual(operations.filter((id) => history[id]!.input.op === 'read'), [1, 3]);
    });
  });

  it('takes a write of unknown outcome to have happened only where it was read', () => {
    const unknown: Step = { process: 0, input: { op: 'write', key: 'x', value: 1 }, output: undefined, invoked: 0, returned: Infinity };
    const read = (output: Value, at: number): Step => ({ process: 1, input: { op: 'read', key: 'x' }, output, invoked: at, returned: at + 1 });
    for (const model of CONSISTENCY_MODELS) {
      assert.equal(standings([unknown, read(null, 5), read(null, 7)]).get(model), 'holds', model);
      assert.equal(standings([unknown, read(null, 5), read(1, 7)]).get(model), 'holds', model);
    }
    assert.equal(standings([unknown, read(1, 5), read(null, 7)]).get('monotonic-reads'), 'violated');
  });

  it('refuses a history in which it can not be told what was read', () => {
    assert.throws(() => checkCausal(historyOf('w x 1', 'w x 1'), 'CC'), /Operations 0 and 1 both write 1 to x/);
    assert.throws(() => checkSession([{ process: 0, input: { op: 'write', key: 'x', value: null }, output: null, invoked: 0, returned: 1 }], 'PRAM'), /writes null to x/);
  });

  it('judges other objects by sequential consistency too', () => {
    const at = (process: number, input: QueueInput, output: Value, invoked: number) => ({ process, input, output, invoked, returned: invoked + 1 });
    const history = (first: number) => [at(0, { op: 'enqueue', value: 1 }, null, 0), at(0, { op: 'enqueue', value: 2 }, null, 2), at(1, { op: 'dequeue' }, null, 4), at(1, { op: 'dequeue' }, first, 6)];
    assert.deepEqual([checkSequential(queue, history(1)).kind, checkSequential(queue, history(2)).kind], ['holds', 'violated']);
  });

  it('says "undecided" when its budget is used up', () => {
    const wide = Array.from({ length: 12 }, (_, process): Step[] => [step('w x', process, process, null), step('r y', process, 20 + process, null)]).flat();
    const impossible: Step = { process: 99, input: { op: 'read', key: 'y' }, output: 'never written', invoked: 500, returned: 501 };
    const verdict = checkSequential(registersByKey, [...wide, impossible], 5_000);
    assert.ok(verdict.kind === 'undecided' && verdict.states === 5_000);
  });

  it('decides thousands of operations in a moment', () => {
    const random = Random.fromSeed(1);
    const store = new Map<string, number>();
    const history = Array.from({ length: 2_000 }, (_, id): Step => {
      const key = `k${random.integer(20)}`;
      const isWrite = random.chance(0.4);
      if (isWrite) store.set(key, id);
      return { process: random.integer(20), input: isWrite ? { op: 'write', key, value: id } : { op: 'read', key }, output: isWrite ? null : (store.get(key) ?? null), invoked: 10 * id, returned: 10 * id + 1 };
    });
    for (const variant of ['CC', 'CCv', 'CM'] as const) assert.equal(checkCausal(history, variant).kind, 'holds');
    for (const guarantee of ['PRAM', ...SESSION_GUARANTEES] as const) assert.equal(checkSession(history, guarantee).kind, 'holds', guarantee);
  });
});
