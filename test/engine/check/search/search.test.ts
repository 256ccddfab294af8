import assert from 'node:assert/strict';
import { BreadthFirst, type SearchBudget, type SearchResult } from '../../../../src/engine/check/search/breadth-first.ts';
import type { SearchGoals } from '../../../../src/engine/check/search/goals.ts';
import { minimize } from '../../../../src/engine/check/search/minimize.ts';
import { Unrepeatable } from '../../../../src/engine/check/search/locals.ts';
import type { Bounds, Invariant, SearchModel, WorldView } from '../../../../src/engine/check/search/model.ts';
import { Walk } from '../../../../src/engine/check/search/walk.ts';
import { abstractTwoPhaseCommit, TransactionManager, type CommitMessage, type TransactionManagerState } from '../../../../src/engine/protocols/two-phase-commit/abstract.ts';
import type { Context, Process } from '../../../../src/engine/sim/process.ts';
import type { NodeSpec } from '../../../../src/engine/sim/system.ts';

const CONSISTENT: Invariant<CommitMessage> = {
  id: 'consistent',
  meaning: 'No resource manager has committed where another has aborted.',
  violation({ nodes }) {
    const states = nodes.slice(1).map(({ state }) => state);
    return states.includes('committed') && states.includes('aborted') ? `their states are ${states.join(', ')}` : undefined;
  },
};

/** A transaction manager that commits as soon as one resource manager is prepared. */
class Hasty extends TransactionManager {
  private readonly own: Context<CommitMessage, never>;

  constructor(context: Context<CommitMessage, never>) {
    super(context);
    this.own = context;
  }

  override onMessage(from: number): void {
    super.onMessage(from);
    if (this.state.state === 'init') this.own.setTimer('commit', 0);
  }
}

const hasty = (managers: number) => abstractTwoPhaseCommit(managers).map((spec, id): NodeSpec<CommitMessage> => (id === 0 ? { ...spec, create: (context) => new Hasty(context) } : spec));

/** What a count that comes from the disk is shown by: 10 for none, 20 for one. */
const RECOVERED = 10;

/** Counts what it is told, on its disk when it is told to save, in memory otherwise. */
class Counter implements Process<string> {
  count = 0;
  protected readonly context: Context<string, never>;

  constructor(context: Context<string, never>) {
    this.context = context;
  }

  onStart(): void {}

  onRestart(): void {
    this.count = RECOVERED * (1 + Number(this.context.store.get('count') ?? 0));
  }

  onCommand(command: string): void {
    if (command === 'fail') throw new RangeError('it fails');
    this.context.send(1, command);
  }

  onMessage(_: number, message: string): void {
    this.count++;
    this.context.store.set('count', this.count % RECOVERED);
    if (message === 'save') this.context.store.sync();
  }

  onTimer(): void {}
}

/** Sends a message whenever its timer fires, again and again. */
class Ticker implements Process<string> {
  private hasTicked = false;
  private readonly context: Context<string, never>;

  constructor(context: Context<string, never>) {
    this.context = context;
  }

  onStart(): void {
    this.context.setTimer('tick', 1);
  }

  onRestart(): void {}

  onMessage(): void {}

  onTimer(): void {
    this.hasTicked = true;
    this.context.send((this.context.node + 1) % this.context.size, 'tick');
    this.context.setTimer('tick', 1);
  }

  capture(): boolean {
    return this.hasTicked;
  }

  restore(state: unknown): void {
    this.hasTicked = state as boolean;
  }
}

class CopyableCounter extends Counter {
  capture(): number {
    return this.count;
  }

  restore(state: unknown): void {
    this.count = state as number;
  }
}

function counters(create: NodeSpec<string>['create']): readonly NodeSpec<string>[] {
  return ['a', 'b'].map((name) => ({ name, kind: 'server', create }));
}

const copyable = counters((context) => new CopyableCounter(context));
const opaque = counters((context) => new Counter(context));

const atMost = (most: number): Invariant<string> => ({
  id: 'at-most',
  meaning: `b has counted to ${most} at most.`,
  violation: ({ nodes }) => (Number(nodes[1]?.state ?? 0) > most ? `b has counted to ${String(nodes[1]?.state)}` : undefined),
});

function search<Message>(model: SearchModel<Message>, goals: SearchGoals<Message> = {}, budget: SearchBudget = {}): SearchResult {
  return new BreadthFirst(model, goals, budget).run();
}

describe('breadth-first search', () => {
  it("counts the worlds of Gray and Lamport's two-phase commit as they are published", () => {
    for (const [managers, states] of [[3, 288], [5, 8832]] as const) {
      const result = search({ nodes: abstractTwoPhaseCommit(managers) }, { invariants: [CONSISTENT] });
      assert.deepEqual([result.kind, result.coverage.states], ['exhausted', states]);
    }
  });

  it('finds a shortest way to a violation', () => {
    const result = search({ nodes: hasty(3) }, { invariants: [CONSISTENT] });
    assert.ok(result.kind === 'violated');
    assert.equal(result.message, 'their states are committed, aborted, working');
    // One prepares, is heard and commits, of which the commit is heard; another aborts by itself.
    assert.deepEqual(result.path.choices.map(({ kind }) => kind).sort(), ['deliver', 'deliver', 'timer', 'timer', 'timer']);
  });

  it('goes on where it stopped, and gives the same', () => {
    const whole = search({ nodes: abstractTwoPhaseCommit(4) });
    const sliced = new BreadthFirst({ nodes: abstractTwoPhaseCommit(4) }, {});
    let slices = 0;
    let result = sliced.run(100);
    for (; result.kind === 'unfinished'; slices++) result = sliced.run(100);
    assert.ok(slices > 10);
    assert.deepEqual(result, whole);
  });

  it('says what it has covered when its budget is used up', () => {
    const model = { nodes: abstractTwoPhaseCommit(5) };
    const byStates = search(model, {}, { states: 1000 });
    assert.ok(byStates.kind === 'cut short' && byStates.by === 'states' && byStates.coverage.states >= 1000 && byStates.coverage.states < 1100);
    const byDepth = search(model, {}, { depth: 3 });
    assert.ok(byDepth.kind === 'cut short' && byDepth.by === 'depth' && byDepth.coverage.depth === 3 && byDepth.coverage.frontier > 0);
    const byBytes = search({ nodes: abstractTwoPhaseCommit(6) }, {}, { bytes: 500_000 });
    assert.ok(byBytes.kind === 'cut short' && byBytes.by === 'bytes' && byBytes.coverage.bytes < 2_000_000);
  });

  it('says how a world can be reached', () => {
    const result = search({ nodes: abstractTwoPhaseCommit(3) }, { reach: { id: 'committed', holds: ({ nodes }) => nodes.slice(1).every(({ state }) => state === 'committed') } });
    assert.ok(result.kind === 'reached');
    assert.equal(result.path.choices.length, 3 + 3 + 1 + 3);
  });

  it('goes no further than it is told to', () => {
    const model = { nodes: abstractTwoPhaseCommit(3) };
    const within = search(model, { within: ({ nodes }) => nodes[0]?.timers.includes('abort') ?? false });
    assert.ok(within.kind === 'exhausted' && within.coverage.states < 288);
  });

  it('judges worlds in which nothing is left to do', () => {
    const decided: Invariant<CommitMessage> = { id: 'decided', meaning: 'All have decided.', violation: ({ nodes }) => (nodes.some(({ state }) => state === 'prepared') ? 'one is prepared for ever' : undefined) };
    assert.equal(search({ nodes: abstractTwoPhaseCommit(3) }, { atRest: [decided] }).kind, 'exhausted');
    const blocked = search({ nodes: abstractTwoPhaseCommit(3), bounds: { crashes: 1, crashable: [0] } }, { atRest: [decided] });
    assert.ok(blocked.kind === 'violated');
    assert.deepEqual(blocked.path.choices.filter(({ kind }) => kind === 'crash'), [{ kind: 'crash', node: 0 }]);
  });

  it('asks of every world what comes of it once nothing goes wrong any more', () => {
    const decision = { id: 'decision', meaning: 'Everyone has decided.', within: 30, holds: ({ nodes }: WorldView<CommitMessage>) => nodes.slice(1).every(({ isUp, state }) => !isUp || state === 'committed' || state === 'aborted') };
    const goals = { leadsTo: [decision] };
    assert.equal(search({ nodes: abstractTwoPhaseCommit(3) }, goals).kind, 'exhausted');
    assert.equal(search({ nodes: abstractTwoPhaseCommit(3), bounds: { crashes: 1, crashable: [1] } }, goals).kind, 'exhausted');
    const blocked = search({ nodes: abstractTwoPhaseCommit(3), bounds: { crashes: 1, crashable: [0] } }, goals);
    assert.ok(blocked.kind === 'violated');
    assert.match(blocked.message, /Without any more faults this does not come about within 30 steps: Everyone has decided/);
    assert.equal(search({ nodes: abstractTwoPhaseCommit(3) }, { leadsTo: [{ ...decision, within: 3 }] }).kind, 'violated');
  });

  it('loses in a synchronous network only what a node has sent that is down', () => {
    class Opening extends CopyableCounter {
      override onStart(): void {
        if (this.context.node === 0) this.context.send(1, 'save');
      }
    }
    const lost = { id: 'lost', holds: ({ nodes, messages }: WorldView<string>) => nodes[1]?.state === 0 && messages.length === 0 };
    const verdict = (bounds: Bounds) => search({ nodes: counters((context) => new Opening(context)), network: 'bag', bounds: { losses: 1, crashable: [0], ...bounds } }, { reach: lost }).kind;
    assert.deepEqual([verdict({}), verdict({ synchronous: true }), verdict({ synchronous: true, crashes: 1 })], ['reached', 'exhausted', 'reached']);
  });

  it('gives everyone their turn where timers wait for messages', () => {
    const ticking = ['a', 'b', 'c'].map((name): NodeSpec<string> => ({ name, kind: 'server', create: (context) => new Ticker(context) }));
    const allTicked = { id: 'ticked', meaning: 'All have ticked.', within: 10, holds: ({ nodes }: WorldView<string>) => nodes.every(({ state }) => state === true) };
    assert.equal(search({ nodes: ticking, network: 'bag', bounds: { synchronous: true } }, { leadsTo: [allTicked] }).kind, 'exhausted');
  });

  describe('of messages', () => {
    const commands = [{ node: 0, command: 'one' }];

    it('lets a set deliver each again and again', () => {
      assert.equal(search({ nodes: copyable, commands }, { invariants: [atMost(3)] }).kind, 'violated');
    });

    it('lets a bag deliver each once, and double and lose as often as it may', () => {
      const bag = { nodes: copyable, commands, network: 'bag' } as const;
      assert.equal(search(bag, { invariants: [atMost(1)] }).kind, 'exhausted');
      assert.equal(search({ ...bag, bounds: { duplications: 2 } }, { invariants: [atMost(2)] }).kind, 'violated');
      assert.equal(search({ ...bag, bounds: { duplications: 2 } }, { invariants: [atMost(3)] }).kind, 'exhausted');
      const lost: Invariant<string> = { id: 'counted', meaning: 'b has counted.', violation: ({ nodes }) => (nodes[1]?.state === 0 ? 'the message was lost' : undefined) };
      assert.equal(search(bag, { atRest: [lost] }).kind, 'exhausted');
      assert.equal(search({ ...bag, bounds: { losses: 1 } }, { atRest: [lost] }).kind, 'violated');
    });
  });

  it('keeps timers waiting for messages where the network is synchronous', () => {
    const early: Invariant<CommitMessage> = {
      id: 'early',
      meaning: 'Nobody who is prepared is heard after the transaction manager has given up.',
      violation: ({ nodes, messages }) => ((nodes[0]?.state as TransactionManagerState).state === 'aborted' && messages.some(({ to }) => to === 0) ? 'it is heard too late' : undefined),
    };
    const verdict = (synchronous: boolean) => search({ nodes: abstractTwoPhaseCommit(2), network: 'bag', bounds: { synchronous } }, { invariants: [early] }).kind;
    assert.deepEqual([verdict(false), verdict(true)], ['violated', 'exhausted']);
    assert.throws(() => search({ nodes: abstractTwoPhaseCommit(2), bounds: { synchronous: true } }), /a synchronous network is a bag/);
  });

  it('crashes and restarts nodes: what was synced is there, nothing else is', () => {
    const recovers = (command: string, count: number) =>
      search({ nodes: copyable, commands: [{ node: 0, command }], network: 'bag', bounds: { crashes: 1, crashable: [1], restarts: true } }, { reach: { id: 'recovered', holds: ({ nodes }) => nodes[1]?.state === RECOVERED * (1 + count) } }).kind;
    assert.deepEqual([recovers('save', 1), recovers('save', 0), recovers('save', 2)], ['reached', 'reached', 'exhausted']);
    assert.deepEqual([recovers('forget', 0), recovers('forget', 1)], ['reached', 'exhausted']);
  });

  it('takes what a process throws for a violation', () => {
    const result = search({ nodes: copyable, commands: [{ node: 1, command: 'fail' }] });
    assert.ok(result.kind === 'violated');
    assert.deepEqual([result.property, result.message, result.path.choices], ['no-exception', 'RangeError: it fails', [{ kind: 'command', command: 0 }]]);
  });

  it('searches processes that offer no copy too, to the same verdicts', () => {
    const seen = (nodes: readonly NodeSpec<string>[]) =>
      search({ nodes, commands: [{ node: 0, command: 'save' }, { node: 0, command: 'x' }], network: 'bag', bounds: { crashes: 1, restarts: true } }, { reach: { id: 'saved', holds: (world) => world.nodes[1]?.disk.cells.get('count') === 2 && world.nodes[1].disk.unsynced.length === 0 } });
    const [known, unknown] = [seen(copyable), seen(opaque)];
    assert.ok(known.kind === 'reached' && unknown.kind === 'reached');
    assert.equal(unknown.path.choices.length, known.path.choices.length);
  });

  it('does not tell apart disks by how often a cell was written since the last sync', () => {
    const nodes = counters((context) => ({ onStart: () => undefined, onRestart: () => undefined, onTimer: () => undefined, onMessage: (_, message) => context.store.set('last', message), onCommand: (command) => context.send(1, command), capture: () => null, restore: () => undefined }));
    const { kind, coverage } = search({ nodes, commands: [{ node: 0, command: 'x' }, { node: 0, command: 'y' }], bounds: { crashes: 1, crashable: [1], restarts: true } });
    // Sent are none, x, y or both, and written last is nothing or one of them: before the crash, while it is down, and again.
    assert.deepEqual([kind, coverage.states], ['exhausted', 8 + 4 + 8]);
  });

  it('notices a process that does something else when it is given the same again', () => {
    let lives = 0;
    const nodes = counters((context) => {
      const life = lives++;
      return new (class extends Counter {
        override onMessage(): void {
          context.store.set('life', life);
        }
      })(context);
    });
    const commands = ['x', 'y', 'z'].map((command) => ({ node: 0, command }));
    assert.throws(() => search({ nodes, commands }, {}), Unrepeatable);
  });

  it('lets a disk take as long as it likes, and its waits end in their order', () => {
    const nodes: NodeSpec<string>[] = [{
      name: 'writer',
      kind: 'server',
      create: (context) => {
        const seen: string[] = [];
        return {
          onStart: () => ['disk 1', 'tick', 'disk 2'].forEach((name, position) => context.setTimer(name, 10 + position)),
          onRestart: () => undefined,
          onMessage: () => undefined,
          onTimer: (name) => void seen.push(name),
          show: () => seen.join(),
        };
      },
    }];
    const orders = new Set<unknown>();
    const { kind } = search({ nodes, bounds: { timers: 0 }, isDiskWait: (timer) => timer.startsWith('disk') }, { atRest: [{ id: 'see', meaning: 'Looks.', violation: (world) => void orders.add(world.nodes[0]?.state) }] });
    assert.deepEqual([kind, [...orders]], ['exhausted', ['disk 1,disk 2']]);
    search({ nodes, isDiskWait: (timer) => timer.startsWith('disk') }, { atRest: [{ id: 'see', meaning: 'Looks.', violation: (world) => void orders.add(world.nodes[0]?.state) }] });
    assert.deepEqual([...orders].sort(), ['disk 1,disk 2', 'disk 1,disk 2,tick', 'disk 1,tick,disk 2', 'tick,disk 1,disk 2']);
  });

  it('refuses more commands than it has room for', () => {
    assert.throws(() => search({ nodes: copyable, commands: Array.from({ length: 31 }, () => ({ node: 0, command: 'x' })) }), /at most 30 commands, not 31/);
  });
});

describe('a random walk', () => {
  const walk = (seed: number, choices = 10_000) => new Walk({ nodes: hasty(5) }, { invariants: [CONSISTENT] }, { seed, length: 50, choices });

  it('finds what is wrong, and makes the way there as short as a search would have it', () => {
    const goals = { invariants: [CONSISTENT] };
    const shortest = search({ nodes: hasty(5) }, goals);
    assert.ok(shortest.kind === 'violated');
    for (let seed = 1; seed <= 20; seed++) {
      const found = walk(seed);
      const result = found.run();
      assert.ok(result.kind === 'violated', `seed ${seed}`);
      const { path, failure, isMinimal } = minimize(found.space, goals, result.path, result);
      assert.deepEqual([failure.property, path.codes.length, isMinimal], ['consistent', shortest.path.codes.length, true]);
    }
  });

  it('is the same for the same seed, and goes on where it stopped', () => {
    const whole = walk(7).run();
    const sliced = walk(7);
    let result = sliced.run(3);
    while (result.kind === 'unfinished') result = sliced.run(3);
    assert.deepEqual(result, whole);
  });

  it('can be told to take a fault only now and then', () => {
    const model: SearchModel<CommitMessage> = { nodes: abstractTwoPhaseCommit(3), bounds: { crashes: 4 } };
    const everyoneUp: Invariant<CommitMessage> = { id: 'up', meaning: '', violation: ({ nodes }) => (nodes.some(({ isUp }) => !isUp) ? 'one is down' : undefined) };
    const median = (faults: number) => {
      const lengths = Array.from({ length: 51 }, (_, seed) => new Walk(model, { invariants: [everyoneUp] }, { seed, length: 50, choices: 10_000, faults }).run()).map((result) => (result.kind === 'violated' ? result.path.codes.length : Infinity));
      return lengths.sort((one, other) => one - other)[25]!;
    };
    assert.ok(median(1) <= 2 && median(0.1) >= 4, `${median(1)} and ${median(0.1)}`);
    // Everyone has decided, so that nothing else is left.
    assert.ok(median(0) > 6 && median(0) < 20, String(median(0)));
  });

  it('says how far it went where it found nothing', () => {
    const sound = new Walk({ nodes: abstractTwoPhaseCommit(3) }, { invariants: [CONSISTENT] }, { seed: 1, length: 30, choices: 5000 });
    const result = sound.run();
    assert.ok(result.kind === 'not found' && result.choices === 5000 && result.walks > 100);
  });

  it('notices where nothing is left to do', () => {
    const decided: Invariant<CommitMessage> = { id: 'decided', meaning: 'All have decided.', violation: ({ nodes }) => (nodes.some(({ state }) => state === 'prepared') ? 'one is prepared for ever' : undefined) };
    const result = new Walk({ nodes: abstractTwoPhaseCommit(3), bounds: { crashes: 1, crashable: [0] } }, { atRest: [decided] }, { seed: 1, length: 30, choices: 20_000 }).run();
    assert.ok(result.kind === 'violated' && result.path.choices.some(({ kind }) => kind === 'crash'));
  });
});
