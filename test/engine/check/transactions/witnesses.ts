/** Whether what is given as the reason for an anomaly is one. */
import assert from 'node:assert/strict';
import type { Anomaly, Dependency } from '../../../../src/engine/check/transactions/anomalies.ts';
import type { MicroOperation, TransactionHistory, Value } from '../../../../src/engine/check/transactions/history.ts';

export function verifyWitness(history: TransactionHistory, anomaly: Anomaly): void {
  const { name, transactions, dependencies, assumed, meaning } = anomaly;
  assert.ok(transactions.length > 0 && new Set(transactions).size === transactions.length, meaning);
  for (const id of transactions) assert.ok(assumed.includes(id) === (history[id]?.status === 'unknown'), meaning);
  for (const dependency of dependencies) verifyDependency(history, dependency);
  if (isCycle(name)) verifyCycle(anomaly);
}

function isCycle(name: Anomaly['name']): boolean {
  return /^(G0|G1c|G-single|G-nonadjacent|G2-item|lost-update|write-skew)/.test(name);
}

function verifyCycle({ name, transactions, dependencies, meaning }: Anomaly): void {
  assert.equal(dependencies.length, transactions.length, meaning);
  dependencies.forEach(({ from, to }, i) => {
    assert.equal(from, transactions[i]);
    assert.equal(to, transactions[(i + 1) % transactions.length]);
  });
  const kinds = dependencies.map(({ kind }) => kind);
  const anti = kinds.filter((kind) => kind === 'rw').length;
  const areApart = kinds.every((kind, i) => kind !== 'rw' || kinds[(i + 1) % kinds.length] !== 'rw');
  const keys = new Set(dependencies.map(({ evidence }) => evidence?.key));
  const [, cycle, order] = /^(.*?)(-process|-realtime)?$/.exec(name) ?? [];
  assert.equal(kinds.includes('real-time'), order === '-realtime', meaning);
  assert.ok(order !== '-process' || kinds.includes('process'), meaning);
  assert.ok(order !== undefined || !kinds.includes('process'), meaning);
  if (cycle === 'G0') assert.ok(anti === 0 && !kinds.includes('wr'), meaning);
  else if (cycle === 'G1c') assert.ok(anti === 0 && kinds.includes('wr'), meaning);
  else if (cycle === 'G-single') assert.equal(anti, 1, meaning);
  else if (cycle === 'G-nonadjacent') assert.ok(anti > 1 && areApart, meaning);
  else if (cycle === 'lost-update') assert.ok(keys.size === 1 && !kinds.includes('wr') && (anti === 1 || (anti === 2 && kinds.length === 2)), meaning);
  else if (cycle === 'write-skew') assert.ok(keys.size === 2 && anti === 2 && kinds.length === 2, meaning);
  else assert.ok(anti > 1 && !areApart, meaning);
}

function verifyDependency(history: TransactionHistory, { kind, from, to, evidence, meaning }: Dependency): void {
  const [one, other] = [history[from], history[to]];
  assert.ok(one && other && from !== to, meaning);
  if (kind === 'process') return assert.ok(one.process === other.process && one.completed <= other.invoked, meaning);
  if (kind === 'real-time') return assert.ok(one.completed < other.invoked, meaning);
  assert.ok(evidence, meaning);
  const [before, after] = [one.operations[evidence.operations[0]], other.operations[evidence.operations[1]]];
  assert.ok(before && after && before.key === evidence.key && after.key === evidence.key, meaning);
  assert.deepEqual(evidence.values, [before.value ?? null, after.value ?? null]);
  assert.equal(kind, `${before.op === 'read' ? 'r' : 'w'}${after.op === 'read' ? 'r' : 'w'}`, meaning);
  if (kind === 'wr') assert.ok(valuesOf(after).includes(before.value as Value), meaning);
  if (kind === 'rw') assert.ok(!valuesOf(before).includes(after.value as Value), meaning);
}

function valuesOf({ value }: MicroOperation): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  return value === undefined || value === null ? [] : [value as Value];
}
