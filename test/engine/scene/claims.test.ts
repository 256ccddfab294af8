import assert from 'node:assert/strict';
import { watchOf } from '../../../src/engine/scene/claims.ts';
import { clientHistory } from '../../../src/engine/scene/client-history.ts';
import { SceneRun } from '../../../src/engine/scene/scene-run.ts';
import type { Claim, Condition, HistoryModel, Scene } from '../../../src/engine/scene/scene.ts';
import { conjunction, disjunction, negation, type Truth } from '../../../src/engine/scene/truth.ts';
import { historyOf, isOfCommands, keyValueStore } from '../../../src/engine/protocols/key-value/history.ts';
import { SECOND } from '../../../src/engine/sim/time.ts';
import { stageFor } from '../../../src/simulations/stage.ts';
import { claim, ms, play, scene, servers, some, is } from './scenes.ts';

const history = (model: HistoryModel): Condition => ({ kind: 'history', model });
const not = (of: Condition): Condition => ({ kind: 'not', of });
const linearizable = history('linearizable');

/** What comes of a claim whose condition has these truths after its steps and, after the bar, in the end; times count from 1. */
function watched(what: Claim['claim'], steps: readonly Truth[], end: Truth): readonly [why: string | undefined, isDoubtful: boolean] {
  const watch = watchOf(claim('', what))!;
  const asked = (holds: Truth) => () => ({ holds, stays: holds });
  for (const [position, truth] of steps.entries()) {
    const why = watch.look(asked(truth), position + 1);
    if (why !== undefined) return [why, watch.isDoubtful];
  }
  return [watch.end(asked(end)), watch.isDoubtful];
}

describe('a claim about what was not decided', () => {
  it('is not broken by that, and not known to hold', () => {
    assert.deepEqual(watched({ kind: 'always', condition: history('sequentially consistent') }, [true, 'undecided', true], true), [undefined, true]);
    assert.deepEqual(watched({ kind: 'never', condition: not(linearizable) }, [false, 'undecided'], false), [undefined, true]);
    assert.deepEqual(watched({ kind: 'finally', condition: linearizable }, [], 'undecided'), [undefined, true]);
    assert.deepEqual(watched({ kind: 'eventually', condition: not(linearizable), within: 2 }, [false, 'undecided', false], false), [undefined, true]);
    assert.deepEqual(watched({ kind: 'eventually', condition: not(linearizable), within: null }, [false, false], 'undecided'), [undefined, true]);
    assert.deepEqual(watched({ kind: 'leads to', cause: linearizable, effect: linearizable, within: 1 }, [false, 'undecided', false], false), [undefined, true]);
  });

  it('holds where it is decided later: beginnings of linearizable histories are linearizable', () => {
    assert.deepEqual(watched({ kind: 'always', condition: linearizable }, [true, 'undecided'], true), [undefined, false]);
    assert.deepEqual(watched({ kind: 'always', condition: linearizable }, [true, 'undecided'], 'undecided'), [undefined, true]);
    assert.deepEqual(watched({ kind: 'eventually', condition: linearizable, within: null }, ['undecided', true], false), [undefined, false]);
  });

  it('is broken where it is decided against it', () => {
    assert.deepEqual(watched({ kind: 'always', condition: linearizable }, ['undecided'], false), ['It does not hold.', false]);
    assert.equal(watched({ kind: 'always', condition: linearizable }, [true, false], true)[0], 'It does not hold.');
    assert.equal(watched({ kind: 'never', condition: linearizable }, ['undecided', true], true)[0], 'It has come about.');
    assert.equal(watched({ kind: 'finally', condition: linearizable }, [], false)[0], 'It does not hold in the end.');
  });

  it('is told of at the end of a scene, and is no failure', () => {
    const hard = { ...clientHistory(keyValueStore, { isOfHistory: isOfCommands, historyOf }), judge: (): Truth => 'undecided' };
    const made: Scene = scene({ until: SECOND, parameters: { thinkTime: ms(50) }, claims: [claim('one store', { kind: 'finally', condition: linearizable }), claim('a leader', { kind: 'finally', condition: some(servers, is('leader')) })] });
    const stage = stageFor(made, 1);
    const run = new SceneRun(made, { ...stage, vocabulary: { ...stage.vocabulary, history: hard } }, 1);
    run.finish();
    assert.deepEqual([run.failures, run.doubts.map(({ what }) => what)], [[], ['one store']]);
  });

  it('may be about a history that keeps to its model, or does not', () => {
    const failures = (condition: Condition) => play({ until: SECOND, parameters: { thinkTime: ms(50), clients: 3 }, claims: [claim('so', { kind: 'always', condition })] }).failures.map(({ what }) => what);
    assert.deepEqual(failures(linearizable), []);
    assert.deepEqual(failures(history('sequentially consistent')), []);
    assert.deepEqual(failures(not(linearizable)), ['so']);
  });
});

describe('truths', () => {
  it('are joined so that what is undecided counts only where it matters', () => {
    const all: readonly Truth[] = [true, false, 'undecided'];
    const table = (join: (parts: readonly Truth[]) => Truth) => all.map((one) => all.map((other) => join([one, other])));
    assert.deepEqual(table(conjunction), [[true, false, 'undecided'], [false, false, false], ['undecided', false, 'undecided']]);
    assert.deepEqual(table(disjunction), [[true, true, true], [true, false, 'undecided'], [true, 'undecided', 'undecided']]);
    assert.deepEqual([all.map(negation), conjunction([]), disjunction([])], [[false, true, 'undecided'], true, false]);
  });
});
