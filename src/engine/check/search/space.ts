/**
 * The worlds of a model and the ways between them. A world is a vector of small numbers: the state of each node, what is
 * in the network, which commands were given, and how often each bounded thing has happened.
 */
import { Locals, type Transition } from './locals.ts';
import { Messages } from './messages.ts';
import type { Choice, SearchModel, WorldView } from './model.ts';
import { Networks } from './networks.ts';
import { Symmetries } from './symmetries.ts';
import { IntegerList, PairTable } from './tables.ts';

/** The kinds of choices; a choice's code is `8 * argument + kind`. */
const DELIVER = 0;
const TIMER = 1;
const CRASH = 2;
const RESTART = 3;
const COMMAND = 4;
const LOSE = 5;
const DUPLICATE = 6;
const DISK = 7;

const MOST_COMMANDS = 30;

export type Outcome =
  /** Nothing is different, or it can't happen. */
  | 'same'
  | 'changed'
  /** A process threw; `Space.thrown` says what. */
  | 'threw';

export class Space<Message> {
  readonly model: SearchModel<Message>;
  /** Numbers in a world. */
  readonly width: number;
  readonly initial: Int32Array;
  /** What the last step's code threw, in words and itself. */
  thrown = '';
  error: unknown;
  private readonly messages = new Messages<Message>();
  private readonly locals: Locals<Message>;
  private readonly networks: Networks;
  private readonly isBag: boolean;
  private readonly symmetries: Symmetries<Message> | undefined;
  private readonly network: number;
  private readonly given: number;
  private readonly crashes: number;
  private readonly losses: number;
  private readonly duplications: number;
  private readonly fired: number;
  /** The numbers by which choices name timers: of a node, and of a name. */
  private readonly timers = new PairTable();
  private readonly timerList: { readonly node: number; readonly name: number }[] = [];

  /** @throws RangeError for a model that makes no sense; whatever a process throws when it starts */
  constructor(model: SearchModel<Message>) {
    if ((model.commands?.length ?? 0) > MOST_COMMANDS) throw new RangeError(`A search gives at most ${MOST_COMMANDS} commands, not ${model.commands?.length ?? 0}.`);
    const size = model.nodes.length;
    this.model = model;
    this.isBag = model.network === 'bag';
    this.locals = new Locals(model.nodes, this.messages, model.isDiskWait);
    this.networks = new Networks(!this.isBag);
    this.symmetries = model.symmetry && new Symmetries(model.symmetry, size, this.locals, this.messages, this.networks);
    validateSymmetry(model);
    if (model.bounds?.synchronous && !this.isBag) throw new RangeError('Messages of a set are always on their way, so no timer could ever fire: a synchronous network is a bag.');
    this.network = size;
    this.given = size + 1;
    this.crashes = size + 2;
    this.losses = size + 3;
    this.duplications = size + 4;
    this.fired = size + 5;
    this.width = size + 6;
    this.initial = this.start();
  }

  /** How many states of single nodes were seen, and how often a process's code was run. */
  get work(): { readonly nodeStates: number; readonly steps: number } {
    return { nodeStates: this.locals.size, steps: this.locals.steps };
  }

  /** Everything that may happen in a world, as codes; `apply` tells whether it makes a difference. */
  choices(world: Int32Array, into: IntegerList): void {
    const { nodes, bounds = {}, commands = [] } = this.model;
    const network = world[this.network]!;
    const size = this.networks.lengthOf(network);
    const { crashes = 0, restarts = false, losses = 0, duplications = 0, timers = Infinity, synchronous = false } = bounds;
    const timersMayFire = world[this.fired]! < timers && (!synchronous || size === 0);
    for (let position = 0, last = -1; position < size; position++) {
      const message = this.networks.at(network, position);
      if (message === last) continue;
      last = message;
      into.push(8 * message + DELIVER);
      if (this.isBag && world[this.losses]! < losses && !(synchronous && this.locals.isUp(world[this.messages.at(message).from]!))) into.push(8 * message + LOSE);
      if (this.isBag && world[this.duplications]! < duplications) into.push(8 * message + DUPLICATE);
    }
    for (let node = 0; node < nodes.length; node++) {
      const local = world[node]!;
      const isUp = this.locals.isUp(local);
      if (isUp && timersMayFire) for (const name of this.locals.timersOf(local)) into.push(8 * this.timerNumber(node, name) + TIMER);
      if (isUp && this.locals.waitsForDisk(local)) into.push(8 * node + DISK);
      if (isUp && world[this.crashes]! < crashes && (bounds.crashable?.includes(node) ?? true)) into.push(8 * node + CRASH);
      if (!isUp && restarts) into.push(8 * node + RESTART);
    }
    for (let command = 0; command < commands.length; command++) if (!(world[this.given]! & (1 << command))) into.push(8 * command + COMMAND);
  }

  /** Takes a step. @param into becomes the world after it */
  apply(world: Int32Array, code: number, into: Int32Array): Outcome {
    const argument = code >> 3;
    for (let i = 0; i < this.width; i++) into[i] = world[i]!;
    switch (code & 7) {
      case DELIVER: {
        const { to } = this.messages.at(argument);
        const local = world[to]!;
        if (this.isBag) into[this.network] = this.networks.take(world[this.network]!, argument);
        if (!this.locals.isUp(local)) return this.isBag ? 'changed' : 'same';
        return this.step(to, this.locals.deliver(local, argument), world, into);
      }
      case TIMER: {
        const { node, name } = this.timerList[argument]!;
        if (this.model.bounds?.timers !== undefined) into[this.fired] = world[this.fired]! + 1;
        return this.step(node, this.locals.fire(world[node]!, name), world, into);
      }
      case DISK:
        return this.step(argument, this.locals.finishWait(world[argument]!), world, into);
      case CRASH:
        into[this.crashes] = world[this.crashes]! + 1;
        return this.step(argument, this.locals.befall(world[argument]!, 'crash'), world, into);
      case RESTART:
        return this.step(argument, this.locals.befall(world[argument]!, 'restart'), world, into);
      case COMMAND: {
        const { node, command } = this.model.commands![argument]!;
        if (!this.locals.isUp(world[node]!)) return 'same';
        into[this.given] = world[this.given]! | (1 << argument);
        return this.step(node, this.locals.command(world[node]!, command), world, into);
      }
      case LOSE:
        into[this.losses] = world[this.losses]! + 1;
        into[this.network] = this.networks.take(world[this.network]!, argument);
        return 'changed';
      default:
        into[this.duplications] = world[this.duplications]! + 1;
        into[this.network] = this.networks.add(world[this.network]!, Int32Array.of(argument), -1 - argument);
        return 'changed';
    }
  }

  /** Turns a world into the one that stands for all that are alike: itself where the model has no symmetry. */
  standFor(world: Int32Array): void {
    this.symmetries?.standFor(world);
  }

  /** Whether two worlds differ only in which of the model's nodes that are alike is which. */
  areAlike(world: Int32Array, other: Int32Array): boolean {
    return this.symmetries?.areAlike(world, other) ?? world.every((value, position) => value === other[position]);
  }

  /** Whether nothing is left to do but faults. */
  rests(world: Int32Array): boolean {
    const open = new IntegerList();
    const next = new Int32Array(this.width);
    this.choices(world, open);
    for (let i = 0; i < open.length; i++) if (!this.isFault(open.at(i)) && this.apply(world, open.at(i), next) !== 'same') return false;
    return true;
  }

  /** Whether two choices that are both open lead to the same world in either order; false where that is not sure. */
  areIndependent(one: number, other: number): boolean {
    const kinds = [one & 7, other & 7];
    if (kinds.includes(LOSE) || kinds.includes(DUPLICATE)) return false;
    if (kinds.every((kind) => kind === CRASH)) return false;
    // What one of them sends, a timer may have to wait for.
    if (this.model.bounds?.synchronous && kinds.includes(TIMER)) return false;
    if (this.model.bounds?.timers !== undefined && kinds.every((kind) => kind === TIMER)) return false;
    return this.nodeOf(one) !== this.nodeOf(other);
  }

  private nodeOf(code: number): number {
    const argument = code >> 3;
    switch (code & 7) {
      case DELIVER:
        return this.messages.at(argument).to;
      case TIMER:
        return this.timerList[argument]!.node;
      case COMMAND:
        return this.model.commands![argument]!.node;
      default:
        return argument;
    }
  }

  /** Whether a choice is one of those that a system has to reckon with, and not its own doing. */
  isFault(code: number): boolean {
    const kind = code & 7;
    return kind === CRASH || kind === RESTART || kind === LOSE || kind === DUPLICATE;
  }

  isRestart(code: number): boolean {
    return (code & 7) === RESTART;
  }

  isTimer(code: number): boolean {
    return (code & 7) === TIMER;
  }

  view(world: Int32Array): WorldView<Message> {
    const { locals, messages, networks } = this;
    const nodes = this.model.nodes.map((_, node) => locals.view(world[node]!));
    const network = world[this.network]!;
    return {
      nodes,
      get messages() {
        return Array.from(networks.members(network), (message) => messages.at(message));
      },
    };
  }

  choice(code: number): Choice {
    const argument = code >> 3;
    switch (code & 7) {
      case DELIVER:
        return { kind: 'deliver', message: argument };
      case TIMER: {
        const { node, name } = this.timerList[argument]!;
        return { kind: 'timer', node, name: this.locals.nameOf(name) };
      }
      case CRASH:
        return { kind: 'crash', node: argument };
      case RESTART:
        return { kind: 'restart', node: argument };
      case COMMAND:
        return { kind: 'command', command: argument };
      case LOSE:
        return { kind: 'lose', message: argument };
      case DISK:
        return { kind: 'disk', node: argument };
      default:
        return { kind: 'duplicate', message: argument };
    }
  }

  /** A message by its number. */
  message(number: number) {
    return this.messages.at(number);
  }

  private step(node: number, transition: Transition, world: Int32Array, into: Int32Array): Outcome {
    if (transition.thrown !== undefined) {
      this.thrown = transition.thrown.message;
      this.error = transition.thrown.error;
      return 'threw';
    }
    into[node] = transition.next;
    into[this.network] = this.networks.add(into[this.network]!, transition.sent, transition.sentList);
    return this.isBag || into[node] !== world[node] || into[this.network] !== world[this.network] || into[this.given] !== world[this.given] ? 'changed' : 'same';
  }

  private start(): Int32Array {
    const world = new Int32Array(this.width);
    for (let node = 0; node < this.model.nodes.length; node++) {
      const { next, sent, sentList, thrown } = this.locals.befall(this.locals.initial(node), 'start');
      if (thrown !== undefined) throw new Error(`${this.model.nodes[node]!.name} fails when it starts: ${thrown.message}`, { cause: thrown.error });
      world[node] = next;
      world[this.network] = this.networks.add(world[this.network]!, sent, sentList);
    }
    return world;
  }

  private timerNumber(node: number, name: number): number {
    const known = this.timers.get(node, name);
    if (known >= 0) return known;
    this.timers.set(node, name, this.timerList.length);
    return this.timerList.push({ node, name }) - 1;
  }
}

function validateSymmetry<Message>({ nodes, symmetry, commands = [], bounds = {} }: SearchModel<Message>): void {
  if (!symmetry) return;
  const named = symmetry.nodes.find((node) => node < 0 || node >= nodes.length || !Number.isInteger(node));
  if (named !== undefined) throw new RangeError(`The symmetry names node ${named}; this system has nodes 0 to ${nodes.length - 1}.`);
  const told = commands.find(({ node }) => symmetry.nodes.includes(node));
  if (told) throw new RangeError(`${nodes[told.node]!.name} is given the command "${told.command}", so it is not like the others: leave it out of the symmetry.`);
  const { crashable } = bounds;
  if (crashable && symmetry.nodes.some((node) => crashable.includes(node) !== crashable.includes(symmetry.nodes[0]!))) {
    throw new RangeError('Of nodes that are alike either all may crash or none.');
  }
}
