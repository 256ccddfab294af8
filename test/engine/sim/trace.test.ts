import assert from 'node:assert/strict';
import { Run } from '../../../src/engine/sim/run.ts';
import type { Schedule } from '../../../src/engine/sim/schedule.ts';
import { Simulator } from '../../../src/engine/sim/simulator.ts';
import { SECOND } from '../../../src/engine/sim/time.ts';
import { emptyRow, EVENT_CODES, EVENT_KINDS, serializeTrace, Trace, type TraceEvent } from '../../../src/engine/sim/trace.ts';
import { PAGE_SIZE } from '../../../src/engine/sim/trace-pages.ts';
import { configurationOf } from '../configurations.ts';
import { echoSystem } from './echo.ts';

/** Keeps each event whole, as it was recorded. */
class Plainly extends Trace {
  readonly kept: TraceEvent[] = [];

  override append(time: number, code: number, node: number, cause: number, payload: unknown): void {
    this.kept.push({ id: this.length, time, kind: EVENT_KINDS[code]!, node: node < 0 ? null : node, cause: cause < 0 ? null : cause, payload });
    super.append(time, code, node, cause, payload);
  }
}

/** A run of several pages with every kind of event that an echo can have. */
function longRun(): Run<number> {
  const schedule = Array.from({ length: 3 * PAGE_SIZE }, (_, index) => ({ at: index * 3, action: { kind: 'command' as const, node: index % 3, command: `send ${(index + 1) % 3} 3` } }));
  return new Run({ system: echoSystem(3, { duplication: 0.1, loss: 0.1 }), seed: 1, schedule });
}

describe('Trace', () => {
  it('gives back every event as it was recorded, in faulted runs', () => {
    const kinds = new Set<string>();
    for (let seed = 1; seed <= 30; seed++) {
      const trace = new Plainly();
      const simulator = new Simulator({ ...configurationOf(seed), trace });
      while (simulator.now < 4 * SECOND && simulator.advance());
      assert.deepEqual([...trace], trace.kept);
      for (const { kind } of trace.kept) kinds.add(kind);
    }
    assert.ok(kinds.size >= 20, [...kinds].join(', '));
  });

  it('gives back what was recorded of messages that the user copies, drops and delivers', () => {
    const trace = new Plainly();
    const schedule: Schedule = [
      { at: 5, action: { kind: 'command', node: 0, command: 'send 1 1' } },
      { at: 6, action: { kind: 'copy', message: 3 } },
      { at: 7, action: { kind: 'copy', message: 4 } },
      { at: 8, action: { kind: 'drop', message: 3 } },
      { at: 9, action: { kind: 'deliver', message: 5 } },
    ];
    const simulator = new Simulator({ system: echoSystem(2), seed: 1, trace, schedule });
    while (simulator.advance());
    assert.deepEqual([...trace].slice(3, 8).map(({ kind }) => kind), ['send', 'duplicate', 'duplicate', 'drop', 'deliver']);
    assert.deepEqual([...trace], trace.kept);
  });

  it('reads columns without making an event', () => {
    const run = longRun();
    run.advanceTo(100);
    const row = emptyRow();
    for (const { id, time, kind, node, cause } of run.trace) {
      run.trace.read(id, row);
      assert.deepEqual([row.time, row.code, row.node, row.cause], [time, EVENT_CODES[kind], node ?? -1, cause ?? -1]);
    }
  });

  it('knows what it does not have', () => {
    const trace = new Trace();
    assert.throws(() => trace.at(0), /There is no event 0/);
    trace.beginStep();
    trace.append(5, EVENT_CODES.start, 0, -1, null);
    for (const id of [-1, 1, 0.5, NaN]) assert.throws(() => trace.at(id), /the trace has events 0 to 0/);
    assert.throws(() => trace.read(1, emptyRow()), /There is no event 1/);
    assert.throws(() => trace.firstEvent(2), /There is no step 2: the run has steps 1 to 1/);
  });

  it('finds steps by event and by time, over many pages', () => {
    const { trace } = runToEnd(longRun());
    assert.ok(trace.length > 8 * PAGE_SIZE);
    let step = 0;
    for (const { id, time } of trace) {
      if (step < trace.steps && trace.firstEvent(step + 1) === id) step++;
      assert.equal(trace.stepOf(id), step);
      assert.ok(trace.timeOf(trace.stepAt(time)) === time && trace.stepAt(time) >= step);
    }
    assert.equal(step, trace.steps);
    assert.equal(trace.eventsUntil(trace.steps), trace.length);
    assert.equal(trace.eventsUntil(0), 0);
  });

  it('is shared by the forks of a run up to where they part, and not changed by them', () => {
    const run = runToEnd(longRun());
    const before = serializeTrace(run.trace);
    for (const step of [0, 1, 700, PAGE_SIZE, 9_000]) {
      const fork = run.fork(step, run.trace.timeOf(step), { kind: 'crash', node: 2 });
      const common = run.trace.eventsUntil(step);
      assert.ok(common - run.trace.sharedWith(fork.trace) < 2 * PAGE_SIZE, `${run.trace.sharedWith(fork.trace)} of ${common} events are shared`);
      runToEnd(fork);
      assert.ok(run.trace.sharedWith(fork.trace) <= common);
      assert.equal(serializeTrace(run.trace), before);
    }
  });
});

function runToEnd<Message>(run: Run<Message>): Run<Message> {
  while (run.advance());
  return run;
}

