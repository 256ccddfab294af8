/** What clients ask of a replicated key-value store, as a session numbers it, as data, and as a user types it. */
import type { NodeId } from '../../sim/process.ts';
import type { Random } from '../../sim/random.ts';

export type KeyValueCommand =
  | { readonly op: 'set'; readonly key: string; readonly value: number }
  /** Adds to what is there, 0 where nothing is: executed twice it would show. */
  | { readonly op: 'add'; readonly key: string; readonly value: number }
  | { readonly op: 'get'; readonly key: string };

/** What goes into the log for the state machine to execute. */
export type Command =
  | KeyValueCommand
  /** Opens a session (Ongaro's dissertation, section 6.3). */
  | { readonly op: 'register' };

/** The client's own id where sessions need no registration; otherwise the index of the entry that registered it. */
export type SessionId = number;

/** A command as a client's session numbers it. */
export interface Request {
  readonly client: NodeId;
  readonly session: SessionId;
  readonly serial: number;
  readonly command: Command;
}

/** What the execution of a command gives. */
export type Outcome =
  /** What the key holds after the command; null where it was never written. */
  | { readonly value: number | null }
  | { readonly session: SessionId }
  | { readonly refused: 'session-expired' };

/** What a client can be told; protocols have reasons of their own to refuse what is not for the store. */
export type Reply = Outcome | { readonly done: true } | { readonly refused: string };

export function isKeyValue<Other extends { readonly op: string }>(command: KeyValueCommand | Other): command is KeyValueCommand {
  return command.op === 'set' || command.op === 'add' || command.op === 'get';
}

/**
 * Reads `set x 1`, `add x 1` and `get x`.
 * @param forms what may be typed, in words, for the error
 * @returns undefined for a text that is none of these
 * @throws SyntaxError for a value that is no whole number
 */
export function readKeyValue(text: string, forms: string): KeyValueCommand | undefined {
  const [op, key, number, ...rest] = text.trim().split(/\s+/);
  if (key === undefined || rest.length > 0) return undefined;
  if (op === 'get' && number === undefined) return { op, key };
  if ((op !== 'set' && op !== 'add') || number === undefined) return undefined;
  const value = Number(number);
  if (!Number.isSafeInteger(value)) throw new SyntaxError(`${forms}; "${number}" is not a whole number.`);
  return { op, key, value };
}

export function formatKeyValue(command: KeyValueCommand): string {
  return command.op === 'get' ? `get ${command.key}` : `${command.op} ${command.key} ${command.value}`;
}

export function sameCommand(one: Command, other: Command): boolean {
  if (!isKeyValue(one) || !isKeyValue(other)) return one.op === other.op;
  return one.op === other.op && one.key === other.key && (one.op === 'get' || other.op === 'get' || one.value === other.value);
}

/** What a client asks for when it is left to itself. */
export function inventCommand(random: Random, onlyReads: boolean): KeyValueCommand {
  const key = random.pick(['x', 'y', 'z']);
  const op = onlyReads ? 'get' : random.pick(['set', 'add', 'get'] as const);
  return op === 'get' ? { op, key } : { op, key, value: random.integer(100) };
}
