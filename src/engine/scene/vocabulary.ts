/** What scenes may say of a system: its roles, what can be read of its nodes, what happens in it, and its messages. */
import type { Monitor, Property } from '../check/monitor.ts';
import type { Node } from '../sim/node.ts';
import type { Schedule } from '../sim/schedule.ts';
import type { System } from '../sim/system.ts';
import type { ClientHistory } from './client-history.ts';
import type { Value } from './scene.ts';

export interface Word {
  readonly name: string;
  /** What it means, in a sentence. */
  readonly meaning: string;
}

export interface FieldWord extends Word {
  readonly type: 'number' | 'text' | 'flag';
}

export interface EventWord extends Word {
  readonly fields: readonly FieldWord[];
}

export interface TimerWord extends Word {
  /** What its name goes on with, such as "transaction": the timer `votes T1`. Left out where the name is all. */
  readonly of?: string;
}

export interface Vocabulary<Message> {
  readonly roles: readonly Word[];
  /** Of a node that is up; undefined for one that has none. */
  roleOf(node: Node<Message>): string | undefined;
  readonly fields: readonly FieldWord[];
  /** Undefined where this node has no such field now. */
  valueOf(node: Node<Message>, field: string): Value | undefined;
  /** What processes note, by the names of their notes. */
  readonly events: readonly EventWord[];
  readonly messages: readonly Word[];
  typeOf(message: Message): string;
  /** The timers that processes set. */
  readonly timers: readonly TimerWord[];
  /** What its clients see; left out where it has none whose history could be judged. */
  readonly history?: ClientHistory;
}

/** All that a scene is carried out with. */
export interface Stage<Message> {
  readonly system: System<Message>;
  readonly vocabulary: Vocabulary<Message>;
  readonly properties: readonly Property[];
  monitor(): Monitor<Message>;
  /** What befalls the system by itself. */
  readonly schedule: Schedule;
}
