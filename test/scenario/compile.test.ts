import assert from 'node:assert/strict';
import type { Scene } from '../../src/engine/scene/scene.ts';
import { SECOND } from '../../src/engine/sim/time.ts';
import { compile, sceneOf } from '../../src/scenario/compile/compile.ts';
import { ScenarioError } from '../../src/scenario/problem.ts';
import { act, at, atMost, claim, crash, event, every, except, has, is, ms, named, nodes, pick, restart, role, say, scene, servers, some, union, wait, when, whenever } from '../engine/scene/scenes.ts';
import { carryOut } from '../../src/scenario/trial.ts';
import { failuresOf } from './playing.ts';

const inRaft = (text: string): Scene => sceneOf(`scenario "a test"\nsystem raft\nuntil 5s\n${text}`);

const EXAMPLE = `
scenario "An old leader cannot commit"
system raft { nodes 5, election-timeout-min 150ms, election-timeout-max 300ms }
seeds 1..10
until 10s

group west = n1, n2

when some server is leader as L {
  let F = one follower except L
  partition L, F from the rest
  c1 does "set x 2"
}
at 5s { heal }
eventually within 2s: some server is leader with term >= 2
always: at most 2 servers are leader
never: leader happens at n1 with term = 99
finally: every server has commit-index >= 1
finally: sent AppendEntries <= 2000
`;

describe('a scenario', () => {
  it('is the scene that it reads like', () => {
    const L = named('L');
    const F = named('F');
    assert.deepEqual(
      inRaft(`
        group west = n1, n2
        when some server is leader as L {
          let F = one follower except L
          partition L, F from the rest
          c1 does "set x 2"
        }
        whenever some servers are crashed { say "down" }
        at 5s { heal  crash one server  wait 250ms  repeat 2 times { restart west } }
        every 500ms from 1s until 4s { crash west while writing }
        always "one leader": at most 1 server is leader
        finally: every server has commit-index >= 1
      `),
      scene({
        groups: [{ name: 'west', nodes: union(named('n1'), named('n2')) }],
        strands: [
          when(some(servers, is('leader')), 'L', { kind: 'name', name: 'F', nodes: pick(1, except(role('follower'), L)) }, act({ kind: 'partition', groups: [union(L, F), except(nodes, union(L, F))] }), act({ kind: 'command', nodes: named('c1'), command: 'set x 2' })),
          whenever(some(servers, is('crashed')), null, say('down')),
          at(5_000, act({ kind: 'heal' }), crash(pick(1, servers)), wait(250), { kind: 'repeat', times: 2, body: [restart(named('west'))] }),
          { begin: { kind: 'every', interval: ms(500), from: SECOND, until: 4 * SECOND }, then: [act({ kind: 'crash', nodes: named('west'), torn: true })] },
        ],
        claims: [claim('one leader', { kind: 'always', condition: atMost(1, servers, is('leader')) }), claim('finally: every server has commit-index >= 1', { kind: 'finally', condition: every(servers, has('commit-index', '>=', 1)) })],
      }),
    );
  });

  it('runs', () => {
    const example = sceneOf(EXAMPLE);
    assert.deepEqual(failuresOf(example), []);
    assert.equal(carryOut(example, 1).run.schedule.length, 3);
  });

  it('says what nodes are in all the ways that are told apart by brackets', () => {
    const conditionOf = (text: string) => (inRaft(`always: ${text}`).claims[0]!.claim as { readonly condition: unknown }).condition;
    const [one, other, third] = [event('leader'), event('crash'), event('election')];
    assert.deepEqual(conditionOf('leader happens or crash happens and election happens'), { kind: 'any', of: [one, { kind: 'all', of: [other, third] }] });
    assert.deepEqual(conditionOf('(leader happens or crash happens) and not election happens'), { kind: 'all', of: [{ kind: 'any', of: [one, other] }, { kind: 'not', of: third }] });
    assert.deepEqual(conditionOf('n1 is leader or is candidate and crash happens'), { kind: 'all', of: [every(named('n1'), { kind: 'any', of: [is('leader'), is('candidate')] }), other] });
    assert.deepEqual(conditionOf('every server except n1, n2 is not leader'), every(except(servers, union(named('n1'), named('n2'))), { kind: 'not', of: is('leader') }));
    assert.deepEqual(conditionOf('no followers are up'), { kind: 'nodes', quantity: { kind: 'exactly', count: 0 }, of: role('follower'), are: is('up') });
    assert.deepEqual(conditionOf('number of servers that are leader with term > 2 = 1'), conditionOf('(number of servers that are leader with term > 2) = 1'));
    assert.deepEqual(conditionOf('sent messages at n1 < 9'), { kind: 'compare', left: { kind: 'messages', what: 'sent', type: null, unit: 'messages', at: named('n1') }, by: '<', right: { kind: 'literal', value: 9 } });
  });

  it('takes what it does not say from the system', () => {
    const { until, seeds, system } = sceneOf('scenario "a" system raft { nodes 5, loss 0%, pre-vote on, latency-max 0.25s }');
    assert.deepEqual({ until, seeds, system }, { until: 60 * SECOND, seeds: { first: 1, last: 1 }, system: { type: 'raft', parameters: { preVote: 1, latencyMax: 250_000 } } });
  });

  it('has comments, and breaks lines where it likes', () => {
    const text = '// first\nscenario\n"a" // "not this"\nsystem\n\traft\r\nat 1s{heal}//';
    assert.deepEqual(sceneOf(text), sceneOf('scenario "a" system raft at 1s { heal }'));
  });

  it('writes a schedule of exact moments', () => {
    const { schedule } = inRaft(`
      group pair = n4, n3
      schedule {
        at 1s crash n2, n1
        at 1.5s after event 53 deliver message 17
        at 1.5s after event 54 partition pair from n1 from the rest
        at 2s cut n1 to n2, n3
      }
    `);
    assert.deepEqual(schedule, [
      { at: SECOND, action: { kind: 'crash', node: 1 } },
      { at: SECOND, action: { kind: 'crash', node: 0 } },
      { at: 1_500_000, after: 53, action: { kind: 'deliver', message: 17 } },
      { at: 1_500_000, after: 54, action: { kind: 'partition', groups: [[3, 2], [0], [1, 4, 5]] } },
      { at: 2 * SECOND, action: { kind: 'cut', from: 0, to: 1 } },
      { at: 2 * SECOND, action: { kind: 'cut', from: 0, to: 2 } },
    ]);
  });

  it('fails where it can not go on, and ends', () => {
    const why = (text: string) => carryOut(inRaft(text), 1).failures.map((failure) => failure.why);
    assert.deepEqual(why('always: term of leader > 0'), ['It does not hold.']);
    assert.deepEqual(why('finally: term of follower > 0'), ['One node\'s value is asked for, and 4 are meant by "nodes that are follower".']);
    const [endless] = why('at 1s { crash n1 } whenever n1 is crashed { restart n1 crash n2 } whenever n2 is crashed { restart n2 crash n1 }');
    assert.match(endless ?? '', /^It can't go on: .* without an end/);
  });

  it('throws all that is wrong with it, for who asks for nothing else', () => {
    assert.throws(() => sceneOf('scenario "a"\nsystem raft\nat 1s { crash n9 }'), (error) => error instanceof ScenarioError && error.message.startsWith('3:15: Nobody is called "n9" here.'));
    assert.equal(compile('').scene, null);
  });
});
