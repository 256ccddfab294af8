/** Versions of a register that come before one another. */
import type { Budget } from './budget.ts';
import { componentsOf } from './components.ts';
import { CycleSearch, type Link } from './cycles.ts';
import { GraphBuilder, NOWHERE, WW, type Walk } from './graph.ts';
import type { Inference } from './inference.ts';
import type { KeyRecord } from './keys.ts';
import { relateInTime } from './time-order.ts';
import { spanOf } from './version-times.ts';
import { usesOf, type Reason, type Version } from './versions.ts';
import { nameOf, show, showKey } from './words.ts';

const ALL: Walk = { kinds: WW, separated: false };

/**
 * Reports versions that come before one another.
 * @param isInTime whether versions go forward in real time
 * @returns for each such version, the number of those that it is in a circle with
 */
export function findVersionCycles({ key }: KeyRecord, versions: readonly Version[], isInTime: boolean, inference: Inference, budget: Budget): ReadonlyMap<Version, number> {
  const graph = graphOf(versions, isInTime, inference);
  const components = componentsOf(graph, ALL);
  const cycleOf = new Map<Version, number>();
  components.members.forEach((places, component) => {
    for (const place of places) if (place >> 1 < versions.length) cycleOf.set(versions[place >> 1]!, component);
    const cycle = new CycleSearch(graph, budget).shortest(components, component, { first: WW, rest: WW, isCertain: true });
    if (cycle.kind !== 'found') return;
    const reasons = cycle.links.map((link) => reasonOf(link, versions, inference));
    const transactions = [...new Set(reasons.flatMap(transactionsOf))];
    const writers = cycle.links.map(({ from }) => versions[from]!.writer?.transaction);
    const isAssumed = [...transactions, ...writers].some((id) => id !== undefined && inference.standings.isAssumed(id));
    // That a write comes after what its transaction had read holds unless information went round in a circle.
    const isSure = !isAssumed && reasons.every(({ kind }) => kind !== 'overwrite');
    inference.findings.report(
      'cyclic-versions',
      () => ({
        transactions,
        isSmallest: cycle.isShortest,
        meaning: `${cycle.links.map((link, i) => describe(link, reasons[i]!, versions, showKey(key), inference)).join(' ')} So the values would come before themselves.`,
      }),
      isSure ? 'cyclic-versions' : 'G1c',
    );
  });
  return cycleOf;
}

function graphOf(versions: readonly Version[], isInTime: boolean, inference: Inference): ReturnType<GraphBuilder['build']> {
  const graph = new GraphBuilder(versions.length);
  const vertexOf = new Map(versions.map((version, vertex) => [version, vertex]));
  versions.forEach(({ followers }, vertex) => {
    for (const { version } of followers) {
      const follower = version === undefined ? NOWHERE : vertexOf.get(version)!;
      if (follower !== NOWHERE && follower !== vertex) graph.add(vertex, follower, WW);
    }
  });
  if (isInTime) {
    const spans = versions.map((version) => spanOf(version, inference));
    const used = [...versions.keys()].filter((vertex) => usesOf(versions[vertex]!).length > 0);
    const ends = used.map((vertex) => ({ time: spans[vertex]!.firstCompleted, vertex })).filter(({ time }) => time !== Infinity);
    relateInTime(ends, used.map((vertex) => ({ time: spans[vertex]!.lastInvoked, vertex })), graph, WW);
  }
  return graph.build();
}

function reasonOf({ from, to }: Link, versions: readonly Version[], inference: Inference): Reason {
  const follower = versions[from]!.followers.find(({ version }) => version === versions[to]);
  if (follower) return follower.reason;
  return { kind: 'real-time', earlier: spanOf(versions[from]!, inference).firstUser, later: spanOf(versions[to]!, inference).lastUser };
}

function transactionsOf(reason: Reason): readonly number[] {
  if (reason.kind === 'initial') return [];
  return reason.kind === 'overwrite' ? [reason.transaction] : [reason.earlier, reason.later];
}

function describe({ from, to }: Link, reason: Reason, versions: readonly Version[], key: string, { history }: Inference): string {
  const [one, other] = [show(versions[from]!.value), show(versions[to]!.value)];
  switch (reason.kind) {
    case 'initial':
      return `There was nothing in ${key} before ${other}.`;
    case 'overwrite':
      return `${nameOf(reason.transaction)} read ${key} = ${one}, and then wrote ${other}.`;
    case 'process':
      return `Process ${history[reason.earlier]!.process} came across ${key} = ${one} in ${nameOf(reason.earlier)}, and later across ${other} in ${nameOf(reason.later)}.`;
    case 'real-time':
      return `${nameOf(reason.earlier)} had completed with ${key} = ${one} before ${nameOf(reason.later)} was invoked, which came across ${other}.`;
  }
}
