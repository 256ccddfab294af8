import assert from 'node:assert/strict';
import { ledgerOf, type LogRecord } from '../../../../src/engine/protocols/atomic-commitment/ledger.ts';
import { CommitmentSafety, COMMITMENT_INVARIANTS } from '../../../../src/engine/protocols/atomic-commitment/properties.ts';
import { excluding, including, parseTransaction, renameParticipants } from '../../../../src/engine/protocols/atomic-commitment/transaction.ts';
import type { NodeView } from '../../../../src/engine/check/search/model.ts';
import type { Context, Process } from '../../../../src/engine/sim/process.ts';
import { Disk } from '../../../../src/engine/sim/storage.ts';
import { Simulator } from '../../../../src/engine/sim/simulator.ts';
import { tell } from '../runs.ts';

const T1 = { transaction: 'T1', participants: [0, 1] };

/** What logs say, and the property that they break. */
const CASES: readonly (readonly [logs: readonly (readonly LogRecord[])[], breaks: string | undefined])[] = [
  [[[], []], undefined],
  [[[{ record: 'prepare', ...T1 }], []], undefined],
  [[[{ record: 'prepare', ...T1 }], [{ record: 'abort', transaction: 'T1' }]], undefined],
  [[[{ record: 'prepare', ...T1 }, { record: 'commit', transaction: 'T1' }], [{ record: 'prepare', ...T1 }]], undefined],
  [[[{ record: 'prepare', ...T1 }, { record: 'commit', transaction: 'T1' }], []], 'validity'],
  [[[{ record: 'prepare', ...T1 }, { record: 'commit', transaction: 'T1' }], [{ record: 'prepare', ...T1 }, { record: 'abort', transaction: 'T1' }]], 'agreement'],
  [[[{ record: 'prepare', ...T1 }, { record: 'commit', transaction: 'T1' }, { record: 'abort', transaction: 'T1' }], [{ record: 'prepare', ...T1 }]], 'stability'],
  [[[{ record: 'prepare', ...T1 }, { record: 'commit', transaction: 'T1' }], [{ record: 'prepare', ...T1 }, { record: 'abort', transaction: 'T2' }]], undefined],
];

/** Writes down what it is told to. */
class Scribe implements Process<never> {
  private readonly context: Context<never>;

  constructor(context: Context<never>) {
    this.context = context;
  }

  onStart(): void {}
  onRestart(): void {}
  onMessage(): void {}
  onTimer(): void {}

  onCommand(record: string): void {
    this.context.store.log.append(JSON.parse(record));
  }
}

describe('the properties of atomic commitment', () => {
  it('say of logs what is wrong with them, in a search', () => {
    for (const [logs, breaks] of CASES) {
      const nodes = logs.map((records, id): NodeView => {
        const disk = new Disk(() => undefined);
        for (const record of records) disk.log.append(record);
        return { id, name: `p${id + 1}`, isUp: true, state: null, disk: disk.capture(), timers: [] };
      });
      const broken = COMMITMENT_INVARIANTS.filter((invariant) => invariant.violation({ nodes, messages: [] }) !== undefined).map(({ id }) => id);
      assert.deepEqual(broken, breaks ? [breaks] : []);
    }
  });

  it('say the same in a run, at the step that breaks them', () => {
    for (const [logs, breaks] of CASES) {
      const written = logs.flatMap((records, node) => records.map((record) => ({ node, record })));
      const votesFirst = [...written.filter(({ record: { record } }) => record === 'prepare'), ...written.filter(({ record: { record } }) => record !== 'prepare')];
      const nodes = logs.map((_, id) => ({ name: `p${id + 1}`, kind: 'server' as const, create: (context: Context<never>) => new Scribe(context) }));
      const system = { nodes, network: { latency: { kind: 'constant', value: 1 } as const, loss: 0, duplication: 0 } };
      const simulator = new Simulator<never>({ system, seed: 1, schedule: votesFirst.map(({ node, record }, time) => tell(1 + time, node, JSON.stringify(record))) });
      const monitor = new CommitmentSafety<never>();
      const found: string[] = [];
      while (simulator.advance()) {
        found.push(...monitor.afterStep(simulator).map(({ property }) => property));
        const other = new CommitmentSafety<never>();
        other.restore(monitor.capture());
        assert.deepEqual(other.afterStep(simulator), [], 'a copy has seen what the monitor has');
      }
      assert.deepEqual(found, breaks ? [breaks] : []);
    }
  });
});

describe('a ledger', () => {
  it('takes what is damaged for no record', () => {
    assert.deepEqual([...ledgerOf([Symbol('damaged'), undefined, { record: 'end', transaction: 'T1' }]).keys()], ['T1']);
  });
});

describe('a transaction', () => {
  it('is read as a user types it', () => {
    assert.deepEqual(parseTransaction(' T1 ', [1, 2, 3]), { transaction: 'T1', participants: [1, 2, 3] });
    assert.deepEqual(parseTransaction('T1 3 1 3', [1, 2, 3]), { transaction: 'T1', participants: [1, 3] });
    assert.deepEqual(parseTransaction('T1 p3 p1', [2, 3, 4]), { transaction: 'T1', participants: [2, 4] });
    assert.throws(() => parseTransaction('', [1]), /such as "T1 p1 p2"; this one is empty/);
    assert.throws(() => parseTransaction('T1 7', [1, 2]), /"7" is none of the participants, which are p1 to p2/);
    assert.throws(() => parseTransaction('T1 one', [1, 2]), /"one" is none of the participants/);
  });

  it('has other participants where nodes go by other numbers', () => {
    const withoutTwo = (node: number) => (node === 2 ? undefined : node > 2 ? node - 1 : node);
    assert.deepEqual(['T1', 'T1 1 2 3', 'T1 2', 'T1 p1'].map((text) => renameParticipants(text, withoutTwo)), ['T1', 'T1 1 2', undefined, undefined]);
  });

  it('has its participants in order, each once', () => {
    assert.deepEqual(including([1, 3], 2), [1, 2, 3]);
    assert.deepEqual(including([1, 10, 9], 2), [1, 2, 9, 10]);
    assert.deepEqual(including([1, 3], 3), [1, 3]);
    assert.deepEqual(excluding([1, 3], 3), [1]);
  });
});
