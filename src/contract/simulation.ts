/**
 * What a simulation panel draws and asks for. All times are virtual, in integer microseconds; node ids are indices
 * into `nodes`; event ids are positions in the run's trace; a step is one transition of the engine and ends at an event.
 */
import * as v from 'valibot';
import type { PanelContract } from './protocol.ts';
import { SearchJob, SearchOrder } from './search.ts';
import { Picture, SpaceTimePage, SpaceTimeRequest } from './space-time.ts';

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const micros = index;
const NodeId = index;

/** How long messages take, in microseconds. */
export type Latency =
  | { kind: 'constant'; value: number }
  | { kind: 'uniform'; minimum: number; maximum: number }
  | { kind: 'exponential'; minimum: number; mean: number }
  | { kind: 'normal'; mean: number; deviation: number }
  | { kind: 'lognormal'; median: number; sigma: number }
  | { kind: 'pareto'; minimum: number; alpha: number }
  | { kind: 'mixture'; parts: { weight: number; latency: Latency }[] }
  | { kind: 'empirical'; quantiles: { probability: number; value: number }[] };

export const Latency: v.GenericSchema<Latency> = v.variant('kind', [
  v.object({ kind: v.literal('constant'), value: v.number() }),
  v.object({ kind: v.literal('uniform'), minimum: v.number(), maximum: v.number() }),
  v.object({ kind: v.literal('exponential'), minimum: v.number(), mean: v.number() }),
  v.object({ kind: v.literal('normal'), mean: v.number(), deviation: v.number() }),
  v.object({ kind: v.literal('lognormal'), median: v.number(), sigma: v.number() }),
  v.object({ kind: v.literal('pareto'), minimum: v.number(), alpha: v.number() }),
  v.object({ kind: v.literal('mixture'), parts: v.array(v.object({ weight: v.number(), latency: v.lazy(() => Latency) })) }),
  v.object({ kind: v.literal('empirical'), quantiles: v.array(v.object({ probability: v.number(), value: v.number() })) }),
]);

/** What one direction of a link is like: probabilities in [0, 1], bandwidth in bytes a second. */
export const LinkQuality = v.object({
  latency: Latency,
  loss: v.number(),
  duplication: v.number(),
  reordering: v.exactOptional(v.number()),
  ordered: v.exactOptional(v.boolean()),
  bandwidth: v.exactOptional(v.number()),
});
export type LinkQuality = v.InferOutput<typeof LinkQuality>;

/** How a node's clock is off: microseconds, and parts per million. */
export const ClockSetting = v.object({ offset: v.pipe(v.number(), v.integer()), drift: v.pipe(v.number(), v.integer()) });

export const Action = v.variant('kind', [
  /** With `torn`, a part of what was not synced is on the disk, the last of it damaged. */
  v.object({ kind: v.literal('crash'), node: NodeId, torn: v.exactOptional(v.boolean()) }),
  v.object({ kind: v.literal('restart'), node: NodeId }),
  v.object({ kind: v.literal('pause'), node: NodeId }),
  v.object({ kind: v.literal('resume'), node: NodeId }),
  /** The node takes this long over each input; 0 for full speed. */
  v.object({ kind: v.literal('slow'), node: NodeId, perInput: micros }),
  v.object({ kind: v.literal('clock'), node: NodeId, ...ClockSetting.entries }),
  /** Of a crashed node. */
  v.object({ kind: v.literal('lose-disk'), node: NodeId }),
  v.object({ kind: v.literal('corrupt-disk'), node: NodeId }),
  /** Nodes of different groups can't talk; a node in no group is in a group of its own. Replaces every earlier cut. */
  v.object({ kind: v.literal('partition'), groups: v.array(v.array(NodeId)) }),
  /** Blocks one direction of one link. */
  v.object({ kind: v.literal('cut'), from: NodeId, to: NodeId }),
  v.object({ kind: v.literal('mend'), from: NodeId, to: NodeId }),
  v.object({ kind: v.literal('heal') }),
  /** Changes one direction of one link for messages sent from now on; null for what it was at first. */
  v.object({ kind: v.literal('link'), from: NodeId, to: NodeId, quality: v.nullable(LinkQuality) }),
  /** The same for every link. */
  v.object({ kind: v.literal('network'), quality: v.nullable(LinkQuality) }),
  /** Loses the copy in flight with this id (`MessageView.id`), doubles it, or lets it arrive at once. */
  v.object({ kind: v.literal('drop'), message: index }),
  v.object({ kind: v.literal('copy'), message: index }),
  v.object({ kind: v.literal('deliver'), message: index }),
  /** Lets a timer fire at once. */
  v.object({ kind: v.literal('fire'), node: NodeId, timer: v.string() }),
  /** Hands an input from outside to a process; for Raft, a client's command such as `set x 1`, `get x` or `add n4`. */
  v.object({ kind: v.literal('command'), node: NodeId, command: v.string() }),
]);
export type Action = v.InferOutput<typeof Action>;

const parameter = { name: v.string(), label: v.string(), description: v.string(), value: v.number() };

/** A number; durations are in microseconds, probabilities in [0, 1]. */
export const NumberParameterView = v.object({
  ...parameter,
  unit: v.picklist(['count', 'duration', 'probability', 'seed']),
  minimum: v.number(),
  maximum: v.number(),
  step: v.number(),
});
export type NumberParameterView = v.InferOutput<typeof NumberParameterView>;

/** One of several; its value is the position of the one that is chosen, counted from 0. */
export const ChoiceParameterView = v.object({
  ...parameter,
  unit: v.literal('choice'),
  choices: v.pipe(v.array(v.object({ label: v.string(), description: v.string() })), v.minLength(2)),
});
export type ChoiceParameterView = v.InferOutput<typeof ChoiceParameterView>;

/** A parameter's definition together with its present value. */
export const ParameterView = v.variant('unit', [NumberParameterView, ChoiceParameterView]);
export type ParameterView = v.InferOutput<typeof ParameterView>;

export const FieldView = v.object({
  label: v.string(),
  value: v.string(),
  /** True when the step under the cursor changed it. */
  changed: v.boolean(),
});
export type FieldView = v.InferOutput<typeof FieldView>;

export const LogEntryView = v.object({
  index,
  /** What a small square has room for: for Raft the term. */
  mark: v.string(),
  label: v.string(),
  /** Drawn filled: for Raft, that it is committed. */
  settled: v.boolean(),
});
export type LogEntryView = v.InferOutput<typeof LogEntryView>;

/** What marks of log entries are, and what those that are settled are, such as `Term` and `Committed`. */
export const LogWords = v.object({ mark: v.string(), settled: v.string() });
export type LogWords = v.InferOutput<typeof LogWords>;

/** How a user tells a node something. */
export const CommandFormView = v.object({
  /** What is done by it, on the button: `Send`. */
  verb: v.string(),
  /** What is to be written. */
  label: v.string(),
  /** A command that makes sense here. */
  suggestion: v.string(),
});
export type CommandFormView = v.InferOutput<typeof CommandFormView>;

export const NodeView = v.object({
  id: NodeId,
  name: v.string(),
  kind: v.picklist(['server', 'client']),
  status: v.picklist(['up', 'crashed', 'paused']),
  /** How long it takes over each input; 0 at full speed. */
  perInput: micros,
  clock: ClockSetting,
  /** For Raft: follower, pre-candidate, candidate or leader; a client's is `client`. */
  role: v.string(),
  /** One character that stands for the role, so that it never rests on colour alone. */
  badge: v.string(),
  /** What a small drawing has room for: the term, the commit index. */
  summary: v.string(),
  fields: v.array(FieldView),
  log: v.array(LogEntryView),
  /** What keeps it from what it is there for, in sentences; empty where there is nothing to say. */
  standing: v.array(v.string()),
  /** Timers that are set: when they were set and when they fire, in virtual time. */
  timers: v.array(v.object({ name: v.string(), setAt: micros, firesAt: micros })),
  /** Null for a node that takes no commands. */
  command: v.nullable(CommandFormView),
});
export type NodeView = v.InferOutput<typeof NodeView>;

export const MessageView = v.object({
  /** Names this copy in a `drop` action. */
  id: index,
  from: NodeId,
  to: NodeId,
  type: v.string(),
  label: v.string(),
  fields: v.array(FieldView),
  sentAt: micros,
  arrivesAt: micros,
});
export type MessageView = v.InferOutput<typeof MessageView>;

/** Where the rule that a step follows is written down. */
export const Reference = v.object({ source: v.string(), section: v.string() });
export type Reference = v.InferOutput<typeof Reference>;

export const EventView = v.object({
  id: index,
  step: index,
  time: micros,
  kind: v.string(),
  node: v.nullable(NodeId),
  cause: v.nullable(index),
  /** One line for the list. */
  title: v.string(),
  /** What a teacher would say of it: what happened and why. */
  explanation: v.string(),
  reference: v.nullable(Reference),
});
export type EventView = v.InferOutput<typeof EventView>;

/** An event with what its message carries; null where it is of none. */
export const EventDetails = v.object({
  event: EventView,
  message: v.nullable(v.object({ type: v.string(), label: v.string(), fields: v.array(FieldView) })),
});
export type EventDetails = v.InferOutput<typeof EventDetails>;

export const BranchView = v.object({
  id: index,
  parent: v.nullable(index),
  /** The last step that this branch shares with its parent. */
  forkStep: index,
  label: v.string(),
});
export type BranchView = v.InferOutput<typeof BranchView>;

export const PropertyView = v.object({
  id: v.string(),
  title: v.string(),
  meaning: v.string(),
  reference: v.nullable(Reference),
  /** Null while it holds at the cursor; otherwise what broke, and the step at which it did. */
  violation: v.nullable(v.object({ step: index, message: v.string() })),
});
export type PropertyView = v.InferOutput<typeof PropertyView>;

export const GuideStep = v.object({ title: v.string(), instruction: v.string() });
export type GuideStep = v.InferOutput<typeof GuideStep>;

/** Figures of one source, beside what the simulation's model gave. Every number comes as text, in the unit of its figure. */
export const CheckedTable = v.object({
  title: v.string(),
  reference: Reference,
  /** What was set how. */
  setting: v.string(),
  /** What a reader should know of the comparison; empty where there is nothing. */
  remark: v.string(),
  rows: v.array(
    v.object({
      what: v.string(),
      published: v.string(),
      measured: v.string(),
      /** As a share of the published value; empty where that is no single number. */
      deviation: v.string(),
      tolerance: v.string(),
      within: v.boolean(),
      sample: v.string(),
    }),
  ),
});
export type CheckedTable = v.InferOutput<typeof CheckedTable>;

export const CheckedAgainst = v.object({
  /** Day of the measurement, such as `2026-01-31`. */
  date: v.string(),
  tables: v.array(CheckedTable),
});
export type CheckedAgainst = v.InferOutput<typeof CheckedAgainst>;

/** Work that goes on while the learner does something else. */
export const JobView = v.object({
  id: index,
  /** What is done, in a few words. */
  title: v.string(),
  /** A job that was cancelled keeps what it had found by then; one that failed says why in `outcome`. */
  state: v.picklist(['running', 'ended', 'cancelled', 'failed']),
  /** How far it is, in words, and as a share in [0, 1]; null where nobody knows how much is left. */
  progress: v.string(),
  done: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  /** What came of it; null while it is running. */
  outcome: v.nullable(v.string()),
});
export type JobView = v.InferOutput<typeof JobView>;

export const SeekTarget = v.union([
  v.object({ step: index }),
  v.object({ time: micros }),
  v.object({ event: index }),
]);
export type SeekTarget = v.InferOutput<typeof SeekTarget>;

/** Events that can be looked for: of a kind, or what a process notes under a name; all where both are null. */
export const EventChoice = v.object({ label: v.string(), meaning: v.string(), kind: v.nullable(v.string()), note: v.nullable(v.string()) });
export type EventChoice = v.InferOutput<typeof EventChoice>;

/** The nearest event of a choice before or after event `from`, or after the start where that is null; at one node, or anywhere. */
export const EventSought = v.object({
  kind: v.nullable(v.string()),
  note: v.nullable(v.string()),
  node: v.nullable(NodeId),
  from: v.nullable(index),
  direction: v.picklist(['on', 'back']),
});
export type EventSought = v.InferOutput<typeof EventSought>;

/** Where there is none, how far was looked, in words. */
export const EventFound = v.union([v.object({ event: index, step: index }), v.object({ none: v.string() })]);
export type EventFound = v.InferOutput<typeof EventFound>;

/** What is told at a moment of a scenario's run. */
export const Told = v.variant('kind', [
  v.object({ kind: v.literal('say'), text: v.string() }),
  v.object({ kind: v.literal('ask'), question: v.string(), answers: v.array(v.object({ text: v.string(), isRight: v.boolean() })), explanation: v.string() }),
  /** What did not go as the scenario says; `what` is empty where a statement could not be carried out. */
  v.object({ kind: v.literal('failure'), what: v.string(), why: v.string() }),
]);
export type Told = v.InferOutput<typeof Told>;

/** A moment of the first run at which something is told: after `step`, at `time`, which may lie between that step and the next. */
export const Moment = v.object({ step: index, time: micros, target: v.union([v.object({ step: index }), v.object({ time: micros })]), told: v.array(Told) });
export type Moment = v.InferOutput<typeof Moment>;

/** A scenario's run: what the reader is to find out; what it says and asks, in the order of the run; and what must hold, with whether it did. */
export const SceneView = v.object({
  /** Null where the scenario says nothing of it, as those of panels that were stored before it could. */
  goal: v.optional(v.nullable(v.string()), null),
  moments: v.array(Moment),
  /** Whether a claim held; null where a check was not decided. */
  claims: v.array(v.object({ text: v.string(), held: v.nullable(v.boolean()) })),
});
export type SceneView = v.InferOutput<typeof SceneView>;

/** A question that comes after `step`, and what the run answers, which may lie further on than it has been shown. */
export const PredictionView = v.object({
  step: index,
  time: micros,
  question: v.string(),
  outcomes: v.array(v.string()),
  /** The place of the outcome that comes about. */
  right: index,
  /** Where it is decided, and what is to be said of that. */
  settled: v.object({ step: index, time: micros, title: v.string(), explanation: v.string() }),
});
export type PredictionView = v.InferOutput<typeof PredictionView>;

/** A moment that the learner wants to find again. */
export const Bookmark = v.object({ branch: index, step: index, time: micros, label: v.string() });
export type Bookmark = v.InferOutput<typeof Bookmark>;

/** What the learner has set down in a panel; it comes back with it. */
export const Notebook = v.object({
  /** Of a scene's questions, by the places of moment and question, as in `2.0`: the places of the answers that were chosen. */
  answers: v.record(v.string(), v.array(index)),
  /** By the places of branch and step, as in `0.17`: whether what was foreseen came about. */
  predictions: v.record(v.string(), v.boolean()),
  /** In the order in which they were set. A notebook of an earlier version has none. */
  bookmarks: v.optional(v.array(Bookmark), []),
});
export type Notebook = v.InferOutput<typeof Notebook>;

/** That the algorithm can't go on as things are: what is wrong, why it can't, and what would let it. */
export const StuckView = v.object({ what: v.string(), why: v.string(), remedy: v.string() });
export type StuckView = v.InferOutput<typeof StuckView>;

export const SimulationView = v.object({
  simulationId: v.string(),
  title: v.string(),
  /** What the topic leads the learner through, in order; for a run that a search has found, what that said; empty for any other. */
  guide: v.array(GuideStep),
  /** Of a scenario's run; null for any other. */
  scene: v.nullable(SceneView),
  notebook: Notebook,
  /** There are things in it that a learner can foresee. */
  predicts: v.boolean(),
  parameters: v.array(ParameterView),
  /** What can be looked for among its events. */
  eventChoices: v.array(EventChoice),
  branches: v.array(BranchView),
  branch: index,
  /** Step 0 is before anything happened. `time` may lie between this step's time and the next one's. */
  cursor: v.object({ step: index, time: micros }),
  /** When the next step happens, or null at the end of the run. */
  nextTime: v.nullable(micros),
  /** How far this branch has been run so far: scrubbing stays inside it, stepping goes on past it. */
  head: v.object({ step: index, time: micros, eventCount: index }),
  /** Virtual time at which a run ends for good. */
  horizon: micros,
  nodes: v.array(NodeView),
  /** Null where nodes keep no log. */
  logWords: v.nullable(LogWords),
  messages: v.array(MessageView),
  /** Directed links that are blocked now. */
  cuts: v.array(v.object({ from: NodeId, to: NodeId })),
  /** Directed links that are not what they were at first, and what they are like now. */
  changedLinks: v.array(v.object({ from: NodeId, to: NodeId, label: v.string() })),
  /** The events of the step under the cursor, its own event first. */
  now: v.array(EventView),
  properties: v.array(PropertyView),
  /** Null where it can go on, or has nothing to do. */
  stuck: v.nullable(StuckView),
  /** Published figures that the model was checked against; null where there are none. */
  checkedAgainst: v.nullable(CheckedAgainst),
  /** The last one that was begun, until it is dismissed; null where there is none. */
  job: v.nullable(JobView),
  /** What can be set for a search: how small its system is, and how often things may happen. */
  bounds: v.array(ParameterView),
  /** The latest search; null before the first. */
  search: v.nullable(SearchJob),
});
export type SimulationView = v.InferOutput<typeof SimulationView>;

export const MomentView = v.object({ step: v.pipe(index, v.minValue(1)), time: micros, title: v.string() });
export type MomentView = v.InferOutput<typeof MomentView>;

/** Where the branch that is shown and another part. */
export const ComparisonView = v.object({
  branch: index,
  /** In words. */
  text: v.string(),
  /** The last step that both have in common. */
  commonSteps: index,
  /** What comes next on the branch that is shown, and on the other; null where it has been run no further. */
  here: v.nullable(MomentView),
  there: v.nullable(MomentView),
  /** Around that: the last events that both have in common, and the first ones that each goes on with. */
  events: v.object({ common: v.array(EventView), here: v.array(EventView), there: v.array(EventView) }),
});
export type ComparisonView = v.InferOutput<typeof ComparisonView>;

/** Why a field of a node, or its role, is what it is at the cursor. */
export const WhyView = v.object({
  /** Of what the answer is, so that it can be told when it is out of date. */
  branch: index,
  step: index,
  node: NodeId,
  label: v.string(),
  /** When it came to be so, in a sentence. */
  text: v.string(),
  /** What led there, oldest first: each event brought the next one about. Notes of the last step come at the end. */
  chain: v.array(EventView),
  /** True where the chain goes further back than it is shown. */
  isCut: v.boolean(),
});
export type WhyView = v.InferOutput<typeof WhyView>;

/** A run file that can be opened again, events as JSON, a log for ShiViz, a sequence diagram. */
export const ExportFormat = v.picklist(['run', 'json', 'shiviz', 'mermaid']);
export type ExportFormat = v.InferOutput<typeof ExportFormat>;

/** The steps from `from` to `to`, both included, of the branch that is shown; a run file holds all branches as far as they go. */
export const ExportRequest = v.object({ format: ExportFormat, from: v.pipe(index, v.minValue(1)), to: index });
export type ExportRequest = v.InferOutput<typeof ExportRequest>;

export const simulationContract = {
  state: SimulationView,
  methods: {
    /** Goes to a step, a virtual time or an event; past the head the run is carried on, up to its horizon. */
    seek: { params: SeekTarget, result: SimulationView },
    /** Acts at the cursor. Where the branch has already gone on from there, a new branch begins. */
    act: { params: Action, result: SimulationView },
    /** The first question, at a step or later, of what will happen; null where the branch has none. */
    predict: { params: v.object({ from: index }), result: v.nullable(PredictionView) },
    /** Keeps what the learner has set down. */
    setDown: { params: Notebook, result: SimulationView },
    selectBranch: { params: v.object({ branch: index }), result: SimulationView },
    /** Starts over with these parameter values; throws away the branches of the old run. */
    configure: { params: v.record(v.string(), v.number()), result: SimulationView },
    /** A window of the event list: `count` events from event `from`, of the current branch. */
    events: {
      params: v.object({ from: index, count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)) }),
      result: v.array(EventView),
    },
    /** Finds an event of the current branch, which is carried on for that up to its horizon, out of sight. */
    findEvent: { params: EventSought, result: EventFound },
    /** One event of the current branch, with what its message carries. */
    inspectEvent: { params: v.object({ event: index }), result: EventDetails },
    /** A page of the current branch for the space-time diagram; it ends where the branch does. */
    spaceTime: { params: SpaceTimeRequest, result: SpaceTimePage },
    /** Asks where to save a picture of the run; the answer does not wait for that. */
    savePicture: { params: Picture, result: v.literal(true) },
    /** Why a field of a node is what it is at the cursor. `label` is one of its fields, or `role`. */
    why: { params: v.object({ node: NodeId, label: v.string() }), result: WhyView },
    /** Compares the branch that is shown with another. */
    compare: { params: v.object({ branch: index }), result: ComparisonView },
    /** Begins a job: what is left of the run in which the property is broken opens as a branch. */
    shrink: { params: v.object({ property: v.string() }), result: SimulationView },
    /** Stops the job that is running and keeps what it has found; takes one that is over out of sight. */
    endJob: { params: v.null(), result: SimulationView },
    /** Looks for a violation in other runs of this simulation. The state says how it goes. */
    startSearch: { params: SearchOrder, result: SimulationView },
    stopSearch: { params: v.null(), result: SimulationView },
    /** Opens the run that the latest search has found, in a panel of its own. */
    openFound: { params: v.null(), result: v.null() },
    /** Shows the branch that is shown, as far as it has been run, as a scenario that gives it again. */
    openScenario: { params: v.null(), result: v.null() },
    /** Puts a link into the clipboard that leads to this moment of the branch that is shown; says why where it would be too long. */
    copyLink: { params: v.null(), result: v.object({ refusal: v.nullable(v.string()) }) },
    /** Writes out the run; the extension shows the text, or asks where to save it. */
    exportRun: { params: ExportRequest, result: v.object({ remark: v.nullable(v.string()) }) },
  },
} as const satisfies PanelContract;
export type SimulationContract = typeof simulationContract;
