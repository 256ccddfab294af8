import assert from 'node:assert/strict';
import { Findings } from '../../../../src/engine/check/transactions/findings.ts';
import { GraphBuilder } from '../../../../src/engine/check/transactions/graph.ts';
import type { Transaction } from '../../../../src/engine/check/transactions/history.ts';
import { Standings } from '../../../../src/engine/check/transactions/standing.ts';
import { rankSpans, spanOf } from '../../../../src/engine/check/transactions/version-times.ts';
import type { Version } from '../../../../src/engine/check/transactions/versions.ts';
import { Random } from '../../../../src/engine/sim/random.ts';

describe("ranks of a register's versions in time", () => {
  it('put one before another exactly where it comes before it, straight or by way of others, and none before itself', () => {
    let tried = 0;
    for (let seed = 1; seed <= 3000; seed++) {
      const random = Random.fromSeed(seed);
      const history: Transaction[] = [];
      const versions = Array.from({ length: random.between(2, 5) }, (_, value): Version => {
        const around = random.integer(20);
        const readers = Array.from({ length: random.between(1, 2) }, () => {
          const invoked = around + random.integer(8);
          const status = random.chance(0.1) ? 'unknown' : 'committed';
          history.push({ process: history.length, invoked, completed: invoked + random.integer(6), status, operations: [] });
          return { transaction: history.length - 1, operation: 0, value, isExternal: true };
        });
        return { value, writer: undefined, readers, followers: [] };
      });
      const standings = new Standings(history.map(({ status }) => status));
      const inference = { history, standings, graph: new GraphBuilder(history.length), findings: new Findings(standings, 1) };
      const spans = versions.map((version) => spanOf(version, inference));
      const comesBefore = closureOf(versions.map((_, one) => versions.map((_, other) => one !== other && spans[one]!.firstCompleted < spans[other]!.lastInvoked)));
      if (comesBefore.some((row, i) => row[i])) continue;
      tried++;
      const ranks = rankSpans(versions, inference);
      versions.forEach((one, i) =>
        versions.forEach((other, j) => {
          assert.equal(ranks.get(one)!.end < ranks.get(other)!.beginning, comesBefore[i]![j], `seed ${seed}`);
        }),
      );
    }
    assert.ok(tried > 1000, `${tried}`);
  });
});

function closureOf(relation: readonly (readonly boolean[])[]): boolean[][] {
  const closure = relation.map((row) => [...row]);
  for (let by = 0; by < closure.length; by++) for (const row of closure) if (row[by]) closure[by]!.forEach((isBefore, other) => (row[other] ||= isBefore));
  return closure;
}
