/**
 * What makes a simulation out of a protocol: its parameters, how its nodes and messages are shown, and what a teacher
 * says of each event. The panel knows nothing else of a protocol, so a new simulation is a new definition and no new panel.
 */
import type { ChoiceParameterView, CommandFormView, FieldView, LogEntryView, LogWords, NumberParameterView, Reference, StuckView } from '../contract/simulation.ts';
import type { Monitor, Property } from '../engine/check/monitor.ts';
import type { SearchProblem } from '../engine/check/search/goals.ts';
import type { Subject } from '../engine/check/shrinking/failing-run.ts';
import type { Vocabulary } from '../engine/scene/vocabulary.ts';
import type { Node } from '../engine/sim/node.ts';
import type { NodeId } from '../engine/sim/process.ts';
import type { Schedule } from '../engine/sim/schedule.ts';
import type { Simulator } from '../engine/sim/simulator.ts';
import type { System } from '../engine/sim/system.ts';
import type { Micros } from '../engine/sim/time.ts';
import type { TraceEvent } from '../engine/sim/trace.ts';
import type { Predict } from './predictions.ts';

export type ParameterDefinition = (Omit<NumberParameterView, 'value'> | Omit<ChoiceParameterView, 'value'>) & { readonly initial: number };

/** Values of parameters by name: microseconds, probabilities, counts, positions of choices. */
export type Values = Readonly<Record<string, number>>;

export type Field = Omit<FieldView, 'changed'>;

export interface NodeDescription {
  readonly role: string;
  /** One character that stands for the role. */
  readonly badge: string;
  readonly summary: string;
  readonly fields: readonly Field[];
  readonly log: readonly LogEntryView[];
}

export interface MessageDescription {
  readonly type: string;
  readonly label: string;
  readonly fields: readonly Field[];
}

export interface Narration {
  /** One line for the event list. */
  readonly title: string;
  /** What happened and why, in a sentence or two. */
  readonly explanation: string;
  readonly reference: Reference | null;
}

/** Names a node as the learner knows it. */
export type NameOf = (node: NodeId | null) => string;

/** A run as it is at one moment, with the values that it was made with. */
export interface RunMoment<Message> {
  readonly simulator: Simulator<Message>;
  readonly values: Values;
  readonly nameOf: NameOf;
}

/** What a user tells a node. */
export interface Command {
  readonly node: NodeId;
  readonly command: string;
}

/** How a simulation is searched: a small system of its own kind, whose runs can be shown like any other. */
export interface SearchDefinition<Message> {
  /** How small it is, and how often things may happen. */
  readonly bounds: readonly ParameterDefinition[];
  problem(values: Values, bounds: Values): SearchProblem<Message>;
  /** What a search alone can judge, besides what a run is watched for. */
  readonly properties?: readonly Property[];
}

export interface Shrinking<Message> extends Pick<Subject<Values, Message>, 'always' | 'without' | 'renamed'> {
  /** Properties that are broken when a deadline has passed. */
  readonly goals?: readonly string[];
}

export interface SimulationDefinition<Message> {
  readonly type: string;
  readonly title: string;
  readonly parameters: readonly ParameterDefinition[];
  /** Virtual time at which a run ends. */
  readonly horizon: Micros;
  /** What is watched with these values. */
  properties(values: Values): readonly Property[];
  /** @throws RangeError for values that don't go together, saying which and what would */
  build(values: Values): System<Message>;
  /** What befalls the first run by itself; nothing where it is left out. */
  schedule?(values: Values): Schedule;
  /** @param system that is watched: that of these values, or a small one that was searched */
  monitor(values: Values, system: System<Message>): Monitor<Message>;
  readonly search: SearchDefinition<Message>;
  /** What scenes may say of it. */
  readonly vocabulary: Vocabulary<Message>;
  /** How a failing run may be smaller, besides its parameters' initial values. */
  readonly shrinking?: Shrinking<Message>;
  /**
   * How a user tells a node something; undefined where it takes no commands.
   * @param told before, in order
   */
  commandForm(node: NodeId, system: System<Message>, told: readonly Command[]): CommandFormView | undefined;
  /**
   * Of a node that takes commands.
   * @throws SyntaxError for a command that it would not understand, RangeError for one that names what there is not, or what there has been
   */
  checkCommand(command: Command, system: System<Message>, told: readonly Command[]): void;
  /** Null where nodes keep no log. */
  readonly logWords: LogWords | null;
  describeNode(node: Node<Message>, nameOf: NameOf): NodeDescription;
  describeMessage(message: Message, nameOf: NameOf): MessageDescription;
  /** What the protocol says of an event; undefined leaves it to the general words for faults and messages. */
  narrate(event: TraceEvent, nameOf: NameOf): Narration | undefined;
  /** What keeps a node from what it is there for, in sentences; nothing where it is left out. */
  standing?(node: Node<Message>, moment: RunMoment<Message>): readonly string[];
  /** That it can't go on as things are, whatever time passes; undefined where it may. Nothing where it is left out. */
  stuck?(moment: RunMoment<Message>): StuckView | undefined;
  /** What a learner can foresee; nothing where it is left out. */
  readonly predict?: Predict;
}
