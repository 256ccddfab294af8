/** What is in the network, by number: ascending lists of message numbers, each made once and then looked up. */
import { PairTable } from './tables.ts';

export class Networks {
  private readonly isSet: boolean;
  private readonly lists: Int32Array[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly added = new PairTable();
  private readonly taken = new PairTable();

  /** @param isSet whether a message that is sent again is still one */
  constructor(isSet: boolean) {
    this.isSet = isSet;
    this.number(new Int32Array(0));
  }

  /** The empty network is number 0. */
  members(network: number): Int32Array {
    return this.lists[network]!;
  }

  /** @param list the number of the list of messages that are sent */
  add(network: number, messages: Int32Array, list: number): number {
    if (messages.length === 0) return network;
    const known = this.added.get(network, list);
    if (known >= 0) return known;
    const result = this.number(this.isSet ? union(this.members(network), messages) : merged(this.members(network), messages));
    this.added.set(network, list, result);
    return result;
  }

  /** Takes out one copy. */
  take(network: number, message: number): number {
    const known = this.taken.get(network, message);
    if (known >= 0) return known;
    const members = this.members(network);
    const position = members.indexOf(message);
    const result = this.number(members.filter((_, index) => index !== position));
    this.taken.set(network, message, result);
    return result;
  }

  /** @param members ascending */
  number(members: Int32Array): number {
    const key = members.join();
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.lists.length);
    return this.lists.push(members) - 1;
  }
}

function merged(one: Int32Array, other: Int32Array): Int32Array {
  const all = new Int32Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all.sort();
}

function union(one: Int32Array, other: Int32Array): Int32Array {
  return merged(one, other).filter((message, position, all) => position === 0 || all[position - 1] !== message);
}
