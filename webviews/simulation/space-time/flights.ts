/** Which messages are on their way within a stretch of time, without going over all of them. */
import { NONE, type Columns } from './columns.ts';
import { firstWhere } from './numbers.ts';

/** Messages in a block: their last end is kept, so that whole blocks that ended earlier are passed over. */
const BLOCK = 256;

export class Flights {
  private readonly columns: Columns;
  /** When the last message of each block ends; infinity while one is on its way. */
  private readonly ends: number[] = [];

  constructor(columns: Columns) {
    this.columns = columns;
  }

  /** Takes in what has come since. */
  extend(): void {
    const { sends } = this.columns;
    const blocks = Math.ceil(sends.length / BLOCK);
    for (let block = 0; block < blocks; block++) {
      // The last block may have grown since; one with messages on their way may have seen their ends.
      if (block >= this.ends.length - 1 || this.ends[block] === Infinity) this.ends[block] = this.endOfBlock(block);
    }
  }

  /** Calls `visit` for the sending of each message that is on its way at some time from `from` to `to`, in order. @returns false where `visit` did, which ends it */
  between(from: number, to: number, visit: (send: number) => boolean): boolean {
    const { columns, ends } = this;
    const { sends } = columns;
    const last = firstWhere(0, sends.length, (position) => columns.timeOf(sends.at(position)) > to);
    for (let block = 0; block * BLOCK < last; block++) {
      if (ends[block]! < from) continue;
      for (let position = block * BLOCK; position < Math.min(last, (block + 1) * BLOCK); position++) {
        const send = sends.at(position);
        if (this.endTime(send) >= from && !visit(send)) return false;
      }
    }
    return true;
  }

  private endOfBlock(block: number): number {
    const { sends } = this.columns;
    let latest = -Infinity;
    for (let position = block * BLOCK; position < Math.min(sends.length, (block + 1) * BLOCK); position++) latest = Math.max(latest, this.endTime(sends.at(position)));
    return latest;
  }

  /** A message that was lost on the way is drawn as far as it would have come, so it ends when it would have arrived. */
  private endTime(send: number): number {
    const end = this.columns.endOf(send);
    return end === NONE ? Infinity : Math.max(this.columns.timeOf(end), this.columns.arrivalOf(send));
  }
}
