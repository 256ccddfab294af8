/**
 * What can be wrong with a history of transactions. The names are those of Adya ("Weak Consistency", 1999) and of Elle
 * (Kingsbury and Alvaro, VLDB 2020); lost update and write skew are those of Berenson et al. (SIGMOD 1995).
 */
import type { Key, Read, Value } from './history.ts';

/** Cycles of dependencies between transactions, each worse than those after it. */
export type CycleName =
  /** Writes only: each overwrote the other. */
  | 'G0'
  /** Writes and reads of them: information went round in a circle. */
  | 'G1c'
  /** A transaction overwrote what was written since it had read. */
  | 'lost-update'
  /** Exactly one anti-dependency: a transaction saw a part of what others did and missed another. Also called read skew. */
  | 'G-single'
  /** Several anti-dependencies, none of which follows on another. */
  | 'G-nonadjacent'
  /** Two transactions read what the other writes, and write different things. */
  | 'write-skew'
  /** Anti-dependencies that follow on one another. */
  | 'G2-item';

/** Cycles that need the order of a client's transactions, or that of real time. */
export type OrderedCycleName = `${Exclude<CycleName, 'lost-update' | 'write-skew'>}-${'process' | 'realtime'}`;

export type AnomalyName =
  | CycleName
  | OrderedCycleName
  /** A committed transaction read what an aborted one wrote. */
  | 'G1a'
  /** A transaction read what another wrote, and wrote over before it committed. */
  | 'G1b'
  /** A committed transaction's write builds on an aborted one's. */
  | 'dirty-update'
  /** A transaction read what it wrote itself only later. */
  | 'future-read'
  /** A read disagrees with what the same transaction had read or written. */
  | 'internal'
  /** Two reads of a list, neither of which goes on from the other. */
  | 'incompatible-order'
  /** A list holds a value more often than it was appended. */
  | 'duplicate-elements'
  /** A read gave what nobody wrote. */
  | 'garbage-read'
  /** A register's values come before one another. */
  | 'cyclic-versions';

/** Names of whole families, under which an anomaly is found too. */
export type FamilyName = 'G1' | 'G2';

export type DependencyKind =
  /** Write-dependency: `to` wrote over what `from` wrote. */
  | 'ww'
  /** Read-dependency: `to` read what `from` wrote. */
  | 'wr'
  /** Anti-dependency: `to` wrote over what `from` read. */
  | 'rw'
  /** The same client did `from` before `to`. */
  | 'process'
  /** `from` had completed before `to` was invoked. */
  | 'real-time';

/** One arrow of a drawing: `from` comes before `to`. */
export interface Dependency {
  readonly kind: DependencyKind;
  readonly from: number;
  readonly to: number;
  /** What proves a dependency between operations. */
  readonly evidence?: Evidence;
  /** Why, in a sentence. */
  readonly meaning: string;
}

export interface Evidence {
  readonly key: Key;
  /** Positions in the operations of the two transactions. */
  readonly operations: readonly [from: number, to: number];
  /** What these operations wrote or read. */
  readonly values: readonly [from: Content, to: Content];
}

/** A value that was written, or what a read gave. */
export type Content = Value | Exclude<Read['value'], undefined>;

export interface Anomaly {
  /** The most special name that fits. */
  readonly name: AnomalyName;
  /** What it is a case of, from the special to the general. */
  readonly isA: readonly (AnomalyName | FamilyName)[];
  /** Ids of the transactions that take part; those of a cycle in its order. */
  readonly transactions: readonly number[];
  /** The arrows of a cycle in its order, back to where it began; or those that there are to draw. */
  readonly dependencies: readonly Dependency[];
  /** Those of the transactions whose outcome nobody knows, taken to have committed because their writes were read. */
  readonly assumed: readonly number[];
  /** Whether no smaller cycle of the kind exists among the same transactions; false where the budget did not suffice to tell. */
  readonly isSmallest: boolean;
  /** What happened, with names and values. */
  readonly meaning: string;
}

/**
 * What an anomaly is a case of, from the special to the general. On single items every cycle with an anti-dependency is
 * one of G2-item. A lost update is one of G-single: in whichever order the two wrote, the later one overwrote what it had
 * not seen.
 */
export const GENERALIZATIONS: Readonly<Partial<Record<AnomalyName, readonly (AnomalyName | FamilyName)[]>>> = {
  'future-read': ['G1c', 'G1'],
  G0: ['G1c', 'G1'],
  G1a: ['G1'],
  G1b: ['G1'],
  G1c: ['G1'],
  'lost-update': ['G-single', 'G-nonadjacent', 'G2-item', 'G2'],
  'G-single': ['G-nonadjacent', 'G2-item', 'G2'],
  'G-nonadjacent': ['G2-item', 'G2'],
  'write-skew': ['G2-item', 'G2'],
  'G2-item': ['G2'],
  'G0-process': ['G1c-process'],
  'G-single-process': ['G-nonadjacent-process', 'G2-item-process'],
  'G-nonadjacent-process': ['G2-item-process'],
  'G0-realtime': ['G1c-realtime'],
  'G-single-realtime': ['G-nonadjacent-realtime', 'G2-item-realtime'],
  'G-nonadjacent-realtime': ['G2-item-realtime'],
};

/** Every anomaly, the worst first. */
export const ANOMALIES: readonly AnomalyName[] = [
  'garbage-read',
  'duplicate-elements',
  'cyclic-versions',
  'incompatible-order',
  'internal',
  'future-read',
  'G0',
  'dirty-update',
  'G1a',
  'G1b',
  'G1c',
  'lost-update',
  'G-single',
  'G-nonadjacent',
  'write-skew',
  'G2-item',
  'G0-process',
  'G1c-process',
  'G-single-process',
  'G-nonadjacent-process',
  'G2-item-process',
  'G0-realtime',
  'G1c-realtime',
  'G-single-realtime',
  'G-nonadjacent-realtime',
  'G2-item-realtime',
];
