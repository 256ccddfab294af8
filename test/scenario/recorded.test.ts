import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SceneRun } from '../../src/engine/scene/scene-run.ts';
import { Run } from '../../src/engine/sim/run.ts';
import type { Schedule } from '../../src/engine/sim/schedule.ts';
import { SECOND } from '../../src/engine/sim/time.ts';
import { traceHash } from '../../src/engine/sim/trace-hash.ts';
import { sceneOf } from '../../src/scenario/compile/compile.ts';
import { scenarioOfRun } from '../../src/scenario/recorded.ts';
import type { Values } from '../../src/simulations/definition.ts';
import { valuesOf } from '../../src/simulations/parameters.ts';
import { raftSimulation } from '../../src/simulations/raft/definition.ts';
import { simulationOfType, simulations } from '../../src/simulations/registry.ts';
import { buildSystem } from '../../src/simulations/search/problem.ts';
import { stageFor } from '../../src/simulations/stage.ts';
import { exactAction, micros, parameters } from './arbitrary.ts';

const UNTIL = 3 * SECOND;

function recorded(values: Values, schedule: Schedule, type = 'raft'): Run<unknown> {
  const run = new Run<unknown>({ system: simulationOfType(type).build(values), seed: values['seed']!, schedule });
  run.advanceUntil(UNTIL);
  return run;
}

/** The trace of a run and that of its scenario, which is a text in between. */
function hashes(values: Values, run: Run<unknown>, type = 'raft', bounds?: Values): readonly [run: string, scenario: string, text: string] {
  const text = scenarioOfRun('a run', { type, values, ...(bounds && { bounds }), schedule: run.schedule, until: UNTIL, violated: [] });
  const scene = sceneOf(text);
  const again = new SceneRun(scene, stageFor(scene, scene.seeds.first), scene.seeds.first);
  again.finish();
  return [traceHash(run.trace), traceHash(again.run.trace), text];
}

describe('a run that is written as a scenario', () => {
  it('gives the same events, whatever was done to it at which moments', () => {
    const forks = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), exactAction), { maxLength: 4 });
    const schedules = fc.array(fc.record({ at: micros.map((time) => time % UNTIL), action: exactAction }), { maxLength: 5 });
    fc.assert(
      fc.property(parameters, fc.nat(4_294_967_295), schedules, forks, fc.nat(3), (changes, seed, schedule, cuts, faults) => {
        const values = valuesOf(raftSimulation.parameters, { ...changes, thinkTime: 50_000, seed, faults, faultsUntil: 2 * SECOND });
        const own = raftSimulation.schedule?.(values) ?? [];
        let run = recorded(values, [...own, ...schedule].sort((one, other) => one.at - other.at));
        for (const [share, action] of cuts) {
          const step = Math.floor(share * run.steps);
          run = run.fork(step, run.trace.timeOf(step), action);
          run.advanceUntil(UNTIL);
        }
        const [one, other, text] = hashes(values, run);
        assert.equal(other, one, text);
      }),
      { numRuns: 40, seed: 20_261_124 },
    );
  });

  for (const { type, parameters: definitions, schedule } of simulations.values()) {
    it(`gives the same events of ${type}, with what befalls it by itself and without`, () => {
      for (let seed = 1; seed <= 4; seed++) {
        const values = valuesOf(definitions, { seed, faults: seed % 4, faultsUntil: 2 * SECOND });
        const whole = recorded(values, schedule?.(values) ?? [], type);
        const forked = whole.fork(whole.steps >> 1, whole.trace.timeOf(whole.steps >> 1), { kind: 'heal' });
        forked.advanceUntil(UNTIL);
        const bare = recorded(values, [], type);
        for (const run of [whole, forked, bare]) {
          const [one, other, text] = hashes(values, run, type);
          assert.equal(other, one, text);
        }
      }
    });
  }

  it('is of the small system where a search has found it, and claims what is violated', () => {
    const values = valuesOf(raftSimulation.parameters, { seed: 3, flaw: 2 });
    const bounds = { commands: 0, maximalTerm: 1 };
    const system = buildSystem(raftSimulation, values, bounds);
    const run = new Run({ system, seed: 3, schedule: [{ at: 300_000, action: { kind: 'crash', node: 1, torn: false } }], monitor: () => raftSimulation.monitor(values, system) });
    run.advanceUntil(UNTIL);
    const [one, other, text] = hashes(values, run, 'raft', bounds);
    assert.equal(one, other);
    assert.match(text, /\nsearched \{\n {2}commands 0\n {2}maximal-term 1\n\}\n/);
    const violated = scenarioOfRun('a run', { type: 'raft', values, schedule: [], until: UNTIL, violated: ['election-safety'] });
    assert.match(violated, /expect "Election Safety" violation of election-safety/);
  });

  it('says that faults come from the seed where all of them do, and writes them out where some are missing', () => {
    const values = valuesOf(raftSimulation.parameters, { seed: 4, faults: 3, faultsUntil: 2 * SECOND });
    const run = recorded(values, raftSimulation.schedule?.(values) ?? []);
    const [one, other, text] = hashes(values, run);
    assert.equal(one, other);
    assert.match(text, /faults hostile\n/);
    assert.doesNotMatch(text, /schedule/);
    const cut = recorded(values, run.schedule.slice(1));
    const [two, again, written] = hashes(values, cut);
    assert.equal(two, again);
    assert.match(written, /system raft undisturbed/);
    assert.match(written, /schedule \{\n {2}at /);
  });

  it('may have nothing done to it at all', () => {
    const values = valuesOf(raftSimulation.parameters, { seed: 9 });
    const [one, other, text] = hashes(values, recorded(values, []));
    assert.equal(one, other);
    assert.equal(text, 'scenario "a run"\nsystem raft\nseeds 9\nuntil 3s\n');
  });
});
