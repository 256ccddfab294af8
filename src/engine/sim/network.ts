/** The links between the nodes: how long a message takes, whether it is lost or doubled, which directions are cut. */
import { drawLatency, validateLatency, type Latency } from './latency.ts';
import type { NodeId } from './process.ts';
import type { Random, RandomState } from './random.ts';
import { SECOND, type Micros } from './time.ts';

export interface LinkQuality {
  readonly latency: Latency;
  /** Probability that a message is lost. */
  readonly loss: number;
  /** Probability that a second copy of a message arrives, with a latency of its own. */
  readonly duplication: number;
  /** Probability that a message is held back by a second latency, so that later ones overtake it. */
  readonly reordering?: number;
  /** Messages arrive in the order in which they were sent, as on one TCP connection: none overtakes another. */
  readonly ordered?: boolean;
  /** Bytes a second; a message waits until those before it are on their way. Its size is that of its JSON text. */
  readonly bandwidth?: number;
}

export interface NetworkSpec extends LinkQuality {
  /** Directed links that are unlike the rest. */
  readonly links?: readonly { readonly from: NodeId; readonly to: NodeId; readonly quality: LinkQuality }[];
}

interface LinkState {
  readonly blocked: boolean;
  /** Null where it is the one of the specification. */
  readonly quality: LinkQuality | null;
  readonly freeAt: Micros;
  readonly lastArrival: Micros;
  /** Null where nothing was drawn yet. */
  readonly random: RandomState | null;
}

/** By directed link: `from * size + to`. */
export type NetworkState = readonly LinkState[];

/** One direction between two nodes. */
export class Link {
  blocked = false;
  private readonly specified: LinkQuality;
  private present: LinkQuality;
  private readonly split: () => Random;
  private source: Random | undefined;
  /** When the last message has left, where bandwidth is limited; and when the last to arrive in order arrives. */
  private freeAt: Micros = 0;
  private lastArrival: Micros = 0;

  /** @param split gives the link's own random source: what happens on one link does not change what happens on another */
  constructor(quality: LinkQuality, split: () => Random) {
    this.specified = quality;
    this.present = quality;
    this.split = split;
  }

  get quality(): LinkQuality {
    return this.present;
  }

  get isChanged(): boolean {
    return this.present !== this.specified;
  }

  /** @param quality null for the one that the network began with */
  change(quality: LinkQuality | null): void {
    this.present = quality ?? this.specified;
  }

  /** When a message that is sent now arrives. A message to oneself travels like any other. */
  nextArrival(now: Micros, message: unknown): Micros {
    const { latency, reordering = 0, bandwidth, ordered } = this.present;
    const random = this.random;
    let arrival = (bandwidth === undefined ? now : this.leave(now, message, bandwidth)) + drawLatency(latency, random);
    if (reordering > 0 && random.chance(reordering)) arrival += drawLatency(latency, random);
    if (ordered) arrival = this.lastArrival = Math.max(arrival, this.lastArrival);
    return arrival;
  }

  losesNext(): boolean {
    const { loss } = this.present;
    return loss > 0 && this.random.chance(loss);
  }

  doublesNext(): boolean {
    const { duplication } = this.present;
    return duplication > 0 && this.random.chance(duplication);
  }

  capture(): LinkState {
    const { blocked, present, freeAt, lastArrival, source } = this;
    return { blocked, quality: this.isChanged ? present : null, freeAt, lastArrival, random: source?.capture() ?? null };
  }

  restore({ blocked, quality, freeAt, lastArrival, random }: LinkState): void {
    this.blocked = blocked;
    this.change(quality);
    this.freeAt = freeAt;
    this.lastArrival = lastArrival;
    if (random) this.random.restore(random);
    else this.source = undefined;
  }

  private get random(): Random {
    return (this.source ??= this.split());
  }

  /** When the last byte of a message has left. */
  private leave(now: Micros, message: unknown, bandwidth: number): Micros {
    this.freeAt = Math.max(now, this.freeAt) + Math.ceil((bytesOf(message) * SECOND) / bandwidth);
    return this.freeAt;
  }
}

/** The size of a message, as it would be written in JSON. */
export function bytesOf(message: unknown): number {
  return JSON.stringify(message)?.length ?? 0;
}

export class Network {
  private readonly size: number;
  private readonly links: readonly Link[];

  constructor(size: number, spec: NetworkSpec, source: Random) {
    this.size = size;
    validateQuality(spec);
    const qualities = new Map<number, LinkQuality>();
    for (const { from, to, quality } of spec.links ?? []) {
      validateQuality(quality);
      qualities.set(this.position(from, to), quality);
    }
    this.links = Array.from({ length: size * size }, (_, link) => new Link(qualities.get(link) ?? spec, () => source.split(`link ${link}`)));
  }

  /** @throws RangeError where there is no such node */
  link(from: NodeId, to: NodeId): Link {
    return this.links[this.position(from, to)]!;
  }

  isBlocked(from: NodeId, to: NodeId): boolean {
    return this.links[from * this.size + to]?.blocked === true;
  }

  /** Blocks every link between nodes of different groups, and no other. A node that no group names is alone. */
  partition(groups: readonly (readonly NodeId[])[]): void {
    const groupOf = Array.from({ length: this.size }, (_, node) => -1 - node);
    groups.forEach((group, index) => group.forEach((node) => (groupOf[node] = index)));
    this.links.forEach((link, position) => (link.blocked = groupOf[this.fromOf(position)] !== groupOf[position % this.size]));
  }

  /** @param quality null for what each link was at first */
  change(quality: LinkQuality | null): void {
    for (const link of this.links) link.change(quality);
  }

  heal(): void {
    for (const link of this.links) link.blocked = false;
  }

  cuts(): { from: NodeId; to: NodeId }[] {
    return this.where((link) => link.blocked);
  }

  /** The links whose quality an action has changed. */
  changedLinks(): { from: NodeId; to: NodeId }[] {
    return this.where((link) => link.isChanged);
  }

  capture(): NetworkState {
    return this.links.map((link) => link.capture());
  }

  restore(state: NetworkState): void {
    state.forEach((link, position) => this.links[position]!.restore(link));
  }

  private where(holds: (link: Link) => boolean): { from: NodeId; to: NodeId }[] {
    return this.links.flatMap((link, position) => (holds(link) ? [{ from: this.fromOf(position), to: position % this.size }] : []));
  }

  private fromOf(position: number): NodeId {
    return Math.floor(position / this.size);
  }

  private position(from: NodeId, to: NodeId): number {
    if (!this.has(from) || !this.has(to)) {
      throw new RangeError(`There is no link from node ${from} to node ${to}: nodes are numbered 0 to ${this.size - 1}.`);
    }
    return from * this.size + to;
  }

  private has(node: NodeId): boolean {
    return Number.isInteger(node) && node >= 0 && node < this.size;
  }
}

/** @throws RangeError that names what is out of range */
export function validateQuality({ latency, loss, duplication, reordering = 0, ordered = false, bandwidth }: LinkQuality): void {
  validateLatency(latency);
  for (const [name, probability] of Object.entries({ loss, duplication, reordering })) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`The probability of ${name} lies between 0 and 1; ${probability} does not.`);
    }
  }
  if (ordered && reordering > 0) throw new RangeError('A link on which messages keep their order can not reorder them: leave out one of the two.');
  if (bandwidth !== undefined && !(bandwidth > 0 && Number.isFinite(bandwidth))) throw new RangeError(`A bandwidth is a number of bytes a second above 0, not ${bandwidth}.`);
}
