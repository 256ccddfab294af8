/**
 * What a primary-backup service promises its clients, and how the views see to it. All is read from the state of one moment,
 * so that a run is watched for the same as a search; only linearizability is a matter of what came when, and is judged by the
 * history of a run.
 */
import type { Goal } from '../../check/liveness.ts';
import type { Monitor, Property, Violation } from '../../check/monitor.ts';
import type { Invariant, NodeView } from '../../check/search/model.ts';
import type { Node } from '../../sim/node.ts';
import type { NodeId } from '../../sim/process.ts';
import type { Simulator } from '../../sim/simulator.ts';
import { PrimaryBackupClient, type ClientState } from './client.ts';
import type { PrimaryBackupMessage } from './messages.ts';
import type { ServerState } from './server.ts';
import { isSameReplica, roleIn, type Replica, type Role } from './view.ts';
import type { Standing, ViewServerState } from './view-server.ts';

const lab = 'MIT 6.824, Spring 2015, lab 2';

export const PRIMARY_BACKUP = {
  succession: {
    id: 'succession',
    title: 'Succession',
    meaning: 'The primary of a view has been in the view before it, with the state.',
    source: lab,
    section: 'part A',
  },
  onePrimary: {
    id: 'one-primary',
    title: 'One primary',
    meaning: 'At no time can two servers both execute operations as primary: all but one have a backup that has gone on without them.',
    source: 'Budhiraja, Marzullo, Schneider and Toueg 1993',
    section: 'Pb1',
  },
  backedUp: {
    id: 'answers-are-backed-up',
    title: 'Answers are backed up',
    meaning: 'What a client was told of, read or written, has been executed by the primary of the newest view, and by its backup once that has the state.',
    source: 'Alsberg and Day 1976',
    section: 'two-host resiliency',
  },
  agreement: {
    id: 'agreement',
    title: 'Agreement',
    meaning: 'The backup is at most one operation ahead of its primary, and where both have executed as many they hold the same.',
    source: lab,
    section: 'part B',
  },
  once: {
    id: 'exactly-once',
    title: 'Exactly once',
    meaning: 'A server has executed no more operations than it can name: of each client those up to the last, each once.',
    source: lab,
    section: 'part B',
  },
  linearizability: {
    id: 'linearizability',
    title: 'Linearizability',
    meaning: 'Clients see what one server would show them.',
    source: 'Herlihy and Wing 1990',
    section: '2',
  },
  progress: {
    id: 'operations-end',
    title: 'Operations end',
    meaning: 'Once all faults have stopped every operation is answered, as long as one server is left that has the state.',
    source: lab,
    section: 'part B',
  },
} as const satisfies Record<string, Property>;

interface Server extends ServerState {
  readonly name: string;
  readonly replica: Replica;
  readonly role: Role;
}

interface Client extends ClientState {
  readonly id: NodeId;
  readonly name: string;
}

/** The nodes that are up. */
interface Scene {
  /** What the view server says; undefined while it is down. */
  readonly standing: Standing | undefined;
  readonly servers: readonly Server[];
  readonly clients: readonly Client[];
}

type Part = { readonly kind: 'views'; readonly standing: Standing } | { readonly kind: 'server'; readonly server: Server } | { readonly kind: 'client'; readonly client: Client };

/** A search asks for the same few states of a node again and again. */
const known = new WeakMap<NodeView, Part | null>();

function partOf(node: NodeView): Part | null {
  let part = known.get(node);
  if (part === undefined) known.set(node, (part = read(node)));
  return part;
}

function read({ id, name, state }: Pick<NodeView, 'id' | 'name' | 'state'>): Part | null {
  if (typeof state !== 'object' || state === null) return null;
  if ('standing' in state) return { kind: 'views', standing: (state as ViewServerState).standing };
  if ('answered' in state) return { kind: 'client', client: { ...(state as ClientState), id, name } };
  const server = state as ServerState;
  const replica = { node: id, incarnation: server.incarnation };
  return { kind: 'server', server: { ...server, name, replica, role: roleIn(server.view, replica) } };
}

function sceneOf(parts: readonly (Part | null)[]): Scene {
  let standing: Standing | undefined;
  const servers: Server[] = [];
  const clients: Client[] = [];
  for (const part of parts) {
    if (part?.kind === 'views') standing = part.standing;
    if (part?.kind === 'server') servers.push(part.server);
    if (part?.kind === 'client') clients.push(part.client);
  }
  return { standing, servers, clients };
}

/** Whether it is in its view with all that it has to know there. */
function hasState({ role, isReady }: Server): boolean {
  return role === 'primary' || (role === 'backup' && isReady);
}

/** It was made primary by the view server, and may not have heard of it. */
function checkSuccession({ standing, servers }: Scene): string | undefined {
  const view = standing?.view;
  const primary = view && servers.find(({ replica }) => isSameReplica(replica, view.primary));
  if (!primary || view.number < 2 || (hasState(primary) && primary.view.number >= view.number - 1)) return undefined;
  const where = hasState(primary) ? `is in view ${primary.view.number}` : 'has no state';
  return `${primary.name} is primary of view ${view.number}, and ${where}.`;
}

function checkOnePrimary({ servers }: Scene): string | undefined {
  const canExecute = (server: Server) => server.role === 'primary' && server.isReady && (!server.view.backup || backupOf(server, servers) !== undefined);
  const [one, other] = servers.filter(canExecute);
  return one && other && `${one.name} can execute operations as primary of view ${one.view.number}, and ${other.name} as that of view ${other.view.number}.`;
}

/** The backup of a primary's view that is in that view itself. */
function backupOf({ view }: Server, servers: readonly Server[]): Server | undefined {
  return servers.find((other) => other.view.number === view.number && other.isReady && isSameReplica(other.replica, view.backup));
}

function checkAnswers({ standing, servers, clients }: Scene): string | undefined {
  if (!standing) return undefined;
  const { view } = standing;
  const mustKnow = ({ replica, role, isReady, view: { number } }: Server) => isSameReplica(replica, view.primary) || (role === 'backup' && isReady && number === view.number);
  const informed = servers.filter(mustKnow);
  for (const { id, name, answered } of clients) {
    const without = answered && informed.find(({ machine }) => (machine.sessions.get(id)?.serial ?? 0) < answered.serial);
    if (without) return `${name} was answered operation ${answered.serial}, which ${without.name} has not executed, in view ${view.number} of which it is ${isSameReplica(without.replica, view.primary) ? 'primary' : 'backup'}.`;
  }
  return undefined;
}

function checkAgreement({ servers }: Scene): string | undefined {
  for (const primary of servers) {
    const backup = primary.role === 'primary' && primary.isReady ? backupOf(primary, servers) : undefined;
    if (!backup) continue;
    const pair = `In view ${primary.view.number} primary ${primary.name} and backup ${backup.name}`;
    const ahead = backup.executed - primary.executed;
    if (ahead !== 0 && ahead !== 1) return `${pair} have executed ${primary.executed} and ${backup.executed} operations.`;
    if (ahead === 0 && !holdSame(primary.machine.values, backup.machine.values)) return `${pair} have both executed ${primary.executed} operations, and differ in what they hold.`;
  }
  return undefined;
}

function holdSame(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}

/** A client numbers its operations from 1, and begins one when the one before it has ended. */
function checkOnce({ servers }: Scene): string | undefined {
  for (const { name, executed, machine } of servers) {
    let numbered = 0;
    for (const { serial } of machine.sessions.values()) numbered += serial;
    if (executed > numbered) return `${name} has executed ${executed} operations, and clients have numbered ${numbered}, as far as it knows.`;
  }
  return undefined;
}

const CHECKS: readonly (readonly [property: Property, check: (scene: Scene) => string | undefined])[] = [
  [PRIMARY_BACKUP.succession, checkSuccession],
  [PRIMARY_BACKUP.onePrimary, checkOnePrimary],
  [PRIMARY_BACKUP.backedUp, checkAnswers],
  [PRIMARY_BACKUP.agreement, checkAgreement],
  [PRIMARY_BACKUP.once, checkOnce],
];

/** What must hold in every world of a search. */
export const PRIMARY_BACKUP_INVARIANTS = CHECKS.map(
  ([{ id, meaning }, check]): Invariant<PrimaryBackupMessage> => ({ id, meaning, violation: ({ nodes }) => check(sceneOf(nodes.map(partOf))) }),
);

/** Watches a run for the same. */
export class PrimaryBackupSafety implements Monitor<PrimaryBackupMessage> {
  private parts: readonly (Part | null)[] = [];

  afterStep({ nodes, lastNode, step }: Simulator<PrimaryBackupMessage>): readonly Violation[] {
    const changed = nodes[lastNode];
    if (!changed) return [];
    this.parts = this.parts.length === 0 ? nodes.map(partIn) : this.parts.with(lastNode, partIn(changed));
    const scene = sceneOf(this.parts);
    return CHECKS.flatMap(([{ id: property }, check]) => {
      const message = check(scene);
      return message === undefined ? [] : { property, step, message };
    });
  }

  capture(): unknown {
    return this.parts;
  }

  restore(state: unknown): void {
    this.parts = state as readonly (Part | null)[];
  }
}

function partIn({ id, name, life }: Node<PrimaryBackupMessage>): Part | null {
  return read({ id, name, state: life?.capture?.() });
}

/**
 * Whether nobody is left who could lead: the primary of the newest view has died before it acknowledged the view, or along
 * with a backup that had the state, or while there was none. It is the price of keeping the state in memory.
 */
export function isStateLost({ nodes }: Simulator<PrimaryBackupMessage>): boolean {
  const { standing, servers } = sceneOf(nodes.map(partIn));
  if (!standing || standing.view.number === 0) return false;
  const { view, acknowledged } = standing;
  const isLeft = servers.some(({ replica }) => isSameReplica(replica, view.primary));
  const hasHeir = acknowledged && servers.some((server) => isSameReplica(server.replica, view.backup) && server.isReady && server.view.number === view.number);
  return !isLeft && !hasHeir;
}

export const OPERATIONS_END: Goal<PrimaryBackupMessage> = {
  property: PRIMARY_BACKUP.progress,
  begin: () => null,
  isReached: (simulator) => simulator.nodes.every(({ life }) => life !== undefined && (!(life instanceof PrimaryBackupClient) || life.isSettled)) || isStateLost(simulator),
};
