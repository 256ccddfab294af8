/** A text file of a pack as data that knows where in the file each part of it stands: what JSON and YAML have in common. */

/** Starts at 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export const FILE_START: Position = { line: 1, column: 1 };

/** Keys and indices that lead from the whole value to a part of it. */
export type DataPath = readonly (string | number)[];

export interface Flaw extends Position {
  readonly message: string;
  readonly remedy: string;
}

/** Either flaws or a value; a value's parts can be located. */
export interface DataDocument {
  readonly flaws: readonly Flaw[];
  readonly value: unknown;
  /** Where the value at a path stands, or the nearest part around it that there is. */
  locate(path: DataPath): Position;
  /** Where the key of the property at a path stands. */
  locateKey(path: DataPath): Position;
}

/** The part at the path, or at the longest start of it that leads anywhere. */
export function nearest<Part>(path: DataPath, partAt: (path: DataPath) => Part | undefined): Part | undefined {
  for (let length = path.length; length >= 0; length--) {
    const part = partAt(path.slice(0, length));
    if (part !== undefined) return part;
  }
  return undefined;
}

export const TOO_DEEP = { message: 'This is nested too deeply to be read.', remedy: 'Write it with fewer levels of nesting.' };

/** The parsers recurse, so what is nested deeply enough ends in a RangeError, which is the author's fault and not ours. */
export function guarded(parse: () => DataDocument): DataDocument {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { flaws: [{ ...FILE_START, ...TOO_DEEP }], value: undefined, locate: () => FILE_START, locateKey: () => FILE_START };
  }
}

/** One slip makes the parser stumble several times; what follows on the same line only repeats it. */
export function firstPerLine(flaws: readonly Flaw[]): Flaw[] {
  const seen = new Set<number>();
  return flaws.filter(({ line }) => !seen.has(line) && seen.add(line));
}

export function givenTwice(name: unknown, position: Position): Flaw {
  return { ...position, message: `"${String(name)}" is given twice in this object.`, remedy: 'Remove one of the two.' };
}

/** Line breaks are LF or CRLF; positions count UTF-16 units, as editors do. */
export function positionFinder(text: string): (offset: number) => Position {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    const bounded = Math.min(offset, text.length);
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= bounded) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: bounded - (starts[low] ?? 0) + 1 };
  };
}
