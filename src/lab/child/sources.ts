import type { CompiledModule } from '../realm/program.ts';
import type { Frame, Location, SourceFile } from '../verdict.ts';

/** The learner's files, for pointing at places in them. Compilation keeps lines; columns are found again by what stands there. */
export class Sources {
  private readonly original = new Map<string, readonly string[]>();
  private readonly compiled = new Map<string, readonly string[]>();
  private readonly entry: string;

  constructor(sources: readonly SourceFile[], modules: readonly CompiledModule[], entry: string) {
    for (const { path, text } of sources) this.original.set(path, text.split(/\r?\n/));
    for (const { path, code } of modules) this.compiled.set(path, code.split(/\r?\n/));
    this.entry = entry;
  }

  /** The same frame with its column in the learner's own text. */
  refine<Place extends Location>(place: Place): Place {
    const written = this.original.get(place.file)?.[place.line - 1];
    const run = this.compiled.get(place.file)?.[place.line - 1];
    if (written === undefined || run === undefined || written === run) return place;
    return { ...place, column: columnIn(written, run, place.column) };
  }

  refineAll(frames: readonly Frame[]): Frame[] {
    return frames.map((frame) => this.refine(frame));
  }

  /** Where an export or a method is declared: `compare`, `LamportClock.receive`. The entry's first line where it can't be found. */
  declarationOf(name: string): Location {
    const [owner = name, member] = name.split('.');
    for (const [file, lines] of this.entryFirst()) {
      const found = findLine(lines, declaration(owner), 0);
      if (!found) continue;
      const inside = member === undefined ? undefined : findLine(lines, memberDeclaration(member), found.line);
      return { file, ...(inside ?? found) };
    }
    return { file: this.entry, line: 1, column: 1 };
  }

  private entryFirst(): [string, readonly string[]][] {
    return [...this.original].sort(([one], [other]) => Number(other === this.entry) - Number(one === this.entry));
  }
}

/**
 * The nearest place in `written` where the same word stands as at `column` of `run`. A call of an imported function runs as
 * `_queue.push.call(void 0, …)`, whose place is that of `call`: then it is the word before.
 */
function columnIn(written: string, run: string, column: number): number {
  const here = /^(?:[\w$]+|\S)/.exec(run.slice(column - 1))?.[0] ?? '';
  const before = /([\w$]+)\.$/.exec(run.slice(0, column - 1))?.[1] ?? '';
  for (const word of here === 'call' ? [before, here] : [here, before]) {
    const [first, ...rest] = word === '' ? [] : occurrences(written, word);
    if (first !== undefined) return rest.reduce((best, next) => (Math.abs(next - column) < Math.abs(best - column) ? next : best), first);
  }
  return written.search(/\S|$/) + 1;
}

function occurrences(text: string, word: string): number[] {
  const columns: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) columns.push(at + 1);
  return columns;
}

function declaration(name: string): RegExp {
  return new RegExp(`^\\s*(?:(?:export|default|abstract|async)\\s+)*(?:class|function|const|let|var|enum)[\\s*]+(?=${escape(name)}(?![\\w$]))`);
}

function memberDeclaration(name: string): RegExp {
  return new RegExp(`^\\s*(?:(?:public|private|protected|static|override|readonly|async|get|set|\\*)\\s*)*(?=${escape(name)}\\s*[<(=:?!])`);
}

/** The first line from `from` on that the pattern matches, and the column behind the match. */
function findLine(lines: readonly string[], pattern: RegExp, from: number): { line: number; column: number } | undefined {
  for (let index = from; index < lines.length; index++) {
    const match = pattern.exec(lines[index] ?? '');
    if (match) return { line: index + 1, column: match.index + match[0].length + 1 };
  }
  return undefined;
}

function escape(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
