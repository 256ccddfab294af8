import assert from 'node:assert/strict';
import { checkCausal } from '../../../../src/engine/check/consistency/causal.ts';
import { placeOf } from '../../../../src/engine/check/consistency/hierarchy.ts';
import { checkPram } from '../../../../src/engine/check/consistency/pram.ts';
import { registersByKey, type RegisterHistory, type Value } from '../../../../src/engine/check/consistency/register-history.ts';
import { checkSequentialRegisters } from '../../../../src/engine/check/consistency/sequential-registers.ts';
import { checkSequential } from '../../../../src/engine/check/consistency/sequential.ts';
import { checkSession, SESSION_GUARANTEES } from '../../../../src/engine/check/consistency/sessions.ts';
import type { Consistency } from '../../../../src/engine/check/consistency/verdict.ts';
import { queue } from '../../../../src/engine/check/linearizability/models.ts';
import type { Budget } from '../../../../src/engine/check/linearizability/check.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import type { Step } from './histories.ts';

const LITTLE: Budget = { moves: 200_000, bytes: 1e9 };

const write = (process: number, key: string, value: Value, at: number): Step => ({ process, input: { op: 'write', key, value }, output: undefined, invoked: at, returned: at + 1 });
const read = (process: number, key: string, value: Value, at: number): Step => ({ process, input: { op: 'read', key }, output: value, invoked: at, returned: at + 1 });

/** Values that are each written by all, and read in orders of which no choice of writes makes sense easily. */
function muddle(random: Random, size: number): RegisterHistory {
  return Array.from({ length: size }, (_, id) => (random.chance(0.5) ? write : read)(random.integer(6), random.pick(['x', 'y'] as const), random.integer(3), 2 * id));
}

const CHECKS: readonly (readonly [name: string, check: (history: RegisterHistory, budget?: Budget) => Consistency])[] = [
  ['sequential', checkSequentialRegisters],
  ...(['CC', 'CCv', 'CM'] as const).map((variant) => [variant, (history: RegisterHistory, budget?: Budget) => checkCausal(history, variant, budget)] as const),
  ['PRAM', checkPram],
  ...SESSION_GUARANTEES.map((guarantee) => [guarantee, (history: RegisterHistory, budget?: Budget) => checkSession(history, guarantee, budget)] as const),
];

describe('checks of weaker models within their budgets', function () {
  this.timeout(60_000);

  it('say "undecided", with how much they have looked at, and never hang', () => {
    const history = muddle(Random.fromSeed(3), 600);
    const undecided = CHECKS.flatMap(([name, check]) => {
      const verdict = check(history, LITTLE);
      if (verdict.kind === 'undecided') assert.ok(verdict.states > 0, name);
      return verdict.kind === 'undecided' ? [name] : [];
    });
    assert.ok(undecided.length > 3, undecided.join());
    assert.ok([...placeOf(history, LITTLE).verdicts.values()].some(({ kind }) => kind === 'undecided'));
  });

  it('end where they have not the bytes', () => {
    const history = Array.from({ length: 2_000 }, (_, id) => (id % 2 === 0 ? write(id % 10, 'x', id, 2 * id) : read(id % 10, 'x', id - 1, 2 * id)));
    for (const [name, check] of CHECKS) {
      assert.equal(check(history, { moves: 50_000_000, bytes: 100_000 }).kind, 'undecided', name);
      assert.equal(check(history).kind, 'holds', name);
    }
  });

  it('look at no more orders of an object than they may', () => {
    // Enqueues of values that are put in twice tell no order, and no dequeue comes to the end.
    const history = [
      ...Array.from({ length: 40 }, (_, process) => ({ process, input: { op: 'enqueue', value: process >> 1 } as const, output: null, invoked: 0, returned: 10 })),
      { process: 50, input: { op: 'dequeue' } as const, output: 'nobody put this in', invoked: 20, returned: 30 },
    ];
    const verdict = checkSequential(queue, history, { moves: 100_000, bytes: 1e9 });
    assert.ok(verdict.kind === 'undecided' && verdict.states > 1_000);
    assert.equal(checkSequential(queue, history, { moves: 1e9, bytes: 1_000_000 }).kind, 'undecided');
  });

  it('remember no more configurations than they may, and come to the same verdict', () => {
    const noise = Array.from({ length: 4 }, (_, process) => [write(10 + process, 'z', 1, 0), write(10 + process, 'z', 2, 2)]).flat();
    const history = [write(0, 'x', 1, 0), read(0, 'y', null, 2), write(1, 'y', 1, 0), read(1, 'x', null, 2), ...noise];
    for (const bytes of [1e9, 50_000]) assert.equal(checkSequential(registersByKey, history, { moves: 50_000_000, bytes }).kind, 'violated', String(bytes));
  });

  it('decide thousands of operations in a moment', () => {
    const random = Random.fromSeed(1);
    const store = new Map<string, number>();
    const history = Array.from({ length: 2_000 }, (_, id): Step => {
      const key = `k${random.integer(20)}`;
      const process = random.integer(20);
      if (random.chance(0.6)) return read(process, key, store.get(key) ?? null, 2 * id);
      store.set(key, id);
      return write(process, key, id, 2 * id);
    });
    const twice = history.map((operation) => ({ ...operation, ...(operation.input.op === 'write' ? { input: { ...operation.input, value: Number(operation.input.value) % 800 } } : { output: operation.output === null ? null : Number(operation.output) % 800 }) }));
    for (const [name, check] of CHECKS) {
      assert.equal(check(history).kind, 'holds', name);
      assert.equal(check(twice).kind, 'holds', name);
    }
  });

  it('see what is wrong with one read of thousands', () => {
    const history = Array.from({ length: 3_000 }, (_, id) => (id % 3 === 0 ? write(0, 'x', id, 2 * id) : read(id % 3, 'x', id - (id % 3), 2 * id)));
    history[2_002] = { ...history[2_002]!, output: 1_500 };
    for (const [name, check] of CHECKS) {
      const verdict = check(history);
      // It goes back to what it has read before, which no order of writes explains: it says nothing of them.
      if (name === 'read-your-writes' || name === 'monotonic-writes' || name === 'writes-follow-reads') assert.equal(verdict.kind, 'holds', name);
      else assert.ok(verdict.kind === 'violated' && verdict.reason.operations.length <= 6, `${name}: ${JSON.stringify(verdict)}`);
    }
  });
});
