/** Messages by number: equal ones from and to the same nodes are one. */
import type { NodeId } from '../../sim/process.ts';
import { canonical } from './canonical.ts';
import type { SentMessage } from './model.ts';

export class Messages<Message> {
  private readonly all: SentMessage<Message>[] = [];
  private readonly numbers = new Map<string, number>();

  get size(): number {
    return this.all.length;
  }

  at(number: number): SentMessage<Message> {
    return this.all[number]!;
  }

  number(from: NodeId, to: NodeId, message: Message): number {
    const key = `${from},${to},${canonical(message)}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.all.length);
    return this.all.push({ from, to, message }) - 1;
  }

  /** The same message among nodes that go by other numbers. */
  renamed(number: number, rename: (node: NodeId) => NodeId, renameMessage: (message: Message) => Message): number {
    const { from, to, message } = this.at(number);
    return this.number(rename(from), rename(to), renameMessage(message));
  }
}
