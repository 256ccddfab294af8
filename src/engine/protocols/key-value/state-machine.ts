/** The replicated key-value store, with the client sessions that keep a command from taking effect twice (Raft, extended paper, section 8). */
import type { KeyValueCommand, Outcome, Request, SessionId } from './commands.ts';

/** What a client's session remembers: its latest command's number, and what that command gave. */
interface Session {
  readonly serial: number;
  readonly result: Outcome;
}

/** One value, or what one session remembers. */
export type StateRecord =
  | { readonly key: string; readonly value: number }
  | { readonly session: SessionId; readonly serial: number; readonly result: Outcome };

export interface StateMachineState {
  readonly values: ReadonlyMap<string, number>;
  readonly sessions: ReadonlyMap<SessionId, Session>;
}

const SESSION_EXPIRED: Outcome = { refused: 'session-expired' };

export class StateMachine {
  private values = new Map<string, number>();
  /** Where sessions expire, the one used least lately is first. */
  private sessions = new Map<SessionId, Session>();
  private readonly sessionLimit: number;

  /**
   * @param sessionLimit the most sessions that are remembered, which clients then have to register (Ongaro's dissertation,
   * section 6.3); 0 for clients that need not register and are never forgotten
   */
  constructor(sessionLimit = 0) {
    this.sessionLimit = sessionLimit;
  }

  /**
   * Executes a committed request once: one that the session has seen gives what it gave then.
   * @param index the request's place in the log
   */
  apply({ session: id, serial, command }: Request, index: number): Outcome {
    if (command.op === 'register') return this.register(index);
    const session = this.sessions.get(id);
    if (!session && this.sessionLimit > 0) return SESSION_EXPIRED;
    if (session && session.serial >= serial) return session.result;
    const result = this.execute(command);
    this.remember(id, { serial, result });
    return result;
  }

  /** What a request gave when it was executed; undefined where it was not, or where the client has gone on since. */
  resultOf(id: SessionId, serial: number): Outcome | undefined {
    const session = this.sessions.get(id);
    return session?.serial === serial ? session.result : undefined;
  }

  /** The number of the session's latest request that was executed; 0 where none was. */
  latestOf(id: SessionId): number {
    return this.sessions.get(id)?.serial ?? 0;
  }

  /** What a key holds: a read that is not in the log. */
  read(key: string): Outcome {
    return { value: this.values.get(key) ?? null };
  }

  contents(): ReadonlyMap<string, number> {
    return this.values;
  }

  openSessions(): readonly SessionId[] {
    return [...this.sessions.keys()];
  }

  /** Everything that it holds, record by record: what a snapshot is made of. */
  toRecords(): StateRecord[] {
    return [
      ...Array.from(this.values, ([key, value]): StateRecord => ({ key, value })),
      ...Array.from(this.sessions, ([session, { serial, result }]): StateRecord => ({ session, serial, result })),
    ];
  }

  /** Begins anew from what `toRecords` gave. */
  fromRecords(records: readonly StateRecord[]): void {
    this.values.clear();
    this.sessions.clear();
    for (const record of records) {
      if ('key' in record) this.values.set(record.key, record.value);
      else this.sessions.set(record.session, { serial: record.serial, result: record.result });
    }
  }

  capture(): StateMachineState {
    return { values: new Map(this.values), sessions: new Map(this.sessions) };
  }

  restore(state: StateMachineState): void {
    this.values = new Map(state.values);
    this.sessions = new Map(state.sessions);
  }

  private register(index: number): Outcome {
    const result: Outcome = { session: index };
    this.remember(index, { serial: 0, result });
    return result;
  }

  private remember(id: SessionId, session: Session): void {
    if (this.sessionLimit > 0) this.sessions.delete(id);
    this.sessions.set(id, session);
    if (this.sessionLimit > 0 && this.sessions.size > this.sessionLimit) this.expireOne();
  }

  /** Every server forgets the same one, since it goes by the log alone. */
  private expireOne(): void {
    const [oldest] = this.sessions.keys();
    if (oldest !== undefined) this.sessions.delete(oldest);
  }

  private execute(command: KeyValueCommand): Outcome {
    const { op, key } = command;
    if (op === 'set') this.values.set(key, command.value);
    if (op === 'add') this.values.set(key, (this.values.get(key) ?? 0) + command.value);
    return { value: this.values.get(key) ?? null };
  }
}
