import assert from 'node:assert/strict';
import type { AnomalyName } from '../../../../src/engine/check/transactions/anomalies.ts';
import { checkTransactions } from '../../../../src/engine/check/transactions/check.ts';
import { isAtLeast, LEVEL_NAMES, type Level } from '../../../../src/engine/check/transactions/levels.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import { simulate, type DatabaseName } from './database.ts';

/** What each database keeps, and what has to show in it sooner or later. */
const KEPT: Record<DatabaseName, { readonly levels: readonly Level[]; readonly shows: readonly AnomalyName[] }> = {
  serial: { levels: ['strict-serializable'], shows: [] },
  'serial with stale reads': { levels: ['serializable', 'strong-read-committed'], shows: ['G-single-process'] },
  'snapshot isolation': { levels: ['strong-snapshot-isolation'], shows: ['write-skew', 'G2-item'] },
  'read committed': { levels: ['strong-read-committed'], shows: ['lost-update', 'G-single', 'G-nonadjacent', 'write-skew', 'internal'] },
  'read uncommitted': { levels: ['strong-read-uncommitted'], shows: ['G1a', 'G1b', 'G1c', 'lost-update', 'G-single'] },
  'dirty writes': { levels: [], shows: ['G0', 'dirty-update', 'G1a', 'G1b', 'G1c', 'lost-update', 'G-single'] },
};

const SEEDS = 150;

describe('the check of transactions, on databases of a known level', function () {
  this.timeout(60_000);

  for (const [name, { levels, shows }] of Object.entries(KEPT) as [DatabaseName, (typeof KEPT)[DatabaseName]][]) {
    for (const kind of ['list', 'register'] as const) {
      it(`finds in ${SEEDS} histories of ${kind}s, ${name}, nothing that the level forbids, and what it allows`, () => {
        const found = new Set<AnomalyName>();
        const kept = LEVEL_NAMES.filter((level) => levels.some((strongest) => isAtLeast(strongest, level)));
        for (let seed = 1; seed <= SEEDS; seed++) {
          const random = Random.fromSeed(seed).split(name);
          const workload = { kind, transactions: 60, processes: 5, keys: ['x', 'y', 'z'], mostOperations: 4, aborts: 0.1, losses: 0.02, endsWithReads: true };
          const verdict = checkTransactions(simulate(name, workload, random));
          for (const level of kept) assert.ok(verdict.allowed.includes(level), `seed ${seed}: ${verdict.anomalies[0]?.meaning}`);
          for (const { name: anomaly } of verdict.anomalies) found.add(anomaly);
        }
        // The order of a register's versions shows less.
        const missing = shows.filter((anomaly) => !found.has(anomaly) && (kind === 'list' || !['G0', 'dirty-update'].includes(anomaly)));
        assert.deepEqual(missing, []);
        if (levels.includes('strict-serializable')) assert.deepEqual([...found], []);
      });
    }
  }
});
