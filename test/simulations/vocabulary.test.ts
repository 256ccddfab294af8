import assert from 'node:assert/strict';
import { Run } from '../../src/engine/sim/run.ts';
import type { Schedule } from '../../src/engine/sim/schedule.ts';
import { MILLISECOND, SECOND } from '../../src/engine/sim/time.ts';
import { timerMeant } from '../../src/scenario/setting.ts';
import type { Values } from '../../src/simulations/definition.ts';
import { valuesOf } from '../../src/simulations/parameters.ts';
import { simulations } from '../../src/simulations/registry.ts';
import { faultedCluster } from '../engine/protocols/raft/campaign.ts';

/** Names of the timers that fire in a run. */
function timersOf(run: Run<unknown>, until: number): readonly string[] {
  run.advanceUntil(until);
  return [...run.trace].flatMap(({ kind, payload }) => (kind === 'timer' ? [String(payload)] : []));
}

/** What has to be set, so that every timer has an occasion. */
const BUSY: Readonly<Record<string, Values>> = {
  'two-phase-commit': { transactionsEvery: 300 * MILLISECOND },
  'three-phase-commit': { transactionsEvery: 50 * MILLISECOND },
  'paxos-commit': { transactionsEvery: 300 * MILLISECOND },
  'multi-paxos': { thinkTime: 100 * MILLISECOND, snapshotInterval: 5 },
};

function timersIn(type: string): ReadonlySet<string> {
  const { parameters, build, schedule, commandForm } = simulations.get(type)!;
  const seen = new Set<string>();
  for (let seed = 1; seed <= 12; seed++) {
    // Every choice has its turn.
    const choices = Object.fromEntries(parameters.flatMap((each) => (each.unit === 'choice' && each.name !== 'flaw' && each.name !== 'faults' ? [[each.name, seed % each.choices.length]] : [])));
    const values: Values = valuesOf(parameters, { ...choices, ...BUSY[type], seed, faults: 1 + (seed % 3), faultsUntil: 8 * SECOND });
    const system = build(values);
    const commands = system.nodes.flatMap((_, node): Schedule => {
      const form = commandForm(node, system, []);
      return form ? [{ at: SECOND, action: { kind: 'command', node, command: form.suggestion } }] : [];
    });
    const all = [...(schedule?.(values) ?? []), ...commands].sort((one, other) => one.at - other.at);
    for (const timer of timersOf(new Run({ system, seed, schedule: all }), 10 * SECOND)) seen.add(timer);
  }
  if (type !== 'raft') return seen;
  for (let seed = 1; seed <= 60; seed++) {
    const { system, schedule } = faultedCluster(seed);
    for (const timer of timersOf(new Run<unknown>({ system, seed, schedule }), 4 * SECOND)) seen.add(timer);
  }
  return seen;
}

describe('the words of simulations', () => {
  for (const { type, vocabulary } of simulations.values()) {
    it(`are all of the timers of ${type}`, function () {
      this.timeout(20_000);
      const seen = timersIn(type);
      assert.deepEqual([...seen].filter((name) => !timerMeant(name, vocabulary)), []);
      assert.deepEqual(vocabulary.timers.filter((timer) => ![...seen].some((name) => timerMeant(name, vocabulary) === timer)).map(({ name }) => name), []);
      assert.ok([...seen].every((name) => (timerMeant(name, vocabulary)!.of === undefined) === vocabulary.timers.some((timer) => timer.name === name)));
    });
  }
});
