import assert from 'node:assert/strict';
import type { SearchedWorld, SearchOptions } from '../../src/lab/grading/api.ts';
import { ExpectationError } from '../../src/lab/grading/failures.ts';
import { LearnerError } from '../../src/lab/realm/learner-error.ts';
import { atMostOneDecided, twoProposers } from './learners/paxos-search.ts';
import { FORGETFUL, HASTY, PAXOS } from './learners/paxos.ts';
import { sandbox } from './realm-support.ts';
import { request, resultOf, sourceGrader } from './support.ts';

/** Node 0 asks node 1 to keep a value, which says so once it has: before or after it is on the disk. */
const keeper = (sync: string): string => `
  export class Keeper {
    kept = 'nothing';
    constructor(private readonly ctx) {}
    onRestart() { this.kept = 'forgotten'; this.ctx.log('restarted'); }
    onCommand(value) { this.ctx.send(1, value); }
    async onMessage(from, value) {
      if (this.ctx.id === 0) { this.kept = value; return; }
      this.ctx.store.set('value', value);
      ${sync};
      this.ctx.send(from, value);
    }
    inspect() { return { kept: this.kept }; }
  }
`;
const CAREFUL = keeper('await this.ctx.store.sync()');
const CARELESS = keeper('void this.ctx.store.sync()');

const keepers: SearchOptions = {
  nodes: 2,
  process: 'Keeper',
  commands: [{ node: 0, command: 'x' }],
  bounds: { crashes: 1, crashable: [1], restarts: true },
  invariants: { kept: isKept },
  breadthFirst: { states: 10_000 },
};

function isKept({ nodes }: SearchedWorld): void {
  const { kept } = nodes[0]?.shown as { readonly kept: string };
  const actual = nodes[1]?.synced('value');
  if (kept !== 'nothing' && actual !== kept) throw new ExpectationError('What is said to be kept is on the disk.', { expected: kept, actual: String(actual), at: 'Keeper.onMessage' });
}

/** What a search fails with. */
async function failureOf(learner: string, options: SearchOptions): Promise<Error> {
  const { t } = await sandbox(learner);
  try {
    t.search(options);
  } catch (failure) {
    return failure as Error;
  }
  return new Error('Nothing was found.');
}

describe('a search of learner code', function () {
  this.timeout(20_000);

  it('finds nothing wrong with a right Paxos, and says what it has searched', async () => {
    const { t } = await sandbox(PAXOS);
    const report = t.search({ ...twoProposers, invariants: { agreement: atMostOneDecided }, walk: { choices: 3_000 } });
    assert.deepEqual({ ...report, summary: report.summary.replace(/^\d+/, 'N') }, { isComplete: false, choices: 3_000, summary: 'N random walks of 3,000 choices together were searched: nothing was found.' });
  });

  it('finds two values decided where an acceptor answers before its promise is on the disk', async () => {
    const failure = await failureOf(FORGETFUL, { ...twoProposers, bounds: { ...twoProposers.bounds, timers: 0 }, invariants: { agreement: atMostOneDecided }, walk: { choices: 200_000 } });
    assert.ok(failure instanceof ExpectationError);
    const [message, , , ...steps] = failure.message.split('\n');
    assert.equal(message, 'At most one value is decided.');
    assert.ok(steps.length <= 30, failure.message);
    assert.ok(steps.some((step) => /^\d+\. Node \d crashes and loses "promised", which was not synced\.$/.test(step)), failure.message);
  });

  it('finds what one acknowledgement leads to', async () => {
    const failure = await failureOf(HASTY, { ...twoProposers, invariants: { agreement: atMostOneDecided }, walk: { choices: 100_000 } });
    assert.match(failure.message, /^At most one value is decided\.\n/);
  });

  it('tells the shortest way, step by step', async () => {
    const failure = await failureOf(CARELESS, keepers);
    assert.ok(failure instanceof ExpectationError);
    assert.deepEqual([failure.message, failure.expected, failure.actual, failure.at], [
      [
        'What is said to be kept is on the disk.',
        '',
        'The shortest way there that was found:',
        '1. Node 0 is given the command "x" and sends \'x\' to node 1.',
        "2. Node 1 gets 'x' from node 0 and sends 'x' to node 0.",
        "3. Node 0 gets 'x' from node 1.",
      ].join('\n'),
      'x',
      'undefined',
      'Keeper.onMessage',
    ]);
  });

  it('makes a random walk as short, and is the same each time', async () => {
    const { breadthFirst: _, ...options } = keepers;
    const walk = { choices: 1_000 };
    const [first, again, searched] = [await failureOf(CARELESS, { ...options, walk }), await failureOf(CARELESS, { ...options, walk }), await failureOf(CARELESS, keepers)];
    assert.deepEqual([first.message, again.message], [searched.message, searched.message]);
  });

  it('goes through everything where that is little: a write is lost in each crash before its sync has finished', async () => {
    const seen = new Set<string>();
    const { t } = await sandbox(CAREFUL);
    const report = t.search({ ...keepers, invariants: { kept: isKept, see: ({ nodes: [, one] }) => void seen.add(`${one?.isUp} ${String(one?.stored('value'))} ${String(one?.synced('value'))}`) } });
    assert.match(report.summary, /^All \d+ states within the bounds were searched: nothing was found\.$/);
    assert.equal(report.isComplete, true);
    assert.deepEqual([...seen].sort(), ['false undefined undefined', 'false x x', 'true undefined undefined', 'true x undefined', 'true x x']);
  });

  it('says how far it came where the budget ended it', async () => {
    const { t } = await sandbox(CAREFUL);
    assert.match(t.search({ ...keepers, breadthFirst: { states: 1_000, depth: 3 } }).summary, /^Every run of fewer than 3 steps was searched, \d+ states in all: nothing was found\.$/);
  });

  it('checks what is left when nothing is left to do', async () => {
    const { t } = await sandbox(CAREFUL);
    const isTold = ({ nodes, messages }: SearchedWorld): void => {
      assert.deepEqual(messages, []);
      if ((nodes[0]?.shown as { readonly kept: string }).kept === 'nothing') throw new ExpectationError('Node 0 is told in the end.');
    };
    t.search({ ...keepers, bounds: {}, atRest: { isTold } });
    const failure = await failureOf(CAREFUL, { ...keepers, atRest: { isTold } });
    assert.match(failure.message, /told in the end[^]*Node 1 crashes/);
  });

  it('prints what the code prints in the run that is told, and nothing else', async () => {
    const { t, printed } = await sandbox(CAREFUL);
    t.search(keepers);
    assert.deepEqual(printed, []);
    assert.throws(() => t.search({ ...keepers, invariants: { remembers: ({ nodes: [, one] }) => t.expect.ok((one?.shown as { kept?: string } | undefined)?.kept !== 'forgotten', 'It does not restart.') } }), /It does not restart/);
    assert.deepEqual(printed, [['restarted']]);
  });

  it('fails with what the code throws, its place, and the way there', async () => {
    const failure = await failureOf(
      `export class Picky {
        seen = [];
        constructor(private readonly ctx) {}
        onCommand(value) { this.ctx.send(1, value); }
        async onMessage(_, value) {
          this.seen.push(value);
          await null;
          if (this.seen[0] === 'b') throw new TypeError('b came first');
        }
      }`,
      { nodes: 2, process: 'Picky', commands: [{ node: 0, command: 'a' }, { node: 0, command: 'b' }] },
    );
    assert.ok(failure instanceof LearnerError);
    assert.equal(failure.message, "TypeError: b came first\n\nThe shortest way there that was found:\n1. Node 0 is given the command \"b\" and sends 'b' to node 1.\n2. Node 1 gets 'b' from node 0 and throws.");
    assert.deepEqual(failure.frames.map(({ file, line }) => [file, line]), [['index.ts', 8]]);
  });

  it('fails with what a process throws as it starts, or as it is inspected', async () => {
    const bad = (body: string) => failureOf(`export class Bad { constructor() {} onMessage() {} ${body} }`, { nodes: 2, process: 'Bad', commands: [{ node: 0, command: 'x' }] });
    assert.match((await bad("onStart() { throw new Error('no start'); }")).message, /^Error: no start$/);
    assert.match((await bad("n = 0; onCommand() { this.n++; } inspect() { if (this.n) throw new Error('no look'); }")).message, /^Error: no look\n[^]*command "x" and throws\.$/);
    assert.match((await bad("onCommand() { setTimeout(() => { throw new Error('late'); }, 5); }")).message, /late[^]*2\. A sleep or a timeout of node 0 is over and throws\.$/);
  });

  it('repeats code that draws on chance and time, and code that waits for what never comes', async () => {
    const { t } = await sandbox(`
      export class Odd {
        log = [];
        constructor(private readonly ctx) {}
        async onStart() { this.log.push(Math.random(), Date.now(), this.ctx.random(), this.ctx.now()); }
        async onCommand(value) { this.ctx.send(1, [value, Math.random(), performance.now()]); await new Promise(() => undefined); }
        async onMessage(from, value) { this.log.push(value); await Promise.race([new Promise((done) => setTimeout(done, Math.random() * 10)), this.ctx.store.sync()]); this.ctx.store.set('log', this.log); }
      }
    `);
    const report = t.search({ nodes: 2, process: ['Odd', 'Odd'], commands: [{ node: 0, command: 'a' }, { node: 0, command: 'b' }], bounds: { crashes: 1, restarts: true }, breadthFirst: { states: 2_000, depth: 9 } });
    assert.equal(report.isComplete, false);
  });

  it('notices code that keeps something where a restart does not reach it', async () => {
    const leaky = (work: string) => `export class Leaky {
      constructor(private readonly ctx) { Object.defineProperty(Object.prototype, 'lives', { value: (Object.prototype.lives ?? 0) + 1, configurable: true }); }
      onMessage() {}
      onCommand(value) { ${work} }
    }`;
    const options: SearchOptions = { nodes: 1, process: 'Leaky', commands: ['a', 'b', 'c'].map((command) => ({ node: 0, command })), walk: { choices: 500 } };
    for (const work of ['this.ctx.store.set(value, Object.prototype.lives);', "if (Object.prototype.lives === 2) throw new Error('second');"]) {
      const failure = await failureOf(leaky(work), options);
      assert.match(failure.message, /does something else: its code keeps something where a restart does not reach it/, work);
    }
  });

  it('is not taken in by patched prototypes', async () => {
    const failure = await failureOf(
      `for (const prototype of [Array, Map, Set, Promise, String, Function].map((one) => one.prototype)) {
        for (const name of Object.getOwnPropertyNames(prototype)) if (name !== 'constructor' && typeof Object.getOwnPropertyDescriptor(prototype, name).value === 'function') prototype[name] = () => 'patched';
      }
      JSON.parse = JSON.stringify = () => 'patched';
      ${CARELESS}`,
      keepers,
    );
    assert.match(failure.message, /^What is said to be kept is on the disk\.\n[^]*3\. Node 0 gets 'x' from node 1\.$/);
  });

  it('lets a test that goes wrong itself go wrong, and says what options make no sense', async () => {
    const { t } = await sandbox(CAREFUL);
    assert.throws(() => t.search({ ...keepers, invariants: { broken: () => { throw new RangeError('the test'); } } }), RangeError);
    const refused: readonly (readonly [Partial<SearchOptions>, RegExp])[] = [
      [{ nodes: 1.5 }, /whole number from 0 on for nodes, not 1.5/],
      [{ nodes: 0 }, /at least one node/],
      [{ bounds: { crashes: -1 } }, /for crashes, not -1/],
      [{ walk: { choices: 10, faults: 2 } }, /from 0 to 1, not 2/],
      [{ process: ['Keeper'] }, /one class for all of them or 2, not 1/],
      [{ commands: [{ node: 2, command: 'x' }] }, /node 2; there are nodes 0 to 1/],
    ];
    for (const [options, message] of refused) assert.throws(() => t.search({ ...keepers, ...options }), message);
  });

  describe('in a grading', () => {
    const grade = async (learner: string, seconds = 20) => {
      const grader = sourceGrader();
      const cases = `'keeps': (t) => t.search({
        nodes: 2, process: 'Keeper', commands: [{ node: 0, command: 'x' }], bounds: { crashes: 1, crashable: [1], restarts: true },
        invariants: { kept: ({ nodes }) => t.expect.ok(nodes[0].shown.kept === 'nothing' || nodes[1].synced('value') === 'x', 'What is said to be kept is on the disk.', { at: 'Keeper.onMessage' }) },
      })`;
      const verdict = await grader.grade(request(learner, cases, { limits: { seconds, memory: 128 } }));
      grader.dispose();
      return { verdict, result: resultOf(verdict, 'keeps') };
    };

    it('points at the method that the check names', async () => {
      const { result } = await grade(CARELESS);
      assert.deepEqual([result.state, result.location?.line], ['failed', 7]);
      assert.match(result.message, /^What is said to be kept is on the disk\.\n\nThe shortest way/);
      assert.equal((await grade(CAREFUL)).result.state, 'passed');
    });

    it('ends at the limit where the code never ends', async () => {
      const { verdict, result } = await grade(CAREFUL.replace("this.ctx.store.set('value', value);", 'for (;;);'), 1);
      assert.deepEqual([verdict.outcome.kind, result.state], ['timed-out', 'errored']);
    });
  });
});
