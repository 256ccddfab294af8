/** Runs of a protocol's system, and what is read from them. */
import assert from 'node:assert/strict';
import type { NodeId } from '../../../src/engine/sim/process.ts';
import { Run } from '../../../src/engine/sim/run.ts';
import type { Action, Schedule, ScheduledAction } from '../../../src/engine/sim/schedule.ts';
import { Simulator } from '../../../src/engine/sim/simulator.ts';
import type { System } from '../../../src/engine/sim/system.ts';
import { MILLISECOND, SECOND, type Micros } from '../../../src/engine/sim/time.ts';
import type { EventKind } from '../../../src/engine/sim/trace.ts';

/** An action after so many milliseconds. */
export const ms = (time: number, action: Action): ScheduledAction => ({ at: time * MILLISECOND, action });

export const tell = (time: number, node: NodeId, command: string): ScheduledAction => ms(time, { kind: 'command', node, command });

export function runOf<Message>(system: System<Message>, schedule: Schedule, until: Micros = 5 * SECOND): Run<Message> {
  const run = new Run({ system, seed: 1, schedule });
  run.advanceUntil(until);
  return run;
}

/** Notes of a kind, in order, each with the name of its node. */
export function notesIn<Note extends { readonly note: string }, Kind extends Note['note']>(run: Run<never>, kind: Kind): (Extract<Note, { note: Kind }> & { readonly by: string; readonly time: Micros })[] {
  const { nodes } = run.at(run.steps);
  return [...run.trace].flatMap(({ kind: event, payload, node, time }) => {
    if (event !== 'note' || (payload as Note).note !== kind) return [];
    return [{ ...(payload as Extract<Note, { note: Kind }>), by: nodes[node ?? 0]!.name, time }];
  });
}

/** How many events of a kind each node has had, by its name. */
export function countOf<Message>(run: Run<Message>, kind: EventKind): Record<string, number> {
  const { nodes } = run.at(run.steps);
  const counts = Object.fromEntries(nodes.map(({ name }) => [name, 0]));
  for (const event of run.trace) {
    const name = event.kind === kind && event.node !== null ? nodes[event.node]!.name : undefined;
    if (name !== undefined) counts[name]!++;
  }
  return counts;
}

/** A run that goes on from a copy made on the way comes to the same end as one that was never left. */
export function assertGoesOnFromCopies<Message>(system: System<Message>, schedule: Schedule, seed: number, until: Micros): void {
  const advance = (simulator: Simulator<Message>, to: Micros) => {
    while (simulator.nextTime <= to && simulator.advance());
  };
  const whole = new Simulator({ system, seed, schedule });
  const parts = new Simulator({ system, seed, schedule });
  for (let copies = 1; copies <= 4; copies++) {
    const middle = Math.floor((copies * until) / 5);
    while (parts.now < middle && parts.advance());
    const copy = parts.capture();
    assert.ok(copy, 'a process offers no copy');
    advance(parts, until);
    parts.restore(copy);
  }
  advance(whole, until);
  advance(parts, until);
  assert.deepEqual(parts.capture()?.nodes, whole.capture()?.nodes);
}
