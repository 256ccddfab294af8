/** Compares the check of transactions with the oracles that try everything, on histories of every kind. */
import assert from 'node:assert/strict';
import { checkTransactions } from '../../../../src/engine/check/transactions/check.ts';
import type { MicroOperation, Transaction, TransactionHistory, Value } from '../../../../src/engine/check/transactions/history.ts';
import type { Level } from '../../../../src/engine/check/transactions/levels.ts';
import type { RegisterAssumption } from '../../../../src/engine/check/transactions/registers.ts';
import type { Random } from '../../../../src/engine/sim/random.ts';
import { DATABASES, simulate, type DatabaseName } from './database.ts';
import { isSerializable, isSnapshotIsolated, levelsByDefinition } from './oracle.ts';
import { verifyWitness } from './witnesses.ts';

/**
 * Asserts that what is reported is there, and that no level is ruled out that explains the history; and where appends and
 * reads settle the order of all writes, that all others are.
 * @returns whether just the levels are allowed that explain the history
 */
export function compareWithOracles(history: TransactionHistory, registers: RegisterAssumption = 'none'): boolean {
  const verdict = checkTransactions(history, { registers });
  const truth = levelsByDefinition(history, registers);
  assert.deepEqual(verdict.undecided, []);
  for (const anomaly of verdict.anomalies) verifyWitness(history, anomaly);
  for (const level of verdict.ruledOut) assert.ok(!truth.has(level), `${level} is ruled out: ${JSON.stringify({ history, registers, found: verdict.names })}`);
  const missed = verdict.allowed.filter((level) => !truth.has(level));
  // Lists that contradict each other are taken for what was read too early, which leaves the weakest levels.
  const isContradictory = verdict.names.includes('incompatible-order') || verdict.names.includes('duplicate-elements');
  const relevant = isContradictory ? missed.filter((level) => !level.endsWith('read-uncommitted')) : missed;
  if (isSettled(history)) assert.deepEqual(relevant, [], JSON.stringify(history));
  return missed.length === 0;
}

/** Asserts that Adya's definitions by graphs and executions give the same. */
export function compareOracles(history: TransactionHistory): void {
  const truth = levelsByDefinition(history);
  const executions: [Level, boolean][] = [
    ['serializable', isSerializable(history)],
    ['strong-session-serializable', isSerializable(history, 'process')],
    ['strict-serializable', isSerializable(history, 'real-time')],
    ['snapshot-isolation', isSnapshotIsolated(history)],
    ['strong-session-snapshot-isolation', isSnapshotIsolated(history, 'process')],
    ['strong-snapshot-isolation', isSnapshotIsolated(history, 'real-time')],
  ];
  for (const [level, isExplained] of executions) assert.equal(truth.has(level), isExplained, `${level}: ${JSON.stringify(history)}`);
}

/** Whether reads show every append that may have taken effect, but for one in each list, so that their order is known. */
function isSettled(history: TransactionHistory): boolean {
  const counted = history.filter(({ status }) => status !== 'aborted').flatMap(({ operations }) => operations);
  if (counted.some(({ op, value }) => op === 'write' || (op === 'read' && value !== undefined && value !== null && !Array.isArray(value)))) return false;
  const seen = new Set(counted.filter(({ op }) => op === 'read').flatMap(({ key, value }) => (Array.isArray(value) ? value.map((item) => `${key} ${String(item)}`) : [])));
  const unseen = counted.filter(({ op, key, value }) => op === 'append' && !seen.has(`${key} ${String(value)}`)).map(({ key }) => key);
  return new Set(unseen).size === unseen.length;
}

export interface RandomHistory {
  readonly history: TransactionHistory;
  readonly kind: 'list' | 'register';
}

/** A history of some database, with a few reads that are made up. */
export function randomHistory(random: Random): RandomHistory {
  const kind = random.pick(['list', 'register'] as const);
  const database = random.pick(Object.keys(DATABASES) as DatabaseName[])!;
  const workload = { kind, transactions: random.between(2, 4), processes: random.between(1, 3), keys: ['x', 'y'], mostOperations: 3, aborts: 0.1, losses: 0.1, endsWithReads: random.chance(0.5) };
  let history: Transaction[] = simulate(database, workload, random);
  if (random.chance(0.4)) history = spoil(history, kind, random);
  return { history, kind };
}

function spoil(history: readonly Transaction[], kind: 'list' | 'register', random: Random): Transaction[] {
  return history.map((transaction) => ({
    ...transaction,
    operations: transaction.operations.map((operation) => {
      if (operation.op !== 'read' || random.chance(0.7)) return operation;
      const written = history.flatMap(({ operations }) => operations).filter(({ op, key }) => op !== 'read' && key === operation.key).map(({ value }) => value as Value);
      const values = random.chance(0.05) ? [...written, 99] : written;
      if (kind === 'register') return { ...operation, value: random.pick([null, ...values])! };
      return { ...operation, value: Array.from({ length: random.integer(4) }, () => random.pick(values)).filter((value) => value !== undefined) };
    }),
  }));
}

type Shape = readonly MicroOperation[];

/** Three transactions of up to two operations on two registers, each write of a value of its own, each read of any. */
export function allRegisterHistories(): readonly TransactionHistory[] {
  return multisets(shapesOf(['write', 'read'], 2), 3).flatMap((shapes) => fillIn(shapes, (written) => [null, ...written]));
}

/** Two transactions of up to two operations on two lists, and one that does these reads, each read of any values in any order. */
export function allListHistories(keysRead: readonly string[]): readonly TransactionHistory[] {
  const reads = keysRead.map((key): MicroOperation => ({ op: 'read', key, value: undefined }));
  return multisets(shapesOf(['append', 'read'], 2), 2).flatMap((shapes) => fillIn([...shapes, reads], arrangementsOf));
}

/** Every sequence of one to `most` operations on two keys, with values left open. */
function shapesOf(ops: readonly MicroOperation['op'][], most: number): Shape[] {
  const single = ops.flatMap((op) => ['x', 'y'].map((key) => ({ op, key, value: undefined }) as unknown as MicroOperation));
  let longest: Shape[] = [[]];
  const shapes: Shape[] = [];
  for (let length = 1; length <= most; length++) {
    longest = longest.flatMap((shape) => single.map((operation) => [...shape, operation]));
    shapes.push(...longest);
  }
  return shapes;
}

function multisets<Item>(items: readonly Item[], size: number): Item[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) => multisets(items.slice(i), size - 1).map((rest) => [item, ...rest]));
}

/** Every history of such transactions, all of them concurrent. */
function fillIn(shapes: readonly Shape[], contents: (written: readonly Value[]) => readonly MicroOperation['value'][]): TransactionHistory[] {
  let next = 1;
  const withValues = shapes.map((shape) => shape.map((operation) => (operation.op === 'read' ? operation : { ...operation, value: next++ })));
  const writtenTo = (key: unknown) => withValues.flat().filter((operation) => operation.op !== 'read' && operation.key === key).map(({ value }) => value as Value);
  return withValues.reduce<Transaction[][]>(
    (histories, operations, process) => {
      const filled = operations.reduce<MicroOperation[][]>(
        (lists, operation) => {
          const choices = operation.op === 'read' ? contents(writtenTo(operation.key)).map((value) => ({ ...operation, value })) : [operation];
          return lists.flatMap((list) => choices.map((choice) => [...list, choice]));
        },
        [[]],
      );
      return histories.flatMap((history) => filled.map((list) => [...history, { process, invoked: 0, completed: 1, status: 'committed', operations: list } as const]));
    },
    [[]],
  );
}

/** Every list of some of the values. */
function arrangementsOf(values: readonly Value[]): Value[][] {
  return [[], ...values.flatMap((value) => arrangementsOf(values.filter((other) => other !== value)).map((rest) => [value, ...rest]))];
}
