/**
 * Prints what a search of so many worlds of Raft found, and the most memory that its process held, in megabytes:
 *
 *   node test/engine/check/search/measure-memory.ts 1000000
 */
import { BreadthFirst } from '../../../../src/engine/check/search/breadth-first.ts';
import { raftProblem } from '../../../../src/engine/protocols/raft/search.ts';

const { model, goals } = raftProblem({ servers: 3, commands: 1, maximalTerm: 3, maximalLength: 2, crashes: 1 });
const { kind, coverage } = new BreadthFirst(model, goals, { states: Number(process.argv[2]) }).run();
console.log(JSON.stringify({ kind, coverage, megabytes: (process.resourceUsage().maxRSS * 1_024) / 1_000_000 }));
