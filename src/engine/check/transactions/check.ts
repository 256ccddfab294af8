/**
 * Which isolation levels does a history of transactions allow? Dependencies between transactions are inferred from what
 * they read, as in Elle (Kingsbury and Alvaro, VLDB 2020), and their cycles named as by Adya (1999). What is reported is
 * there, or something worse is: a level that is ruled out can't explain the history, however the database came by it. A
 * level that is allowed is one that nothing speaks against; where reads don't settle the order of writes, that is less
 * than a proof.
 */
import type { Anomaly, AnomalyName, FamilyName } from './anomalies.ts';
import { Budget } from './budget.ts';
import { Findings } from './findings.ts';
import { GraphBuilder } from './graph.ts';
import { validateTransactions, type Key, type TransactionHistory, type Value } from './history.ts';
import { huntCycles } from './hunt.ts';
import { keysOf } from './keys.ts';
import { isAtLeast, LEVEL_NAMES, LEVELS, strongestOf, type Level, type LevelOrder } from './levels.ts';
import { relateList } from './lists.ts';
import { assumeTheObserved, observeReads } from './observe.ts';
import { relateProcesses, relateRealTime } from './orders.ts';
import { relateRegister, type RegisterAssumption } from './registers.ts';
import { Standings } from './standing.ts';

export interface TransactionCheckOptions {
  /** Whether clients keep the order of their transactions, and levels that ask for it are judged; by default they do. */
  readonly processOrder?: boolean;
  /** Whether times are of one clock, and levels that ask for their order are judged; by default they are. */
  readonly realTimeOrder?: boolean;
  /** What is taken for granted of each register by itself; by default nothing. */
  readonly registers?: RegisterAssumption;
  /** What registers hold before anybody writes them; nothing, where a key is not among these. */
  readonly initialValues?: ReadonlyMap<Key, Value>;
  /** Steps along a dependency that the search for cycles may take. */
  readonly steps?: number;
  /** Witnesses that are given of each anomaly, at most. */
  readonly witnesses?: number;
}

export interface TransactionVerdict {
  /** The worst ones first. */
  readonly anomalies: readonly Anomaly[];
  /** How often each was found, with those for which no witness is given; of cycles, one for each knot of transactions. */
  readonly counts: Readonly<Partial<Record<AnomalyName, number>>>;
  /** Everything that was found, under its special and its general names. */
  readonly names: readonly (AnomalyName | FamilyName)[];
  /** The levels that are judged, weaker ones before stronger ones, each in one of three lists. */
  readonly ruledOut: readonly Level[];
  readonly allowed: readonly Level[];
  /** Those for which the steps did not suffice. */
  readonly undecided: readonly Level[];
  /** Those of the allowed ones that no other allowed one implies. */
  readonly strongest: readonly Level[];
  /** What was looked at: transactions that count as committed, and steps along dependencies. */
  readonly covered: { readonly transactions: number; readonly steps: number };
}

const GENEROUS_STEPS = 200_000_000;
const MOST_WITNESSES = 20;

/** @throws RangeError for a history that can't be, or from which nothing can be inferred */
export function checkTransactions(history: TransactionHistory, options: TransactionCheckOptions = {}): TransactionVerdict {
  const { processOrder = true, realTimeOrder = true, registers = 'none', initialValues = new Map<Key, Value>(), steps = GENEROUS_STEPS, witnesses = MOST_WITNESSES } = options;
  validateTransactions(history);
  const keys = keysOf(history, initialValues);
  const standings = new Standings(history.map(({ status }) => status));
  const findings = new Findings(standings, witnesses);
  const graph = new GraphBuilder(history.length);
  const budget = new Budget(steps);
  const orders: readonly LevelOrder[] = ['none', ...(processOrder ? (['process'] as const) : []), ...(realTimeOrder ? (['real-time'] as const) : [])];

  assumeTheObserved(history, keys, standings);
  observeReads(history, keys, standings, findings);
  for (const record of keys.values()) {
    if (record.kind === 'list') relateList(record, { history, standings, graph, findings });
    else relateRegister(record, registers, { history, standings, graph, findings }, budget);
  }
  if (processOrder) relateProcesses(history, standings, graph);
  if (realTimeOrder) relateRealTime(history, standings, graph);
  const undecided = huntCycles(history, graph.build(), orders, findings, budget);
  return verdictOf(findings, orders, undecided, { transactions: standings.count, steps: budget.spent });
}

function verdictOf(findings: Findings, orders: readonly LevelOrder[], open: readonly Level[], covered: TransactionVerdict['covered']): TransactionVerdict {
  const judged = LEVEL_NAMES.filter((level) => orders.includes(LEVELS[level].order));
  const ruledOut = judged.filter((level) => findings.isRuledOut(level));
  // A level is no better known than the weaker ones that it implies.
  const undecided = judged.filter((level) => !findings.isRuledOut(level) && open.some((other) => isAtLeast(level, other)));
  const allowed = judged.filter((level) => !findings.isRuledOut(level) && !undecided.includes(level));
  return { anomalies: findings.list(), counts: findings.counts(), names: findings.names(), ruledOut, allowed, undecided, strongest: strongestOf(allowed), covered };
}
