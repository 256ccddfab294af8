/** Small clusters to try things on, and what can be read off their runs. */
import { formatCommand } from '../../../../src/engine/protocols/raft/commands.ts';
import type { RaftMessage, RaftNote } from '../../../../src/engine/protocols/raft/messages.ts';
import { RaftSafety } from '../../../../src/engine/protocols/raft/safety.ts';
import { RaftServer } from '../../../../src/engine/protocols/raft/server.ts';
import { DEFAULT_RAFT, raftSystem, type RaftParameters, type ServerFactory } from '../../../../src/engine/protocols/raft/system.ts';
import { Run } from '../../../../src/engine/sim/run.ts';
import type { Action, Schedule } from '../../../../src/engine/sim/schedule.ts';
import { MILLISECOND } from '../../../../src/engine/sim/time.ts';

/** The first client of a cluster of five. */
export const CLIENT = 5;

export function cluster(schedule: Schedule = [], parameters: Partial<RaftParameters> = {}, seed = 1, create?: ServerFactory) {
  return new Run({ system: raftSystem({ ...DEFAULT_RAFT, ...parameters }, create), seed, schedule, monitor: () => new RaftSafety() });
}

/** @param time in milliseconds */
export const ms = (time: number, action: Action) => ({ at: time * MILLISECOND, action });
export const ask = (time: number, command: string, client = CLIENT) => ms(time, { kind: 'command', node: client, command });

export function servers(run: Run<RaftMessage>): RaftServer[] {
  return run.at(run.steps).nodes.flatMap(({ life }) => (life instanceof RaftServer ? [life] : []));
}

export function leaders(run: Run<RaftMessage>) {
  return run.at(run.steps).nodes.flatMap(({ id, life }) => (life instanceof RaftServer && life.role === 'leader' ? [{ id, term: life.currentTerm }] : []));
}

export function notes<Kind extends RaftNote['note']>(run: Run<RaftMessage>, kind: Kind) {
  type Note = Extract<RaftNote, { note: Kind }>;
  return [...run.trace].flatMap(({ kind: event, payload, time, node }) =>
    event === 'note' && (payload as RaftNote).note === kind ? [{ ...(payload as Note), time, node }] : [],
  );
}

/** What clients were told, in order; of administrative commands the value is what became of them. */
export function completions(run: Run<RaftMessage>) {
  return notes(run, 'completed').map(({ serial, command, result, time, node }) => ({
    serial,
    time,
    node,
    text: formatCommand(command),
    value: 'value' in result ? result.value : 'refused' in result ? result.refused : 'done',
  }));
}

/** How often each kind of message was sent. */
export function sends(run: Run<RaftMessage>, type: RaftMessage['type']): number {
  let count = 0;
  for (const { kind, payload } of run.trace) if (kind === 'send' && (payload as { message: RaftMessage }).message.type === type) count++;
  return count;
}
