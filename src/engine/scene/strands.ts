/** Carries out what a scene says, statement by statement, each strand at its own time. */
import type { NodeId } from '../sim/process.ts';
import type { Micros } from '../sim/time.ts';
import type { Answer as Asked } from './moment.ts';
import type { Scope } from './nodes.ts';
import { Rising } from './rising.ts';
import type { Answer, Condition, NodeSet, SceneAction, Statement, Strand } from './scene.ts';

/** What statements do. */
export interface Director {
  readonly time: Micros;
  /** Called for each statement and each round, so that no scene goes on for ever. @throws Error where it has gone on too long */
  spend(): void;
  act(action: SceneAction, scope: Scope): void;
  nodesIn(set: NodeSet, scope: Scope): readonly NodeId[];
  say(text: string): void;
  ask(question: string, answers: readonly Answer[], explanation: string): void;
}

/** Until when a strand stands still: a time, that a condition holds, which it may have to by a time, or the next occasion. */
type Pause = { readonly until: Micros } | { readonly condition: Condition; readonly by: Micros } | typeof NEXT_OCCASION;

/** That what it begins with comes to hold. */
const NEXT_OCCASION = 'the next occasion';

/** What is given back to a strand is of which nodes the condition holds. */
type Steps = Generator<Pause, void, readonly NodeId[]>;

const NO_NAMES: Scope = new Map();

/** One strand on its way. */
export class Progressing {
  readonly scope = new Map<string, readonly NodeId[]>();
  /** What it waits for; undefined while it is at work, and once it has come to its end. */
  private waitsFor: Pause | undefined;
  /** Nodes of which the condition held that it has waited for; undefined while it has to wait. */
  private awaited: readonly NodeId[] | undefined;
  /** Undefined where it does not begin again and again, or has been ended. */
  private occasions: Occasions | undefined;
  private readonly steps: Steps;

  constructor(strand: Strand, director: Director) {
    if (strand.begin.kind === 'when' && strand.begin.again) this.occasions = new Occasions(strand.begin.condition);
    this.steps = stepsOf(strand, director, this.scope);
    this.goOn([]);
  }

  /** When it goes on, whatever happens: at the end of a wait, or where what it waits for is late. */
  get due(): Micros {
    const { waitsFor } = this;
    if (waitsFor === undefined || waitsFor === NEXT_OCCASION) return Infinity;
    return 'until' in waitsFor ? waitsFor.until : waitsFor.by + 1;
  }

  /** After a step, also one that it takes itself: whether what it waits for has come about. */
  notice(ask: (condition: Condition, scope: Scope) => Asked): void {
    this.occasions?.notice(ask);
    const { waitsFor } = this;
    if (typeof waitsFor !== 'object' || 'until' in waitsFor || this.awaited) return;
    const { holds, nodes } = ask(waitsFor.condition, this.scope);
    if (holds === true) this.awaited = nodes;
  }

  /** Goes on if it can. @returns whether it did @throws RangeError where what it says can't be done, or it has waited in vain */
  wake(time: Micros): boolean {
    const { waitsFor } = this;
    const awaited = waitsFor === NEXT_OCCASION ? this.occasions?.take() : this.awaited;
    if (!waitsFor || (!awaited && time < this.due)) return false;
    this.waitsFor = undefined;
    this.awaited = undefined;
    if (typeof waitsFor === 'object' && 'condition' in waitsFor && !awaited) throw new RangeError('What is waited for has not come about in time.');
    this.goOn(awaited ?? []);
    return true;
  }

  /** Ends it where it is. */
  stop(): void {
    this.waitsFor = undefined;
    this.awaited = undefined;
    this.occasions = undefined;
  }

  private goOn(nodes: readonly NodeId[]): void {
    const next = this.steps.next(nodes);
    this.waitsFor = next.done ? undefined : next.value;
  }
}

/** The times at which a condition has come to hold and nobody has attended to yet: none is missed while the strand is at work. */
class Occasions {
  private readonly condition: Condition;
  private readonly rising = new Rising();
  /** The nodes of which it then held. */
  private readonly open: (readonly NodeId[])[] = [];

  constructor(condition: Condition) {
    this.condition = condition;
  }

  notice(ask: (condition: Condition, scope: Scope) => Asked): void {
    const answer = ask(this.condition, NO_NAMES);
    if (this.rising.hasCome(answer)) this.open.push(answer.nodes);
  }

  /** The first of them, which is attended to now. */
  take(): readonly NodeId[] | undefined {
    return this.open.shift();
  }
}

function* stepsOf({ begin, then }: Strand, director: Director, scope: Map<string, readonly NodeId[]>): Steps {
  switch (begin.kind) {
    case 'at':
      yield { until: begin.time };
      yield* block(then, director, scope);
      return;
    case 'every':
      for (let time = begin.from; begin.until === null || time <= begin.until; time = Math.max(time + begin.interval, director.time)) {
        director.spend();
        yield { until: time };
        yield* block(then, director, scope);
      }
      return;
    case 'when':
      do {
        director.spend();
        const nodes = yield begin.again ? NEXT_OCCASION : { condition: begin.condition, by: Infinity };
        if (begin.as !== null) scope.set(begin.as, nodes);
        yield* block(then, director, scope);
      } while (begin.again);
  }
}

function* block(statements: readonly Statement[], director: Director, scope: Map<string, readonly NodeId[]>): Steps {
  for (const statement of statements) {
    director.spend();
    switch (statement.kind) {
      case 'act':
        director.act(statement.action, scope);
        break;
      case 'wait':
        yield { until: director.time + statement.time };
        break;
      case 'await': {
        const by = statement.within === null ? Infinity : director.time + statement.within;
        const nodes = yield { condition: statement.condition, by };
        if (statement.as !== null) scope.set(statement.as, nodes);
        break;
      }
      case 'repeat':
        for (let round = 0; round < statement.times; round++) {
          director.spend();
          yield* block(statement.body, director, scope);
        }
        break;
      case 'name':
        scope.set(statement.name, director.nodesIn(statement.nodes, scope));
        break;
      case 'say':
        director.say(statement.text);
        break;
      case 'ask':
        director.ask(statement.question, statement.answers, statement.explanation);
        break;
    }
  }
}
