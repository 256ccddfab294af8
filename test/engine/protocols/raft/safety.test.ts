import assert from 'node:assert/strict';
import type { Violation } from '../../../../src/engine/check/monitor.ts';
import { RaftSafety } from '../../../../src/engine/protocols/raft/safety.ts';
import { Simulator } from '../../../../src/engine/sim/simulator.ts';
import { faultedCluster, hunt, huntBlindly } from './campaign.ts';
import { raftMutants, type RaftMutant } from './mutants.ts';

const SEEDS = 1000;

/** The first seed at which a hunt finds something, and what. */
function firstFound({ given, create }: RaftMutant, search: typeof hunt): { seed: number; violation: Violation } {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { violation } = search(seed, given, create);
    if (violation) return { seed, violation };
  }
  return assert.fail(`${SEEDS} seeds did not catch it`);
}

describe('Raft under faults', function () {
  this.timeout(120_000);

  it(`keeps its properties after every event, and makes progress when faults stop, over ${SEEDS} seeds with any options`, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { violation, conditions } = hunt(seed);
      assert.equal(violation, undefined, `seed ${seed}: ${violation?.message} with ${JSON.stringify(conditions)}`);
    }
  });

  for (const mutant of raftMutants) {
    it(`is caught when broken: ${mutant.name}`, () => {
      const { seed, violation } = firstFound(mutant, hunt);
      assert.ok((mutant.breaks as readonly string[]).includes(violation.property), `seed ${seed} breaks ${violation.property}: ${violation.message}`);
    });
  }

  describe('shows in what clients see alone', () => {
    for (const mutant of raftMutants.filter(({ breaks }) => breaks.every((property) => property === 'linearizability'))) {
      it(`when broken: ${mutant.name}`, () => {
        assert.match(firstFound(mutant, huntBlindly).violation.message, /^No order explains what the clients saw/);
      });
    }
  });
});

describe("Raft's properties", () => {
  it('are checked the same by a monitor that goes on where another has left off', () => {
    for (const { given, create, name } of raftMutants.filter(({ breaks }) => !breaks.includes('progress'))) {
      const { seed, violation } = firstFound({ given, create, name, breaks: [] }, hunt);
      const { system, schedule } = faultedCluster(seed, given, create);
      const simulator = new Simulator({ system, seed, schedule });
      let monitor = new RaftSafety();
      let found: readonly Violation[] = [];
      while (found.length === 0 && simulator.advance()) {
        found = monitor.afterStep(simulator);
        if (simulator.step % 400 > 0) continue;
        const left = monitor.capture();
        monitor = new RaftSafety();
        monitor.restore(left);
      }
      assert.deepEqual([found[0]?.property, found[0]?.message], [violation.property, violation.message], name);
    }
  });
});
