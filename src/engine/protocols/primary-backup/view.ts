/** Views: which servers the service is, for a while. */
import type { NodeId } from '../../sim/process.ts';

/** Views count from 1; 0 is before the first. */
export type ViewNumber = number;

/** A server during one of its lives, which count from 1: what it knew in an earlier one is lost, so it is another replica. */
export interface Replica {
  readonly node: NodeId;
  readonly incarnation: number;
}

export interface View {
  readonly number: ViewNumber;
  /** Null before the first view alone. */
  readonly primary: Replica | null;
  readonly backup: Replica | null;
}

export const NO_VIEW: View = { number: 0, primary: null, backup: null };

export type Role = 'primary' | 'backup' | 'idle';

export function isSameReplica(one: Replica | null, other: Replica | null): boolean {
  return one?.node === other?.node && one?.incarnation === other?.incarnation;
}

export function roleIn({ primary, backup }: View, replica: Replica): Role {
  if (isSameReplica(primary, replica)) return 'primary';
  return isSameReplica(backup, replica) ? 'backup' : 'idle';
}
