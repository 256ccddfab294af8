import assert from 'node:assert/strict';
import { VectorClocks } from '../../../src/engine/check/happens-before.ts';
import { Run } from '../../../src/engine/sim/run.ts';
import type { TraceEvent, TraceView } from '../../../src/engine/sim/trace.ts';
import { configurationOf } from '../configurations.ts';
import { echoSystem } from '../sim/echo.ts';

/** For each event those before it, by going along nodes and messages: the definition. */
function pasts(events: readonly TraceEvent[]): Set<number>[] {
  const latest = new Map<number, number>();
  const all: Set<number>[] = [];
  for (const { id, kind, node, cause } of events) {
    const past = new Set<number>();
    const takeOver = (earlier: number | undefined): void => {
      if (earlier === undefined) return;
      past.add(earlier);
      for (const one of all[earlier] ?? []) past.add(one);
    };
    all.push(past);
    if (node === null) continue;
    takeOver(latest.get(node));
    if (kind === 'deliver' && cause !== null) takeOver(sendingOf(events, cause));
    latest.set(node, id);
  }
  return all;
}

function sendingOf(events: readonly TraceEvent[], id: number): number {
  const event = events[id];
  return event?.kind === 'duplicate' && event.cause !== null ? sendingOf(events, event.cause) : id;
}

function traceOf(seed: number, steps: number): { trace: TraceView; nodes: number } {
  const options = configurationOf(seed);
  const run = new Run(options);
  run.advanceTo(steps);
  return { trace: run.trace, nodes: options.system.nodes.length };
}

describe('vector clocks', () => {
  it('tell of any two events whether one happened before the other, as its definition does', () => {
    for (const seed of [1, 2, 5, 9]) {
      const { trace, nodes } = traceOf(seed, 250);
      const events = [...trace];
      const clocks = new VectorClocks(trace, nodes);
      const expected = pasts(events);
      for (const one of events) {
        for (const other of events) {
          const before = one.node !== null && other.node !== null && (expected[other.id]?.has(one.id) ?? false);
          assert.equal(clocks.happensBefore(one.id, other.id), before, `${one.id} and ${other.id} of seed ${seed}`);
          assert.equal(clocks.areConcurrent(one.id, other.id), one.id !== other.id && !before && !(one.node !== null && other.node !== null && expected[one.id]?.has(other.id)));
        }
      }
    }
  });

  it('count one more event of the own node each time, in a part of a run from one on', () => {
    const { trace, nodes } = traceOf(3, 2_000);
    for (const [from, end] of [[0, trace.length], [700, 1_900]] as const) {
      const clocks = new VectorClocks(trace, nodes, from, end);
      const counts = new Int32Array(nodes);
      for (let id = from; id < end; id++) {
        const { kind, node, cause } = trace.at(id);
        const clock = clocks.of(id);
        if (node === null) {
          assert.equal(clock, null);
          continue;
        }
        counts[node]!++;
        assert.equal(clock?.[node], counts[node]);
        assert.ok(clock?.every((count, other) => count <= counts[other]!));
        if (kind === 'deliver' && cause !== null && cause >= from && trace.at(cause).kind === 'send') assert.ok(clocks.happensBefore(cause, id));
      }
    }
  });

  it('take from a copy of a copy what the original was sent with', () => {
    const schedule = [
      { at: 10, action: { kind: 'command' as const, node: 0, command: 'send 1 9' } },
      { at: 12, action: { kind: 'copy' as const, message: 3 } },
      { at: 13, action: { kind: 'copy' as const, message: 4 } },
    ];
    const run = new Run({ system: echoSystem(2), seed: 1, schedule });
    run.advanceTo(20);
    const clocks = new VectorClocks(run.trace, 2);
    const receipts = [...run.trace].filter(({ kind }) => kind === 'deliver');
    assert.deepEqual(receipts.map(({ id }) => [...(clocks.of(id) ?? [])]), [[3, 2], [3, 3], [3, 4]]);
  });

  it('go on over a crash, and take nothing from a message that does not arrive', () => {
    const schedule = [
      { at: 10, action: { kind: 'command' as const, node: 0, command: 'send 1 9' } },
      { at: 12, action: { kind: 'crash' as const, node: 1 } },
      { at: 30, action: { kind: 'restart' as const, node: 1 } },
    ];
    const run = new Run({ system: echoSystem(2), seed: 1, schedule });
    run.advanceTo(20);
    const clocks = new VectorClocks(run.trace, 2);
    const at = (kind: string) => [...run.trace].find((event) => event.kind === kind)?.id ?? -1;
    assert.deepEqual([...(clocks.of(at('refused')) ?? [])], [0, 3]);
    assert.deepEqual([...(clocks.of(at('restart')) ?? [])], [0, 4]);
    assert.ok(clocks.areConcurrent(at('send'), at('restart')));
  });

  it('are refused for events outside of the part', () => {
    const { trace, nodes } = traceOf(3, 300);
    const clocks = new VectorClocks(trace, nodes, 100, 200);
    assert.throws(() => clocks.of(99), /events 100 to 199; 99 is none of them/);
    assert.throws(() => clocks.happensBefore(100, 200), /200 is none/);
  });
});
