/**
 * A learner's way through the runs of one simulation. It is asynchronous, so that a session whose processes run
 * elsewhere can stand behind the same panel; this one runs reference protocols where it is called.
 */
import * as v from 'valibot';
import type { Action, BranchView, ComparisonView, EventChoice, EventDetails, EventFound, EventSought, EventView, ExportRequest, PredictionView, SeekTarget, SimulationView, WhyView } from '../contract/simulation.ts';
import type { SpaceTimePage, SpaceTimeRequest } from '../contract/space-time.ts';
import { Run } from '../engine/sim/run.ts';
import type { Schedule } from '../engine/sim/schedule.ts';
import type { System } from '../engine/sim/system.ts';
import type { Micros } from '../engine/sim/time.ts';
import { ENGINE_VERSION } from '../engine/sim/version.ts';
import { compareBranches } from './comparison.ts';
import type { Command, SimulationDefinition, Values } from './definition.ts';
import { eventChoices, findEvent } from './event-finding.ts';
import { exportExcerpt, type Exported } from './export/exports.ts';
import { nameAction } from './faults.ts';
import { formatTime } from './format.ts';
import { Jobs } from './job.ts';
import { valuesOf, viewParameters } from './parameters.ts';
import { nextPrediction } from './predictions.ts';
import { checkedAgainst } from './published/checked-against.ts';
import { simulationOfType } from './registry.ts';
import { SAVED_VERSION, savedRun, SavedSession, type RecordedRun } from './saved.ts';
import { buildSystem } from './search/problem.ts';
import { deviationFrom, readStoredRun, storedRun, type StoredRun } from './stored-run.ts';
import { ShrinkWork, type Smaller } from './shrink.ts';
import { spaceTimePage } from './space-time.ts';
import { describeEvent, describeMessageOf, describeRun, namesOf } from './view.ts';
import { whyIsIt } from './why.ts';

export interface Session {
  snapshot(): Promise<SimulationView>;
  /** Goes to a step, a time or an event; past the head the run is carried on, up to its horizon. */
  seek(target: SeekTarget): Promise<SimulationView>;
  /**
   * Acts at the cursor; where the branch has gone on from there, on a new branch.
   * @throws Error that says why it can't be done
   */
  act(action: Action): Promise<SimulationView>;
  selectBranch(branch: number): Promise<SimulationView>;
  /** Starts over. @throws RangeError for values that are out of range or don't go together; the run stays as it was */
  configure(values: Values): Promise<SimulationView>;
  events(from: number, count: number): Promise<EventView[]>;
  /** Finds the nearest event that fits before or after another. The run is carried on for that out of sight. @throws RangeError for a kind or a node that there is not */
  findEvent(sought: EventSought): Promise<EventFound>;
  /** @throws RangeError where the branch that is shown has no such event */
  inspectEvent(event: number): Promise<EventDetails>;
  /** A page of the branch that is shown, for its space-time diagram; it ends where the branch does. */
  spaceTime(request: SpaceTimeRequest): Promise<SpaceTimePage>;
  /** Why a field of a node, or its role, is what it is at the cursor. @throws RangeError where there is no such node or field */
  why(node: number, label: string): Promise<WhyView>;
  /** Where the branch that is shown and another part. @throws RangeError where there is no such branch */
  compare(branch: number): Promise<ComparisonView>;
  /** @throws RangeError for steps that the branch does not have, or more than the format can hold */
  exportRun(request: ExportRequest): Promise<Exported>;
  /** The first thing from a step on that a learner can foresee, with what comes of it; null where there is none. The run is carried on for that out of sight. */
  predict(from: number): Promise<PredictionView | null>;
  /** The branch that is shown, as a run of its own at this moment. */
  shared(): Promise<StoredRun>;
  /** What the run of the branch that is shown was made of, as far as it has been carried out. */
  recorded(): Promise<RecordedRun>;
  /**
   * Begins a job that makes the run smaller in which a property is broken; what is left opens as a branch.
   * @throws Error where the branch that is shown does not break it, or another job is running
   */
  shrink(property: string): Promise<SimulationView>;
  /** Stops the job that is running and keeps what it has found; takes one that is over out of sight. */
  endJob(): Promise<SimulationView>;
  /** @param listener called after each slice of a job, and when it is over */
  onJobChange(listener: () => void): void;
  /** Ends what is still running. */
  close(): void;
  /** What a search of the simulation's worlds begins with. */
  readonly searched: { readonly type: string; readonly values: Values };
  save(): SavedSession;
}

/** A stored run that was run again. */
export interface Replay {
  readonly session: Session;
  /** Why the run is not what it was, in words; null where it is the same, event for event. */
  readonly deviation: string | null;
}

/** Gives the thread to others for a moment. A long stretch of a run is taken in slices, with a breath between two. */
export type Breathe = () => Promise<void>;

/** Steps in a slice: some milliseconds' worth. */
const SLICE = 1_000;

/** A run ends here even where its horizon is far: more would fill the memory, and nobody looks at it all. */
const MOST_STEPS = 200_000;

interface Branch {
  readonly parent: number | null;
  readonly forkStep: number;
  readonly label: string;
  /** A run that was shrunk may have other values than the one that it comes from. */
  readonly values: Values;
  readonly system: System<unknown>;
  run: Run<unknown>;
  /** Steps that it had when it was saved: it is run so far again when it is next looked at. */
  readonly reach: number;
}

/**
 * @param changes parameters that differ from their initial values
 * @throws RangeError for an unknown type, or for values as `configure` refuses them
 */
export function createSession(type: string, changes: Values = {}, breathe: Breathe = holdBreath): Session {
  return new LocalSession(simulationOfType(type), changes, breathe);
}

/** @throws Error for data that is no saved session of this version; it says what is wrong with it */
export function restoreSession(data: unknown, breathe: Breathe = holdBreath): Session {
  const parsed = v.safeParse(SavedSession, data);
  if (!parsed.success) throw new Error(`This is no saved simulation of version ${SAVED_VERSION}: ${parsed.issues[0].message}.`);
  const saved = parsed.output;
  if (saved.engine !== ENGINE_VERSION) throw new Error(`It was saved by version ${saved.engine} of the engine; in version ${ENGINE_VERSION} it might run otherwise.`);
  const session = new LocalSession(simulationOfType(saved.type), saved.values, breathe, saved.bounds);
  session.resume(saved);
  return session;
}

/**
 * Runs a stored run again and says whether it is the same.
 * @throws Error for data that is no stored run, or whose input makes no sense; it says what is wrong with it
 */
export async function replayRun(data: unknown, breathe: Breathe = holdBreath): Promise<Replay> {
  const stored = readStoredRun(data);
  const { type, values, bounds } = stored.session;
  const session = new LocalSession(simulationOfType(type), values, breathe, bounds);
  return { session, deviation: await session.replay(stored) };
}

class LocalSession implements Session {
  private readonly definition: SimulationDefinition<unknown>;
  private readonly bounds: Values | undefined;
  private branches: Branch[];
  private current = 0;
  private step = 0;
  private time: Micros = 0;
  private readonly checked: SimulationView['checkedAgainst'];
  private readonly eventChoices: EventChoice[];
  private readonly breathe: Breathe;
  private turn: Promise<unknown> = Promise.resolve();
  private readonly jobs: Jobs;
  private foresight: { readonly of: Run<unknown>; readonly run: Run<unknown> } | undefined;

  /** @param bounds of the search that looked at the system; where they are left out it is the simulation's whole one */
  constructor(definition: SimulationDefinition<unknown>, changes: Values, breathe: Breathe, bounds?: Values) {
    this.definition = definition;
    this.bounds = bounds;
    this.checked = checkedAgainst(definition.type);
    this.eventChoices = eventChoices(definition.vocabulary.events);
    this.breathe = breathe;
    this.jobs = new Jobs(breathe);
    this.branches = [this.trunk(valuesOf(definition.parameters, changes))];
  }

  async snapshot(): Promise<SimulationView> {
    return this.inTurn(async () => this.view());
  }

  async seek(target: SeekTarget): Promise<SimulationView> {
    return this.inTurn(async () => {
      if ('time' in target) await this.seekTime(target.time);
      else await this.seekStep('step' in target ? target.step : this.stepOfEvent(target.event));
      return this.view();
    });
  }

  async act(action: Action): Promise<SimulationView> {
    return this.inTurn(async () => {
      const { step, time, run } = this;
      if (action.kind === 'command') this.checkCommand(this.branch.system, action, this.told);
      const objection = run.at(step).objection(action);
      if (objection) throw new Error(objection);
      const fork = run.fork(step, time, action);
      fork.advance();
      if (step === run.steps) this.branch.run = fork;
      else this.addBranch(fork, `${nameAction(action, this.nameOf)} at ${formatTime(time)}`);
      await this.seekStep(step + 1);
      return this.view();
    });
  }

  async selectBranch(branch: number): Promise<SimulationView> {
    return this.inTurn(async () => {
      this.branchOf(branch);
      if (branch !== this.current) await this.switchTo(branch);
      return this.view();
    });
  }

  async configure(changes: Values): Promise<SimulationView> {
    return this.inTurn(async () => {
      this.branches = [this.trunk(valuesOf(this.definition.parameters, { ...this.branch.values, ...changes }))];
      this.current = 0;
      this.jobs.abandon();
      await this.seekStep(0);
      return this.view();
    });
  }

  async events(from: number, count: number): Promise<EventView[]> {
    return this.inTurn(async () => {
      const { trace } = this.run;
      const length = Math.max(0, Math.min(count, trace.length - from));
      return Array.from({ length }, (_, offset) => describeEvent(this.definition, this.branch.system, trace, from + offset));
    });
  }

  async findEvent(sought: EventSought): Promise<EventFound> {
    return this.inTurn(async () => {
      const { definition, branch } = this;
      if (sought.node !== null && !branch.system.nodes[sought.node]) throw new RangeError(`There is no node ${sought.node}; there are ${branch.system.nodes.length}, counted from 0.`);
      const run = sought.direction === 'back' ? branch.run : this.foreseen(branch);
      const { trace } = run;
      const grow = async (): Promise<boolean> => {
        const { length, steps } = trace;
        await this.carryOn(run, (carried) => carried.steps < steps + SLICE && carried.nextTime <= definition.horizon);
        return trace.length > length;
      };
      const event = await findEvent({ trace, grow }, sought);
      if (event !== null) return { event, step: trace.stepOf(event) };
      return { none: sought.direction === 'back' ? 'from here back to the start' : `from here to the end of the run, which is ${formatTime(trace.timeOf(run.steps))} into it` };
    });
  }

  async inspectEvent(event: number): Promise<EventDetails> {
    return this.inTurn(async () => {
      const { definition, run, branch } = this;
      return { event: describeEvent(definition, branch.system, run.trace, event), message: describeMessageOf(definition, branch.system, run.trace, event) };
    });
  }

  async spaceTime({ from, count }: SpaceTimeRequest): Promise<SpaceTimePage> {
    return this.inTurn(async () => {
      const { definition, run, branch, current } = this;
      return { branch: current, ...spaceTimePage(definition, branch.system, run, from, count) };
    });
  }

  async why(node: number, label: string): Promise<WhyView> {
    return this.inTurn(async () => {
      const { definition, branch, current, step, breathe } = this;
      const { system, run } = branch;
      return { branch: current, step, node, label, ...(await whyIsIt({ definition, system, run, breathe }, step, node, label)) };
    });
  }

  async compare(branch: number): Promise<ComparisonView> {
    return this.inTurn(async () => {
      const [here, there] = [this.branch, this.branchOf(branch)];
      await this.catchUp(here);
      await this.catchUp(there);
      const side = ({ label, system, run }: Branch) => ({ label, system, trace: run.trace });
      return { branch, ...compareBranches(this.definition, side(here), side(there)) };
    });
  }

  async exportRun({ format, from, to }: ExportRequest): Promise<Exported> {
    return this.inTurn(async () => {
      const { definition, branch } = this;
      await this.catchUp(branch);
      const { label, system, run } = branch;
      if (format !== 'run') checkSteps(from, to, run.steps);
      return exportExcerpt(format, { definition, system, trace: run.trace, from, to }, label, () => this.stored());
    });
  }

  async predict(from: number): Promise<PredictionView | null> {
    return this.inTurn(async () => {
      const { definition, branch } = this;
      const { system } = branch;
      if (!definition.predict) return null;
      const run = this.foreseen(branch);
      const reach = async (wanted: number): Promise<boolean> => {
        await this.carryOn(run, ({ steps, nextTime }) => steps < wanted && nextTime <= definition.horizon);
        return run.steps >= wanted;
      };
      return nextPrediction(definition.predict, { run, reach }, from, this.nameOf, ({ id }) => describeEvent(definition, system, run.trace, id));
    });
  }

  /** The run of a branch as it goes on if nothing is done to it, apart from what is shown: nobody sees it before its time. */
  private foreseen({ run, system, values }: Branch): Run<unknown> {
    if (this.foresight?.of !== run) this.foresight = { of: run, run: new Run({ system, seed: values['seed'] ?? 0, schedule: run.schedule }) };
    return this.foresight.run;
  }

  async recorded(): Promise<RecordedRun> {
    return this.inTurn(async () => {
      const { branch, bounds, definition } = this;
      await this.catchUp(branch);
      const { values, run } = branch;
      const until = run.trace.timeOf(run.steps);
      return { type: definition.type, values, ...(bounds && { bounds }), schedule: run.schedule, until, violated: run.violations.map(({ property }) => property) };
    });
  }

  async shared(): Promise<StoredRun> {
    return this.inTurn(async () => {
      const { branch, bounds, definition, step, time } = this;
      await this.catchUp(branch);
      const { label, values, run } = branch;
      const session = savedRun({ type: definition.type, values: { ...values }, ...(bounds && { bounds: { ...bounds } }) }, label, run, step, time);
      // It is to be short: digests can't be compressed.
      return storedRun(session, [run.trace], Math.max(1, run.trace.length));
    });
  }

  async endJob(): Promise<SimulationView> {
    this.jobs.end();
    return this.snapshot();
  }

  onJobChange(listener: () => void): void {
    this.jobs.onChange(listener);
  }

  close(): void {
    this.jobs.abandon();
  }

  get searched(): { readonly type: string; readonly values: Values } {
    return { type: this.definition.type, values: this.branch.values };
  }

  async shrink(property: string): Promise<SimulationView> {
    return this.inTurn(async () => {
      const { definition, branch, current } = this;
      const { values, run } = branch;
      const build = (tried: Values) => this.build(valuesOf(definition.parameters, tried));
      const title = definition.properties(values).find(({ id }) => id === property)?.title ?? property;
      const violation = run.violations.find((found) => found.property === property);
      if (!violation) throw new Error(`As far as “${branch.label}” has been run, “${title}” is not broken: there is nothing to shrink.`);
      // How many nodes a searched system has is a matter of its bounds.
      const shrinkable = { definition: this.bounds ? { ...definition, shrinking: {} } : definition, build };
      const work = new ShrinkWork(shrinkable, values, run, violation, (smaller) => this.openSmaller(current, title, smaller));
      this.jobs.begin(`Shrinking: ${title}`, work);
      return this.view();
    });
  }

  save(): SavedSession {
    const [{ values }] = this.branches as [Branch];
    return {
      version: SAVED_VERSION,
      engine: ENGINE_VERSION,
      type: this.definition.type,
      values: { ...values },
      ...(this.bounds && { bounds: { ...this.bounds } }),
      branches: this.branches.map(({ parent, forkStep, label, values: own, run, reach }) => ({
        parent,
        forkStep,
        label,
        ...(own === values ? {} : { values: { ...own } }),
        steps: Math.max(run.steps, reach),
        schedule: run.schedule.map((entry) => ({ ...entry })) as SavedSession['branches'][number]['schedule'],
      })),
      branch: this.current,
      cursor: { step: this.step, time: this.time },
    };
  }

  /** Takes over what `save` gave. A run is a function of its schedule, so repeating it brings back every moment. */
  resume(saved: SavedSession): void {
    this.takeOver(saved);
    // Whoever asks for something now waits until the run has come so far again.
    void this.inTurn(async () => {
      await this.catchUp(this.branch);
      this.moveTo(saved.cursor);
    });
  }

  /** Runs every branch as far as it was stored. @returns why one is not what it was; null where all are */
  async replay(stored: StoredRun): Promise<string | null> {
    return this.inTurn(async () => {
      this.takeOver(stored.session);
      const deviations: string[] = [];
      for (const [index, branch] of this.branches.entries()) {
        await this.catchUp(branch);
        const deviation = deviationFrom(stored, index, branch.run.trace);
        if (deviation !== null) deviations.push(`“${branch.label}” is not the run that was stored. ${deviation}`);
      }
      this.moveTo(stored.session.cursor);
      return deviations[0] ?? null;
    });
  }

  private takeOver({ branches, branch }: SavedSession): void {
    const [first] = this.branches as [Branch];
    this.branches = branches.map(({ parent, forkStep, label, values: own, steps, schedule }) => {
      const values = own ? valuesOf(this.definition.parameters, own) : first.values;
      const system = own ? this.build(values) : first.system;
      const commands = commandsIn(schedule as Schedule);
      commands.forEach((command, position) => this.checkCommand(system, command, commands.slice(0, position)));
      return { parent, forkStep, label, values, system, reach: steps, run: this.newRun(system, values, schedule as Schedule) };
    });
    this.current = Math.min(branch, this.branches.length - 1);
  }

  /** What is left of a branch whose run was shrunk, at the moment of the violation. */
  private async openSmaller(parent: number, title: string, { values, schedule, step }: Smaller): Promise<void> {
    await this.inTurn(async () => {
      const system = this.build(values);
      this.branches.push({ parent, forkStep: 0, label: `${title}, shrunk`, values, system, run: this.newRun(system, values, schedule), reach: 0 });
      this.current = this.branches.length - 1;
      await this.seekStep(step);
    });
  }

  private moveTo(cursor: SavedSession['cursor']): void {
    this.goTo(cursor.step);
    if (cursor.time >= this.time && cursor.time < this.nextTime) this.time = cursor.time;
  }

  private async stored(): Promise<StoredRun> {
    for (const branch of this.branches) await this.catchUp(branch);
    return storedRun(this.save(), this.branches.map(({ run }) => run.trace));
  }

  private get branch(): Branch {
    return this.branchOf(this.current);
  }

  private branchOf(id: number): Branch {
    const branch = this.branches[id];
    if (!branch) throw new RangeError(`There is no branch ${id}; there are ${this.branches.length}, counted from 0.`);
    return branch;
  }

  private get run(): Run<unknown> {
    return this.branch.run;
  }

  /** When the step after the cursor happens; infinity at the end of the run. */
  private get nextTime(): Micros {
    const { run, step } = this;
    const next = step < run.steps ? run.trace.timeOf(step + 1) : run.nextTime;
    return next <= this.definition.horizon && step < MOST_STEPS ? next : Infinity;
  }

  private readonly nameOf = (node: number | null): string => namesOf(this.branch.system)(node);

  /** Requests are carried out one after the other, also where one takes a breath. */
  private async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  private async seekStep(step: number): Promise<void> {
    await this.carryOn(this.run, (run) => run.steps < step && run.nextTime <= this.definition.horizon);
    this.goTo(step);
  }

  private async seekTime(time: Micros): Promise<void> {
    const { trace } = this.run;
    const reached = Math.min(time, this.definition.horizon);
    await this.carryOn(this.run, (run) => run.nextTime <= reached);
    this.step = trace.stepAt(reached);
    this.time = Math.min(reached, Math.max(this.nextTime - 1, trace.timeOf(this.step)));
  }

  /** The same moment on another branch, as far as that one has come. */
  private async switchTo(branch: number): Promise<void> {
    this.current = branch;
    await this.catchUp(this.branch);
    const { time } = this;
    this.goTo(this.run.trace.stepAt(time));
    if (time < this.nextTime) this.time = Math.max(time, this.time);
  }

  private async catchUp({ run, reach }: Branch): Promise<void> {
    await this.carryOn(run, () => run.steps < reach);
  }

  private async carryOn(run: Run<unknown>, further: (run: Run<unknown>) => boolean): Promise<void> {
    let taken = 0;
    while (run.steps < MOST_STEPS && further(run) && run.advance()) if (++taken % SLICE === 0) await this.breathe();
  }

  private goTo(step: number): void {
    this.step = Math.min(step, this.run.steps);
    this.time = this.run.trace.timeOf(this.step);
  }

  private stepOfEvent(event: number): number {
    const { trace } = this.run;
    return trace.stepOf(trace.at(event).id);
  }

  /** What nodes have been told up to the cursor. */
  private get told(): readonly Command[] {
    const { run, step } = this;
    return commandsIn(run.schedule.slice(0, run.at(step).schedulePosition));
  }

  private checkCommand(system: System<unknown>, command: Command, told: readonly Command[]): void {
    const { definition } = this;
    const takers = system.nodes.filter((_, node) => definition.commandForm(node, system, told));
    if (!definition.commandForm(command.node, system, told)) throw new Error(`${namesOf(system)(command.node)} takes no commands: they are given to ${takers.map(({ name }) => name).join(', ')}.`);
    definition.checkCommand(command, system, told);
  }

  private build(values: Values): System<unknown> {
    return buildSystem(this.definition, values, this.bounds);
  }

  /** @throws RangeError for values that don't go together */
  private trunk(values: Values): Branch {
    const system = this.build(values);
    const run = this.newRun(system, values, (!this.bounds && this.definition.schedule?.(values)) || []);
    return { parent: null, forkStep: 0, label: 'first run', values, system, run, reach: 0 };
  }

  private newRun(system: System<unknown>, values: Values, schedule: Schedule): Run<unknown> {
    return new Run({ system, seed: values['seed'] ?? 0, schedule, monitor: () => this.definition.monitor(values, system) });
  }

  private addBranch(run: Run<unknown>, label: string): void {
    const { values, system } = this.branch;
    this.branches.push({ parent: this.current, forkStep: this.step, label, values, system, run, reach: 0 });
    this.current = this.branches.length - 1;
  }

  private view(): SimulationView {
    const { definition, step, time, nextTime, current } = this;
    const { system, values, run } = this.branch;
    const branches: BranchView[] = this.branches.map(({ parent, forkStep, label }, id) => ({ id, parent, forkStep, label }));
    return {
      ...describeRun(definition, values, system, run, step, this.told),
      guide: [],
      scene: null,
      notebook: { answers: {}, predictions: {}, bookmarks: [] },
      predicts: definition.predict !== undefined,
      eventChoices: this.eventChoices,
      parameters: viewParameters(definition.parameters, values),
      bounds: viewParameters(definition.search.bounds, this.bounds ?? {}),
      search: null,
      branches,
      branch: current,
      cursor: { step, time },
      nextTime: nextTime === Infinity ? null : nextTime,
      horizon: definition.horizon,
      checkedAgainst: this.checked,
      job: this.jobs.view,
    };
  }
}

function checkSteps(from: number, to: number, steps: number): void {
  if (steps === 0) throw new RangeError('This branch has no steps yet: take one first.');
  if (from > to || to > steps) throw new RangeError(`${from} to ${to} are no steps of this branch, which has steps 1 to ${steps}.`);
}

function commandsIn(schedule: Schedule): Command[] {
  return schedule.flatMap(({ action }) => (action.kind === 'command' ? [action] : []));
}

/** For those who share the thread with nobody. */
async function holdBreath(): Promise<void> {}
