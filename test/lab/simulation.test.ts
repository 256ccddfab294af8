import assert from 'node:assert/strict';
import { sandbox } from './realm-support.ts';

/** A token goes round; each node counts on its disk how often it has had it, and restarts the round by a timer. */
const RING = `
  import type { Context, Process } from 'dsim';
  interface Token { hops: number }
  export class Ring implements Process<Token> {
    private last = -1;
    constructor(private readonly ctx: Context<Token>) {}
    onStart() { if (this.ctx.id === 0) this.ctx.setTimer(10, 'round'); }
    async onRestart() { this.last = this.ctx.store.get<number>('last') ?? -1; this.ctx.log('restarted with', this.last); }
    onTimer(tag: string) { this.ctx.send(1, { hops: 1 }); this.ctx.setTimer(50, tag); }
    async onMessage(from: number, token: Token) {
      this.last = token.hops;
      this.ctx.store.set('last', token.hops);
      await this.ctx.store.sync();
      if (this.ctx.id !== 0) this.ctx.send((this.ctx.id + 1) % (this.ctx.peers.length + 1), { hops: token.hops + 1 });
    }
    inspect() { return { last: this.last, at: this.ctx.now() }; }
  }
  export class Fields { visible = 1; #hidden = 2; constructor(readonly ctx: unknown) {} onMessage() { return this.#hidden; } }
  export class Bad { onMessage() {} async onStart() { await null; throw new Error('can not start'); } }
  export class Far { constructor(private ctx: Context<number>) {} onMessage() {} onStart() { this.ctx.send(7, 1); } }
  export class Storm { constructor(private ctx: Context<number>) {} onMessage() {} onStart() { this.onTimer(); } onTimer() { this.ctx.setTimer(0, 'again'); } }
`;

describe('a simulation of learner code', function () {
  this.timeout(20_000);

  it('runs a learner’s process on each node, with its context', async () => {
    const { t } = await sandbox(RING);
    let last: unknown;
    t.simulate({ nodes: 3, process: 'Ring', network: { latency: [2, 2] }, until: 30, check: (run) => (last = [run.now, run.inspect(0), run.inspect(2)]) });
    // 10 ms, then three hops of 2 ms, and 1 ms of disk on two nodes and on node 0 before the last event.
    assert.deepEqual(last, [19, { last: 3, at: 19 }, { last: 2, at: 19 }]);
  });

  it('crashes and restarts nodes: what was synced is there, nothing else is', async () => {
    const { t, printed } = await sandbox(RING);
    const seen: unknown[] = [];
    t.simulate({
      nodes: 3,
      process: 'Ring',
      network: { latency: [2, 2] },
      // Node 1 crashes while it waits for its disk, node 2 after it has finished.
      faults: [
        { at: 30, kind: 'restart', node: 2 },
        { at: 20, kind: 'crash', node: 2 },
        { at: 62.5, kind: 'crash', node: 1 },
        { at: 70, kind: 'restart', node: 1 },
      ],
      until: 100,
      check: (run) => {
        if (run.now === 20) seen.push(run.inspect(2));
      },
    });
    assert.deepEqual([seen, printed], [[undefined], [['restarted with', 2], ['restarted with', 1]]]);
  });

  it('shows a process without inspect() by its fields', async () => {
    const { t } = await sandbox(RING);
    let shown: unknown;
    t.simulate({ nodes: 1, process: 'Fields', until: 1, check: (run) => (shown = run.inspect(0)) });
    assert.equal((shown as { visible: number }).visible, 1);
    assert.equal('hidden' in (shown as object), false);
  });

  it('fails with what a process throws or rejects, with its place', async () => {
    const { t } = await sandbox(RING);
    assert.throws(() => t.simulate({ nodes: 1, process: 'Bad', until: 10 }), /Error: can not start/);
    assert.throws(() => t.simulate({ nodes: 2, process: 'Far', until: 10 }), /RangeError: node 0 sends to node 7; this simulation has nodes 0 to 1/);
    assert.throws(() => t.simulate({ nodes: 1, process: 'Storm', until: 10 }), /no end of events/);
  });

  it('runs behaviour of the test that uses the learner’s code, dropping what a crash interrupts', async () => {
    const { t } = await sandbox(`
      export class Adder { constructor(store) { this.store = store; } async add(n) { const sum = (this.store.get('sum') ?? 0) + n; this.store.set('sum', sum); await this.store.sync(); return sum; } }
    `);
    const sums: [number, number][] = [];
    t.simulate<number>({
      nodes: 2,
      network: { latency: [1, 1] },
      faults: [{ at: 21.5, kind: 'crash', node: 1 }, { at: 25, kind: 'restart', node: 1 }],
      until: 60,
      process: (node) => {
        const adder = node.learner.create('Adder', node.learner.store);
        return {
          onStart: () => (node.id === 0 ? node.setTimer(10, 'send') : undefined),
          onTimer: (tag) => {
            node.send(1, 5);
            node.setTimer(10, tag);
          },
          onMessage: (_from, n) => adder.start<number>('add', n).whenReturned((sum) => sums.push([node.now, sum])),
        };
      },
    });
    assert.deepEqual(sums, [[12, 5], [32, 10], [42, 15], [52, 20]]);
  });

  it('does not wait inside a node', async () => {
    const { t } = await sandbox('export const wait = () => new Promise(() => undefined);');
    assert.throws(() => t.simulate({ nodes: 1, until: 1, process: (node) => ({ onStart: () => node.learner.call('wait') }) }), /A node can't wait for wait/);
  });

  it('makes a node slow, sets its clock off, and damages or loses its disk', async () => {
    const { t, printed } = await sandbox(RING);
    const at: unknown[] = [];
    t.simulate({
      nodes: 3,
      process: 'Ring',
      network: { latency: [2, 2] },
      faults: [
        { at: 5, kind: 'clock', node: 2, offset: 1000, drift: 0 },
        { at: 5, kind: 'slow', node: 1, perInput: 10 },
        { at: 30, kind: 'slow', node: 1, perInput: 0 },
        { at: 40, kind: 'crash', node: 1 },
        { at: 41, kind: 'corrupt-disk', node: 1 },
        { at: 42, kind: 'restart', node: 1 },
        { at: 43, kind: 'crash', node: 2 },
        { at: 44, kind: 'lose-disk', node: 2 },
        { at: 45, kind: 'restart', node: 2 },
      ],
      until: 50,
      check: (run) => at.push((run.inspect(2) as { at?: number } | undefined)?.at),
    });
    assert.deepEqual(printed, [['restarted with', -1], ['restarted with', -1]]);
    assert.ok(at.some((shown) => typeof shown === 'number' && shown > 1000));
  });

  it('draws faults of a level, in milliseconds, that end when they are told to', async () => {
    const { t } = await sandbox(RING);
    const faults = t.faults({ level: 'hostile', nodes: 3, from: 100, until: 3000 });
    assert.ok(faults.length > 30 && faults.every(({ at }) => at >= 100 && at <= 3000));
    assert.ok(faults.some((fault) => fault.kind === 'link' && fault.quality !== null && fault.at < 3000));
    const seen: unknown[] = [];
    t.simulate({ nodes: 3, process: 'Ring', faults, until: 3500, check: (run) => run.now > 3400 && seen.push(run.inspect(2)) });
    assert.ok(seen.every((state) => state !== undefined), 'every node is up at the end');
  });

  it('is the same again for the same seed, and another one for another', async () => {
    const { t } = await sandbox(`${RING}; export class Gossip { constructor(private ctx) {} onStart() { this.onTimer(); } onTimer() { this.ctx.send(this.ctx.peers[Math.floor(Math.random() * this.ctx.peers.length)], [this.ctx.random(), Date.now()]); this.ctx.setTimer(1 + this.ctx.random() * 9, 't'); } onMessage(from, m) { this.heard = [from, m]; } heard = [] }`);
    const runs: string[] = [];
    for (let i = 0; i < 2; i++) {
      t.seeds(3, (t) => {
        const states: unknown[] = [];
        const faults = t.crashes({ nodes: 3, times: 2, until: 100, down: [1, 20] });
        t.simulate({ nodes: 3, process: 'Gossip', faults, network: { loss: 0.2, duplication: 0.2 }, until: 150, check: (run) => states.push([run.now, run.inspect(0), run.inspect(1)]) });
        runs.push(JSON.stringify(states));
      });
    }
    assert.deepEqual(runs.slice(0, 3), runs.slice(3));
    assert.equal(new Set(runs).size, 3);
    assert.ok(runs.every((run) => run.length > 5_000));
  });
});
