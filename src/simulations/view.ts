/** Makes the view of one moment of a run. */
import type { CommandFormView, EventDetails, EventView, FieldView, MessageView, NodeView, PropertyView, SimulationView } from '../contract/simulation.ts';
import type { Property } from '../engine/check/monitor.ts';
import type { Node } from '../engine/sim/node.ts';
import type { Run } from '../engine/sim/run.ts';
import type { System } from '../engine/sim/system.ts';
import { isOfMessage, type Envelope, type EventId, type TraceView } from '../engine/sim/trace.ts';
import type { Command, Field, NameOf, NodeDescription, RunMoment, SimulationDefinition, Values } from './definition.ts';
import { narrateFault } from './faults.ts';
import { describeQuality } from './link-quality.ts';

type RunView = Pick<SimulationView, 'simulationId' | 'title' | 'head' | 'nodes' | 'logWords' | 'messages' | 'cuts' | 'changedLinks' | 'now' | 'properties' | 'stuck'>;

/** @param told to nodes by then */
export function describeRun(definition: SimulationDefinition<unknown>, values: Values, system: System<unknown>, run: Run<unknown>, step: number, told: readonly Command[]): RunView {
  const { trace } = run;
  const nameOf = namesOf(system);
  const describeNodes = (at: number) => run.at(at).nodes.map((node) => definition.describeNode(node, nameOf));
  const before = step > 0 ? describeNodes(step - 1) : undefined;
  const simulator = run.at(step);
  const moment: RunMoment<unknown> = { simulator, values, nameOf };
  return {
    simulationId: definition.type,
    title: definition.title,
    head: { step: run.steps, time: trace.timeOf(run.steps), eventCount: trace.length },
    nodes: simulator.nodes.map((node, id) => ({
      ...viewNode(node, definition.describeNode(node, nameOf), before?.[id], definition.commandForm(id, system, told)),
      standing: [...(definition.standing?.(node, moment) ?? [])],
    })),
    logWords: definition.logWords,
    messages: simulator.messagesInFlight().map((envelope): MessageView => {
      const { type, label, fields } = definition.describeMessage(envelope.message, nameOf);
      const { id, from, to, sentAt, arrivesAt } = envelope;
      return { id, from, to, type, label, fields: fields.map((field) => ({ ...field, changed: false })), sentAt, arrivesAt };
    }),
    cuts: simulator.network.cuts(),
    changedLinks: simulator.network.changedLinks().map(({ from, to }) => ({ from, to, label: describeQuality(simulator.network.link(from, to).quality) })),
    now: step > 0 ? trace.eventsOf(step).map(({ id }) => describeEvent(definition, system, trace, id)) : [],
    properties: viewProperties(definition.properties(values), run, step),
    stuck: definition.stuck?.(moment) ?? null,
  };
}

export function describeEvent(definition: SimulationDefinition<unknown>, system: System<unknown>, trace: TraceView, id: EventId): EventView {
  const event = trace.at(id);
  const nameOf = namesOf(system);
  const narration = definition.narrate(event, nameOf) ?? narrateFault(event, nameOf, (message) => definition.describeMessage(message, nameOf));
  const { time, kind, node, cause } = event;
  return { id, step: trace.stepOf(id), time, kind, node, cause, ...narration };
}

/** What the message of an event carries; null for an event of none. */
export function describeMessageOf(definition: SimulationDefinition<unknown>, system: System<unknown>, trace: TraceView, id: EventId): EventDetails['message'] {
  const { kind, payload } = trace.at(id);
  if (!isOfMessage(kind)) return null;
  const { type, label, fields } = definition.describeMessage((payload as Envelope).message, namesOf(system));
  return { type, label, fields: fields.map((field) => ({ ...field, changed: false })) };
}

function viewNode(node: Node<unknown>, description: NodeDescription, before: NodeDescription | undefined, command: CommandFormView | undefined): Omit<NodeView, 'standing'> {
  const { role, badge, summary, fields, log } = description;
  return {
    id: node.id,
    name: node.name,
    kind: node.kind,
    status: node.status,
    perInput: node.perInput,
    clock: { ...node.clock.setting },
    role,
    badge,
    summary,
    fields: fields.map((field) => ({ ...field, changed: isNew(field, before) })),
    log: [...log],
    timers: node.timers().map(({ name, setAt, firesAt }) => ({ name, setAt, firesAt })),
    command: command ?? null,
  };
}

function isNew({ label, value }: Field, before: NodeDescription | undefined): FieldView['changed'] {
  if (!before) return false;
  return before.fields.find((field) => field.label === label)?.value !== value;
}

function viewProperties(properties: readonly Property[], run: Run<unknown>, step: number): PropertyView[] {
  return properties.map(({ id, title, meaning, source, section }) => {
    const violation = run.violations.find((found) => found.property === id && found.step <= step);
    return { id, title, meaning, reference: { source, section }, violation: violation ? { step: violation.step, message: violation.message } : null };
  });
}

export function namesOf(system: System<unknown>): NameOf {
  return (node) => (node === null ? 'the network' : (system.nodes[node]?.name ?? `node ${node}`));
}
