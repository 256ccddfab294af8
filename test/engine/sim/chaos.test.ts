import assert from 'node:assert/strict';
import { chaosOf, endOfFaults, FAULT_LEVELS, randomSchedule, type ChaosProfile, type FaultKind } from '../../../src/engine/sim/chaos.ts';
import { Random } from '../../../src/engine/sim/random.ts';
import { validateSchedule, type Action } from '../../../src/engine/sim/schedule.ts';
import { Simulator } from '../../../src/engine/sim/simulator.ts';
import { SECOND } from '../../../src/engine/sim/time.ts';
import { echoSystem } from './echo.ts';

const NODES = [0, 1, 2, 3, 4];
const SCOPE = { nodes: NODES, bystanders: [5], from: SECOND, until: 60 * SECOND };

describe('random faults', () => {
  for (const level of FAULT_LEVELS) {
    it(`that are ${level} lie between their beginning and their end, in order, and are possible ones`, () => {
      for (let seed = 0; seed < 50; seed++) {
        const schedule = randomSchedule(Random.fromSeed(seed), chaosOf(level, SCOPE));
        validateSchedule(schedule, 6);
        assert.ok(schedule.every(({ at }) => at >= SCOPE.from && at <= SCOPE.until));
      }
    });
  }

  it('are many when they are hostile and few when they are calm', () => {
    const [calm = 0, rough = 0, hostile = 0] = FAULT_LEVELS.map((level) => randomSchedule(Random.fromSeed(1), chaosOf(level, SCOPE)).filter(({ at }) => at < SCOPE.until).length);
    assert.ok(calm > 5 && rough > 2 * calm && hostile > 2 * rough, `${calm}, ${rough}, ${hostile}`);
  });

  it('keep a majority up unless they are hostile', () => {
    for (const level of FAULT_LEVELS) {
      let fewest = NODES.length;
      for (let seed = 0; seed < 20; seed++) {
        const schedule = randomSchedule(Random.fromSeed(seed), chaosOf(level, SCOPE));
        const down = new Set<number>();
        for (const { at, action } of schedule) {
          if (at === SCOPE.until) break;
          if (action.kind === 'crash' || action.kind === 'pause') down.add(action.node);
          if (action.kind === 'restart' || action.kind === 'resume') down.delete(action.node);
          fewest = Math.min(fewest, NODES.length - down.size);
        }
      }
      // A blink takes a node down for no time at all, so one more may be down for a moment.
      if (level === 'hostile') assert.equal(fewest, 0);
      else assert.ok(fewest >= 2, `${level}: ${fewest}`);
    }
  });

  it('are of the kinds that have a weight, each as often as its weight says', () => {
    const kindsOf: Readonly<Record<FaultKind, Action['kind']>> = {
      crash: 'crash',
      blink: 'crash',
      torn: 'crash',
      pause: 'pause',
      slow: 'slow',
      clock: 'clock',
      partition: 'partition',
      isolate: 'partition',
      flap: 'partition',
      cut: 'cut',
      link: 'link',
      heal: 'heal',
      'lose-disk': 'lose-disk',
      'corrupt-disk': 'corrupt-disk',
    };
    for (const [kind, action] of Object.entries(kindsOf)) {
      const profile: ChaosProfile = { ...SCOPE, maximumDown: 5, interval: SECOND / 10, weights: { [kind]: 1 } };
      const actions = randomSchedule(Random.fromSeed(3), profile).filter(({ at }) => at < SCOPE.until);
      assert.ok(actions.length > 100, kind);
      assert.ok(actions.some((entry) => entry.action.kind === action), kind);
    }
    const weighted = randomSchedule(Random.fromSeed(4), { ...SCOPE, maximumDown: 5, interval: SECOND / 100, weights: { heal: 3, slow: 1 } });
    const count = (kind: Action['kind']) => weighted.filter(({ action, at }) => action.kind === kind && at < SCOPE.until).length;
    assert.ok(Math.abs(count('heal') / count('slow') - 3) < 0.3);
  });

  it('leave nothing behind when they end', () => {
    for (let seed = 0; seed < 20; seed++) {
      const profile: ChaosProfile = { ...chaosOf('hostile', SCOPE), bystanders: [5] };
      const simulator = new Simulator({ system: echoSystem(6), seed, schedule: randomSchedule(Random.fromSeed(seed), profile) });
      while (simulator.advance());
      assert.deepEqual(simulator.nodes.map(({ status, perInput }) => [status, perInput]), NODES.concat(5).map(() => ['up', 0]));
      assert.ok(simulator.nodes.every(({ clock }) => clock.read(simulator.now) === simulator.now));
      assert.deepEqual([simulator.network.cuts(), simulator.network.changedLinks()], [[], []]);
    }
  });

  it('that have ended already end without a step', () => {
    const simulator = new Simulator({ system: echoSystem(3), seed: 1, schedule: endOfFaults([0, 1, 2], SECOND) });
    while (simulator.advance());
    // Three starts, and healing, which can always be done.
    assert.equal(simulator.step, 4);
  });
});
