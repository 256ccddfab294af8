import assert from 'node:assert/strict';
import { ANOMALIES, GENERALIZATIONS, type AnomalyName } from '../../../../src/engine/check/transactions/anomalies.ts';
import { isAtLeast, LEVEL_NAMES, LEVELS, RULED_OUT_BY, strongestOf, type Level } from '../../../../src/engine/check/transactions/levels.ts';

/** The weakest levels that each anomaly rules out. */
const WEAKEST: Record<AnomalyName, readonly Level[]> = {
  'garbage-read': ['read-uncommitted'],
  'duplicate-elements': ['read-uncommitted'],
  'cyclic-versions': ['read-uncommitted'],
  'incompatible-order': ['read-committed'],
  internal: ['consistent-view', 'repeatable-read'],
  'future-read': ['read-committed'],
  G0: ['read-uncommitted'],
  'dirty-update': ['read-committed'],
  G1a: ['read-committed'],
  G1b: ['read-committed'],
  G1c: ['read-committed'],
  'lost-update': ['cursor-stability'],
  'G-single': ['consistent-view', 'repeatable-read'],
  'G-nonadjacent': ['repeatable-read', 'snapshot-isolation'],
  'write-skew': ['repeatable-read'],
  'G2-item': ['repeatable-read'],
  'G0-process': ['strong-session-read-uncommitted'],
  'G1c-process': ['strong-session-read-committed'],
  'G-single-process': ['strong-session-snapshot-isolation'],
  'G-nonadjacent-process': ['strong-session-snapshot-isolation'],
  'G2-item-process': ['strong-session-serializable'],
  'G0-realtime': ['strong-read-uncommitted'],
  'G1c-realtime': ['strong-read-committed'],
  'G-single-realtime': ['strong-snapshot-isolation'],
  'G-nonadjacent-realtime': ['strong-snapshot-isolation'],
  'G2-item-realtime': ['strict-serializable'],
};

describe('isolation levels', () => {
  it('are ruled out from the weakest that forbids an anomaly upwards', () => {
    for (const anomaly of ANOMALIES) {
      const expected = LEVEL_NAMES.filter((level) => WEAKEST[anomaly].some((weakest) => isAtLeast(level, weakest)));
      assert.deepEqual(RULED_OUT_BY[anomaly], expected, anomaly);
    }
  });

  it('are ruled out by a special anomaly wherever they are by a general one', () => {
    for (const anomaly of ANOMALIES) {
      for (const general of GENERALIZATIONS[anomaly] ?? []) {
        if (general === 'G1' || general === 'G2') continue;
        for (const level of RULED_OUT_BY[general]) assert.ok(RULED_OUT_BY[anomaly].includes(level), `${anomaly} leaves ${level}, which ${general} rules out`);
      }
    }
  });

  it('are a partial order, weaker ones first, from read uncommitted to strict serializability', () => {
    LEVEL_NAMES.forEach((level, i) => {
      for (const weaker of LEVELS[level].implies) assert.ok(LEVEL_NAMES.indexOf(weaker) < i, `${level} comes before ${weaker}`);
      assert.ok(isAtLeast(level, 'read-uncommitted'));
      assert.ok(isAtLeast('strict-serializable', level));
    });
    assert.ok(!isAtLeast('snapshot-isolation', 'repeatable-read') && !isAtLeast('repeatable-read', 'snapshot-isolation'));
    assert.ok(!isAtLeast('serializable', 'strong-session-read-uncommitted'), 'a serial order may be any');
  });

  it('may have several that are strongest', () => {
    assert.deepEqual(strongestOf(LEVEL_NAMES), ['strict-serializable']);
    assert.deepEqual(strongestOf(['read-uncommitted', 'read-committed', 'repeatable-read', 'snapshot-isolation']), ['repeatable-read', 'snapshot-isolation']);
    assert.deepEqual(strongestOf([]), []);
  });
});
