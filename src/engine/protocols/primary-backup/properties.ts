/**
 * What a primary-backup service promises its clients, and how the views see to it. All is read from the state of one moment,
 * so that a run is watched for the same as a search; only linearizability is a matter of what came when, and is judged by the
 * history of a run.
 */
import type { Goal } from '../../check/liveness.ts';
import type { Monitor, Property, Violation } from '../../check/monitor.ts';
import type { Invariant, NodeView } from '../../check/search/model.ts';
import type { Simulator } from '../../sim/simulator.ts';
import { PrimaryBackupClient, type ClientState } from './client.ts';
import type { PrimaryBackupMessage } from './messages.ts';
import type { ServerState } from './server.ts';
import { isSameReplica, roleIn, type Replica, type Role } from './view.ts';
import type { ViewServerState } from './view-server.ts';

const lab = 'MIT 6.824, lab 2 (to 2014)';

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
    section: 'on two-host resiliency',
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
    meaning: 'No server has executed more operations than clients have numbered.',
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

type Scene = readonly Pick<NodeView, 'id' | 'name' | 'state'>[];

interface Server extends ServerState {
  readonly name: string;
  readonly replica: Replica;
  readonly role: Role;
}

function serversIn(scene: Scene): readonly Server[] {
  return scene.flatMap(({ id: node, name, state }) => {
    if (!isRecord(state) || !('incarnation' in state)) return [];
    const server = state as unknown as ServerState;
    const replica = { node, incarnation: server.incarnation };
    return { ...server, name, replica, role: roleIn(server.view, replica) };
  });
}

function standingIn(scene: Scene): ViewServerState['standing'] | undefined {
  for (const { state } of scene) if (isRecord(state) && 'standing' in state) return (state as unknown as ViewServerState).standing;
  return undefined;
}

function isRecord(state: unknown): state is Readonly<Record<string, unknown>> {
  return typeof state === 'object' && state !== null;
}

/** Whether it is in its view with all that it has to know there. */
function hasState({ role, isReady }: Server): boolean {
  return role === 'primary' || (role === 'backup' && isReady);
}

/** It was made primary by the view server, and may not have heard of it. */
function checkSuccession(scene: Scene): string | undefined {
  const view = standingIn(scene)?.view;
  const primary = view && serversIn(scene).find(({ replica }) => isSameReplica(replica, view.primary));
  if (!primary || view.number < 2 || (hasState(primary) && primary.view.number >= view.number - 1)) return undefined;
  const where = hasState(primary) ? `is in view ${primary.view.number}` : 'has no state';
  return `${primary.name} is primary of view ${view.number}, and ${where}.`;
}

function checkOnePrimary(scene: Scene): string | undefined {
  const servers = serversIn(scene);
  const canExecute = ({ role, isReady, view }: Server) => role === 'primary' && isReady && (!view.backup || servers.some((other) => isSameReplica(other.replica, view.backup) && other.view.number === view.number));
  const [one, other] = servers.filter(canExecute);
  return one && other && `${one.name} can execute operations as primary of view ${one.view.number}, and ${other.name} as that of view ${other.view.number}.`;
}

function checkAnswers(scene: Scene): string | undefined {
  const view = standingIn(scene)?.view;
  if (!view) return undefined;
  const mustKnow = ({ replica, role, isReady, view: { number } }: Server) => isSameReplica(replica, view.primary) || (role === 'backup' && isReady && number === view.number);
  const servers = serversIn(scene).filter(mustKnow);
  for (const { id, name, state } of scene) {
    if (!isRecord(state) || !('answered' in state)) continue;
    const { answered } = state as unknown as ClientState;
    const without = answered && servers.find(({ machine }) => (machine.sessions.get(id)?.serial ?? 0) < answered.serial);
    if (without) return `${name} was answered operation ${answered.serial}, which ${without.name} has not executed, in view ${view.number} of which it is ${isSameReplica(without.replica, view.primary) ? 'primary' : 'backup'}.`;
  }
  return undefined;
}

function checkAgreement(scene: Scene): string | undefined {
  const servers = serversIn(scene);
  for (const primary of servers) {
    if (primary.role !== 'primary' || !primary.isReady) continue;
    const backup = servers.find(({ replica, view, isReady }) => isSameReplica(replica, primary.view.backup) && view.number === primary.view.number && isReady);
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

/** A client numbers its operations from 1 without leaving one out. */
function checkOnce(scene: Scene): string | undefined {
  for (const { name, executed, machine } of serversIn(scene)) {
    const numbered = [...machine.sessions.values()].reduce((sum, { serial }) => sum + serial, 0);
    if (executed > numbered) return `${name} has executed ${executed} operations, of ${numbered} that clients have numbered.`;
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
  ([{ id, meaning }, check]): Invariant<PrimaryBackupMessage> => ({ id, meaning, violation: ({ nodes }) => check(nodes) }),
);

/** Watches a run for the same. */
export class PrimaryBackupSafety implements Monitor<PrimaryBackupMessage> {
  private scene: Scene = [];

  afterStep({ nodes, lastNode, step }: Simulator<PrimaryBackupMessage>): readonly Violation[] {
    if (this.scene.length === 0) this.scene = nodes.map(({ id, name, life }) => ({ id, name, state: life?.capture?.() }));
    const node = nodes[lastNode];
    if (!node) return [];
    this.scene = this.scene.map((each) => (each.id === node.id ? { ...each, state: node.life?.capture?.() } : each));
    return CHECKS.flatMap(([{ id: property }, check]) => {
      const message = check(this.scene);
      return message === undefined ? [] : { property, step, message };
    });
  }

  capture(): Scene {
    return this.scene;
  }

  restore(state: unknown): void {
    this.scene = state as Scene;
  }
}

/**
 * Whether nobody is left who could lead: the primary of the newest view has died before it acknowledged the view, or along
 * with a backup that had the state, or with one that had not. It is the price of keeping the state in memory.
 */
export function isStateLost({ nodes }: Simulator<PrimaryBackupMessage>): boolean {
  const scene = nodes.map(({ id, name, life }) => ({ id, name, state: life?.capture?.() }));
  const standing = standingIn(scene);
  if (!standing || standing.view.number === 0) return false;
  const { view, acknowledged } = standing;
  const servers = serversIn(scene);
  const isLeft = servers.some(({ replica }) => isSameReplica(replica, view.primary));
  const hasHeir = acknowledged && servers.some((server) => isSameReplica(server.replica, view.backup) && hasState(server) && server.view.number === view.number);
  return !isLeft && !hasHeir;
}

export const OPERATIONS_END: Goal<PrimaryBackupMessage> = {
  property: PRIMARY_BACKUP.progress,
  begin: () => null,
  isReached: (simulator) => simulator.nodes.every(({ life }) => life !== undefined && (!(life instanceof PrimaryBackupClient) || life.isSettled)) || isStateLost(simulator),
};
