/** What is broken and not repaired after a script: by leaving out repairs alone, anything would fail in the end. */
import type { Script } from '../../engine/check/shrinking/script.ts';
import type { Micros } from '../../engine/sim/time.ts';

/** @param nodes so many there are @returns a word for each fault that lasts */
export function standingFaults(script: Script, until: Micros, nodes: number): ReadonlySet<string> {
  const standing = new Set<string>();
  const forget = (kind: string) => standing.forEach((fault) => (fault.startsWith(kind) ? standing.delete(fault) : undefined));
  const set = (fault: string, isBroken: boolean) => (isBroken ? standing.add(fault) : standing.delete(fault));
  for (const { at, action } of script) {
    if (at > until) break;
    switch (action.kind) {
      case 'crash':
      case 'restart':
        set(`crash ${action.node}`, action.kind === 'crash');
        break;
      case 'pause':
      case 'resume':
        set(`pause ${action.node}`, action.kind === 'pause');
        break;
      case 'slow':
        set(`slow ${action.node}`, action.perInput > 0);
        break;
      case 'clock':
        set(`clock ${action.node}`, action.offset !== 0 || action.drift !== 0);
        break;
      case 'cut':
      case 'mend':
        set(`cut ${action.from} ${action.to}`, action.kind === 'cut');
        break;
      case 'heal':
        forget('cut ');
        break;
      case 'partition':
        forget('cut ');
        for (const [from, to] of linksBetween(action.groups, nodes)) standing.add(`cut ${from} ${to}`);
        break;
      case 'link':
        set(`link ${action.from} ${action.to}`, action.quality !== null);
        break;
      case 'network':
        forget('link ');
        set('network', action.quality !== null);
        break;
      default:
        break;
    }
  }
  return standing;
}

/** Both directions of every link that a partition cuts; who is in no group is alone. */
function linksBetween(groups: readonly (readonly number[])[], nodes: number): readonly (readonly [number, number])[] {
  const groupOf = (node: number): number => {
    const found = groups.findIndex((group) => group.includes(node));
    return found < 0 ? groups.length + node : found;
  };
  const all = Array.from({ length: nodes }, (_, node) => node);
  return all.flatMap((from) => all.filter((to) => groupOf(from) !== groupOf(to)).map((to) => [from, to] as const));
}
