/** Little databases in memory that keep an isolation level, or fail to, and clients that use them at the same time. */
import type { Key, MicroOperation, Transaction, Value } from '../../../../src/engine/check/transactions/history.ts';
import type { Random } from '../../../../src/engine/sim/random.ts';

type Content = Value | null | readonly Value[];

/** What one transaction can do. */
interface Session {
  read(key: Key): Content;
  /** @returns false where it has to wait for others */
  write(operation: MicroOperation): boolean;
  /** Whether it committed. */
  commit(): boolean;
  abort(): void;
}

interface Database {
  begin(isReadOnly: boolean): Session | 'wait';
}

export const DATABASES = {
  /** One transaction at a time. */
  serial: (): Database => lockedDatabase(() => 0),
  /** One writing transaction at a time; those that only read see some earlier state. */
  'serial with stale reads': (random: Random): Database => lockedDatabase((age) => random.integer(age + 1)),
  /** Each transaction sees the state as of its beginning; of two that overlap and write the same, the first commits. */
  'snapshot isolation': (): Database => {
    let state: ReadonlyMap<Key, Content> = new Map();
    return {
      begin() {
        const snapshot = state;
        const view = new Map(snapshot);
        const written = new Set<Key>();
        return {
          ...sessionOn(view, written),
          commit() {
            if ([...written].some((key) => state.get(key) !== snapshot.get(key))) return false;
            state = new Map([...state, ...[...written].map((key) => [key, view.get(key)!] as const)]);
            return true;
          },
          abort() {},
        };
      },
    };
  },
  /** Each read sees what has been committed by then; whoever writes a key has it until the end. */
  'read committed': (): Database => {
    const state = new Map<Key, Content>();
    const locks = new Locks();
    return {
      begin() {
        const view = new Map<Key, Content>();
        return {
          read: (key) => (view.has(key) ? view.get(key)! : (state.get(key) ?? null)),
          write(operation) {
            if (!locks.take(operation.key, view)) return false;
            view.set(operation.key, applied(view.get(operation.key) ?? state.get(operation.key) ?? null, operation));
            return true;
          },
          commit() {
            for (const [key, content] of view) state.set(key, content);
            locks.release(view);
            return true;
          },
          abort: () => locks.release(view),
        };
      },
    };
  },
  /** Reads see everything; whoever writes a key has it until the end. */
  'read uncommitted': (): Database => dirtyDatabase(true),
  /** Neither reads nor writes wait for anything. */
  'dirty writes': (): Database => dirtyDatabase(false),
} satisfies Record<string, (random: Random) => Database>;

export type DatabaseName = keyof typeof DATABASES;

function applied(content: Content, operation: MicroOperation): Content {
  if (operation.op === 'append') return [...(Array.isArray(content) ? (content as readonly Value[]) : []), operation.value];
  return operation.op === 'write' ? operation.value : content;
}

function sessionOn(view: Map<Key, Content>, written: Set<Key>): Pick<Session, 'read' | 'write'> {
  return {
    read: (key) => view.get(key) ?? null,
    write(operation) {
      view.set(operation.key, applied(view.get(operation.key) ?? null, operation));
      written.add(operation.key);
      return true;
    },
  };
}

/** @param staleness of the states so far, which one a reader sees */
function lockedDatabase(staleness: (states: number) => number): Database {
  const states: ReadonlyMap<Key, Content>[] = [new Map()];
  let isLocked = false;
  return {
    begin(isReadOnly) {
      if (isReadOnly) return { ...sessionOn(new Map(states.at(-1 - staleness(states.length - 1))), new Set()), commit: () => true, abort() {} };
      if (isLocked) return 'wait';
      isLocked = true;
      const view = new Map(states.at(-1));
      return {
        ...sessionOn(view, new Set()),
        commit() {
          states.push(view);
          isLocked = false;
          return true;
        },
        abort() {
          isLocked = false;
        },
      };
    },
  };
}

function dirtyDatabase(hasLocks: boolean): Database {
  const state = new Map<Key, Content>();
  const locks = new Locks();
  return {
    begin() {
      const undo: [Key, MicroOperation, Content][] = [];
      return {
        read: (key) => state.get(key) ?? null,
        write(operation) {
          if (hasLocks && !locks.take(operation.key, undo)) return false;
          undo.push([operation.key, operation, state.get(operation.key) ?? null]);
          state.set(operation.key, applied(state.get(operation.key) ?? null, operation));
          return true;
        },
        commit() {
          locks.release(undo);
          return true;
        },
        abort() {
          for (const [key, operation, before] of undo.reverse()) {
            const content = state.get(key);
            state.set(key, Array.isArray(content) ? (content as readonly Value[]).filter((value) => value !== operation.value) : before);
          }
          locks.release(undo);
        },
      };
    },
  };
}

/** Who has a key until its transaction ends. */
class Locks {
  private readonly holders = new Map<Key, object>();

  take(key: Key, holder: object): boolean {
    if ((this.holders.get(key) ?? holder) !== holder) return false;
    this.holders.set(key, holder);
    return true;
  }

  release(holder: object): void {
    for (const [key, other] of this.holders) if (other === holder) this.holders.delete(key);
  }
}

export interface Workload {
  readonly kind: 'list' | 'register';
  readonly transactions: number;
  readonly processes: number;
  readonly keys: readonly Key[];
  readonly mostOperations: number;
  /** Probability that a client aborts, and that it never learns the outcome. */
  readonly aborts?: number;
  readonly losses?: number;
  /** Whether in the end one transaction reads every key. */
  readonly endsWithReads?: boolean;
}

interface Client {
  readonly process: number;
  readonly planned: readonly MicroOperation[];
  readonly done: MicroOperation[];
  readonly invoked: number;
  session: Session | undefined;
}

/** A history of clients whose steps are mixed at random. */
export function simulate(name: DatabaseName, workload: Workload, random: Random): Transaction[] {
  const database = DATABASES[name](random);
  const history: Transaction[] = [];
  const clients: (Client | undefined)[] = Array.from({ length: workload.processes }, () => undefined);
  const processes = clients.map((_, i) => i);
  let nextProcess = processes.length;
  let nextValue = 1;
  let started = 0;
  let time = 0;
  let waits = 0;

  const plan = (): MicroOperation[] =>
    Array.from({ length: random.between(1, workload.mostOperations) }, () => {
      const key = random.pick(workload.keys)!;
      if (random.chance(0.5)) return { op: 'read', key, value: undefined };
      return { op: workload.kind === 'list' ? 'append' : 'write', key, value: nextValue++ };
    });
  const finish = (slot: number, client: Client, isCommitted: boolean): void => {
    clients[slot] = undefined;
    const { process, done, invoked } = client;
    if (random.chance(workload.losses ?? 0)) {
      const operations = done.map((operation) => (operation.op === 'read' ? { ...operation, value: undefined } : operation));
      history.push({ process, operations, invoked, completed: Infinity, status: 'unknown' });
      processes[slot] = nextProcess++;
    } else history.push({ process, operations: done, invoked, completed: ++time, status: isCommitted ? 'committed' : 'aborted' });
  };
  const giveUp = (slot: number, client: Client): void => {
    client.session?.abort();
    finish(slot, client, false);
  };
  const step = (slot: number): boolean => {
    const client = clients[slot];
    if (!client) {
      clients[slot] = { process: processes[slot]!, planned: plan(), done: [], invoked: ++time, session: undefined };
      started++;
      return true;
    }
    if (!client.session) {
      const session = database.begin(client.planned.every(({ op }) => op === 'read'));
      if (session !== 'wait') client.session = session;
      return session !== 'wait';
    }
    const next = client.planned[client.done.length];
    if (!next) {
      if (random.chance(workload.aborts ?? 0)) giveUp(slot, client);
      else finish(slot, client, client.session.commit());
      return true;
    }
    if (next.op !== 'read' && !client.session.write(next)) return false;
    client.done.push(next.op === 'read' ? { ...next, value: client.session.read(next.key) } : next);
    return true;
  };

  while (started < workload.transactions || clients.some((client) => client)) {
    const slot = random.integer(clients.length);
    const client = clients[slot];
    if (!client && started >= workload.transactions) continue;
    waits = step(slot) ? 0 : waits + 1;
    // Whoever waits for each other would do so for ever.
    if (waits > 20 * clients.length && client) giveUp(slot, client);
  }
  if (workload.endsWithReads) {
    const session = database.begin(false);
    if (session !== 'wait') {
      const operations = workload.keys.map((key) => ({ op: 'read', key, value: session.read(key) }) as const);
      history.push({ process: nextProcess, operations, invoked: ++time, completed: ++time, status: 'committed' });
    }
  }
  return history;
}
