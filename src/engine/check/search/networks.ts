/** What is in the network, by number: ascending lists of message numbers, each made once and then looked up. */
import { IntegerList, ListTable, PairTable } from './tables.ts';

export class Networks {
  private readonly isSet: boolean;
  private readonly lists = new ListTable();
  private readonly added = new PairTable();
  private readonly taken = new PairTable();
  private readonly scratch = new IntegerList();

  /** @param isSet whether a message that is sent again is still one */
  constructor(isSet: boolean) {
    this.isSet = isSet;
    this.number([]);
  }

  /** The messages of a network, in order; the empty network is number 0. */
  lengthOf(network: number): number {
    return this.lists.lengthOf(network);
  }

  at(network: number, position: number): number {
    return this.lists.at(network, position);
  }

  members(network: number): Int32Array {
    return Int32Array.from({ length: this.lengthOf(network) }, (_, position) => this.at(network, position));
  }

  /** @param list the number of the list of messages that are sent */
  add(network: number, messages: Int32Array, list: number): number {
    if (messages.length === 0) return network;
    const known = this.added.get(network, list);
    if (known >= 0) return known;
    const result = this.merge(network, messages);
    this.added.set(network, list, result);
    return result;
  }

  /** Takes out one copy. */
  take(network: number, message: number): number {
    const known = this.taken.get(network, message);
    if (known >= 0) return known;
    const { scratch } = this;
    scratch.clear();
    let isTaken = false;
    for (let position = 0; position < this.lengthOf(network); position++) {
      const member = this.at(network, position);
      if (isTaken || member !== message) scratch.push(member);
      else isTaken = true;
    }
    const result = this.lists.add(scratch);
    this.taken.set(network, message, result);
    return result;
  }

  /** @param members ascending */
  number(members: Iterable<number>): number {
    this.scratch.clear();
    for (const member of members) this.scratch.push(member);
    return this.lists.add(this.scratch);
  }

  private merge(network: number, messages: Int32Array): number {
    const { scratch, isSet } = this;
    const length = this.lengthOf(network);
    scratch.clear();
    for (let one = 0, other = 0; one < length || other < messages.length; ) {
      const takesOther = one === length || (other < messages.length && messages[other]! < this.at(network, one));
      const message = takesOther ? messages[other++]! : this.at(network, one++);
      if (!isSet || scratch.length === 0 || scratch.at(scratch.length - 1) !== message) scratch.push(message);
    }
    return this.lists.add(scratch);
  }
}
