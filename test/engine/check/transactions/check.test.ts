import assert from 'node:assert/strict';
import type { AnomalyName } from '../../../../src/engine/check/transactions/anomalies.ts';
import { checkTransactions, type TransactionCheckOptions } from '../../../../src/engine/check/transactions/check.ts';
import type { TransactionHistory } from '../../../../src/engine/check/transactions/history.ts';
import type { Level } from '../../../../src/engine/check/transactions/levels.ts';
import { concurrent, successive, transaction } from './notation.ts';

interface Example {
  readonly title: string;
  readonly history: TransactionHistory;
  readonly options?: TransactionCheckOptions;
  readonly anomalies: readonly AnomalyName[];
  readonly strongest: readonly Level[];
}

/** Left by anything that rules out read committed and nothing weaker. */
const DIRTY: readonly Level[] = ['strong-read-uncommitted'];

const LISTS: readonly Example[] = [
  { title: 'nothing', history: [], anomalies: [], strongest: ['strict-serializable'] },
  { title: 'an append that nobody reads', history: concurrent('ax1'), anomalies: [], strongest: ['strict-serializable'] },
  { title: 'a read of nothing, and then an append', history: successive('rx', 'ax1', 'rx1'), anomalies: [], strongest: ['strict-serializable'] },
  { title: 'a write cycle', history: concurrent('ax1 ay1', 'ax2 ay2', 'rx12 ry21'), anomalies: ['G0'], strongest: [] },
  { title: 'a write cycle that the reads of two transactions show', history: concurrent('ax1 ay1', 'ax2 ay2', 'rx12', 'ry21'), anomalies: ['G0'], strongest: [] },
  { title: 'a write cycle on one key', history: concurrent('ax1 ax3', 'ax2', 'rx123'), anomalies: ['G0'], strongest: [] },
  { title: 'what no read shows comes after what one does', history: concurrent('ax1 ay1', 'ax2 ay2', 'ax3 ay3', 'rx12', 'ry2'), anomalies: ['G0', 'G-single'], strongest: [] },
  { title: 'an aborted read', history: concurrent('!ax1', 'rx1'), anomalies: ['G1a'], strongest: DIRTY },
  { title: 'an aborted read in the middle of a list', history: concurrent('ax1', '!ax2', 'rx12', 'rx1'), anomalies: ['G1a'], strongest: DIRTY },
  { title: 'a list that goes on when an append is undone', history: concurrent('ax1', '!ax2', 'ax3', 'rx12', 'rx13'), anomalies: ['G1a'], strongest: DIRTY },
  { title: 'an aborted append twice', history: concurrent('!ax1', 'rx11'), anomalies: ['duplicate-elements', 'G1a'], strongest: [] },
  { title: 'an intermediate read', history: concurrent('ax1 ax2', 'rx1'), anomalies: ['G1b', 'G-single'], strongest: DIRTY },
  { title: 'an intermediate read of its own', history: concurrent('ax1 rx1 ax2', 'rx12'), anomalies: [], strongest: ['strict-serializable'] },
  { title: 'information that goes round', history: concurrent('ax1 ry1', 'ax2 ay1', 'rx12'), anomalies: ['G1c'], strongest: DIRTY },
  { title: 'information that goes round by reads alone', history: concurrent('ax1 ry1', 'ay1 rx1'), anomalies: ['G1c'], strongest: DIRTY },
  { title: 'a dirty update', history: concurrent('!ax1', 'ax2', 'rx12'), anomalies: ['dirty-update', 'G1a'], strongest: DIRTY },
  { title: 'a dirty update by way of one of unknown outcome', history: concurrent('!ax1', '?ax2', 'ax3', 'rx123'), anomalies: ['dirty-update', 'G1a'], strongest: DIRTY },
  { title: 'read skew', history: concurrent('ax1 ay1', 'rx1 ry'), anomalies: ['G-single'], strongest: ['cursor-stability', 'strong-read-committed'] },
  { title: 'read skew that a write-dependency closes', history: concurrent('ax1 ay1', 'ax2 ry', 'rx12'), anomalies: ['G-single'], strongest: ['cursor-stability', 'strong-read-committed'] },
  { title: 'lost update, of two that read the same', history: concurrent('ax0', 'rx0 ax1', 'rx0 ax2'), anomalies: ['lost-update'], strongest: ['strong-read-committed'] },
  { title: 'lost update, with the order known', history: concurrent('ax0', 'rx0 ax1', 'rx0 ax2', 'rx012'), anomalies: ['lost-update'], strongest: ['strong-read-committed'] },
  { title: 'lost update, of one that did not read', history: concurrent('rx ax2', 'ax1', 'rx12'), anomalies: ['lost-update'], strongest: ['strong-read-committed'] },
  { title: 'no lost update: two appends of one transaction', history: concurrent('rx ax1 ax2', 'rx12'), anomalies: [], strongest: ['strict-serializable'] },
  { title: 'no lost update: the other append comes after', history: concurrent('rx ax1', 'ax2', 'rx12'), anomalies: [], strongest: ['strict-serializable'] },
  { title: 'write skew', history: concurrent('rx ry ax1', 'rx ry ay1'), anomalies: ['write-skew'], strongest: ['strong-snapshot-isolation'] },
  { title: 'no write skew: both wrote a third list', history: concurrent('rx ry ax1 az1', 'rx ry ay1 az2', 'rz12'), anomalies: ['G-single', 'G2-item'], strongest: ['cursor-stability', 'strong-read-committed'] },
  { title: 'a cycle of three anti-dependencies', history: concurrent('rx ay1', 'ry az1', 'rz ax1'), anomalies: ['G2-item'], strongest: ['strong-snapshot-isolation'] },
  { title: 'a long fork', history: concurrent('ax1', 'rx1 ry', 'ay1', 'ry1 rx'), anomalies: ['G-nonadjacent'], strongest: ['consistent-view', 'strong-read-committed'] },
  { title: 'two adjacent anti-dependencies among others', history: concurrent('rx5 ay1', 'ry az2', 'rz at3', 'rt3 au4', 'ru ax5'), anomalies: [], strongest: ['strict-serializable'] },
  { title: 'the same, closed', history: concurrent('rx5 ay1', 'ry az2', 'rz at3', 'rt3 au4', 'ru ax5', 'ru4 rx'), anomalies: ['G2-item'], strongest: ['strong-snapshot-isolation'] },
  { title: 'a value that nobody appended', history: concurrent('ax1', 'rx12'), anomalies: ['garbage-read'], strongest: [] },
  { title: 'a value twice', history: concurrent('ax1', 'ax2', 'rx121'), anomalies: ['duplicate-elements'], strongest: [] },
  { title: 'reads that contradict each other', history: concurrent('ax1 ry1', 'ax2', 'ax3 ay1', 'rx13', 'rx123'), anomalies: ['incompatible-order', 'G1c'], strongest: DIRTY },
  { title: 'the appends of one transaction in another order', history: concurrent('ax1 ax2', 'rx21'), anomalies: ['incompatible-order', 'G1b'], strongest: DIRTY },
  { title: 'its own append missing', history: concurrent('ax1 rx'), anomalies: ['internal'], strongest: ['cursor-stability', 'strong-read-committed'] },
  { title: 'its own append missing from what it had read', history: concurrent('ax1', 'ax2', 'rx12 ax3 rx12'), anomalies: ['internal'], strongest: ['cursor-stability', 'strong-read-committed'] },
  { title: 'a list that is shorter than what it had read', history: concurrent('ax1', 'ax2', 'rx12 ax3 rx1'), anomalies: ['internal'], strongest: ['cursor-stability', 'strong-read-committed'] },
  { title: 'a list that begins otherwise than what it had read', history: concurrent('ax1', 'ax2', 'ax4', 'rx12 ax3 rx423'), anomalies: ['incompatible-order', 'internal'], strongest: DIRTY },
  { title: 'another append after its own', history: concurrent('ax3 rx34', 'ax4'), anomalies: ['internal'], strongest: ['cursor-stability', 'strong-read-committed'] },
  { title: 'a read that repeats, and goes on', history: concurrent('rx1 rx12', 'ax1', 'ax2'), anomalies: ['internal', 'G-single'], strongest: ['cursor-stability', 'strong-read-committed'] },
  { title: 'its own append before it was made', history: concurrent('rx1 ax1'), anomalies: ['future-read'], strongest: DIRTY },
  { title: 'its own append before it was made, and one that comes after', history: concurrent('rx12 ax1', 'ax2', 'ax3', 'rx123'), anomalies: ['future-read', 'G1c'], strongest: DIRTY },
  { title: 'its own append before it was made, after another', history: concurrent('ax1 rx12 ax2'), anomalies: ['future-read'], strongest: DIRTY },
  { title: 'an append of unknown outcome that nobody saw', history: concurrent('?ax1 ay1', 'rx ry'), anomalies: [], strongest: ['strict-serializable'] },
  { title: 'one of unknown outcome that was seen, and half missed', history: concurrent('?ax1 ay1', 'rx1 ry'), anomalies: ['G-single'], strongest: ['cursor-stability', 'strong-read-committed'] },
  { title: 'one that is seen by one that is seen', history: concurrent('?ax1 ay1', '?rx1 az1', 'rz1 rx ry'), anomalies: ['G-single'], strongest: ['cursor-stability', 'strong-read-committed'] },
  // Had T0 aborted, only the read of its writes would be wrong.
  { title: 'a write cycle with one of unknown outcome', history: concurrent('?ax1 ay1', 'ax2 ay2', 'rx12 ry21'), anomalies: ['G0'], strongest: DIRTY },
  { title: 'a write cycle past one of unknown outcome', history: concurrent('ax1 ay1', '?ax2', 'ax3 ay3', 'rx123 ry31'), anomalies: ['G0'], strongest: [] },
  // Had T2 aborted, nobody could say in which order the others wrote.
  { title: 'a write cycle that only one of unknown outcome saw', history: concurrent('ax1 ay1', 'ax2 ay2', '?rx12 ry21 az1', 'rz1'), anomalies: ['G0'], strongest: DIRTY },
  { title: 'an impossible read by one of unknown outcome', history: concurrent('ax1', '?rx11 az1', 'rz1'), anomalies: ['duplicate-elements'], strongest: DIRTY },
  { title: 'reads whose outcome nobody knows', history: concurrent('?rx? ay1', 'ax1 ry? ax2', 'rx12 ry1'), anomalies: [], strongest: ['strict-serializable'] },
];

/** What registers hold at first in the histories of Adya, Liskov and O'Neil, section 3: x + y = 10. */
const TEN = { initialValues: new Map([['x', 5], ['y', 5]]) };

const REGISTERS: readonly Example[] = [
  { title: 'a write and a read', history: successive('wx1', 'rx=1'), anomalies: [], strongest: ['strict-serializable'] },
  { title: 'an aborted read', history: concurrent('!wx1', 'rx=1'), anomalies: ['G1a'], strongest: DIRTY },
  { title: 'an intermediate read', history: concurrent('wx1 wx2', 'rx=1'), anomalies: ['G1b'], strongest: DIRTY },
  { title: 'the same value written again by the same transaction', history: concurrent('wx1 rx=1 wx1', 'rx=1'), anomalies: [], strongest: ['strict-serializable'] },
  { title: 'information that goes round', history: concurrent('wx1 ry=1', 'wy1 rx=1'), anomalies: ['G1c'], strongest: DIRTY },
  { title: 'two that overwrote each other', history: concurrent('rx=1 wx2', 'rx=2 wx1'), anomalies: ['cyclic-versions', 'G1c'], strongest: DIRTY },
  { title: 'read skew that the initial state shows', history: concurrent('rx=nil ry=1', 'wy1 wx2'), anomalies: ['G-single'], strongest: ['cursor-stability', 'strong-read-committed'] },
  { title: 'read skew that an overwrite shows', history: concurrent('wy1', 'ry=1 wx1 wy2', 'rx=1 ry=1'), anomalies: ['G-single'], strongest: ['cursor-stability', 'strong-read-committed'] },
  { title: 'lost update', history: concurrent('wx0', 'rx=0 wx1', 'rx=0 wx2'), anomalies: ['lost-update'], strongest: ['strong-read-committed'] },
  { title: 'write skew', history: concurrent('rx=nil ry=nil wx1', 'rx=nil ry=nil wy1'), anomalies: ['write-skew'], strongest: ['strong-snapshot-isolation'] },
  { title: 'a long fork', history: concurrent('wx1', 'rx=1 ry=nil', 'wy1', 'ry=1 rx=nil'), anomalies: ['G-nonadjacent'], strongest: ['consistent-view', 'strong-read-committed'] },
  { title: 'a read that does not repeat', history: concurrent('wx1', 'wx2', 'rx=1 rx=2'), anomalies: ['internal'], strongest: ['cursor-stability', 'strong-read-committed'] },
  { title: 'a write missing from its own transaction', history: concurrent('wx2', 'wx1 rx=2'), anomalies: ['internal'], strongest: ['cursor-stability', 'strong-read-committed'] },
  { title: 'a write seen before it was made', history: concurrent('rx=1 wx1'), anomalies: ['future-read'], strongest: DIRTY },
  { title: 'a value that nobody wrote', history: concurrent('wx1', 'rx=2'), anomalies: ['garbage-read'], strongest: [] },
  { title: 'a value that was there at first', history: concurrent('wx1', 'rx=5'), options: TEN, anomalies: [], strongest: ['strict-serializable'] },
  { title: 'a value that two wrote: nobody knows whose was read', history: concurrent('wx1 wy1', 'wx1', 'rx=1 ry=nil'), anomalies: [], strongest: ['strict-serializable'] },
  { title: 'a value that two wrote, the second of them more', history: concurrent('wx1', 'wx1 wy1', 'rx=1 ry=nil'), anomalies: [], strongest: ['strict-serializable'] },
  { title: 'write skew of some, and a lost update of others', history: concurrent('rx=nil ry=nil wy1', 'rx=nil ry=nil wx2', 'rx=nil wx3'), anomalies: ['write-skew', 'lost-update'], strongest: ['strong-read-committed'] },
  { title: 'writes alone', history: concurrent('wx1 wy2', 'wx2 wy1'), anomalies: [], strongest: ['strict-serializable'] },
  { title: 'a write of unknown outcome', history: concurrent('?wx1 wy1', 'rx=1 ry=nil'), anomalies: ['G-single'], strongest: ['cursor-stability', 'strong-read-committed'] },
  { title: 'H1: T2 reads the new x and the old y', history: concurrent('rx=5 wx1 ry=5 wy9', 'rx=1 ry=5'), options: TEN, anomalies: ['G-single'], strongest: ['cursor-stability', 'strong-read-committed'] },
  { title: 'H2: T2 reads the old x and the new y', history: concurrent('rx=5 wx1 ry=5 wy9', 'rx=5 ry=9'), options: TEN, anomalies: ['G-single'], strongest: ['cursor-stability', 'strong-read-committed'] },
  { title: "H1': T2 reads all that T1 wrote before it committed", history: concurrent('rx=5 wx1 ry=5 wy9', 'rx=1 ry=9'), options: TEN, anomalies: [], strongest: ['strict-serializable'] },
  { title: "H2': T2 reads the state before T1, which commits first", history: concurrent('rx=5 wx1 ry=5 wy9', 'rx=5 ry=5'), options: TEN, anomalies: [], strongest: ['strict-serializable'] },
  { title: 'H-serial: T1, T2, T3', history: concurrent('wz1 wx1 wy1', 'rx=1 wy2', 'wx3 ry=2 wz3'), anomalies: [], strongest: ['strict-serializable'] },
  {
    title: 'versions that each client sees go forward',
    history: successive('wx1 wy2', 'wx2 wy1', 'rx=2', 'ry=2').map((one, i) => ({ ...one, process: i % 2, ...(i < 2 && { invoked: 0, completed: 5 }) })),
    options: { registers: 'sequential', realTimeOrder: false },
    anomalies: ['G0'],
    strongest: [],
  },
  { title: 'a version that comes back to a client', history: sameProcess('wx1', 'wx2', 'rx=1'), options: { registers: 'sequential' }, anomalies: ['cyclic-versions'], strongest: [] },
  { title: 'a version that comes back, where nothing is assumed', history: sameProcess('wx1', 'wx2', 'rx=1'), anomalies: [], strongest: ['strict-serializable'] },
  { title: 'a version that comes back in real time', history: successive('wx1', 'wx2', 'rx=2', 'rx=1'), options: { registers: 'linearizable' }, anomalies: ['cyclic-versions'], strongest: [] },
  // Neither what was undone nor what was written over within its transaction is a version.
  { title: 'an aborted value that goes again', history: [...concurrent('!wx1'), ...sameProcess('rx=nil', 'rx=1', 'rx=nil')], options: { registers: 'linearizable' }, anomalies: ['G1a'], strongest: DIRTY },
  { title: 'an intermediate value that comes back', history: [...concurrent('wx1 wx2'), ...sameProcess('rx=1', 'rx=2', 'rx=1')], options: { registers: 'linearizable' }, anomalies: ['G1b'], strongest: DIRTY },
  ...(['sequential', 'linearizable'] as const).map((registers) => ({
    title: `a write cycle with one of unknown outcome, on ${registers} registers`,
    history: [
      transaction('wx1 wy2', { process: -1, invoked: 0, completed: 35 }),
      transaction('wx2 wy1', { status: 'unknown', completed: Infinity }),
      transaction('ry=1', { process: -2, invoked: 10, completed: 15 }),
      transaction('rx=2', { process: -1, invoked: 40, completed: 45 }),
      transaction('ry=2', { process: -2, invoked: 50, completed: 55 }),
    ],
    options: { registers, processOrder: false, realTimeOrder: false },
    anomalies: ['G0', 'G-single'] as const,
    strongest: ['read-uncommitted'] as const,
  })),
  {
    title: 'write skew on versions that real time orders',
    history: [...successive('wx1 wy1', 'rx=1 ry=1'), ...['rx=1 wy2', 'ry=1 wx2'].map((operations) => transaction(operations, { invoked: 50, completed: 60 }))],
    options: { registers: 'linearizable' },
    anomalies: ['write-skew'],
    strongest: ['strong-snapshot-isolation'],
  },
];

const PUBLISHED: readonly Example[] = [
  { title: "Elle's README", history: concurrent('ax1 ry1', 'ax2 ay1', 'rx12'), anomalies: ['G1c'], strongest: DIRTY },
  {
    title: "Elle's paper: a transaction that missed an append, and whose own append comes after one that saw it",
    history: concurrent('ax1 ax3 ax4 ay2 ay3 ay4 ay5 az1 az2', 'ay8 rx134', 'az4 ry23458 rz124 rx134', 'aw9 rx134 ry2345 az3'),
    anomalies: ['G-single'],
    strongest: ['cursor-stability', 'strong-read-committed'],
  },
  {
    title: 'TiDB: a transaction retried, and its append went after one that it had not seen',
    history: concurrent('ax2 ax1', 'rx21 ay5 ax4', 'ax5', 'rx2154'),
    anomalies: ['lost-update'],
    strongest: ['strong-read-committed'],
  },
  {
    title: 'YugaByte DB: transactions that missed each other, and a cycle of anti-dependencies only',
    history: concurrent('ax1 ay1', 'rx1 ry1 az7', 'rz ry1 ax4', 'rz7 rx14'),
    anomalies: ['write-skew'],
    strongest: ['strong-snapshot-isolation'],
  },
  {
    title: 'a cycle that anti-dependencies apart seem to close, but for one that follows on another',
    history: concurrent('ax2', 'ay1 rx', 'rz ry ax5', 'az2 rx2'),
    anomalies: ['write-skew'],
    strongest: ['strong-snapshot-isolation'],
  },
  { title: 'FaunaDB: a transaction that missed its own append', history: concurrent('ax6 rx=nil'), anomalies: ['internal'], strongest: ['cursor-stability', 'strong-read-committed'] },
  { title: 'Dgraph: a transaction that missed its own write', history: concurrent('wx2 rx=nil'), anomalies: ['internal'], strongest: ['cursor-stability', 'strong-read-committed'] },
];

const ORDERS: readonly Example[] = [
  { title: 'a stale read', history: successive('ax1', 'ax2', 'rx1', 'rx12'), anomalies: ['G-single-realtime'], strongest: ['strong-session-serializable', 'strong-read-committed'] },
  {
    title: 'a client that misses its own last write',
    history: byProcesses([0, 1, 1, 2], 'ax1', 'ax2', 'rx1', 'rx12'),
    anomalies: ['G-single-process'],
    strongest: ['serializable', 'strong-read-committed'],
  },
  {
    title: 'the same, where clients are not kept apart',
    history: byProcesses([0, 1, 1, 2], 'ax1', 'ax2', 'rx1', 'rx12'),
    options: { processOrder: false, realTimeOrder: false },
    anomalies: [],
    strongest: ['serializable'],
  },
  { title: 'a read of what is written only later', history: successive('rx1', 'ax1'), anomalies: ['G1c-realtime'], strongest: ['strong-session-serializable', 'strong-read-uncommitted'] },
  { title: 'the same by one client', history: sameProcess('rx1', 'ax1'), anomalies: ['G1c-process'], strongest: ['serializable', 'strong-read-uncommitted'] },
  { title: "Elle's issue 21: a circle by way of a client", history: byProcesses([1, 2, 2], 'rx1 ay1', 'ry1', 'ax1'), anomalies: ['G1c-process'], strongest: ['serializable', 'strong-read-uncommitted'] },
  { title: 'writes in another order', history: [...successive('ax1', 'ax2'), ...concurrent('rx21')], anomalies: ['G0-realtime'], strongest: ['strong-session-serializable'] },
  { title: "a client's writes in another order", history: [...sameProcess('ax1', 'ax2'), ...concurrent('rx21')], anomalies: ['G0-process'], strongest: ['serializable'] },
  {
    title: "Elle's issue 17: anti-dependencies apart, by way of a client",
    history: byProcesses([0, 1, 1, 2], 'rx rz1', 'ax1', 'rz', 'az1').map((one, i) => (i === 0 ? { ...one, completed: 100 } : one)),
    anomalies: ['G-nonadjacent-process'],
    strongest: ['serializable', 'strong-read-committed'],
  },
  {
    title: 'two that missed what the next one did, and the third came first',
    history: byProcesses([1, 2, 3], 'rx ay1', 'rz ax1', 'az1').map((one, i) => ({ ...one, invoked: [30, 5, 0][i]!, completed: [40, 35, 3][i]! })),
    anomalies: ['G-single-realtime'],
    strongest: ['strong-session-serializable', 'strong-read-committed'],
  },
  { title: 'one of unknown outcome that takes effect late', history: [transaction('ax1', { status: 'unknown', completed: Infinity }), ...successive('rx', 'rx1')], anomalies: [], strongest: ['strict-serializable'] },
  { title: 'one of unknown outcome whose client goes on', history: sameProcess('?ax1', 'rx', 'rx1'), anomalies: [], strongest: ['strict-serializable'] },
  { title: 'two that touch', history: [transaction('ax1', { invoked: 0, completed: 5 }), transaction('rx', { invoked: 5, completed: 9 })], anomalies: [], strongest: ['strict-serializable'] },
  {
    title: 'one of unknown outcome that was seen before it was invoked',
    history: [...successive('rx1'), transaction('ax1', { status: 'unknown', invoked: 20, completed: Infinity })],
    anomalies: ['G1c-realtime'],
    strongest: ['strong-session-serializable', 'strong-read-uncommitted'],
  },
];

describe('the check of transactions', () => {
  for (const [group, examples] of Object.entries({ lists: LISTS, registers: REGISTERS, 'published histories': PUBLISHED, 'orders of clients and of time': ORDERS })) {
    describe(group, () => {
      for (const { title, history, options, anomalies, strongest } of examples) {
        it(title, () => {
          const verdict = checkTransactions(history, options);
          assert.deepEqual([...new Set(verdict.anomalies.map(({ name }) => name))].sort(), [...anomalies].sort());
          assert.deepEqual(verdict.strongest, strongest);
          assert.deepEqual(verdict.undecided, []);
        });
      }
    });
  }

  it('says what proves an anomaly, as arrows and in words', () => {
    const { anomalies, names } = checkTransactions(concurrent('ax1 ay1', 'rx1 ry'));
    assert.deepEqual(anomalies, [
      {
        name: 'G-single',
        isA: ['G-nonadjacent', 'G2-item', 'G2'],
        transactions: [1, 0],
        dependencies: [
          {
            kind: 'rw',
            from: 1,
            to: 0,
            evidence: { key: 'y', operations: [1, 1], values: [[], 1] },
            meaning: 'T1 read y = [], and so did not see the 1 that T0 appended.',
          },
          { kind: 'wr', from: 0, to: 1, evidence: { key: 'x', operations: [0, 0], values: [1, [1]] }, meaning: 'T1 read x = [1], and so saw the 1 that T0 appended.' },
        ],
        assumed: [],
        isSmallest: true,
        meaning: 'T1 read y = [], and so did not see the 1 that T0 appended. T1 read x = [1], and so saw the 1 that T0 appended. So T1 missed what T0 did, and yet comes after it.',
      },
    ]);
    assert.deepEqual(names, ['G-single', 'G-nonadjacent', 'G2-item', 'G2']);
  });

  it('names the transactions that it takes to have committed', () => {
    const [skew] = checkTransactions(concurrent('?ax1 ay1', 'rx1 ry')).anomalies;
    assert.deepEqual(skew?.assumed, [0]);
  });

  it('tells numbers and texts of the same look apart', () => {
    const one = transaction('', { operations: [{ op: 'append', key: 1, value: 1 }, { op: 'append', key: '1', value: '1' }] });
    const read = (key: string | number, value: string | number) => transaction('', { operations: [{ op: 'read', key, value: [value] }] });
    assert.deepEqual(checkTransactions([one, read(1, 1), read('1', '1')]).names, []);
    assert.deepEqual(checkTransactions([one, read(1, '1')]).names, ['garbage-read']);
    assert.deepEqual(checkTransactions([one, read('1', 1)]).names, ['garbage-read']);
  });

  it('gives a few witnesses of each anomaly, and counts the others', () => {
    const history = concurrent(...Array.from({ length: 50 }, () => 'rx1'), '!ax1');
    const { anomalies, counts } = checkTransactions(history, { witnesses: 3 });
    assert.equal(anomalies.length, 3);
    assert.deepEqual(counts, { G1a: 50 });
  });

  const refused: [title: string, history: TransactionHistory, message: RegExp][] = [
    ['a value that is appended twice', concurrent('ax1', 'ay1', 'ax1'), /^RangeError: Transactions 0 and 2 both append 1 to key x: append each value to a list once/],
    ['a value that one transaction appends twice', concurrent('ax1 ax1'), /^RangeError: Transactions 0 and 0 both append 1 to key x/],
    ['a key of two kinds', concurrent('ax1', 'wx2'), /^RangeError: Key x is a list in transaction 0, which appended 1 to x, and a register in transaction 1, which wrote x = 2/],
    ['a list that is read as a register', concurrent('rx=1', 'rx1'), /^RangeError: Key x is a register in transaction 0, which read x = 1, and a list in transaction 1, which read x = \[1\]/],
    ['a process that does two things at a time', concurrent('ax1', 'ax2').map((one, i) => ({ ...one, process: 7, invoked: i })), /^RangeError: Process 7 invokes transaction 1 at 1, while transaction 0 goes on until 1000/],
    ['a process that goes on after an unknown outcome', [transaction('ax1', { process: 7, status: 'unknown', completed: Infinity }), transaction('ax2', { process: 7, invoked: 5 })], /^RangeError: Process 7 invokes transaction 1 after transaction 0, whose outcome it never learned/],
    ['a completion before the invocation', [transaction('ax1', { invoked: 5, completed: 3 })], /^RangeError: Transaction 0 of process \d+ completes at 3, before it is invoked at 5/],
    ['a committed transaction that never completes', [transaction('ax1', { completed: Infinity })], /^RangeError: Transaction 0 of process \d+ is committed, but never completes: give it the time/],
    ['a time that is none', [transaction('ax1', { invoked: NaN })], /^RangeError: Transaction 0 of process \d+ is invoked at NaN/],
  ];
  for (const [title, history, message] of refused) {
    it(`refuses ${title}`, () => {
      assert.throws(() => checkTransactions(history), message);
    });
  }
});

function byProcesses(processes: readonly number[], ...lines: string[]): TransactionHistory {
  return successive(...lines).map((one, i) => ({ ...one, process: processes[i]! }));
}

function sameProcess(...lines: string[]): TransactionHistory {
  return byProcesses(lines.map(() => -1), ...lines);
}
