import assert from 'node:assert/strict';
import { BreadthFirst } from '../../../../src/engine/check/search/breadth-first.ts';
import type { Bounds, SearchModel } from '../../../../src/engine/check/search/model.ts';
import { COMMITMENT_INVARIANTS, leadsToDecisions, NONBLOCKING } from '../../../../src/engine/protocols/atomic-commitment/properties.ts';
import type { ThreePhaseMessage, ThreePhaseNote } from '../../../../src/engine/protocols/three-phase-commit/messages.ts';
import { Site } from '../../../../src/engine/protocols/three-phase-commit/site.ts';
import { DEFAULT_THREE_PHASE, threePhaseSystem, type ThreePhaseParameters } from '../../../../src/engine/protocols/three-phase-commit/system.ts';
import { terminationRule, type State } from '../../../../src/engine/protocols/three-phase-commit/termination.ts';
import type { Run } from '../../../../src/engine/sim/run.ts';
import type { Schedule } from '../../../../src/engine/sim/schedule.ts';
import { MILLISECOND, SECOND } from '../../../../src/engine/sim/time.ts';
import { assertGoesOnFromCopies, ms, notesIn, runOf, tell } from '../runs.ts';
import { faultedTransactions, huntUnderAnyFault, smallTransaction } from './campaign.ts';

/** A coordinator and three participants, with a message of 10 ms and 20 ms allowed for it. */
const system = (parameters: Partial<ThreePhaseParameters> = {}) => threePhaseSystem({ ...DEFAULT_THREE_PHASE, latency: { kind: 'constant', value: 10_000 }, ...parameters });

const run = (schedule: Schedule) => runOf(system(), schedule);

const notes = <Kind extends ThreePhaseNote['note']>(of: Run<ThreePhaseMessage>, kind: Kind) => notesIn<ThreePhaseNote, Kind>(of as Run<never>, kind);

const decisions = (of: Run<ThreePhaseMessage>) => notes(of, 'decided').map(({ by, decision, why }) => [by, decision, why]);

/** Those who are up and have not decided. */
function undecided(of: Run<ThreePhaseMessage>): string[] {
  return of.at(of.steps).nodes.filter(({ life }) => life instanceof Site && !life.isSettled).map(({ name }) => name);
}

function search(bounds: Bounds, participants = 2, reduction: Partial<SearchModel<ThreePhaseMessage>> = {}) {
  const model: SearchModel<ThreePhaseMessage> = { ...smallTransaction(), nodes: system({ participants }).nodes, bounds: { synchronous: true, ...bounds }, ...reduction };
  return new BreadthFirst(model, { invariants: COMMITMENT_INVARIANTS, ...(bounds.restarts ? {} : { atRest: [NONBLOCKING] }) }).run();
}

describe('the rule of the termination protocol', () => {
  it('is that of the table', () => {
    const table: readonly (readonly [states: readonly State[], step: string])[] = [
      [['uncertain'], 'abort'],
      [['uncertain', 'uncertain'], 'abort'],
      [['uncertain', 'aborted'], 'abort'],
      [['aborted', 'precommitted'], 'abort'],
      [['precommitted'], 'commit'],
      [['precommitted', 'precommitted'], 'commit'],
      [['precommitted', 'uncertain'], 'precommit'],
      [['uncertain', 'uncertain', 'precommitted'], 'precommit'],
      [['precommitted', 'committed'], 'commit'],
      [['uncertain', 'committed'], 'commit'],
      // Who has crashed since it voted counts for nothing.
      [['uncertain', 'recovering'], 'abort'],
      [['precommitted', 'recovering'], 'commit'],
      [['precommitted', 'uncertain', 'recovering'], 'precommit'],
    ];
    for (const [states, step] of table) {
      assert.equal(terminationRule(states), step, states.join());
      assert.equal(terminationRule([...states].reverse()), step, states.join());
    }
  });
});

describe('three-phase commit', () => {
  it('commits what all vote for, after all have been told that it will be', () => {
    const of = run([tell(100, 0, 'T1')]);
    assert.deepEqual(decisions(of), [['c', 'commit', 'all-acknowledged'], ['p1', 'commit', 'told'], ['p2', 'commit', 'told'], ['p3', 'commit', 'told']]);
    assert.deepEqual(notes(of, 'precommitted').map(({ by, time }) => [by, time / MILLISECOND]), [['c', 120], ['p1', 130], ['p2', 130], ['p3', 130]]);
    assert.deepEqual(notes(of, 'decided').map(({ time }) => time / MILLISECOND), [140, 150, 150, 150]);
  });

  it('aborts what one votes against, and where a vote is missing', () => {
    assert.deepEqual(decisions(run([tell(90, 2, 'T1'), tell(100, 0, 'T1')])).map(([by, decision]) => [by, decision]), [['p2', 'abort'], ['c', 'abort'], ['p1', 'abort'], ['p3', 'abort']]);
    assert.deepEqual(decisions(run([ms(50, { kind: 'crash', node: 2 }), tell(100, 0, 'T1')])), [['c', 'abort', 'a-vote-is-missing'], ['p1', 'abort', 'told'], ['p3', 'abort', 'told']]);
  });

  it('commits without those who have crashed after their vote; they ask when they are back', () => {
    const of = run([tell(100, 0, 'T1'), ms(115, { kind: 'crash', node: 3 }), ms(500, { kind: 'restart', node: 3 })]);
    assert.deepEqual(decisions(of), [['c', 'commit', 'the-others-have-crashed'], ['p1', 'commit', 'told'], ['p2', 'commit', 'told'], ['p3', 'commit', 'told']]);
  });

  it('has a participant lead everyone to a decision when the coordinator has crashed', () => {
    const beforePrecommit = run([tell(100, 0, 'T1'), ms(115, { kind: 'crash', node: 0 })]);
    assert.deepEqual(decisions(beforePrecommit), [['p1', 'abort', 'termination'], ['p2', 'abort', 'told'], ['p3', 'abort', 'told']]);
    assert.deepEqual(notes(beforePrecommit, 'terminating').map(({ by }) => by), ['p1']);
    const afterPrecommit = run([tell(100, 0, 'T1'), ms(125, { kind: 'crash', node: 0 })]);
    assert.deepEqual(decisions(afterPrecommit), [['p1', 'commit', 'termination'], ['p2', 'commit', 'told'], ['p3', 'commit', 'told']]);
    // The precommit reached one of them alone.
    const between = run([tell(100, 0, 'T1'), ms(120, { kind: 'cut', from: 0, to: 1 }), ms(120, { kind: 'cut', from: 0, to: 2 }), ms(125, { kind: 'crash', node: 0 })]);
    assert.deepEqual(decisions(between), [['p1', 'commit', 'termination'], ['p2', 'commit', 'told'], ['p3', 'commit', 'told']]);
  });

  it('has the next participant lead when the first one crashes too', () => {
    const of = run([tell(100, 0, 'T1'), ms(125, { kind: 'crash', node: 0 }), ms(255, { kind: 'crash', node: 1 })]);
    assert.deepEqual(decisions(of), [['p2', 'commit', 'termination'], ['p3', 'commit', 'told']]);
    assert.deepEqual(notes(of, 'terminating').map(({ by }) => by), ['p1', 'p2']);
  });

  it('does not block, wherever the coordinator crashes, alone or with any one participant', () => {
    const whole = run([tell(100, 0, 'T1')]);
    const moments = [...new Set([...whole.trace].map(({ time }) => time))].filter((time) => time >= 100 * MILLISECOND);
    assert.ok(moments.length > 4);
    for (const at of moments) {
      for (const second of [1, 2, 3]) {
        for (const later of [0, 5_000, 25_000, 50_000, 100_000, 150_000, 170_000]) {
          const crashes: Schedule = [{ at: at + 1, action: { kind: 'crash', node: 0 } }, { at: at + 1 + later, action: { kind: 'crash', node: second } }];
          const of = run([tell(100, 0, 'T1'), ...crashes]);
          assert.deepEqual(undecided(of), [], `after ${at} µs, and p${second} ${later} µs later`);
        }
      }
    }
  });

  it('aborts what nobody can have decided, once everyone has recovered in doubt', () => {
    const all = [0, 1, 2, 3];
    const of = run([tell(100, 0, 'T1'), ...all.map((node) => ms(125, { kind: 'crash', node })), ...all.map((node) => ms(500 + 100 * node, { kind: 'restart', node }))]);
    assert.deepEqual(decisions(of).map(([, decision]) => decision), ['abort', 'abort', 'abort', 'abort']);
    assert.equal(decisions(of)[0]![2], 'all-have-crashed');
    // As long as one of them is missing, it may have decided.
    const missing = run([tell(100, 0, 'T1'), ...all.map((node) => ms(125, { kind: 'crash', node })), ...all.slice(1).map((node) => ms(500, { kind: 'restart', node }))]);
    assert.deepEqual(undecided(missing), ['p1', 'p2', 'p3']);
  });

  it('goes on from any copy of its state', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { system, schedule } = faultedTransactions(seed);
      assertGoesOnFromCopies(system, schedule, seed, 2 * SECOND);
    }
  });

  it('says what is wrong with its parameters', () => {
    assert.throws(() => system({ participants: 0 }), /at least one participant, not 0/);
    assert.throws(() => system({ coordinators: -1 }), /at least one coordinator, not -1/);
  });
});

describe('a search of three-phase commit', () => {
  it('sees, in a synchronous network, that nothing is wrong and nobody blocked, with crashes also in the middle of sending', () => {
    for (const result of [search({ crashes: 3, losses: 4 }), search({ crashes: 2, losses: 1 }, 3), search({ crashes: 1, losses: 2, restarts: true }), search({ crashes: 2, restarts: true })]) {
      assert.equal(result.kind, 'exhausted');
    }
  });

  it('sees that everyone decides once all are up', () => {
    const model: SearchModel<ThreePhaseMessage> = { ...smallTransaction(), bounds: { crashes: 1, losses: 2, restarts: true, synchronous: true } };
    assert.equal(new BreadthFirst(model, { leadsTo: [leadsToDecisions(60, 0)] }).run().kind, 'exhausted');
  });

  it('finds that it is not safe where a message may take longer than a timer: no fault is needed', () => {
    const result = new BreadthFirst({ ...smallTransaction(), bounds: {} }, { invariants: COMMITMENT_INVARIANTS }).run();
    assert.ok(result.kind === 'violated');
    assert.equal(result.property, 'agreement');
    // The coordinator takes the participants for crashed and commits; a participant takes the coordinator for crashed and aborts.
    assert.deepEqual(result.path.choices.map(({ kind }) => kind), ['command', 'deliver', 'deliver', 'deliver', 'deliver', 'timer', 'timer', 'timer']);
  });

  it('comes to the same verdict on fewer ways, where reduced', () => {
    const bounds = { crashes: 1, losses: 1 };
    const whole = search(bounds, 3);
    const ordered = search(bounds, 3, { partialOrder: true });
    assert.deepEqual([ordered.kind, ordered.coverage.states, ordered.coverage.depth], [whole.kind, whole.coverage.states, whole.coverage.depth]);
    assert.ok(ordered.coverage.transitions < whole.coverage.transitions);
  });
});

describe('three-phase commit under every fault there is', () => {
  it('is not safe, which is known of it, and no bug', () => {
    const found = new Set<string>();
    for (let seed = 1; seed <= 100; seed++) {
      const { violation } = huntUnderAnyFault(seed);
      if (violation) found.add(violation.property);
    }
    assert.ok(found.has('agreement'));
  });
});
