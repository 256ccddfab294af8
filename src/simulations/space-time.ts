/** A run's events in the columns of the space-time diagram. */
import type { SpaceTimePage } from '../contract/space-time.ts';
import type { Run } from '../engine/sim/run.ts';
import type { Simulator } from '../engine/sim/simulator.ts';
import type { System } from '../engine/sim/system.ts';
import { emptyRow, EVENT_CODES, EVENT_KINDS, type EventId, type EventRow, type TraceView } from '../engine/sim/trace.ts';
import type { NodeDescription, SimulationDefinition } from './definition.ts';
import { describeEvent, namesOf } from './view.ts';

type Page = Omit<SpaceTimePage, 'branch'>;

const { send, duplicate, note, timer, command, partition, cut, mend, heal } = EVENT_CODES;
const CHANGES_CUTS: ReadonlySet<number> = new Set([partition, cut, mend, heal]);

/** @returns at most `count` events from event `from` on; fewer where the run has no more */
export function spaceTimePage(definition: SimulationDefinition<unknown>, system: System<unknown>, run: Run<unknown>, from: EventId, count: number): Page {
  const { trace } = run;
  const end = Math.max(from, Math.min(from + count, trace.length));
  return { ...columnsOf(definition, system, trace, from, end), ...changesIn(definition, system, run, from, end) };
}

function columnsOf(definition: SimulationDefinition<unknown>, system: System<unknown>, trace: TraceView, from: EventId, end: EventId): Omit<Page, 'roles' | 'cuts'> {
  const row = emptyRow();
  const kinds = new Numbering();
  const labels = new Numbering();
  const page = { from, origin: from < end ? trace.at(from).time : 0, times: [], kindOf: [], nodes: [], causes: [], labelOf: [], ways: [] } as Omit<Page, 'roles' | 'cuts' | 'kinds' | 'labels'>;
  for (let id = from; id < end; id++) {
    trace.read(id, row);
    const label = labelOf(definition, system, trace, id, row);
    page.times.push(row.time - page.origin);
    page.kindOf.push(kinds.of(EVENT_KINDS[row.code]!));
    page.nodes.push(row.node);
    page.causes.push(row.cause < 0 ? 0 : id - row.cause);
    page.labelOf.push(label === '' ? 0 : labels.of(label) + 1);
    if (row.code === send || row.code === duplicate) page.ways.push(row.target, row.arrivesAt - row.time);
  }
  return { ...page, kinds: kinds.texts, labels: labels.texts };
}

function labelOf(definition: SimulationDefinition<unknown>, system: System<unknown>, trace: TraceView, id: EventId, { code, detail }: EventRow): string {
  switch (code) {
    case send:
    case duplicate:
      return definition.describeMessage(detail, namesOf(system)).type;
    case timer:
    case command:
      return String(detail);
    case note:
      return describeEvent(definition, system, trace, id).title;
    default:
      return '';
  }
}

/** A step changes the role of the node where it happens and of no other, so going over the steps once tells of every change. */
function changesIn(definition: SimulationDefinition<unknown>, system: System<unknown>, run: Run<unknown>, from: EventId, end: EventId): Pick<Page, 'roles' | 'cuts'> {
  const { trace } = run;
  const roles: Page['roles'] = [];
  const cuts: Page['cuts'] = [];
  if (from === end) return { roles, cuts };
  const nameOf = namesOf(system);
  const standing = (simulator: Simulator<unknown>, node: number): Pick<NodeDescription, 'role' | 'badge'> => {
    const state = simulator.nodes[node]!;
    return state.life === undefined ? { role: '', badge: '' } : definition.describeNode(state, nameOf);
  };
  const before = run.at(from === 0 ? 0 : trace.stepOf(from - 1));
  const roleOf = system.nodes.map((_, node) => (from === 0 ? '' : standing(before, node).role));
  const row = emptyRow();
  for (let step = from === 0 ? 1 : trace.stepOf(from - 1) + 1; step <= trace.steps; step++) {
    const event = trace.firstEvent(step);
    if (event >= end) break;
    trace.read(event, row);
    const { node } = row;
    if (node >= 0) {
      const { role, badge } = standing(run.at(step), node);
      if (role !== roleOf[node]) roles.push({ event, node, role, badge });
      roleOf[node] = role;
    } else if (CHANGES_CUTS.has(row.code)) {
      cuts.push({ event, links: run.at(step).network.cuts().map(({ from: origin, to }) => ({ from: origin, to })) });
    }
  }
  return { roles, cuts };
}

/** Gives each text a number, in the order in which they come. */
class Numbering {
  readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  of(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.texts.length);
    this.texts.push(text);
    return this.texts.length - 1;
  }
}
