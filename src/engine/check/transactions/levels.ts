/**
 * Isolation levels, and the anomalies that each forbids. They form a partial order, so a history may allow several of
 * which none is stronger than another: write skew rules out serializability and leaves snapshot isolation.
 *
 * Sources: Adya, "Weak Consistency" (1999), for PL-1 to PL-3; Adya, Liskov and O'Neil (ICDE 2000); Cerone and Gotsman,
 * "Analysing Snapshot Isolation" (2018), Theorem 4.1, for snapshot isolation by cycles; Daudjee and Salem (VLDB 2006) for
 * sessions; Elle and Jepsen's map of consistency models (jepsen.io/consistency) for how they imply one another.
 *
 * Adya's PL-SI orders transactions by the clock of the database, which clients don't see. What is meant here is that some
 * order of beginnings and commits explains the history (generalized snapshot isolation, Elnikety et al. 2005); the strong
 * levels add that a transaction begins after those that it follows in its client's order, or in real time, have committed.
 */
import { ANOMALIES, GENERALIZATIONS, type AnomalyName, type FamilyName } from './anomalies.ts';

export type Level =
  | 'read-uncommitted'
  | 'read-committed'
  | 'cursor-stability'
  | 'consistent-view'
  | 'repeatable-read'
  | 'snapshot-isolation'
  | 'serializable'
  | 'strong-session-read-uncommitted'
  | 'strong-session-read-committed'
  | 'strong-session-snapshot-isolation'
  | 'strong-session-serializable'
  | 'strong-read-uncommitted'
  | 'strong-read-committed'
  | 'strong-snapshot-isolation'
  | 'strict-serializable';

/** The order that a level keeps beyond that of the data. */
export type LevelOrder = 'none' | 'process' | 'real-time';

export interface LevelDefinition {
  /** Adya's designation, where there is one. */
  readonly designation?: string;
  readonly order: LevelOrder;
  /** The next weaker levels: a history of this level is one of theirs. */
  readonly implies: readonly Level[];
  /** What it forbids beyond what they do. */
  readonly forbids: readonly (AnomalyName | FamilyName)[];
}

/**
 * Weaker levels come before stronger ones. Adya's histories let every read return some version that was written, and
 * every transaction read its own writes; the first is asked here of all levels, the second, as by Elle, only of those at
 * which a transaction sees one state of the database. Cursor stability keeps updates only after reads by a cursor; here
 * every read counts as one.
 */
export const LEVELS: Readonly<Record<Level, LevelDefinition>> = {
  'read-uncommitted': { designation: 'PL-1', order: 'none', implies: [], forbids: ['G0', 'garbage-read', 'duplicate-elements', 'cyclic-versions'] },
  'read-committed': { designation: 'PL-2', order: 'none', implies: ['read-uncommitted'], forbids: ['G1', 'dirty-update', 'incompatible-order'] },
  'cursor-stability': { designation: 'PL-CS', order: 'none', implies: ['read-committed'], forbids: ['lost-update'] },
  'consistent-view': { designation: 'PL-2+', order: 'none', implies: ['cursor-stability'], forbids: ['G-single', 'internal'] },
  'repeatable-read': { designation: 'PL-2.99', order: 'none', implies: ['cursor-stability'], forbids: ['G2-item', 'internal'] },
  'snapshot-isolation': { designation: 'PL-SI', order: 'none', implies: ['consistent-view'], forbids: ['G-nonadjacent'] },
  serializable: { designation: 'PL-3', order: 'none', implies: ['repeatable-read', 'snapshot-isolation'], forbids: ['G2'] },
  'strong-session-read-uncommitted': { order: 'process', implies: ['read-uncommitted'], forbids: ['G0-process'] },
  'strong-session-read-committed': { order: 'process', implies: ['read-committed', 'strong-session-read-uncommitted'], forbids: ['G1c-process'] },
  'strong-session-snapshot-isolation': { order: 'process', implies: ['snapshot-isolation', 'strong-session-read-committed'], forbids: ['G-nonadjacent-process'] },
  'strong-session-serializable': { order: 'process', implies: ['serializable', 'strong-session-snapshot-isolation'], forbids: ['G2-item-process'] },
  'strong-read-uncommitted': { order: 'real-time', implies: ['strong-session-read-uncommitted'], forbids: ['G0-realtime'] },
  'strong-read-committed': { order: 'real-time', implies: ['strong-session-read-committed', 'strong-read-uncommitted'], forbids: ['G1c-realtime'] },
  'strong-snapshot-isolation': { order: 'real-time', implies: ['strong-session-snapshot-isolation', 'strong-read-committed'], forbids: ['G-nonadjacent-realtime'] },
  'strict-serializable': { designation: 'PL-SS', order: 'real-time', implies: ['strong-session-serializable', 'strong-snapshot-isolation'], forbids: ['G2-item-realtime'] },
};

export const LEVEL_NAMES = Object.keys(LEVELS) as readonly Level[];

/** Those of the levels that none of the others implies. */
export function strongestOf(levels: readonly Level[]): readonly Level[] {
  return levels.filter((level) => !levels.some((other) => other !== level && isAtLeast(other, level)));
}

/** Whether every history of the one level is of the other too. */
export function isAtLeast(level: Level, other: Level): boolean {
  return level === other || LEVELS[level].implies.some((weaker) => isAtLeast(weaker, other));
}

/** The levels that a history with an anomaly can't be of, the weaker ones first. */
export const RULED_OUT_BY = Object.fromEntries(ANOMALIES.map((anomaly) => [anomaly, ruledOutBy(anomaly)])) as Readonly<Record<AnomalyName, readonly Level[]>>;

function ruledOutBy(anomaly: AnomalyName): readonly Level[] {
  const names = [anomaly, ...(GENERALIZATIONS[anomaly] ?? [])];
  const forbidding = LEVEL_NAMES.filter((level) => LEVELS[level].forbids.some((name) => names.includes(name)));
  return LEVEL_NAMES.filter((level) => forbidding.some((weaker) => isAtLeast(level, weaker)));
}
