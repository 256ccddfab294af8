/** What the clients of a replicated key-value store saw, as a history that can be checked for linearizability. */
import type { History, Operation } from '../../check/history.ts';
import type { Model } from '../../check/linearizability/model.ts';
import type { NodeId } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import { EVENT_CODES, type Recorder, type TraceEvent } from '../../sim/trace.ts';
import { isKeyValue, type KeyValueCommand, type Reply } from './commands.ts';

/** What a key holds; null where it was never written. */
export type Content = number | null;

/** The state machine as clients see it: every command gives what its key holds after it. */
export const keyValueStore: Model<Content, KeyValueCommand, Content> = {
  name: 'key-value store of whole numbers',
  initial: null,
  apply(state, command, output) {
    const after = command.op === 'get' ? state : command.op === 'set' ? command.value : (state ?? 0) + command.value;
    return output === undefined || output === after ? after : undefined;
  },
  key: String,
  partOf: ({ key }) => key,
};

/** What clients note, of which other commands than those of the store are passed over. */
export type ClientNote =
  | { readonly note: 'invoked'; readonly serial: number; readonly command: { readonly op: string } }
  | { readonly note: 'completed'; readonly serial: number; readonly command: { readonly op: string }; readonly result: Reply };

/** Whether a client begins or ends a command with it. */
export function isOfCommands({ kind, payload }: Pick<TraceEvent, 'kind' | 'payload'>): boolean {
  if (kind !== 'note') return false;
  const { note } = payload as ClientNote;
  return note === 'invoked' || note === 'completed';
}

interface Invocation {
  readonly command: KeyValueCommand;
  readonly at: Micros;
}

/**
 * The operations that clients noted, in the order of their ends. One that was not answered, because the run ended, the
 * client crashed or its session was lost, may or may not have taken effect; the client goes on as another process.
 */
export function historyOf(events: Iterable<Pick<TraceEvent, 'kind' | 'time' | 'node' | 'payload'>>): History<KeyValueCommand, Content> {
  const operations: Operation<KeyValueCommand, Content>[] = [];
  const open = new Map<number, Invocation>();
  const processes = new Map<number, number>();
  let nextProcess = 0;
  const processOf = (node: number) => {
    let process = processes.get(node);
    if (process === undefined) processes.set(node, (process = nextProcess++));
    return process;
  };
  const end = (node: number, returned: Micros, output: Content | undefined) => {
    const invocation = open.get(node);
    if (!invocation) return;
    operations.push({ process: processOf(node), input: invocation.command, invoked: invocation.at, returned, output });
    open.delete(node);
    if (returned === Infinity) processes.delete(node);
  };

  for (const { kind, time, node, payload } of events) {
    if (kind !== 'note' || node === null) continue;
    const note = payload as ClientNote;
    if (note.note === 'invoked') {
      end(node, Infinity, undefined);
      if (isKeyValue(note.command)) open.set(node, { command: note.command, at: time });
    } else if (note.note === 'completed' && 'value' in note.result) {
      end(node, time, note.result.value);
    }
  }
  for (const node of [...open.keys()]) end(node, Infinity, undefined);
  return operations;
}

/** Keeps what clients note of a run, and nothing else of it: enough for its history. */
export class ClientNotes implements Recorder {
  readonly notes: Pick<TraceEvent, 'kind' | 'time' | 'node' | 'payload'>[] = [];
  private readonly firstClient: NodeId;

  /** @param firstClient clients are the nodes from this one on */
  constructor(firstClient: NodeId) {
    this.firstClient = firstClient;
  }

  beginStep(): void {}

  append(time: Micros, code: number, node: number, _cause: number, payload: unknown): void {
    if (code === EVENT_CODES.note && node >= this.firstClient) this.notes.push({ kind: 'note', time, node, payload });
  }
}
