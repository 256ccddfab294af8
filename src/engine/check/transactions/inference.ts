import type { Findings } from './findings.ts';
import type { GraphBuilder } from './graph.ts';
import type { TransactionHistory } from './history.ts';
import type { Standings } from './standing.ts';

/** What every part of the inference reads, and where it puts what it finds. */
export interface Inference {
  readonly history: TransactionHistory;
  readonly standings: Standings;
  readonly graph: GraphBuilder;
  readonly findings: Findings;
}
