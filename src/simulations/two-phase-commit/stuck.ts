/** Whether two-phase commit blocks: participants are in doubt, and nobody who could tell them the decision can be reached. */
import type { StuckView } from '../../contract/simulation.ts';
import type { TwoPhaseMessage } from '../../engine/protocols/two-phase-commit/messages.ts';
import type { NodeId } from '../../engine/sim/process.ts';
import type { RunMoment } from '../definition.ts';
import type { Repair } from '../quorum-reach.ts';
import { describeRepairs, inWords, outOfIt, surroundings } from '../stuck.ts';
import { doubtsOf, leftInDoubt, type Conditions, type Doubt } from './doubt.ts';
import { twoPhaseFlaw, twoPhaseParameters } from './parameters.ts';

/** Of nodes that leave out a rule nothing is said: they may decide by themselves. */
export function stuckTwoPhase({ simulator, values, nameOf }: RunMoment<TwoPhaseMessage>): StuckView | undefined {
  if (twoPhaseFlaw(values)) return undefined;
  const { cooperative } = twoPhaseParameters(values);
  const conditions = surroundings(simulator);
  const blocked = doubtsOf(simulator).map((doubt) => ({ doubt, left: leftInDoubt(doubt, conditions, cooperative) })).filter(({ left }) => left.length > 0);
  const [first] = blocked;
  if (!first) return undefined;
  const { doubt, left } = first;
  const { transaction, coordinator, participants } = doubt;
  const asked = [coordinator, ...(cooperative ? participants.filter((other) => !left.includes(other)) : [])];
  const [they, have, can] = left.length === 1 ? ['It', 'has', 'It can'] : ['They', 'have', 'They can'];
  return {
    what: `${inWords(left.map(nameOf), 'and')} can't finish ${transaction}${blocked.length > 1 ? `, and ${blocked.length - 1} more can't be finished elsewhere` : ''}.`,
    why: [
      `${they} ${have} voted for it, so ${can.toLowerCase()} neither commit nor abort alone: ${nameOf(coordinator)} decides, and nobody else ${cooperative ? 'who can be asked knows what' : 'is asked'}.`,
      ...outOfIt(asked, conditions.conditionOf, nameOf),
      ...asked.flatMap((node) => (conditions.conditionOf(node) === 'up' && left.some((other) => isApart(conditions, node, other)) ? [`${nameOf(node)} is cut off from ${inWords(left.filter((other) => isApart(conditions, node, other)).map(nameOf), 'and')}.`] : [])),
      `Until then ${left.length === 1 ? 'it holds its resource' : 'they hold their resources'}.`,
    ].join(' '),
    remedy: describeRepairs(smallestWays(doubt, conditions, cooperative), conditions.isCut, nameOf),
  };
}

const isApart = ({ isCut }: Conditions, one: NodeId, other: NodeId) => isCut(one, other) || isCut(other, one);

/** Of more repairs not all combinations are tried. */
const MOST_TRIED = 3;

/**
 * All smallest sets of repairs after which nobody who is left in doubt now is so any more; where that takes many, those by which
 * everybody reaches the coordinator, which always are enough.
 */
export function smallestWays(doubt: Doubt, conditions: Conditions, cooperative: boolean): readonly (readonly Repair[])[] {
  const { coordinator, participants } = doubt;
  const left = leftInDoubt(doubt, conditions, cooperative);
  const helps = (repairs: readonly Repair[]): boolean => {
    const still = leftInDoubt(doubt, after(conditions, repairs), cooperative);
    return left.every((node) => !still.includes(node));
  };
  const possible = repairsFor([coordinator, ...participants], conditions);
  for (let size = 1; size <= MOST_TRIED; size++) {
    const ways = choose(possible, size).filter(helps);
    if (ways.length > 0) return ways;
  }
  return [possible.filter((repair) => (repair.kind === 'heal' ? repair.between.includes(coordinator) && repair.between.some((node) => left.includes(node)) : repair.node === coordinator))];
}

function repairsFor(nodes: readonly NodeId[], conditions: Conditions): readonly Repair[] {
  const ascending = nodes.toSorted((one, other) => one - other);
  const of = (kind: 'restart' | 'resume', condition: 'crashed' | 'paused'): Repair[] => ascending.filter((node) => conditions.conditionOf(node) === condition).map((node) => ({ kind, node }));
  const cuts = ascending.flatMap((one, position) => ascending.slice(position + 1).filter((other) => isApart(conditions, one, other)).map((other): Repair => ({ kind: 'heal', between: [one, other] })));
  return [...of('restart', 'crashed'), ...of('resume', 'paused'), ...cuts];
}

/** How things are once this was repaired. */
function after({ conditionOf, isCut }: Conditions, repairs: readonly Repair[]): Conditions {
  const isHealed = (from: NodeId, to: NodeId) => repairs.some((repair) => repair.kind === 'heal' && repair.between.includes(from) && repair.between.includes(to));
  return {
    conditionOf: (node) => (repairs.some((repair) => repair.kind !== 'heal' && repair.node === node) ? 'up' : conditionOf(node)),
    isCut: (from, to) => isCut(from, to) && !isHealed(from, to),
  };
}

/** Sets of so many of them, in their order. */
function choose<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  if (size === 0) return [[]];
  return items.flatMap((item, position) => choose(items.slice(position + 1), size - 1).map((rest) => [item, ...rest]));
}
