/**
 * Whether what clients are told fits the log: an independent execution of what is committed, against which each answer is
 * held. A read that is not in the log may show any state from the last one that was answered before it was sent.
 */
import type { NodeId } from '../../sim/process.ts';
import { formatKeyValue, isKeyValue, type Outcome, type Reply, type Request } from './commands.ts';
import { StateMachine } from './state-machine.ts';

/** A client, as far as it is looked at. */
export interface Asker {
  /** Of the latest command. */
  readonly serial: number;
  readonly session: number | null;
  /** The latest command that was answered. */
  readonly answered: { readonly serial: number; readonly command: { readonly op: string }; readonly result: Reply } | null;
}

/** What a key held from an index on. */
interface Content {
  readonly from: number;
  readonly value: number | null;
}

/** What a command gave when it was first executed, and where in the log that was. */
interface Executed {
  readonly index: number;
  readonly result: Outcome;
}

/** What was last seen of a client. */
interface Asked {
  readonly serial: number;
  readonly answered: number;
  /** How much of the log had been answered for when its present command was sent. */
  readonly since: number;
}

export interface AnswersState {
  readonly asked: readonly (Asked | undefined)[];
  readonly answeredUpTo: number;
  readonly sessionLimit: number;
}

const NOTHING_ASKED: Asked = { serial: 0, answered: 0, since: 0 };
const NEVER_WRITTEN: Content = { from: 0, value: null };

export class Answers {
  private machine = new StateMachine();
  private sessionLimit = 0;
  private contents = new Map<string, Content[]>();
  private executed = new Map<string, Executed>();
  private asked: (Asked | undefined)[] = [];
  /** The highest index whose effect some client has been told of. */
  private answeredUpTo = 0;

  /** A request is committed. They come in the order of the log. */
  execute(request: Request, index: number, sessionLimit = 0): void {
    if (sessionLimit !== this.sessionLimit) {
      this.sessionLimit = sessionLimit;
      this.machine = new StateMachine(sessionLimit);
    }
    const { session, serial, command } = request;
    const result = this.machine.apply(request, index);
    const name = nameOf(session, serial);
    if (!isKeyValue(command) || 'refused' in result || this.executed.has(name)) return;
    this.executed.set(name, { index, result });
    if (command.op !== 'get' && 'value' in result) this.contentsOf(command.key).push({ from: index, value: result.value });
  }

  /** @returns what is wrong with what the client was told in its last step */
  check(node: NodeId, { serial, session, answered }: Asker): string[] {
    const before = this.asked[node] ?? NOTHING_ASKED;
    if (before.serial === serial && before.answered === (answered?.serial ?? 0)) return [];
    const wrong: string[] = [];
    if (answered && answered.serial !== before.answered && isKeyValue(answered.command) && 'value' in answered.result) {
      const known = this.executed.get(nameOf(session ?? 0, answered.serial));
      const shown = known ? (sameResult(known.result, answered.result) ? known.index : undefined) : this.shownBy(answered.command, answered.result.value, before.since);
      if (shown === undefined) wrong.push(`was told that "${formatKeyValue(answered.command)}" gives ${answered.result.value ?? 'nothing'}, ${this.instead(known, answered.command.op)}.`);
      else this.answeredUpTo = Math.max(this.answeredUpTo, shown);
    }
    this.asked[node] = { serial, answered: answered?.serial ?? 0, since: serial === before.serial ? before.since : this.answeredUpTo };
    return wrong;
  }

  /** The first index from `since` on at which a read gives this value; undefined where there is none. */
  private shownBy({ op, key }: { readonly op: string; readonly key: string }, value: number | null, since: number): number | undefined {
    if (op !== 'get') return undefined;
    const contents = this.contentsOf(key);
    const first = Math.max(0, contents.findLastIndex(({ from }) => from <= since));
    const shown = contents.slice(first).find((content) => content.value === value);
    return shown && Math.max(shown.from, since);
  }

  private instead(known: Executed | undefined, op: string): string {
    if (known) return `but its execution at index ${known.index} gave ${'value' in known.result ? (known.result.value ?? 'nothing') : 'no value'}`;
    return op === 'get' ? 'which the key has not held since the read was sent' : 'but no such command is committed';
  }

  private contentsOf(key: string): Content[] {
    let contents = this.contents.get(key);
    if (!contents) this.contents.set(key, (contents = [NEVER_WRITTEN]));
    return contents;
  }

  capture(): AnswersState {
    return { asked: this.asked.slice(), answeredUpTo: this.answeredUpTo, sessionLimit: this.sessionLimit };
  }

  /** @param committed what was committed by then, from index 1 on; null for an entry that is no request */
  restore({ asked, answeredUpTo, sessionLimit }: AnswersState, committed: readonly (Request | null)[]): void {
    this.asked = asked.slice();
    this.answeredUpTo = answeredUpTo;
    this.sessionLimit = sessionLimit;
    this.machine = new StateMachine(sessionLimit);
    this.contents = new Map();
    this.executed = new Map();
    committed.forEach((request, position) => request && this.execute(request, position + 1, sessionLimit));
  }
}

function nameOf(session: number, serial: number): string {
  return `${session}/${serial}`;
}

function sameResult(one: Reply, other: Reply): boolean {
  return 'value' in one && 'value' in other && one.value === other.value;
}
