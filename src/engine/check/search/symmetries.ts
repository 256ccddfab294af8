/**
 * Turns a world into the one that stands for all that differ from it only in which of some nodes is which. Nodes are put in
 * order of what can be said of each without naming any; where that leaves two alike, both orders may remain, which costs
 * worlds and not correctness.
 */
import type { NodeId } from '../../sim/process.ts';
import { canonical } from './canonical.ts';
import type { Locals } from './locals.ts';
import type { Messages } from './messages.ts';
import type { Symmetry } from './model.ts';
import type { Networks } from './networks.ts';
import { PairTable } from './tables.ts';

type Rename = (node: NodeId) => NodeId;

/** Stand for a node that is spoken of, and for the others that it could be taken for. */
const ME = -1;
const OTHER = -2;

export class Symmetries<Message> {
  private readonly symmetry: Symmetry<Message>;
  private readonly size: number;
  private readonly locals: Locals<Message>;
  private readonly messages: Messages<Message>;
  private readonly networks: Networks;
  private readonly members: ReadonlySet<NodeId>;
  private readonly texts = new Map<string, number>();
  /** By state, message or network and the node that is spoken of: the number of its text. */
  private readonly textOfLocal = new PairTable();
  private readonly textOfMessage = new PairTable();
  private readonly textOfNetwork = new PairTable();
  private readonly orders = new Map<string, number>();
  /** By state, message or network and order of the nodes: the number of what it becomes. */
  private readonly localUnder = new PairTable();
  private readonly messageUnder = new PairTable();
  private readonly networkUnder = new PairTable();

  constructor(symmetry: Symmetry<Message>, size: number, locals: Locals<Message>, messages: Messages<Message>, networks: Networks) {
    this.symmetry = symmetry;
    this.size = size;
    this.locals = locals;
    this.messages = messages;
    this.networks = networks;
    this.members = new Set(symmetry.nodes);
  }

  /** @param world whose first numbers are the states of the nodes and the network; it is changed in place */
  standFor(world: Int32Array): void {
    const { nodes } = this.symmetry;
    const keys = new Map(nodes.map((node) => [node, this.keyOf(world, node)]));
    const sorted = [...nodes].sort((one, other) => compare(keys.get(one)!, keys.get(other)!) || one - other);
    // Also where they are in order already, since sets that are lists may not be.
    this.reorder(world, new Map(sorted.map((node, position) => [node, nodes[position]!])));
  }

  /** Whether a world becomes the other one under some order of the nodes: `standFor` may leave two such worlds as they are. */
  areAlike(world: Int32Array, other: Int32Array): boolean {
    const { nodes } = this.symmetry;
    return orders(nodes).some((order) => {
      const renamed = world.slice();
      this.reorder(renamed, new Map(order.map((node, position) => [node, nodes[position]!])));
      return renamed.every((value, position) => value === other[position]);
    });
  }

  private reorder(world: Int32Array, places: ReadonlyMap<NodeId, NodeId>): void {
    const rename: Rename = (node) => places.get(node) ?? node;
    const order = this.numberIn(this.orders, [...places].join(';'));
    const before = world.slice(0, this.size);
    for (let node = 0; node < this.size; node++) {
      world[rename(node)] = lookUp(this.localUnder, before[node]!, order, () => this.locals.renamed(before[node]!, rename(node), this.stateRenamer(rename)));
    }
    const network = world[this.size]!;
    world[this.size] = lookUp(this.networkUnder, network, order, () => this.networks.number(this.renamedMembers(network, rename, order)));
  }

  /** What can be said of a node: its own state, those of the nodes that are unlike it, those of its likes, the network. */
  private keyOf(world: Int32Array, node: NodeId): readonly number[] {
    const likes: number[] = [];
    const key = [this.localText(world[node]!, node)];
    for (let other = 0; other < this.size; other++) {
      if (other === node) continue;
      (this.members.has(other) ? likes : key).push(this.localText(world[other]!, node));
    }
    return [...key, this.networkText(world[this.size]!, node), ...likes.sort((one, another) => one - another)];
  }

  private localText(local: number, node: NodeId): number {
    return lookUp(this.textOfLocal, local, node, () => this.numberIn(this.texts, this.locals.textOf(local, this.stateRenamer(this.anonymous(node)))));
  }

  private networkText(network: number, node: NodeId): number {
    return lookUp(this.textOfNetwork, network, node, () => {
      const texts = this.networks.members(network).map((message) => this.messageText(message, node));
      return this.numberIn(this.texts, `N${texts.sort().join()}`);
    });
  }

  private messageText(number: number, node: NodeId): number {
    const { symmetry, messages } = this;
    const rename = this.anonymous(node);
    return lookUp(this.textOfMessage, number, node, () => {
      const { from, to, message } = messages.at(number);
      return this.numberIn(this.texts, canonical([rename(from), rename(to), symmetry.renameMessage?.(message, rename) ?? message]));
    });
  }

  private anonymous(me: NodeId): Rename {
    return (node) => (node === me ? ME : this.members.has(node) ? OTHER : node);
  }

  private stateRenamer(rename: Rename): (value: unknown, cell?: string) => unknown {
    const { renameState } = this.symmetry;
    return (value, cell) => (renameState && value !== undefined ? renameState(value, rename, cell) : value);
  }

  private renamedMembers(network: number, rename: Rename, order: number): Int32Array {
    const { symmetry, messages, networks } = this;
    return networks
      .members(network)
      .map((number) => lookUp(this.messageUnder, number, order, () => messages.renamed(number, rename, (message) => symmetry.renameMessage?.(message, rename) ?? message)))
      .sort();
  }

  private numberIn(numbers: Map<string, number>, text: string): number {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  }
}

function lookUp(table: PairTable, a: number, b: number, make: () => number): number {
  const known = table.get(a, b);
  if (known >= 0) return known;
  const made = make();
  table.set(a, b, made);
  return made;
}

function compare(one: readonly number[], other: readonly number[]): number {
  const position = one.findIndex((value, index) => value !== other[index]);
  return position < 0 ? 0 : one[position]! - other[position]!;
}

function orders(nodes: readonly NodeId[]): readonly (readonly NodeId[])[] {
  if (nodes.length === 0) return [[]];
  return nodes.flatMap((first) => orders(nodes.filter((node) => node !== first)).map((rest) => [first, ...rest]));
}
