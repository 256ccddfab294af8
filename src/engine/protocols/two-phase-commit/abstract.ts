/**
 * Two-phase commit as Gray and Lamport specify it in "Consensus on Transaction Commit" (ACM TODS 2006, section 3 and the
 * TLA+ module TwoPhase): no failures, no retries, and every choice of a process is open until it is made. Its worlds are
 * counted in print, so a search can be held to it. A spontaneous action is a timer that may fire; of two that are open at
 * once the one set first is the longer, so that neither has to wait for the other.
 */
import type { Symmetry } from '../../check/search/model.ts';
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { NodeSpec } from '../../sim/system.ts';

/** What a resource manager tells the transaction manager, and what that decides. */
export type CommitMessage = 'prepared' | 'commit' | 'abort';

export type ResourceManagerState = 'working' | 'prepared' | 'committed' | 'aborted';

export class ResourceManager implements Process<CommitMessage> {
  state: ResourceManagerState = 'working';
  private readonly context: Context<CommitMessage, never>;

  constructor(context: Context<CommitMessage, never>) {
    this.context = context;
  }

  onStart(): void {
    this.context.setTimer('prepare', 1);
    this.context.setTimer('abort', 0);
  }

  onRestart(): void {}

  onTimer(name: string): void {
    if (name === 'prepare') this.context.send(0, 'prepared');
    this.become(name === 'prepare' ? 'prepared' : 'aborted');
  }

  onMessage(_: NodeId, message: CommitMessage): void {
    this.become(message === 'commit' ? 'committed' : 'aborted');
  }

  capture(): ResourceManagerState {
    return this.state;
  }

  restore(state: unknown): void {
    this.state = state as ResourceManagerState;
  }

  private become(state: ResourceManagerState): void {
    this.state = state;
    this.context.cancelTimer('prepare');
    this.context.cancelTimer('abort');
  }
}

export interface TransactionManagerState {
  readonly state: 'init' | 'committed' | 'aborted';
  /** The resource managers that have said that they are prepared. */
  readonly prepared: readonly NodeId[];
}

export class TransactionManager implements Process<CommitMessage> {
  state: TransactionManagerState = { state: 'init', prepared: [] };
  private readonly context: Context<CommitMessage, never>;

  constructor(context: Context<CommitMessage, never>) {
    this.context = context;
  }

  onStart(): void {
    this.context.setTimer('abort', 1);
  }

  onRestart(): void {}

  onTimer(name: string): void {
    this.context.cancelTimer('abort');
    this.context.cancelTimer('commit');
    const decision = name === 'commit' ? 'commit' : 'abort';
    this.state = { ...this.state, state: decision === 'commit' ? 'committed' : 'aborted' };
    for (let manager = 1; manager < this.context.size; manager++) this.context.send(manager, decision);
  }

  onMessage(from: NodeId): void {
    const { state, prepared } = this.state;
    if (state !== 'init' || prepared.includes(from)) return;
    const now = [...prepared, from].sort((one, other) => one - other);
    this.state = { state, prepared: now };
    if (now.length === this.context.size - 1) this.context.setTimer('commit', 0);
  }

  capture(): TransactionManagerState {
    return this.state;
  }

  restore(state: unknown): void {
    this.state = state as TransactionManagerState;
  }
}

/** Node 0 is the transaction manager, the others are resource managers. */
export function abstractTwoPhaseCommit(resourceManagers: number): readonly NodeSpec<CommitMessage>[] {
  return [
    { name: 'TM', kind: 'server', create: (context) => new TransactionManager(context) },
    ...Array.from({ length: resourceManagers }, (_, id): NodeSpec<CommitMessage> => ({ name: `RM${id + 1}`, kind: 'server', create: (context) => new ResourceManager(context) })),
  ];
}

/** Nothing tells the resource managers apart. */
export const RESOURCE_MANAGERS_ALIKE = (resourceManagers: number): Symmetry<CommitMessage> => ({
  nodes: Array.from({ length: resourceManagers }, (_, id) => 1 + id),
  renameState: (state, rename) => (isTransactionManager(state) ? { ...state, prepared: state.prepared.map(rename).sort((one, other) => one - other) } : state),
});

function isTransactionManager(state: unknown): state is TransactionManagerState {
  return typeof state === 'object' && state !== null && 'prepared' in state;
}
