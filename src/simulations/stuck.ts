/** Says that a run can't make progress as things are, why that is so, and what would let it. */
import type { StuckView } from '../contract/simulation.ts';
import type { NodeId } from '../engine/sim/process.ts';
import type { Simulator } from '../engine/sim/simulator.ts';
import type { NameOf, RunMoment } from './definition.ts';
import { canReachQuorum, largestReach, smallestRepairs, type Condition, type Ensemble, type Repair } from './quorum-reach.ts';

/** What a protocol says of whom it needs. */
export interface QuorumWords {
  readonly what: string;
  /** Why somebody must reach a quorum. */
  readonly need: string;
  /** What those are that lead, and one of those whose answers count: `proposer`, `an acceptor`. */
  readonly leader: string;
  readonly member: string;
}

/** Where nobody who leads reaches a quorum; undefined where somebody does. */
export function stuckWithoutQuorum(ensemble: Ensemble, words: QuorumWords, { simulator, nameOf }: Pick<RunMoment<unknown>, 'simulator' | 'nameOf'>): StuckView | undefined {
  if (canReachQuorum(ensemble)) return undefined;
  const { leaders, members, conditionOf, isCut } = ensemble;
  const everybody = [...new Set([...leaders, ...members])].sort((one, other) => one - other);
  const reach = largestReach(ensemble);
  const isUnderWay = simulator.messagesInFlight().some(({ from, to }) => everybody.includes(from) && everybody.includes(to) && conditionOf(to) === 'up' && !isCut(from, to));
  return {
    what: words.what,
    why: [
      words.need,
      ...outOfIt(everybody, conditionOf, nameOf),
      ...(leaders.some((leader) => conditionOf(leader) === 'up') ? [sayReach(reach, members.some((member) => leaders.includes(member)), words, nameOf)] : []),
      ...(isUnderWay ? ['What is on its way already may still count.'] : []),
    ].join(' '),
    remedy: describeRepairs(smallestRepairs(ensemble), isCut, nameOf),
  };
}

function sayReach(reach: readonly NodeId[], isOne: boolean, { leader, member }: QuorumWords, nameOf: NameOf): string {
  if (reach.length === 0) return `No ${leader} reaches ${member}.`;
  return `The most that one ${leader} reaches${isOne ? ', itself included' : ''}: ${inWords(reach.map(nameOf), 'and')}.`;
}

/** `2 of n1, n2 and n3`; in a joint configuration, of each group. */
export function majorityOf(groups: readonly (readonly NodeId[])[], nameOf: NameOf): string {
  return groups.map((group) => (group.length === 1 ? nameOf(group[0]!) : `${Math.floor(group.length / 2) + 1} of ${inWords(group.map(nameOf), 'and')}`)).join(', and of ');
}

/** Which nodes are not there, by what is wrong with them: `n2 and n3 are crashed.` */
export function outOfIt(nodes: readonly NodeId[], conditionOf: (node: NodeId) => Condition, nameOf: NameOf): string[] {
  const words = { crashed: 'crashed', paused: 'paused', lost: 'out of service: what they promised can not be read from their disks' } as const;
  return (['crashed', 'paused', 'lost'] as const).flatMap((condition) => {
    const those = nodes.filter((node) => conditionOf(node) === condition);
    return those.length === 0 ? [] : [`${inWords(those.map(nameOf), 'and')} ${those.length === 1 ? 'is' : 'are'} ${words[condition]}.`];
  });
}

/** Ways that are spelled out; what is left of them is like these. */
const SHOWN_WAYS = 3;

/** What would let it go on, in a sentence. @param ways sets of repairs, each of which is enough */
export function describeRepairs(ways: readonly (readonly Repair[])[], isCut: Ensemble['isCut'], nameOf: NameOf): string {
  if (ways.length === 0) return 'No repair is enough: too much is lost.';
  const spelled = ways.every((way) => way.length === 1) ? [inSentence(ways.flat(), 'or', isCut, nameOf)] : ways.slice(0, SHOWN_WAYS).map((way) => inSentence(way, 'and', isCut, nameOf));
  const more = ways.length > SHOWN_WAYS && spelled.length > 1 ? '; or others likewise' : '';
  const text = spelled.join('; or ') + more;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** `restart n1 or n2, or heal the cut between n1 and n3` */
function inSentence(repairs: readonly Repair[], word: 'and' | 'or', isCut: Ensemble['isCut'], nameOf: NameOf): string {
  const nodes = (kind: 'restart' | 'resume') => {
    const those = repairs.flatMap((repair) => (repair.kind === kind ? [nameOf(repair.node)] : []));
    return those.length === 0 ? [] : [`${kind} ${inWords(those, word)}`];
  };
  const cuts = repairs.flatMap((repair) => (repair.kind === 'heal' ? [describeCut(repair.between, isCut, nameOf)] : []));
  const heal = cuts.length === 0 ? [] : [`heal the ${cuts.length > 1 && word === 'and' ? 'cuts' : 'cut'} ${inWords(cuts, word)}`];
  return [...nodes('restart'), ...nodes('resume'), ...heal].join(`, ${word} `);
}

function describeCut([one, other]: readonly [NodeId, NodeId], isCut: Ensemble['isCut'], nameOf: NameOf): string {
  const [a, b] = [nameOf(one), nameOf(other)];
  if (isCut(one, other) && isCut(other, one)) return `between ${a} and ${b}`;
  return isCut(one, other) ? `from ${a} to ${b}` : `from ${b} to ${a}`;
}

export function inWords(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? (words[0] ?? 'nobody') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** A node's condition, and whether a link is cut, as a moment has them. */
export function surroundings(simulator: Simulator<unknown>): Pick<Ensemble, 'conditionOf' | 'isCut'> {
  return {
    conditionOf: (node) => simulator.nodes[node]!.status,
    isCut: (from, to) => simulator.network.isBlocked(from, to),
  };
}
