/** Every table, in the order of the report. Sections 2, 3, 6 and 8 are kept for models that are yet to come. */
import type { Table } from '../table.ts';
import { contentionTables } from './contention.ts';
import { raftTables } from './raft.ts';
import { stormTables } from './retry-storm.ts';
import { supermarketTables } from './supermarket.ts';

export const tables: readonly Table[] = [...raftTables, ...contentionTables, ...supermarketTables, ...stormTables];
