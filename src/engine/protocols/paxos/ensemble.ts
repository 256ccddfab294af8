/** Who plays which role. */
import type { NodeId } from '../../sim/process.ts';

export type Role = 'proposer' | 'acceptor' | 'learner';

export interface Seat {
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Every node plays every role, as in a real system. */
export function together(nodes: number): readonly Seat[] {
  return seats('n', nodes, ['proposer', 'acceptor', 'learner']);
}

/** Every role has nodes of its own, as in the paper. */
export function apart({ proposers, acceptors, learners }: Readonly<Record<'proposers' | 'acceptors' | 'learners', number>>): readonly Seat[] {
  return [...seats('p', proposers, ['proposer']), ...seats('a', acceptors, ['acceptor']), ...seats('l', learners, ['learner'])];
}

function seats(prefix: string, count: number, roles: readonly Role[]): readonly Seat[] {
  return Array.from({ length: count }, (_, position) => ({ name: `${prefix}${position + 1}`, roles }));
}

/** The nodes that play each role, ascending; known to all. */
export interface Ensemble {
  readonly proposers: readonly NodeId[];
  readonly acceptors: readonly NodeId[];
  readonly learners: readonly NodeId[];
}

/** @throws RangeError where nobody proposes or nobody accepts */
export function ensembleOf(layout: readonly Seat[]): Ensemble {
  const playing = (role: Role) => layout.flatMap(({ roles }, node) => (roles.includes(role) ? [node] : []));
  const ensemble = { proposers: playing('proposer'), acceptors: playing('acceptor'), learners: playing('learner') };
  if (ensemble.proposers.length === 0) throw new RangeError('There is no proposer in this layout: nothing would ever be proposed.');
  if (ensemble.acceptors.length === 0) throw new RangeError('There is no acceptor in this layout: nothing could ever be chosen.');
  return ensemble;
}
