/**
 * Whether anybody can reach a quorum as things are, and the fewest repairs after which somebody can. Whoever is to lead must be
 * up, and every member that counts must hear it and be heard: a request goes one way and its answer the other.
 */
import type { NodeId } from '../engine/sim/process.ts';

/** `lost` is who runs, or would, and can't take part any more, whatever is done. */
export type Condition = 'up' | 'crashed' | 'paused' | 'lost';

export interface Ensemble {
  /** Who can lead, ascending. */
  readonly leaders: readonly NodeId[];
  /** Whose answers count, ascending. */
  readonly members: readonly NodeId[];
  isQuorum(members: readonly NodeId[]): boolean;
  conditionOf(node: NodeId): Condition;
  /** Of one direction. */
  isCut(from: NodeId, to: NodeId): boolean;
}

/** Something that is done to a node, or to both directions between two nodes, the lower one first. */
export type Repair = { readonly kind: 'restart' | 'resume'; readonly node: NodeId } | { readonly kind: 'heal'; readonly between: readonly [NodeId, NodeId] };

/** The members that a node which is up hears and is heard by, with itself where it is one. */
export function reachOf({ members, conditionOf, isCut }: Ensemble, leader: NodeId): readonly NodeId[] {
  return members.filter((member) => member === leader || (conditionOf(member) === 'up' && !isCut(leader, member) && !isCut(member, leader)));
}

export function canReachQuorum(ensemble: Ensemble): boolean {
  const { leaders, conditionOf, isQuorum } = ensemble;
  return leaders.some((leader) => conditionOf(leader) === 'up' && isQuorum(reachOf(ensemble, leader)));
}

/** The largest number of members that one leader reaches; none where no leader is up. */
export function largestReach(ensemble: Ensemble): readonly NodeId[] {
  const reaches = ensemble.leaders.filter((leader) => ensemble.conditionOf(leader) === 'up').map((leader) => reachOf(ensemble, leader));
  return reaches.reduce((largest, reach) => (reach.length > largest.length ? reach : largest), []);
}

/** All sets of as few repairs as possible after which somebody reaches a quorum; none where no repair is enough. */
export function smallestRepairs(ensemble: Ensemble): readonly (readonly Repair[])[] {
  const { leaders, members, isQuorum } = ensemble;
  const quorums = subsetsOf(members).filter(isQuorum);
  const found = new Map<string, readonly Repair[]>();
  let fewest = Infinity;
  for (const leader of leaders) {
    const ownCosts = repairsOf(ensemble, leader);
    const costs = new Map(members.map((member) => [member, repairsBetween(ensemble, leader, member)]));
    for (const quorum of quorums) {
      const repairs = [ownCosts, ...quorum.map((member) => costs.get(member)!)];
      if (!isPossible(repairs)) continue;
      const needed = repairs.flat();
      if (needed.length > fewest) continue;
      if (needed.length < fewest) found.clear();
      fewest = needed.length;
      needed.sort(inOrder);
      found.set(JSON.stringify(needed), needed);
    }
  }
  return [...found.values()];
}

/** What makes a node take part; undefined where nothing does. */
function repairsOf({ conditionOf }: Ensemble, node: NodeId): readonly Repair[] | undefined {
  switch (conditionOf(node)) {
    case 'up':
      return [];
    case 'crashed':
      return [{ kind: 'restart', node }];
    case 'paused':
      return [{ kind: 'resume', node }];
    case 'lost':
      return undefined;
  }
}

/** What lets a member that is not the leader itself be reached by it. */
function repairsBetween(ensemble: Ensemble, leader: NodeId, member: NodeId): readonly Repair[] | undefined {
  if (member === leader) return [];
  const own = repairsOf(ensemble, member);
  const isApart = ensemble.isCut(leader, member) || ensemble.isCut(member, leader);
  return own && isApart ? [...own, { kind: 'heal', between: leader < member ? [leader, member] : [member, leader] }] : own;
}

function isPossible(repairs: readonly (readonly Repair[] | undefined)[]): repairs is readonly (readonly Repair[])[] {
  return repairs.every((each) => each !== undefined);
}

/** There are few members in a simulation: at most some thousand subsets. */
function subsetsOf(members: readonly NodeId[]): (readonly NodeId[])[] {
  return members.reduce<(readonly NodeId[])[]>((subsets, member) => [...subsets, ...subsets.map((subset) => [...subset, member])], [[]]);
}

function inOrder(one: Repair, other: Repair): number {
  return ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind) || placeOf(one) - placeOf(other) || Number(one.kind === 'heal' && other.kind === 'heal' && one.between[1] - other.between[1]);
}

const ORDER = ['restart', 'resume', 'heal'] as const;

const placeOf = (repair: Repair): NodeId => (repair.kind === 'heal' ? repair.between[0] : repair.node);
