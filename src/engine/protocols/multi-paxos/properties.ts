/**
 * What Multi-Paxos guarantees at all times: that of each slot one value is chosen and nothing else is learned ("Paxos Made
 * Simple", section 2.1), that a promise holds, that replicas execute the same commands once each, and what clients may rely on.
 */
import type { Property } from '../../check/monitor.ts';
import type { NodeId } from '../../sim/process.ts';
import { formatKeyValue, isKeyValue } from '../key-value/commands.ts';
import { StateMachine, type StateRecord } from '../key-value/state-machine.ts';
import type { Slot, Value } from './messages.ts';

const source = 'Paxos Made Simple';

export const MULTI_PAXOS_PROPERTIES = {
  agreement: {
    id: 'agreement',
    title: 'Agreement',
    meaning: 'In each slot a single value is chosen.',
    source,
    section: 'section 2.1',
  },
  learning: {
    id: 'learning',
    title: 'Learning',
    meaning: 'No server takes a value for chosen that a majority has not accepted in one ballot.',
    source,
    section: 'section 2.1',
  },
  promises: {
    id: 'promises',
    title: 'Promises',
    meaning: 'An acceptor that has promised a ballot takes no part in lower ones, and what it has accepted it has until more is known, though it crash.',
    source,
    section: 'sections 2.2 and 2.5',
  },
  execution: {
    id: 'execution',
    title: 'Execution',
    meaning: 'A replica has executed the commands that are chosen in all slots up to one, in their order and each once.',
    source,
    section: 'section 3',
  },
  garbage: {
    id: 'garbage',
    title: 'Garbage collection',
    meaning: 'A server has forgotten only slots for which its snapshot stands.',
    source: 'Paxos Made Live',
    section: 'section 5.5',
  },
  linearizability: {
    id: 'linearizability',
    title: 'Linearizability',
    meaning: 'Each command takes effect once, in the order of the slots, and an answer shows all that was answered before its command was sent.',
    source: 'Herlihy and Wing 1990',
    section: 'section 2',
  },
  progress: {
    id: 'progress',
    title: 'Progress',
    meaning: 'A leader is elected, a command that a client sent after that is answered, and every server comes to have executed what any had.',
    source,
    section: 'section 2.4',
  },
} as const satisfies Record<string, Property>;

export type MultiPaxosPropertyId = keyof typeof MULTI_PAXOS_PROPERTIES;

export interface Finding {
  readonly property: MultiPaxosPropertyId;
  readonly message: string;
}

/** A server, as far as it is looked at. */
export interface Standing {
  readonly name: string;
  readonly executed: Slot;
  readonly records: readonly StateRecord[];
  readonly collected: Slot;
  /** The last slot for which its snapshot stands. */
  readonly covered: Slot;
}

/** What a command gave when it was first executed, and in which slot that was. */
interface Executed {
  readonly slot: Slot;
  readonly value: number | null;
}

/** What is known to be chosen, and an execution of its own of that. */
export class Chosen {
  private readonly values = new Map<Slot, Value>();
  private readonly machine = new StateMachine();
  /** What the state is after each slot, as a text, and what each key holds. */
  private readonly states: string[] = [textOf([])];
  private readonly contents: ReadonlyMap<string, number>[] = [new Map()];
  private readonly executed = new Map<string, Executed>();

  /** @returns what is wrong with taking a value for chosen, where another was before */
  add(name: string, slot: Slot, value: Value): Finding | undefined {
    const known = this.values.get(slot);
    if (known) return sameValue(known, value) ? undefined : { property: 'agreement', message: `${name} takes ${describe(value)} for chosen in slot ${slot}, where ${describe(known)} was chosen.` };
    this.values.set(slot, value);
    for (let next = this.values.get(this.states.length); next; next = this.values.get(this.states.length)) this.execute(next);
    return undefined;
  }

  private execute(value: Value): void {
    const slot = this.states.length;
    if (value.kind === 'command') {
      const { session, serial } = value.request;
      const result = this.machine.apply(value.request, slot);
      const name = `${session}/${serial}`;
      if ('value' in result && !this.executed.has(name)) this.executed.set(name, { slot, value: result.value });
    }
    this.states.push(textOf(this.machine.toRecords()));
    this.contents.push(new Map(this.machine.contents()));
  }

  valueAt(slot: Slot): Value | undefined {
    return this.values.get(slot);
  }

  /** Undefined where the command is not known to be chosen with all that comes before it. */
  executionOf(client: NodeId, serial: number): Executed | undefined {
    return this.executed.get(`${client}/${serial}`);
  }

  /** Whether a key holds a value after some slot from one on. */
  shows(key: string, value: number | null, from: Slot): boolean {
    return this.contents.slice(from).some((content) => (content.get(key) ?? null) === value);
  }

  /** The state after a slot; undefined where not all slots up to it are known to be chosen. */
  stateAfter(slot: Slot): string | undefined {
    return this.states[slot];
  }

  /** The first slot of which it is not known what is chosen. */
  get firstUnknown(): Slot {
    return this.states.length;
  }
}

/** @returns what is wrong with what a server has executed, or forgotten */
export function findingIn({ name, executed, records, collected, covered }: Standing, chosen: Chosen): Finding | undefined {
  if (collected > covered) return { property: 'garbage', message: `${name} has forgotten the slots up to ${collected}, and its snapshot stands for those up to ${covered}.` };
  const state = chosen.stateAfter(executed);
  if (state === undefined) return { property: 'execution', message: `${name} has executed slot ${executed}, though in slot ${chosen.firstUnknown} nothing is known to be chosen.` };
  if (state === textOf(records)) return undefined;
  return { property: 'execution', message: `${name}'s state after slot ${executed} is ${textOf(records)}, and not ${state}, which is what the chosen commands give when each is executed once.` };
}

/** Both a server's and the reference's records come in the order in which they were first written. */
function textOf(records: readonly StateRecord[]): string {
  return JSON.stringify(records.map((record) => ('key' in record ? [record.key, record.value] : [record.session, record.serial, record.result])));
}

export function sameValue(one: Value, other: Value): boolean {
  if (one.kind === 'no-op' || other.kind === 'no-op') return one.kind === other.kind;
  return one.request.session === other.request.session && one.request.serial === other.request.serial;
}

export function describe(value: Value): string {
  if (value.kind === 'no-op') return 'a no-op';
  const { client, serial, command } = value.request;
  return `command ${serial} of node ${client}${isKeyValue(command) ? ` (${formatKeyValue(command)})` : ''}`;
}
