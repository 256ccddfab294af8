/** Lists of numbers that grow without one object for each. */
export class Integers {
  private values = new Int32Array(256);
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** @param position less than `length` */
  at(position: number): number {
    return this.values[position]!;
  }

  push(value: number): void {
    this.values = roomFor(this.values, this.count + 1);
    this.values[this.count++] = value;
  }
}

/** The column itself where it has room for so many, else a longer copy. */
export function roomFor<Column extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(column: Column, count: number): Column {
  if (count <= column.length) return column;
  const longer = new (column.constructor as new (length: number) => Column)(Math.max(count, column.length * 2));
  longer.set(column);
  return longer;
}

/** The first of the positions from `low` up to `high` of which `holds` is true; `high` where it is of none. Where it holds it must go on holding. */
export function firstWhere(low: number, high: number, holds: (position: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
