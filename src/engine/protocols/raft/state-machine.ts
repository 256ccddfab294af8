/** The replicated key-value store, with the client sessions that keep a command from taking effect twice (section 8). */
import type { NodeId } from '../../sim/process.ts';
import type { Request } from './messages.ts';

export type Command =
  | { readonly op: 'set'; readonly key: string; readonly value: number }
  /** Adds to what is there, 0 where nothing is: executed twice it would show. */
  | { readonly op: 'add'; readonly key: string; readonly value: number }
  | { readonly op: 'get'; readonly key: string };

/** What the key holds after the command; null where it was never written. */
export type Result = { readonly value: number | null };

/** What a client's session remembers: its latest command's number, and what that command gave. */
interface Session {
  readonly serial: number;
  readonly result: Result;
}

/** One value, or what one session remembers. */
export type StateRecord =
  | { readonly key: string; readonly value: number }
  | { readonly client: NodeId; readonly serial: number; readonly result: Result };

export interface StateMachineState {
  readonly values: ReadonlyMap<string, number>;
  readonly sessions: ReadonlyMap<NodeId, Session>;
}

export class StateMachine {
  private values = new Map<string, number>();
  private sessions = new Map<NodeId, Session>();

  /** Executes a committed request once: one that the session has seen gives what it gave then. */
  apply({ client, serial, command }: Request): Result {
    const session = this.sessions.get(client);
    if (session && session.serial >= serial) return session.result;
    const result = this.execute(command);
    this.sessions.set(client, { serial, result });
    return result;
  }

  /** What a request gave when it was executed; undefined where it was not, or where the client has gone on since. */
  resultOf(client: NodeId, serial: number): Result | undefined {
    const session = this.sessions.get(client);
    return session?.serial === serial ? session.result : undefined;
  }

  contents(): ReadonlyMap<string, number> {
    return this.values;
  }

  /** Everything that it holds, record by record: what a snapshot is made of. */
  toRecords(): StateRecord[] {
    return [
      ...Array.from(this.values, ([key, value]): StateRecord => ({ key, value })),
      ...Array.from(this.sessions, ([client, { serial, result }]): StateRecord => ({ client, serial, result })),
    ];
  }

  /** Begins anew from what `toRecords` gave. */
  fromRecords(records: readonly StateRecord[]): void {
    this.values.clear();
    this.sessions.clear();
    for (const record of records) {
      if ('key' in record) this.values.set(record.key, record.value);
      else this.sessions.set(record.client, { serial: record.serial, result: record.result });
    }
  }

  capture(): StateMachineState {
    return { values: new Map(this.values), sessions: new Map(this.sessions) };
  }

  restore(state: StateMachineState): void {
    this.values = new Map(state.values);
    this.sessions = new Map(state.sessions);
  }

  private execute(command: Command): Result {
    const { op, key } = command;
    if (op === 'set') this.values.set(key, command.value);
    if (op === 'add') this.values.set(key, (this.values.get(key) ?? 0) + command.value);
    return { value: this.values.get(key) ?? null };
  }
}

/**
 * Reads a command as a user types it: `set x 1`, `add x 1`, `get x`.
 * @throws SyntaxError that says what was expected
 */
export function parseCommand(text: string): Command {
  const [op, key, number, ...rest] = text.trim().split(/\s+/);
  const expected = 'A command is "set KEY NUMBER", "add KEY NUMBER" or "get KEY"';
  if (!key || rest.length > 0) throw new SyntaxError(`${expected}; "${text}" is none of them.`);
  if (op === 'get' && number === undefined) return { op, key };
  if ((op === 'set' || op === 'add') && number !== undefined) {
    const value = Number(number);
    if (!Number.isSafeInteger(value)) throw new SyntaxError(`${expected}; "${number}" is not a whole number.`);
    return { op, key, value };
  }
  throw new SyntaxError(`${expected}; "${text}" is none of them.`);
}

export function formatCommand(command: Command): string {
  return command.op === 'get' ? `get ${command.key}` : `${command.op} ${command.key} ${command.value}`;
}

export function sameCommand(one: Command, other: Command): boolean {
  return one.op === other.op && one.key === other.key && (one.op === 'get' || other.op === 'get' || one.value === other.value);
}
