/**
 * Choices a second of random walks over Paxos with two proposers and three acceptors, written as a learner writes it with
 * handlers that await the store, in the learner's runtime: its states can't be copied, only come to again. Messages,
 * syncs, timers, a crash and a restart in any order. Each measurement begins with nothing known of the nodes.
 */
import { Walk } from '../../src/engine/check/search/walk.ts';
import type { SearchOptions } from '../../src/lab/grading/api.ts';
import { goalsOf, SearchedNodes } from '../../src/lab/grading/search/model.ts';
import type { Realm } from '../../src/lab/realm/realm.ts';
import { atMostOneDecided, twoProposers } from '../lab/learners/paxos-search.ts';
import { PAXOS } from '../lab/learners/paxos.ts';
import { sandbox } from '../lab/realm-support.ts';
import type { Row } from './raft.bench.ts';

/** As many as `t.search` takes unless it is told otherwise, and five times as many, among which more was seen before. */
const CHOICES = [20_000, 100_000];
const REPETITIONS = 20;
/** The bar that is set for it: there is no program beside it to measure. */
const BAR = 60_000;

const options: SearchOptions = { ...twoProposers, invariants: { 'at-most-one': atMostOneDecided } };

function choicesPerSecond(realm: Realm, seed: number, choices: number): number {
  const nodes = new SearchedNodes(realm, options);
  const begin = process.hrtime.bigint();
  const { kind } = new Walk(nodes.model, goalsOf(options), { seed, choices, length: 60, faults: 0.2 }).run();
  const rate = choices / (Number(process.hrtime.bigint() - begin) / 1e9);
  nodes.end();
  if (kind !== 'not found') throw new Error(`The walk with seed ${seed} ended ${kind}, and Paxos is right.`);
  return rate;
}

export default async function bench(): Promise<Row[]> {
  const { realm } = await sandbox(PAXOS);
  choicesPerSecond(realm, 0, CHOICES[0]!);
  return CHOICES.map((choices) => {
    const rates = Array.from({ length: REPETITIONS }, (_, seed) => choicesPerSecond(realm, seed + 1, choices)).sort((a, b) => a - b);
    const ours = rates[rates.length >> 1]!;
    return { name: `A learner's Paxos, 2 proposers and 3 acceptors, re-run, ${choices.toLocaleString('en')} choices of random walks`, ours, floor: BAR, ratio: ours / BAR, spread: [rates[0]!, rates.at(-1)!] };
  });
}
