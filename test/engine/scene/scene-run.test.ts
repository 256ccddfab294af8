import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SceneRun } from '../../../src/engine/scene/scene-run.ts';
import type { Claim, Condition, NodeSet, Statement, Strand, Term } from '../../../src/engine/scene/scene.ts';
import { Run } from '../../../src/engine/sim/run.ts';
import { SECOND } from '../../../src/engine/sim/time.ts';
import { traceHash } from '../../../src/engine/sim/trace-hash.ts';
import { stageFor } from '../../../src/simulations/stage.ts';
import { act, at, atMost, claim, crash, event, every, except, has, is, ms, named, nodes, isNot, pick, play, restart, role, say, scene, servers, some, union, wait, when, whenever, where } from './scenes.ts';

const said = ({ remarks }: SceneRun<unknown>) => remarks.map((remark) => [remark.time / 1000, remark.kind === 'say' ? remark.text : remark.question]);
const failures = ({ failures: found }: SceneRun<unknown>) => found.map(({ kind, what, why }) => [kind, what, why]);

/** How often the network or a node had an event of this kind. */
function times({ run }: SceneRun<unknown>, kind: string): number[] {
  return [...run.trace].filter((each) => each.kind === kind).map(({ time }) => time / 1000);
}

const leads = some(servers, is('leader'));

describe('a scene', () => {
  it('shows that an old leader can not commit', () => {
    const rest = except(nodes, union(named('L'), named('F')));
    const played = play({
      until: 6 * SECOND,
      strands: [
        when(leads, 'L', { kind: 'name', name: 'F', nodes: pick(1, except(role('follower'), named('L'))) }, act({ kind: 'partition', groups: [union(named('L'), named('F')), rest] }), act({ kind: 'command', nodes: named('c1'), command: 'set x 2' })),
        at(5_000, act({ kind: 'heal' })),
      ],
      claims: [
        claim('another leader', { kind: 'eventually', within: 2 * SECOND, condition: { kind: 'nodes', quantity: { kind: 'at least', count: 1 }, of: servers, are: { kind: 'all', of: [is('leader'), has('term', '>=', 2)] } } }),
        claim('all agree', { kind: 'finally', condition: every(servers, has('commit-index', '>=', 1)) }),
      ],
    });
    assert.deepEqual(failures(played), []);
    assert.equal(times(played, 'partition').length, 1);
  });

  it('lets things happen when they are to: at a time, every so often, when something is, and whenever it is', () => {
    const played = play({
      until: 2 * SECOND,
      strands: [
        at(500, say('half'), wait(250), say('and a quarter'), { kind: 'repeat', times: 2, body: [wait(100), say('and a tenth')] }),
        { begin: { kind: 'every', interval: ms(600), from: ms(100), until: ms(1_500) }, then: [say('tick')] },
        when(event('leader'), 'L', crash(named('L')), wait(900), restart(named('L'))),
        whenever(some(servers, is('crashed')), null, say('down')),
      ],
    });
    const [elected = 0] = times(played, 'crash');
    assert.deepEqual(said(played).filter(([, text]) => text !== 'down'), [[100, 'tick'], [500, 'half'], [700, 'tick'], [750, 'and a quarter'], [850, 'and a tenth'], [950, 'and a tenth'], [1_300, 'tick']]);
    assert.deepEqual(said(played).filter(([, text]) => text === 'down'), [[elected, 'down']]);
    assert.deepEqual(times(played, 'restart'), [elected + 900]);
    assert.deepEqual(failures(played), []);
  });

  it('comes to hold again only after it has not', () => {
    const played = play({ until: 2 * SECOND, strands: [at(100, crash(named('n1')), wait(100), crash(named('n2')), wait(100), restart(union(named('n1'), named('n2'))), wait(100), crash(named('n1'))), whenever(some(servers, is('crashed')), null, say('down'))] });
    assert.deepEqual(said(played), [[100, 'down'], [400, 'down']]);
  });

  it('misses nothing of what its own actions bring about', () => {
    const down = whenever(some(servers, is('crashed')), 'C', say('down'), restart(named('C')), wait(100), crash(named('n2')));
    const played = play({ until: ms(350), strands: [at(100, crash(named('n1'))), down] });
    assert.deepEqual([said(played), failures(played)], [[[100, 'down'], [200, 'down'], [300, 'down']], []]);
  });

  it('attends to each time at which something happens, one after the other, also in steps that follow each other', () => {
    const played = play({ until: 2 * SECOND, strands: [at(100, crash(union(named('n1'), named('n2'), named('n3')))), whenever(event('crash'), 'C', wait(200), restart(named('C')))] });
    assert.deepEqual(times(played, 'restart'), [300, 500, 700]);
    assert.deepEqual(failures(played), []);
    const restarts = [...played.run.trace].filter(({ kind }) => kind === 'restart').map(({ node }) => node);
    assert.deepEqual(restarts, [0, 1, 2]);
  });

  it('takes what holds in a moment for new where it held before only because something had just happened', () => {
    const either: Condition = { kind: 'any', of: [event('crash'), some(named('n2'), is('paused'))] };
    const pause = (of: NodeSet) => act({ kind: 'pause', nodes: of });
    const played = play({ until: SECOND, strands: [at(100, crash(named('n1')), pause(named('n2')), crash(named('n3'))), whenever(either, null, say('either'))] });
    // n2 stays paused, so the last crash makes nothing hold that did not.
    assert.deepEqual(said(played), [[100, 'either'], [100, 'either']]);
  });

  it('goes on whenever something is for as long as a strand brings it about, and no longer where it has failed', () => {
    const played = play({ until: SECOND, strands: [at(100, crash(named('n1'))), whenever(some(servers, is('crashed')), null, say('down'), restart(named('n2')))] });
    assert.deepEqual([said(played), failures(played).length], [[[100, 'down']], 1]);
  });

  it('means nodes by what they are at the moment', () => {
    const crashedOnes = where(servers, is('crashed'));
    const played = play({
      until: 3 * SECOND,
      groups: [{ name: 'well', nodes: where(servers, is('up')) }],
      strands: [
        when(leads, 'L', crash(pick(1, where(servers, isNot('leader')))), wait(10), crash(pick(2, except(named('well'), named('L')))), wait(10), restart(crashedOnes), wait(100), crash(crashedOnes)),
        at(2_000, crash(where(role('follower'), has('term', '>=', 99)))),
      ],
      claims: [claim('three at most', { kind: 'always', condition: atMost(3, crashedOnes, is('crashed')) }), claim('all well', { kind: 'finally', condition: every(servers, is('up')) })],
    });
    assert.deepEqual([times(played, 'crash').length, times(played, 'restart').length], [3, 3]);
    assert.deepEqual(failures(played).map(([, , why]) => why), ['Nobody is meant by "all servers that are crashed" now.', 'Nobody is meant by "nodes that are follower that have term >= 99" now.']);
  });

  it('waits for what it is told to wait for, and fails where that does not come in time', () => {
    const awaits = (within: number): Statement => ({ kind: 'await', condition: leads, within: ms(within), as: 'L' });
    const [elected = 0] = times(play({ strands: [when(leads, null, crash(named('n1')))] }), 'crash');
    const played = play({ strands: [at(10, awaits(1_000), crash(named('L')), say('after'))] });
    assert.deepEqual([times(played, 'crash'), said(played)], [[elected], [[elected, 'after']]]);
    const late = play({ strands: [at(10, awaits(1), say('never'))] });
    assert.deepEqual([failures(late), said(late)], [[['statement', '', 'What is waited for has not come about in time.']], []]);
    assert.equal(late.failures[0]?.time, ms(11) + 1);
  });

  it('says what can not be done, and goes on with the rest', () => {
    const wrong = (statement: Statement) => failures(play({ until: SECOND, strands: [at(10, statement, say('not reached')), at(20, say('reached'))] })).map(([, , why]) => why);
    assert.deepEqual(wrong(restart(named('n1'))), ['n1 is running: only a crashed node can be restarted.']);
    assert.deepEqual(wrong(crash(named('n9'))), ['Nobody is called "n9" here; there are n1, n2, n3, n4, n5, c1.']);
    assert.deepEqual(wrong(crash(role('leader'))), ['Nobody is meant by "nodes that are leader" now.']);
    assert.deepEqual(wrong(crash(pick(6, servers))), ['6 of all servers are asked for, and there are 5.']);
    assert.deepEqual(wrong(act({ kind: 'drop', messages: { type: 'TimeoutNow', from: null, to: null, which: 'first', sentBy: null } })), ['No such message is in flight (TimeoutNow).']);
    assert.deepEqual(said(play({ until: SECOND, strands: [at(10, restart(named('n1'))), at(20, say('reached'))] })), [[20, 'reached']]);
  });

  it('compares with nothing what nobody has, and says so where several are meant', () => {
    const term = (of: NodeSet): Condition => ({ kind: 'compare', left: { kind: 'field', of, field: 'term' }, by: '>', right: { kind: 'literal', value: 0 } });
    const [elected = 0] = times(play({ strands: [when(leads, null, crash(named('n1')))] }), 'crash');
    const played = play({ until: SECOND, strands: [when(term(role('leader')), null, say('somebody leads')), when(term(servers), null, say('not reached'))], claims: [claim('a term', { kind: 'always', condition: term(role('leader')) }), claim('all', { kind: 'finally', condition: term(servers) })] });
    assert.deepEqual(said(played), [[elected, 'somebody leads']]);
    const several = 'One node\'s value is asked for, and 5 are meant by "all servers".';
    assert.deepEqual(failures(played), [['claim', 'a term', 'It does not hold.'], ['statement', '', several], ['claim', 'all', several]]);
  });

  it('means messages by type, sender and receiver', () => {
    const requests = (which: 'first' | 'all') => when(event('election'), 'C', act({ kind: 'drop', messages: { type: 'RequestVote', from: named('C'), to: null, which, sentBy: null } }));
    assert.equal(times(play({ until: SECOND, strands: [requests('all')] }), 'drop').length, 4);
    const one = play({ until: SECOND, strands: [requests('first')] });
    assert.equal(times(one, 'drop').length, 1);
  });

  it('counts what happened, as a cost', () => {
    const tally = (name: string, at: NodeSet | null = null): Term => ({ kind: 'tally', name, at });
    const sent = (type: string | null): Term => ({ kind: 'messages', what: 'sent', type, unit: 'messages', at: null });
    const within = (left: Term, by: '<=' | '>', value: number) =>
      failures(play({ until: SECOND, claims: [claim('cost', { kind: 'finally', condition: { kind: 'compare', left, by, right: { kind: 'literal', value } } })] })).length === 0;
    assert.ok(within(sent('RequestVote'), '<=', 4) && within(sent('RequestVote'), '>', 3));
    assert.ok(within(sent(null), '>', 50) && within(tally('crash'), '<=', 0));
    assert.ok(within(tally('start', named('n1')), '<=', 1) && within(tally('start'), '>', 5));
  });

  for (const [kept, broken, text] of [
    [{ kind: 'always', condition: atMost(1, servers, is('leader')) }, { kind: 'always', condition: atMost(0, servers, is('leader')) }, 'It does not hold.'],
    [{ kind: 'never', condition: some(servers, is('crashed')) }, { kind: 'never', condition: event('leader') }, 'It has come about.'],
    [{ kind: 'finally', condition: leads }, { kind: 'finally', condition: some(servers, is('candidate')) }, 'It does not hold in the end.'],
    [{ kind: 'eventually', condition: leads, within: SECOND }, { kind: 'eventually', condition: leads, within: ms(100) }, 'It has not come about in time.'],
    [{ kind: 'eventually', condition: leads, within: null }, { kind: 'eventually', condition: some(servers, is('crashed')), within: null }, 'It has not come about.'],
    [{ kind: 'leads to', cause: event('election'), effect: event('leader'), within: SECOND }, { kind: 'leads to', cause: event('election'), effect: event('leader'), within: 10 }, 'What it leads to has not come about in time.'],
    [{ kind: 'leads to', cause: event('start'), effect: event('start'), within: 0 }, { kind: 'leads to', cause: event('start'), effect: event('start', named('n3')), within: 0 }, 'What it leads to has not come about in time.'],
    [{ kind: 'leads to', cause: some(servers, is('paused')), effect: leads, within: 1 }, { kind: 'leads to', cause: leads, effect: some(servers, is('crashed')), within: 9 * SECOND }, 'What it leads to has not come about when the scene ends.'],
  ] as const) {
    it(`is held to what it claims: ${kept.kind}`, () => {
      const held = (what: typeof kept | typeof broken) => failures(play({ until: 2 * SECOND, claims: [claim('so', what)] }));
      assert.deepEqual(held(kept), []);
      assert.deepEqual(held(broken), [['claim', 'so', text]]);
    });
  }

  it('fails where a property of the system is violated, unless that is what it is there for', () => {
    // n2 votes for n1, forgets it in a crash, and votes for n3 in the same term.
    const deliver = (type: string, from: string, to: string) => act({ kind: 'deliver', messages: { type, from: named(from), to: named(to), which: 'first', sentBy: null } });
    const stands = (candidate: string) => [act({ kind: 'fire', nodes: named(candidate), timer: 'election' }), deliver('RequestVote', candidate, 'n2'), deliver('RequestVoteReply', 'n2', candidate)];
    const heldBack = act({ kind: 'network', quality: { latency: { kind: 'constant', value: 60 * SECOND }, loss: 0, duplication: 0 } });
    const votesTwice = (flaw: number, claims: readonly Claim[]) =>
      failures(play({ parameters: { nodes: 3, flaw }, until: ms(20), strands: [at(10, heldBack, ...stands('n1'), crash(named('n2')), restart(named('n2')), ...stands('n3'))], claims }));
    const expected = [claim('two leaders', { kind: 'violated', property: 'election-safety' })];
    assert.deepEqual(votesTwice(2, []), [['property', 'election-safety', 'n3 became leader of term 1, of which n1 has been leader.']]);
    assert.deepEqual(votesTwice(2, expected), []);
    assert.deepEqual(votesTwice(0, expected), [['claim', 'two leaders', 'It is not violated.']]);
  });

  it('draws faults from its seed', () => {
    const faulted = (seed: number) => traceHash(play({ until: 2 * SECOND, faults: { level: 'rough', from: ms(300), until: ms(1_500) } }, seed).run.trace);
    assert.equal(faulted(1), faulted(1));
    assert.notEqual(faulted(1), faulted(2));
  });

  it('does not go on for ever', () => {
    const endless: readonly (readonly [string, Strand])[] = [
      ['rounds', at(100, { kind: 'repeat', times: 1_000_000_000, body: [] })],
      ['statements at one time', { begin: { kind: 'every', interval: 0, from: 0, until: null }, then: [] }],
      ['steps that bring each other about', whenever(event('crash'), null, restart(named('n1')), crash(named('n1')))],
      ['messages that are doubled again and again', at(300, { kind: 'repeat', times: 60, body: [act({ kind: 'copy', messages: { type: null, from: null, to: null, which: 'all', sentBy: null } })] })],
    ];
    for (const [what, strand] of endless) {
      const strands = what.startsWith('steps') ? [strand, { begin: { kind: 'every', interval: 1, from: 0, until: null }, then: [] } as const] : [strand];
      assert.throws(() => play({ until: 20 * SECOND, strands }), /^EndlessScene: It has not come to its end after 1 million steps/, what);
    }
  });

  it('says which of its claims is broken', () => {
    const { failures } = play({ until: SECOND, claims: [claim('one', { kind: 'finally', condition: some(servers, is('up')) }), claim('same', { kind: 'finally', condition: some(servers, is('crashed')) }), claim('same', { kind: 'violated', property: 'election-safety' })] });
    assert.deepEqual(failures.map((failure) => failure.claim), [1, 2]);
  });

  it('gives a schedule that alone gives the same run again', () => {
    const target = fc.constantFrom<NodeSet[]>(named('n1'), named('n2'), role('leader'), role('follower'), pick(2, servers));
    const statement = fc.oneof(
      target.map(crash),
      target.map(restart),
      target.map((of) => act({ kind: 'pause', nodes: of })),
      target.map((of) => act({ kind: 'resume', nodes: of })),
      target.map((of) => act({ kind: 'partition', groups: [of, except(nodes, of)] })),
      fc.constant(act({ kind: 'heal' })),
      fc.constant(act({ kind: 'command', nodes: named('c1'), command: 'add x 1' })),
      fc.constant(act({ kind: 'deliver', messages: { type: null, from: null, to: null, which: 'first', sentBy: null } })),
      fc.integer({ min: 0, max: 300 }).map(wait),
    );
    const begin = fc.oneof(
      fc.integer({ min: 0, max: 1_500 }).map((time): Strand['begin'] => ({ kind: 'at', time: ms(time) })),
      fc.integer({ min: 50, max: 500 }).map((interval): Strand['begin'] => ({ kind: 'every', interval: ms(interval), from: 0, until: null })),
      fc.constantFrom(leads, event('election'), event('crash'), some(servers, is('crashed'))).chain((condition) => fc.boolean().map((again): Strand['begin'] => ({ kind: 'when', condition, as: 'X', again }))),
    );
    const strand = fc.record({ begin, then: fc.array(statement, { maxLength: 4 }) });
    fc.assert(
      fc.property(fc.array(strand, { maxLength: 4 }), fc.integer({ min: 0, max: 50 }), fc.boolean(), (strands, seed, hasFaults) => {
        const made = { until: 2 * SECOND, parameters: { thinkTime: ms(40) }, strands, faults: hasFaults ? ({ level: 'hostile', from: ms(100), until: ms(1_800) } as const) : null };
        const { run } = play(made, seed);
        const stage = stageFor(scene(made), seed);
        const again = new Run({ system: stage.system, seed, schedule: run.schedule });
        again.advanceTo(run.steps);
        assert.equal(traceHash(again.trace), traceHash(run.trace));
      }),
      { numRuns: 60, seed: 20_261_124 },
    );
  });
});
