/** The links between the nodes: how long a message takes, whether it is lost or doubled, which directions are cut. */
import { drawLatency, validateLatency, type Latency } from './latency.ts';
import type { NodeId } from './process.ts';
import type { Random, RandomState } from './random.ts';
import type { Micros } from './time.ts';

export interface LinkQuality {
  readonly latency: Latency;
  /** Probability that a message is lost. */
  readonly loss: number;
  /** Probability that a second copy of a message arrives, with a latency of its own. */
  readonly duplication: number;
}

export interface NetworkSpec extends LinkQuality {
  /** Directed links that are unlike the rest. */
  readonly links?: readonly { readonly from: NodeId; readonly to: NodeId; readonly quality: LinkQuality }[];
}

export interface NetworkState {
  readonly blocked: Uint8Array;
  readonly randoms: readonly (RandomState | undefined)[];
}

export class Network {
  private readonly size: number;
  private readonly qualities: readonly LinkQuality[];
  private readonly blocked: Uint8Array;
  private readonly source: Random;
  private readonly randoms: (Random | undefined)[];

  constructor(size: number, spec: NetworkSpec, source: Random) {
    this.size = size;
    this.source = source;
    this.blocked = new Uint8Array(size * size);
    this.randoms = new Array<Random | undefined>(size * size).fill(undefined);
    validateQuality(spec);
    const qualities = new Array<LinkQuality>(size * size).fill(spec);
    for (const { from, to, quality } of spec.links ?? []) {
      validateQuality(quality);
      qualities[this.link(from, to)] = quality;
    }
    this.qualities = qualities;
  }

  isBlocked(from: NodeId, to: NodeId): boolean {
    return this.blocked[from * this.size + to] === 1;
  }

  losesNext(from: NodeId, to: NodeId): boolean {
    const { loss } = this.quality(from, to);
    return loss > 0 && this.random(from, to).chance(loss);
  }

  doublesNext(from: NodeId, to: NodeId): boolean {
    const { duplication } = this.quality(from, to);
    return duplication > 0 && this.random(from, to).chance(duplication);
  }

  /** @returns microseconds; a message to oneself travels like any other */
  nextLatency(from: NodeId, to: NodeId): Micros {
    return drawLatency(this.quality(from, to).latency, this.random(from, to));
  }

  block(from: NodeId, to: NodeId): void {
    this.blocked[this.link(from, to)] = 1;
  }

  unblock(from: NodeId, to: NodeId): void {
    this.blocked[this.link(from, to)] = 0;
  }

  /** Blocks every link between nodes of different groups, and no other. A node that no group names is alone. */
  partition(groups: readonly (readonly NodeId[])[]): void {
    const groupOf = Array.from({ length: this.size }, (_, node) => -1 - node);
    groups.forEach((group, index) => group.forEach((node) => (groupOf[node] = index)));
    for (let from = 0; from < this.size; from++) {
      for (let to = 0; to < this.size; to++) this.blocked[from * this.size + to] = groupOf[from] === groupOf[to] ? 0 : 1;
    }
  }

  heal(): void {
    this.blocked.fill(0);
  }

  cuts(): { from: NodeId; to: NodeId }[] {
    const cuts: { from: NodeId; to: NodeId }[] = [];
    this.blocked.forEach((blocked, link) => {
      if (blocked) cuts.push({ from: Math.floor(link / this.size), to: link % this.size });
    });
    return cuts;
  }

  capture(): NetworkState {
    return { blocked: this.blocked.slice(), randoms: this.randoms.map((random) => random?.capture()) };
  }

  restore(state: NetworkState): void {
    this.blocked.set(state.blocked);
    state.randoms.forEach((random, link) => {
      if (random) this.randomOfLink(link).restore(random);
      else this.randoms[link] = undefined;
    });
  }

  private link(from: NodeId, to: NodeId): number {
    if (!this.has(from) || !this.has(to)) {
      throw new RangeError(`There is no link from node ${from} to node ${to}: nodes are numbered 0 to ${this.size - 1}.`);
    }
    return from * this.size + to;
  }

  private has(node: NodeId): boolean {
    return Number.isInteger(node) && node >= 0 && node < this.size;
  }

  private quality(from: NodeId, to: NodeId): LinkQuality {
    const quality = this.qualities[from * this.size + to];
    if (!quality) throw new RangeError(`There is no link from node ${from} to node ${to}.`);
    return quality;
  }

  private random(from: NodeId, to: NodeId): Random {
    return this.randomOfLink(from * this.size + to);
  }

  /** One source per link, so that what happens on one does not change what happens on another. */
  private randomOfLink(link: number): Random {
    return (this.randoms[link] ??= this.source.split(`link ${link}`));
  }
}

function validateQuality({ latency, loss, duplication }: LinkQuality): void {
  validateLatency(latency);
  for (const [name, probability] of Object.entries({ loss, duplication })) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`The probability of ${name} lies between 0 and 1; ${probability} does not.`);
    }
  }
}
