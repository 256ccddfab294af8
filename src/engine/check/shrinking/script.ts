/**
 * A schedule from which anything can be left out. An action of a schedule names a message by the event that sent it, and
 * events are counted: one crash less, and it names another. A script names a message by what it says.
 */
import { EVENT_CODES, type Envelope, type EventId, type Recorder } from '../../sim/trace.ts';
import type { NodeId } from '../../sim/process.ts';
import type { Action, Schedule } from '../../sim/schedule.ts';
import type { Micros } from '../../sim/time.ts';
import { canonical } from '../search/canonical.ts';

/** The one of several that say the same from one node to another, counted from 0 in the order in which they were sent. */
export interface MessageName {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly content: string;
  readonly copy: number;
}

type MessageAction = Extract<Action, { readonly message: EventId }>;

export interface NamedMessageAction {
  readonly kind: MessageAction['kind'];
  readonly message: MessageName;
}

export type ScriptAction = Exclude<Action, MessageAction> | NamedMessageAction;

export interface ScriptItem {
  readonly at: Micros;
  readonly after?: EventId;
  readonly action: ScriptAction;
}

/** In the order in which the actions happen. */
export type Script = readonly ScriptItem[];

/** An event that no run has: what names it is passed over. */
const NEVER: EventId = -1;

/** Knows the messages of a run while it goes on. */
export class MessageNames implements Recorder {
  private readonly names: (MessageName | undefined)[] = [];
  private readonly ids = new Map<string, EventId[]>();

  beginStep(): void {}

  append(_time: Micros, code: number, _node: number, _cause: number, payload: unknown): void {
    const isSent = code === EVENT_CODES.send || code === EVENT_CODES.duplicate;
    this.names.push(isSent ? this.nameOf(payload as Envelope) : undefined);
  }

  /** @returns undefined for an event that sent nothing, or has not come about */
  name(event: EventId): MessageName | undefined {
    return this.names[event];
  }

  /** @returns the event that sent it; -1 where there is none yet */
  event(name: MessageName): EventId {
    return this.ids.get(keyOf(name))?.[name.copy] ?? NEVER;
  }

  private nameOf({ id, from, to, message }: Envelope): MessageName {
    const content = canonical(message);
    const key = keyOf({ from, to, content });
    const ids = this.ids.get(key);
    if (ids) ids.push(id);
    else this.ids.set(key, [id]);
    return { from, to, content, copy: ids ? ids.length - 1 : 0 };
  }
}

function keyOf({ from, to, content }: Pick<MessageName, 'from' | 'to' | 'content'>): string {
  return `${from} ${to} ${content}`;
}

/** @param names of the run that the schedule makes, once it is over; actions on messages that it has not are left out */
export function scriptOf(schedule: Schedule, names: MessageNames): Script {
  return schedule.flatMap(({ action, ...when }): ScriptItem[] => {
    if (!('message' in action)) return [{ ...when, action }];
    const message = names.name(action.message);
    return message ? [{ ...when, action: { kind: action.kind, message } }] : [];
  });
}

/**
 * A schedule whose messages are looked up when their turn comes: events have their numbers only then.
 * @param names those of the run that the schedule is for, which tells them while it goes on
 */
export function scheduleFor(script: Script, names: MessageNames): Schedule {
  return script.map(({ action, ...when }) => {
    if (!isOnMessage(action)) return { ...when, action };
    return {
      ...when,
      get action(): MessageAction {
        return { kind: action.kind, message: names.event(action.message) };
      },
    };
  });
}

/** A schedule of `scheduleFor` as plain data, once its run is over. */
export function settled(schedule: Schedule): Schedule {
  return schedule.map((item) => ({ ...item }));
}

export function namesMessages(script: Schedule | Script): boolean {
  return script.some(({ action }) => 'message' in action);
}

function isOnMessage(action: ScriptAction): action is NamedMessageAction {
  return 'message' in action;
}
