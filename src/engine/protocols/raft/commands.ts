/** What a client can ask of the cluster, as data and as a user types it. */
import type { NodeId } from '../../sim/process.ts';
import { formatKeyValue, isKeyValue, readKeyValue, type Command, type KeyValueCommand, type Outcome } from '../key-value/commands.ts';
import { sorted, type Group } from './quorum.ts';

/** What the leader sees to itself. */
export type Administration =
  /** Makes these servers the configuration. */
  | { readonly op: 'members'; readonly servers: Group }
  | { readonly op: 'add-server' | 'remove-server'; readonly server: NodeId }
  /** Makes this server the leader. */
  | { readonly op: 'transfer'; readonly server: NodeId };

/** What one server, or every server, is to do by itself. */
export interface SnapshotOrder {
  readonly op: 'snapshot';
  readonly server: NodeId | null;
}

/** What a user can tell a client to do. */
export type UserCommand = KeyValueCommand | Administration | SnapshotOrder;

export type Result =
  | Outcome
  | { readonly done: true }
  | { readonly refused: Refusal };

export type Refusal =
  | 'session-expired'
  | 'unknown-server'
  | 'not-a-member'
  | 'no-member-left'
  | 'one-at-a-time'
  | 'change-under-way'
  | 'not-caught-up'
  | 'transfer-under-way'
  | 'transfer-timed-out';

export function isAdministration(command: Command | Administration): command is Administration {
  return !isKeyValue(command) && command.op !== 'register';
}

/** The servers that a command names. */
export function serversOf(command: UserCommand): readonly NodeId[] {
  if ('servers' in command) return command.servers;
  return 'server' in command && command.server !== null ? [command.server] : [];
}

/** Servers are the first nodes of a cluster, and named n1, n2, … */
export function serverName(server: NodeId): string {
  return `n${server + 1}`;
}

const FORMS = 'A command is "set KEY NUMBER", "add KEY NUMBER", "get KEY", "members SERVER …", "add SERVER", "remove SERVER", "transfer SERVER", "snapshot" or "snapshot SERVER"';

/**
 * Reads a command as a user types it: `set x 1`, `add x 1`, `get x`, `members n1 n2 n4`, `add n4`, `remove n1`,
 * `transfer n2`, `snapshot`, `snapshot n3`.
 * @throws SyntaxError that says what was expected
 */
export function parseCommand(text: string): UserCommand {
  const keyValue = readKeyValue(text, FORMS);
  if (keyValue) return keyValue;
  const [op, ...words] = text.trim().split(/\s+/);
  const [first] = words;
  if (op === 'members' && words.length > 0) return { op, servers: sorted(words.map(serverNamed)) };
  if (op === 'snapshot' && words.length <= 1) return { op, server: first === undefined ? null : serverNamed(first) };
  if (first !== undefined && words.length === 1) {
    if (op === 'add') return { op: 'add-server', server: serverNamed(first) };
    if (op === 'remove') return { op: 'remove-server', server: serverNamed(first) };
    if (op === 'transfer') return { op, server: serverNamed(first) };
  }
  throw new SyntaxError(`${FORMS}; "${text}" is none of them.`);
}

function serverNamed(name: string): NodeId {
  const number = /^n([1-9]\d*)$/.exec(name)?.[1];
  if (number === undefined) throw new SyntaxError(`${FORMS}; a server is named n1, n2 and so on, not "${name}".`);
  return Number(number) - 1;
}

export function formatCommand(command: Command | UserCommand): string {
  if (isKeyValue(command)) return formatKeyValue(command);
  switch (command.op) {
    case 'register':
      return 'register';
    case 'members':
      return `members ${command.servers.map(serverName).join(' ')}`;
    case 'add-server':
      return `add ${serverName(command.server)}`;
    case 'remove-server':
      return `remove ${serverName(command.server)}`;
    case 'transfer':
      return `transfer ${serverName(command.server)}`;
    case 'snapshot':
      return command.server === null ? 'snapshot' : `snapshot ${serverName(command.server)}`;
  }
}
