/** What can be seen of a node of Paxos: by role, what it has in memory and on its disk. */
import { ACCEPTOR_CELL, NOTHING_ACCEPTED } from '../../engine/protocols/paxos/acceptor.ts';
import { seatNamed } from '../../engine/protocols/paxos/ensemble.ts';
import type { LearnerState } from '../../engine/protocols/paxos/learner.ts';
import type { AcceptorRecord, PaxosMessage, ProposerRecord } from '../../engine/protocols/paxos/messages.ts';
import { PROPOSER_CELL, type ProposerState } from '../../engine/protocols/paxos/proposer.ts';
import type { Node } from '../../engine/sim/node.ts';

export type Kept<Record extends object> = Record | 'damaged';

export interface Standing {
  readonly isUp: boolean;
  /** Memory; only of a node that is up. */
  readonly proposer?: ProposerState;
  readonly learner?: LearnerState;
  /** Disk; of an acceptor. */
  readonly acceptor?: Kept<AcceptorRecord>;
  /** Disk; of a proposer that has proposed something. */
  readonly used?: Kept<ProposerRecord>;
}

type Memory = Pick<Standing, 'proposer' | 'learner'>;

export function standingOf(node: Node<PaxosMessage>): Standing {
  const { name, life } = node;
  const { proposer, learner } = (life?.capture?.() ?? {}) as Memory;
  const used = recordIn<ProposerRecord>(node, PROPOSER_CELL);
  return {
    isUp: life !== undefined,
    ...(proposer && { proposer }),
    ...(learner && { learner }),
    ...(seatNamed(name).roles.includes('acceptor') && { acceptor: recordIn<AcceptorRecord>(node, ACCEPTOR_CELL) ?? NOTHING_ACCEPTED }),
    ...(used && { used }),
  };
}

function recordIn<Record extends object>({ disk }: Node<PaxosMessage>, cell: string): Kept<Record> | undefined {
  return disk.isDamaged(cell) ? 'damaged' : (disk.get(cell) as Record | undefined);
}
