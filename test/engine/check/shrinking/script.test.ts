import assert from 'node:assert/strict';
import { minimize } from '../../../../src/engine/check/search/minimize.ts';
import { scheduleOf } from '../../../../src/engine/check/search/replay.ts';
import { Walk } from '../../../../src/engine/check/search/walk.ts';
import { RunShrinker } from '../../../../src/engine/check/shrinking/run-shrinker.ts';
import { MessageNames, scheduleFor, scriptOf, settled } from '../../../../src/engine/check/shrinking/script.ts';
import type { Schedule, ScheduledAction } from '../../../../src/engine/sim/schedule.ts';
import { Simulator } from '../../../../src/engine/sim/simulator.ts';
import { MILLISECOND, SECOND } from '../../../../src/engine/sim/time.ts';
import type { System } from '../../../../src/engine/sim/system.ts';
import { echoSystem } from '../../sim/echo.ts';
import { twoPhaseMutants } from '../../protocols/two-phase-commit/mutants.ts';
import type { Quarry } from '../../protocols/hunts.ts';

/** A long way to the bug, by messages and timers taken one by one, as a run. */
function walked<Message>({ searched }: Quarry<Message>) {
  if (!searched) return undefined;
  const { model, goals } = searched;
  const walk = new Walk(model, goals, { seed: 1, length: 60, faults: 0.5, choices: 100_000 });
  const result = walk.run();
  if (result.kind !== 'violated' || !goals.invariants?.some(({ id }) => id === result.property)) return undefined;
  const system: System<Message> = { nodes: model.nodes, network: { latency: { kind: 'constant', value: MILLISECOND }, loss: 0, duplication: 0 } };
  const schedule = scheduleOf(model, system, result.path.choices, (number) => walk.space.message(number));
  const least = minimize(walk.space, goals, result.path, result).path.codes.length;
  return { system, schedule, property: result.property, least };
}

describe('a run whose messages are handled one by one', () => {
  it('shrinks like any other, though what is left out changes the numbers of all events after it', () => {
    let shrunk = 0;
    for (const mutant of twoPhaseMutants) {
      const found = walked(mutant);
      if (!found) continue;
      const { system, schedule, property, least } = found;
      const shrinker = new RunShrinker({ build: () => system, monitor: mutant.monitor }, { parameters: null, seed: 0, schedule, property, until: SECOND });
      const result = shrinker.run();
      assert.ok(result.kind === 'minimal', `${mutant.name}: ${result.kind}`);
      const { smallest } = result;
      // Holding messages back is one item more than the search needs; a run that just goes on needs fewer.
      assert.ok(smallest.schedule.length <= least + 1, `${mutant.name}: ${smallest.schedule.length} items, and the search needs ${least} steps`);
      const simulator = new Simulator({ system, seed: 0, schedule: smallest.schedule });
      const monitor = mutant.monitor();
      while (simulator.step < smallest.failure.step - 1) {
        simulator.advance();
        assert.deepEqual(monitor.afterStep(simulator).filter((violation) => violation.property === property), []);
      }
      simulator.advance();
      assert.equal(monitor.afterStep(simulator).find((violation) => violation.property === property)?.message, smallest.failure.message);
      shrunk++;
    }
    assert.ok(shrunk >= 5, `${shrunk} ways were found`);
  });

  it('names the message that was meant, also which of two that say the same, when something before it is left out', () => {
    const system = echoSystem(3, { latency: { kind: 'constant', value: 50 } });
    const say = (at: number, to: number): ScheduledAction => ({ at, action: { kind: 'command', node: 0, command: `send ${to} 7` } });
    const orders = [say(1, 2), say(2, 1), say(3, 1)];
    const run = (schedule: Schedule, trace?: MessageNames) => {
      const simulator = new Simulator({ system, seed: 1, schedule, ...(trace ? { trace } : {}) });
      while (simulator.nextTime <= 10 && simulator.advance());
      return simulator.messagesInFlight();
    };
    const second = run(orders)[2]!.id;
    const schedule: Schedule = [...orders, { at: 4, action: { kind: 'drop', message: second } }];
    const names = new MessageNames();
    run(schedule, names);
    const script = scriptOf(schedule, names);
    assert.deepEqual(script.at(-1)?.action, { kind: 'drop', message: { from: 0, to: 1, content: '7', copy: 1 } });

    const again = new MessageNames();
    const shorter = scheduleFor(script.slice(1), again);
    const left = run(shorter, again);
    assert.deepEqual(left.map(({ to, sentAt }) => [to, sentAt]), [[1, 2]]);
    const dropped = settled(shorter).at(-1)?.action;
    assert.ok(dropped?.kind === 'drop' && dropped.message !== second);
    assert.deepEqual(run(settled(shorter)), left);
  });
});
