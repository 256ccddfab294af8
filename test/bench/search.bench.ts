/**
 * Worlds a second of an exhaustive search of two-phase commit with seven resource managers, as Gray and Lamport model it,
 * through the public interface; against the structural-hash variant of floors/floor-search.js, which runs unchanged beside it.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BreadthFirst } from '../../src/engine/check/search/breadth-first.ts';
import type { Invariant } from '../../src/engine/check/search/model.ts';
import { abstractTwoPhaseCommit, type CommitMessage } from '../../src/engine/protocols/two-phase-commit/abstract.ts';
import type { Row } from './raft.bench.ts';

const RESOURCE_MANAGERS = 7;
const WORLDS = 296_448;
/** The floor runs so often, and we so often after each time. */
const ROUNDS = 3;
const REPETITIONS = 7;

const consistent: Invariant<CommitMessage> = {
  id: 'consistent',
  meaning: 'No resource manager has committed where another has aborted.',
  violation({ nodes }) {
    let committed = false;
    let aborted = false;
    for (const { state } of nodes) {
      committed ||= state === 'committed';
      aborted ||= state === 'aborted';
    }
    return committed && aborted ? 'both' : undefined;
  },
};

function worldsPerSecond(): number {
  const begin = process.hrtime.bigint();
  const { kind, coverage } = new BreadthFirst({ nodes: abstractTwoPhaseCommit(RESOURCE_MANAGERS) }, { invariants: [consistent] }).run();
  if (kind !== 'exhausted' || coverage.states !== WORLDS) throw new Error(`The search ended ${kind} with ${coverage.states} worlds; there are ${WORLDS}.`);
  return WORLDS / (Number(process.hrtime.bigint() - begin) / 1e9);
}

async function floorPerSecond(): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(new URL('floors/floor-search.js', import.meta.url)), String(RESOURCE_MANAGERS)]);
  const rate = /structural.*= (\d+) unique\/s/.exec(stdout)?.[1];
  if (!rate) throw new Error(`floor-search.js printed no line for its structural hash:\n${stdout}`);
  return Number(rate);
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

export default async function bench(): Promise<Row[]> {
  worldsPerSecond();
  const ours: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    floors.push(await floorPerSecond());
    ours.push(...Array.from({ length: REPETITIONS }, worldsPerSecond));
  }
  const floor = median(floors);
  return [{ name: 'Two-phase commit, 7 resource managers, breadth-first, one core', ours: median(ours), floor, ratio: median(ours) / floor, spread: [Math.min(...ours), Math.max(...ours)] }];
}
