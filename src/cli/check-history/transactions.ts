/** The isolation levels that histories of transactions are held against. */
import { checkTransactions, type TransactionVerdict } from '../../engine/check/transactions/check.ts';
import { LEVEL_NAMES, type Level } from '../../engine/check/transactions/levels.ts';
import type { RawOperation } from '../../engine/check/import/events.ts';
import { transactionsOf } from '../../engine/check/import/transactions.ts';
import type { Finding } from './finding.ts';
import { dataOf, tableOf } from './words.ts';

export function isLevel(name: string): name is Level {
  return (LEVEL_NAMES as readonly string[]).includes(name);
}

/** @throws RangeError for a history that can't be, TextError at what is no transaction */
export function checkIsolation(operations: readonly RawOperation[], level: Level): Finding {
  const result = checkTransactions(transactionsOf(operations));
  const verdict = result.ruledOut.includes(level) ? 'violated' : result.undecided.includes(level) ? 'undecided' : 'holds';
  return {
    verdict,
    lines: [VERDICTS[verdict](level), '', levelsOf(result), ...anomaliesOf(result, operations)],
    details: {
      level,
      strongest: result.strongest,
      ruledOut: result.ruledOut,
      undecided: result.undecided,
      anomalies: result.anomalies.map((anomaly) => ({ ...anomaly, transactions: anomaly.transactions.map((id) => dataOf(operations[id]!)) })),
    },
  };
}

const VERDICTS: Readonly<Record<Finding['verdict'], (level: Level) => string>> = {
  holds: (level) => `HOLDS: nothing in the history speaks against ${level}.`,
  violated: (level) => `VIOLATED: the history is not ${level}.`,
  undecided: (level) => `UNDECIDED: the history is too large to tell whether it is ${level}.`,
};

function levelsOf({ strongest, undecided }: TransactionVerdict): string {
  const allowed = strongest.length === 0 ? 'No level allows the history.' : `The strongest that the history allows: ${strongest.join(', ')}.`;
  return undecided.length === 0 ? allowed : `${allowed} Undecided: ${undecided.join(', ')}.`;
}

function anomaliesOf({ anomalies, counts }: TransactionVerdict, operations: readonly RawOperation[]): string[] {
  return anomalies.flatMap(({ name, meaning, transactions }) => [
    '',
    `${name}${(counts[name] ?? 1) > 1 ? ` (one of ${counts[name]})` : ''}: ${meaning}`,
    ...tableOf(transactions.map((id) => operations[id]!), (operation) => `T${operations.indexOf(operation)}`),
  ]);
}
