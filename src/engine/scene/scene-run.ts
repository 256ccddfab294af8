/** Carries out a scene with a seed. What comes of it is a run whose schedule alone gives it again. */
import { chaosOf, randomSchedule } from '../sim/chaos.ts';
import type { NodeId } from '../sim/process.ts';
import { Random } from '../sim/random.ts';
import { Run } from '../sim/run.ts';
import type { Schedule } from '../sim/schedule.ts';
import type { Simulator } from '../sim/simulator.ts';
import type { Micros } from '../sim/time.ts';
import { actionsOf } from './actions.ts';
import { watchOf, type ClaimWatch } from './claims.ts';
import { RunningClients } from './clients.ts';
import { ask, nameOf, type Answer as Asked, type Moment } from './moment.ts';
import { nodesIn, type Cast, type Scope } from './nodes.ts';
import type { Answer, Claim, Condition, NodeSet, Plot, Scene, SceneAction, Value } from './scene.ts';
import { Progressing, type Director } from './strands.ts';
import { RunningTallies } from './tallies.ts';
import { valueOf } from './values.ts';
import type { Stage } from './vocabulary.ts';

/** What was said to the reader, and where in the run. */
export type Remark = { readonly step: number; readonly time: Micros } & (
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'ask'; readonly question: string; readonly answers: readonly Answer[]; readonly explanation: string }
);

/** What did not go as the scene says. */
export interface SceneFailure {
  readonly step: number;
  readonly time: Micros;
  /** A claim that does not hold; a property of the system that was violated; a statement that could not be carried out. */
  readonly kind: 'claim' | 'property' | 'statement';
  /** The claim's text, the property's id; empty for a statement. */
  readonly what: string;
  readonly why: string;
  /** The claim's position among those of the scene; null for what is no claim. */
  readonly claim: number | null;
}

/** Steps, statements and actions of one run: more would fill the memory, and nobody looks at them all. */
const MOST_WORK = 1_000_000;

/** Whoever acts on a message looks through those that are in flight, so many in the time of a step. */
const MESSAGES_PER_WORK = 4;

/** A scene that does not come to its end. */
export class EndlessScene extends Error {
  constructor() {
    super(`It has not come to its end after ${MOST_WORK / 1_000_000} million steps and statements: let less happen in it, or end it sooner.`);
    this.name = 'EndlessScene';
  }
}

/** A claim of which nobody knows whether it holds, since a search was not decided within its budget. */
export type SceneDoubt = Pick<SceneFailure, 'step' | 'time' | 'what'> & { readonly claim: number };

const NO_NAMES: Scope = new Map();

/** A claim that still holds. */
interface Watched {
  readonly claim: Claim;
  readonly position: number;
  readonly watch: ClaimWatch;
}

export class SceneRun<Message> implements Director {
  readonly run: Run<Message>;
  readonly remarks: Remark[] = [];
  readonly failures: SceneFailure[] = [];
  /** Known when the scene has ended. */
  readonly doubts: SceneDoubt[] = [];
  /** What each of its plots shows, known when it has ended; null where there is no such value. */
  readonly measured: (number | null)[] = [];
  /** Where it is: at the last step, or between it and the next one. */
  time: Micros = 0;
  private readonly scene: Scene;
  private readonly stage: Stage<Message>;
  private readonly groups: ReadonlyMap<string, NodeSet>;
  private readonly tallies: RunningTallies<Message>;
  private readonly clients: RunningClients;
  private readonly strands: readonly Progressing[];
  /** Properties that the scene is there to see violated. */
  private readonly expected: ReadonlySet<string>;
  private watched: readonly Watched[];
  private seenSteps = 0;
  private seenViolations = 0;
  private hasEnded = false;
  private work = 0;

  /** @throws RangeError for a scene that names what there is not */
  constructor(scene: Scene, stage: Stage<Message>, seed: number) {
    this.scene = scene;
    this.stage = stage;
    this.groups = new Map(scene.groups.map(({ name, nodes }) => [name, nodes]));
    this.tallies = new RunningTallies(stage.system.nodes.length, stage.vocabulary.typeOf, mentionsBytes(scene));
    this.clients = new RunningClients(stage.vocabulary.history);
    this.run = new Run({ system: stage.system, seed, schedule: scheduleOf(scene, stage, seed), monitor: () => stage.monitor() });
    this.expected = new Set(scene.claims.flatMap(({ claim }) => (claim.kind === 'violated' ? [claim.property] : [])));
    this.watched = scene.claims.flatMap((claim, position) => {
      const watch = watchOf(claim);
      return watch ? [{ claim, position, watch }] : [];
    });
    this.strands = scene.strands.map((strand) => new Progressing(strand, this));
  }

  /** Takes a step, or lets a strand go on that is due before the next one. False where the scene has ended. @throws EndlessScene */
  advance(): boolean {
    if (this.hasEnded) return false;
    this.spend();
    const { until } = this.scene;
    const due = Math.min(until + 1, ...this.strands.map((strand) => strand.due), ...this.watched.map(({ watch }) => watch.deadline + 1));
    if (due > this.time && this.run.advance(due)) this.time = this.run.trace.timeOf(this.run.steps);
    else if (due <= until) this.time = Math.max(this.time, due);
    else return this.end();
    this.look();
    this.wake();
    return true;
  }

  /** Goes on to the end. */
  finish(): void {
    while (this.advance());
  }

  // What strands do

  spend(work = 1): void {
    this.work += work;
    if (this.work > MOST_WORK) throw new EndlessScene();
  }

  act(action: SceneAction, scope: Scope): void {
    const circumstances = { ...this.cast(), inFlight: () => this.head.messagesInFlight() };
    const work = 'messages' in action ? 1 + Math.ceil(circumstances.inFlight().length / MESSAGES_PER_WORK) : 1;
    for (const each of actionsOf(action, circumstances, scope)) {
      this.spend(work);
      this.run.act(this.time, each);
      this.look();
    }
  }

  nodesIn(set: NodeSet, scope: Scope): readonly NodeId[] {
    return nodesIn(set, this.cast(), scope);
  }

  say(text: string): void {
    this.remarks.push({ ...this.here(), kind: 'say', text });
  }

  ask(question: string, answers: readonly Answer[], explanation: string): void {
    this.remarks.push({ ...this.here(), kind: 'ask', question, answers, explanation });
  }

  // On the way

  /** After each step: what it brought is counted, claims are looked at, and strands see whether what they wait for has come. */
  private look(): void {
    this.takeIn();
    this.watched = this.watched.filter(({ watch, ...claim }) => !this.isBroken(claim, () => watch.look(this.asked, this.time)));
    const moment = this.moment();
    for (const strand of this.strands) this.attempt(strand, () => strand.notice((condition, scope) => ask(condition, moment, scope)));
  }

  /** Strands go on for as long as any can. */
  private wake(): void {
    for (let moved = true; moved; ) {
      moved = false;
      for (const strand of this.strands) moved = this.wakeOne(strand) || moved;
    }
  }

  private wakeOne(strand: Progressing): boolean {
    let moved = true;
    this.attempt(strand, () => (moved = strand.wake(this.time)));
    return moved;
  }

  /** A strand whose statement can't be carried out, or whose condition asks for what there is not, ends there. */
  private attempt(strand: Progressing, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      strand.stop();
      this.failures.push({ ...this.here(), kind: 'statement', what: '', why: error.message, claim: null });
    }
  }

  /** Counts what the steps since the last time have brought, and sees what they have violated. */
  private takeIn(): void {
    const { trace, steps, violations } = this.run;
    while (this.seenSteps < steps) {
      for (const event of trace.eventsOf(++this.seenSteps)) {
        this.tallies.add(nameOf(event), event);
        this.clients.take(event);
      }
    }
    for (const { property, step, message } of violations.slice(this.seenViolations)) {
      if (!this.expected.has(property)) this.failures.push({ step, time: trace.timeOf(step), kind: 'property', what: property, why: message, claim: null });
    }
    this.seenViolations = violations.length;
  }

  private end(): false {
    this.hasEnded = true;
    this.clients.complete();
    for (const { watch, ...claim } of this.watched) {
      if (!this.isBroken(claim, () => watch.end(this.asked)) && watch.isDoubtful) this.doubts.push({ ...this.here(), what: claim.claim.text, claim: claim.position });
    }
    const violated = new Set(this.run.violations.map(({ property }) => property));
    for (const [position, claim] of this.scene.claims.entries()) {
      if (claim.claim.kind === 'violated' && !violated.has(claim.claim.property)) this.isBroken({ claim, position }, () => 'It is not violated.');
    }
    for (const plot of this.scene.plots) this.measured.push(this.measure(plot));
    return false;
  }

  /** A plot that asks for what there is not is a failure. */
  private measure({ title, value }: Plot): number | null {
    let measured: Value | undefined;
    const why = reasonOf(() => {
      measured = valueOf(value, this.cast(), NO_NAMES);
      return undefined;
    });
    if (why !== undefined) this.failures.push({ ...this.here(), kind: 'statement', what: '', why: `"${title}" can't be plotted: ${why}`, claim: null });
    return typeof measured === 'number' ? measured : null;
  }

  /** @param judge says why it is broken, where it is; a claim that asks for what there is not is broken by that */
  private isBroken({ claim, position }: Omit<Watched, 'watch'>, judge: () => string | undefined): boolean {
    const why = reasonOf(judge);
    if (why !== undefined) this.failures.push({ ...this.here(), kind: 'claim', what: claim.text, why, claim: position });
    return why !== undefined;
  }

  private readonly asked = (condition: Condition): Asked => ask(condition, this.moment(), NO_NAMES);

  private here(): { readonly step: number; readonly time: Micros } {
    return { step: this.run.steps, time: this.time };
  }

  private get head(): Simulator<Message> {
    return this.run.at(this.run.steps);
  }

  private cast(): Cast<Message> {
    const { groups, tallies, clients } = this;
    return { nodes: this.head.nodes, vocabulary: this.stage.vocabulary, groups, tallies, clients };
  }

  private moment(): Moment<Message> {
    const { run } = this;
    // What happened in a step has just happened only until time goes on.
    const isFresh = run.steps > 0 && this.time === run.trace.timeOf(run.steps);
    return { ...this.cast(), events: isFresh ? run.trace.eventsOf(run.steps) : [] };
  }
}

/** Whether it asks for bytes anywhere. */
function mentionsBytes(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  return ('unit' in part && part.unit === 'bytes') || Object.values(part).some(mentionsBytes);
}

function reasonOf(judge: () => string | undefined): string | undefined {
  try {
    return judge();
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

/** What befalls the system by itself, what the scene has at known times, and its faults at random. */
function scheduleOf<Message>(scene: Scene, stage: Stage<Message>, seed: number): Schedule {
  return inOrder([...stage.schedule, ...scene.schedule, ...drawnFaults(scene, stage, seed)]);
}

/** A scene's faults at random. */
export function drawnFaults<Message>({ faults }: Pick<Scene, 'faults'>, { system }: Pick<Stage<Message>, 'system'>, seed: number): Schedule {
  if (!faults) return [];
  const idsOf = (kind: 'server' | 'client') => system.nodes.flatMap((node, id) => (node.kind === kind ? [id] : []));
  return randomSchedule(Random.fromSeed(seed).split('faults'), chaosOf(faults.level, { nodes: idsOf('server'), bystanders: idsOf('client'), from: faults.from, until: faults.until }));
}

/** What is at one time stays in its order. */
export function inOrder(schedule: Schedule): Schedule {
  return [...schedule].sort((one, other) => one.at - other.at);
}
