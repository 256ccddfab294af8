/** Who plays which role. */
import type { NodeId } from '../../sim/process.ts';

export type Role = 'proposer' | 'acceptor' | 'learner';

export interface Seat {
  readonly name: string;
  readonly roles: readonly Role[];
}

/** What nodes are called, by the letter that their names begin with. */
const ROLES_BY_LETTER = {
  n: ['proposer', 'acceptor', 'learner'],
  p: ['proposer'],
  a: ['acceptor'],
  l: ['learner'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

type Letter = keyof typeof ROLES_BY_LETTER;

/** Every node plays every role, as in a real system. */
export function together(nodes: number): readonly Seat[] {
  return seats('n', nodes);
}

/** Every role has nodes of its own, as in the paper. */
export function apart({ proposers, acceptors, learners }: Readonly<Record<'proposers' | 'acceptors' | 'learners', number>>): readonly Seat[] {
  return [...seats('p', proposers), ...seats('a', acceptors), ...seats('l', learners)];
}

function seats(letter: Letter, count: number): readonly Seat[] {
  return Array.from({ length: count }, (_, position) => ({ name: `${letter}${position + 1}`, roles: ROLES_BY_LETTER[letter] }));
}

/** The seat of a node in one of these layouts, which its name tells. */
export function seatNamed(name: string): Seat {
  const letter = name.charAt(0);
  return { name, roles: letter in ROLES_BY_LETTER ? ROLES_BY_LETTER[letter as Letter] : [] };
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
