import assert from 'node:assert/strict';
import { checkCausal } from '../../../../src/engine/check/consistency/causal.ts';
import { CONSISTENCY_MODELS, IMPLIES, placeOf, strongestModels, type ConsistencyModel } from '../../../../src/engine/check/consistency/hierarchy.ts';
import type { RegisterHistory } from '../../../../src/engine/check/consistency/register-history.ts';
import { checkSequentialRegisters } from '../../../../src/engine/check/consistency/sequential-registers.ts';
import { checkPram } from '../../../../src/engine/check/consistency/pram.ts';
import { checkSession, SESSION_GUARANTEES, type SessionGuarantee } from '../../../../src/engine/check/consistency/sessions.ts';
import type { Consistency, Reason } from '../../../../src/engine/check/consistency/verdict.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import { verifyReason } from './evidence.ts';
import { historyOf, randomHistory, textOf, type Step } from './histories.ts';

const unread = (process: number, invoked: number): Step => ({ process, input: { op: 'read', key: 'x' }, output: null, invoked, returned: invoked + 5 });

describe('histories that the literature speaks of', () => {
  const cases: readonly (readonly [name: string, history: RegisterHistory, strongest: readonly ConsistencyModel[]])[] = [
    ['one process after another', historyOf('w x 1, r x 1', 'r y -, r x 1'), ['linearizable']],
    ['a stale read (Lamport 1979)', [...historyOf('w x 1'), unread(1, 50)], ['sequential']],
    ['store buffering, as in Dekker’s algorithm', historyOf('w x 1, r y -', 'w y 1, r x -'), ['CCv', 'CM']],
    ['message passing', historyOf('w x 1, w y 1', 'r y 1, r x -'), ['read-your-writes', 'monotonic-reads', 'writes-follow-reads']],
    ['load buffering', historyOf('r x 1, w y 1', 'r y 1, w x 1'), ['PRAM']],
    ['independent reads of independent writes', historyOf('w x 1', 'w y 1', 'r x 1, r y -', 'r y 1, r x -'), ['CCv', 'CM']],
    ['two writes each way (2+2W) with what is left of them', historyOf('w x 1, w y 2, r y 1', 'w y 1, w x 2, r x 1'), ['CM']],
    ['conflicting writes seen in different orders', historyOf('w x 1', 'w x 2', 'r x 1, r x 2', 'r x 2, r x 1'), ['CM']],
    ['Bouajjani et al. 2017, Fig. 3a: causal memory, not convergent', historyOf('w x 1, r x 2', 'w x 2, r x 1'), ['CM']],
    ['Fig. 3b: convergent, not causal memory', historyOf('w z 1, w x 1, w y 1', 'w x 2, r z -, r y 1, r x 2'), ['CCv']],
    ['Fig. 3c: neither, but causally consistent', historyOf('w x 1', 'w x 2, r x 1, r x 2'), ['CC', 'monotonic-reads', 'monotonic-writes', 'writes-follow-reads']],
    ['Fig. 3d: both, but not sequential', historyOf('w x 1, r y -, w y 1, r x 1', 'w x 2, r y -, w y 2, r x 2'), ['CCv', 'CM']],
    // Each guarantee has an order of its own here; no one order has all four.
    ['Fig. 3e: not causally consistent', historyOf('w x 1, w y 1', 'r y 1, w x 2', 'r x 2, r x 1'), ['PRAM', 'writes-follow-reads']],
    ['a write seen without its cause (the lost ring)', historyOf('w x 1', 'r x 1, w y 2', 'r y 2, r x -'), ['PRAM']],
    ['a process that does not see its own write', historyOf('w x 1, r x -'), ['monotonic-reads', 'monotonic-writes', 'writes-follow-reads']],
    ['a process that sees its own last write but one', historyOf('w x 1, w x 2, r x 1'), ['monotonic-reads', 'monotonic-writes', 'writes-follow-reads']],
    ['reading something, then nothing', historyOf('w x 1', 'r x 1, r x -'), ['read-your-writes', 'monotonic-writes', 'writes-follow-reads']],
    ['reading one, the other, and the one', historyOf('w x 1', 'w x 2', 'r x 1, r x 2, r x 1'), ['CC', 'monotonic-writes', 'writes-follow-reads']],
    ['reading on, then back, of one writer', historyOf('w x 1, w x 2', 'r x 2, r x 1'), ['read-your-writes', 'writes-follow-reads']],
    ['a write seen without an earlier one of its writer', historyOf('w x 1, w y 2', 'r y 2, r x -'), ['read-your-writes', 'monotonic-reads', 'writes-follow-reads']],
    ['an answer seen without the question', historyOf('w x 1', 'r x 1, w x 2', 'r x 2, r x 1'), ['PRAM']],
    ['a value from thin air', historyOf('w x 1', 'r x 7'), []],
    ['a value that was written twice', historyOf('w x 1', 'w x 2', 'w x 1', 'r x 1, r x 2, r x 1'), ['linearizable']],
  ];
  for (const [name, history, strongest] of cases) {
    it(name, () => assert.deepEqual(strongestModels(name === 'a value that was written twice' ? atOnce(history) : history), strongest));
  }

  it('never break a model that a stronger one brings with it', () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 1_500; seed++) {
      const random = Random.fromSeed(seed).split('hierarchy');
      const history = randomHistory(random, { operations: random.between(3, 9), processes: 3, ...(seed % 3 === 0 ? { values: [1, 2] } : {}) });
      const found = new Map(CONSISTENCY_MODELS.map((model) => [model, kindOf(history, model)]));
      for (const model of CONSISTENCY_MODELS) {
        if (found.get(model) === 'holds') for (const weaker of IMPLIES[model]) assert.equal(found.get(weaker), 'holds', `${model} without ${weaker}: ${textOf(history)}`);
      }
      assert.deepEqual([...placeOf(history).verdicts].map(([model, { kind }]) => [model, kind]), [...found]);
      seen.add(placeOf(history).strongest.join());
    }
    assert.ok(seen.size > 12, [...seen].join('\n'));
  });

  it('settle what is undecided by models that are decided', () => {
    const history = historyOf('w x 1, r x -, w y 1');
    const nothing = { moves: 1, bytes: 1e9 };
    assert.deepEqual(placeOf(history, nothing).strongest, []);
    assert.equal(placeOf(history, nothing).verdicts.get('sequential')?.kind, 'undecided');
    // Enough for a process alone, too little for a search of all.
    const { verdicts } = placeOf(history, { moves: 40, bytes: 1e9 });
    assert.equal(verdicts.get('read-your-writes')?.kind, 'violated');
    assert.equal(verdicts.get('sequential'), verdicts.get('read-your-writes'));
  });
});

describe('reasons', () => {
  const reason = (verdict: Consistency): Reason => (verdict.kind === 'violated' ? verdict.reason : assert.fail(verdict.kind));

  it('have the names of the patterns', () => {
    const pattern = (variant: 'CC' | 'CCv' | 'CM', ...lines: string[]) => {
      const history = historyOf(...lines);
      const found = reason(checkCausal(history, variant));
      verifyReason(history, variant, found);
      return found.pattern;
    };
    assert.equal(pattern('CC', 'r x 7'), 'ThinAirRead');
    assert.equal(pattern('CC', 'r x 1, w x 1'), 'CyclicCO');
    assert.equal(pattern('CC', 'w x 1, r x -'), 'WriteCOInitRead');
    assert.equal(pattern('CC', 'w x 1, w x 2, r x 1'), 'WriteCORead');
    assert.equal(pattern('CCv', 'w x 1', 'w x 2', 'r x 1, r x 2', 'r x 2, r x 1'), 'CyclicCF');
    assert.equal(pattern('CM', 'w x 1, w y 1', 'w x 2, r x 2, r y 1, r x 1, r x 2'), 'CyclicHB');
    assert.equal(pattern('CM', 'w z 1, w x 1, w y 1', 'w x 2, r z -, r y 1, r x 2'), 'WriteHBInitRead');
  });

  it('are cycles, with what their arrows follow from', () => {
    const ring = reason(checkCausal(historyOf('w x 1', 'r x 1, w y 2', 'r y 2, r x -'), 'CC'));
    assert.deepEqual(ring.operations, [0, 1, 2, 3, 4]);
    assert.deepEqual(ring.edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`), ['0 reads-from 1', '1 session 2', '2 reads-from 3', '3 session 4', '4 read-before 0']);
    const dekker = reason(checkSequentialRegisters(historyOf('w x 1, r y -', 'w y 1, r x -')));
    assert.deepEqual(dekker.edges.map(({ kind }) => kind).sort(), ['read-before', 'read-before', 'session', 'session']);
    const back = reason(checkSession(historyOf('w x 1, w x 2', 'r x 2, r x 1'), 'monotonic-reads'));
    assert.equal(back.process, 1);
    assert.deepEqual(back.edges, [{ from: 0, to: 1, kind: 'session' }, { from: 1, to: 0, kind: 'overwritten', via: 3 }]);
    assert.deepEqual(back.support.map(({ from, to, kind }) => `${from} ${kind} ${to}`), ['1 reads-from 2', '2 session 3', '0 reads-from 3']);
  });

  it('name the reads that can not be matched where values are written more than once', () => {
    const noise = ['w z 1, w z 1, r z 1', 'w z 1, r z 1, r z 1'];
    const found = reason(checkPram(historyOf('w x 1, w x 2, w x 1', 'r x 2, r x 1, r x 2', ...noise)));
    assert.equal(found.pattern, 'no-sources');
    assert.deepEqual(found.operations, [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(found.edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`), ['1 may-read 3', '0 may-read 4', '2 may-read 4', '1 may-read 5']);
    // One that is broken whatever the others have read is shown by its pattern.
    assert.equal(reason(checkPram(historyOf('w x 1, w x 2, w y 3', 'r y 3, r x 1', ...noise))).pattern, 'PRAM');
  });
});

describe('operations of unknown outcome', () => {
  const unknown: Step = { process: 0, input: { op: 'write', key: 'x', value: 1 }, output: undefined, invoked: 0, returned: Infinity };
  const read = (output: number | null, at: number): Step => ({ process: 1, input: { op: 'read', key: 'x' }, output, invoked: at, returned: at + 1 });

  it('have happened where they were read, and need not have where they were not', () => {
    for (const model of CONSISTENCY_MODELS) {
      assert.equal(kindOf([unknown, read(null, 5), read(null, 7)], model), 'holds', model);
      assert.equal(kindOf([unknown, read(null, 5), read(1, 7)], model), 'holds', model);
    }
    assert.equal(kindOf([unknown, read(1, 5), read(null, 7)], 'monotonic-reads'), 'violated');
  });

  it('are left out of orders where nobody has read them', () => {
    const orders = (history: RegisterHistory) => SESSION_GUARANTEES.map((guarantee) => {
      const verdict = checkSession(history, guarantee);
      return verdict.kind === 'holds' ? verdict.orders.get('1') : assert.fail(verdict.kind);
    });
    for (const order of orders([unknown, read(null, 5)])) assert.deepEqual(order, [1]);
    for (const order of orders([unknown, read(1, 5)])) assert.deepEqual(order, [0, 1]);
  });
});

/** All at one moment, but for the order of each process. */
function atOnce(history: RegisterHistory): RegisterHistory {
  return history.map((operation, id) => ({ ...operation, invoked: operation.process === 3 ? id : 0, returned: operation.process === 3 ? id + 0.5 : 100 }));
}

function kindOf(history: RegisterHistory, model: ConsistencyModel): string {
  const guarantees: readonly string[] = SESSION_GUARANTEES;
  if (guarantees.includes(model)) return checkSession(history, model as SessionGuarantee).kind;
  if (model === 'PRAM') return checkPram(history).kind;
  if (model === 'CC' || model === 'CCv' || model === 'CM') return checkCausal(history, model).kind;
  if (model === 'sequential') return checkSequentialRegisters(history).kind;
  return placeOf(history).verdicts.get(model)!.kind;
}
