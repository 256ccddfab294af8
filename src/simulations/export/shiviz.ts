/**
 * A log for ShiViz (https://bestchai.bitbucket.io/shiviz/), which draws space-time diagrams: the parser's expression, an
 * empty delimiter, and two lines for each event, its host with the vector clock and what happened.
 */
import { VectorClocks } from '../../engine/check/happens-before.ts';
import type { System } from '../../engine/sim/system.ts';
import { formatTime } from '../format.ts';
import { describeEvent } from '../view.ts';
import { eventsIn, type Excerpt } from './excerpt.ts';

const PARSER = String.raw`(?<host>\S*) (?<clock>{.*})\n(?<event>.*)`;

/** Clocks count from the excerpt's first event on, since ShiViz wants every event that a clock counts. */
export function toShiViz(excerpt: Excerpt): string {
  const { definition, system, trace } = excerpt;
  const [first, end] = eventsIn(excerpt);
  const hosts = hostNames(system);
  const network = unlike('network', hosts);
  const clocks = new VectorClocks(trace, hosts.length, first, end);
  const lines = [PARSER, ''];
  let networkEvents = 0;
  for (let id = first; id < end; id++) {
    const { node, time, title } = describeEvent(definition, system, trace, id);
    // What happens to the network is on a line of its own: no node knows of it.
    const clock = clocks.of(id);
    const counts = clock ? countsOf(clock, hosts) : { [network]: ++networkEvents };
    lines.push(`${node === null ? network : hosts[node]} ${JSON.stringify(counts)}`, oneLine(`${title} (${formatTime(time)})`));
  }
  return `${lines.join('\n')}\n`;
}

function countsOf(clock: Int32Array, hosts: readonly string[]): Record<string, number> {
  return Object.fromEntries(hosts.map((host, node) => [host, clock[node] ?? 0] as const).filter(([, count]) => count > 0));
}

/** A host's name has no spaces, and is no other's. */
function hostNames({ nodes }: System<unknown>): string[] {
  const hosts: string[] = [];
  for (const { name } of nodes) hosts.push(unlike(name.replace(/\s+/g, '_') || 'node', hosts));
  return hosts;
}

function unlike(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? unlike(`${name}_`, taken) : name;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ');
}
