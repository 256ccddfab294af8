/**
 * Which write has each read read? Where every value is written to a key once, its value says so. Where not, choices are made:
 * a model holds if it does for some choice. Deciding that is NP-hard (Gibbons and Korach, "Testing shared memories", SIAM
 * Journal on Computing 1997; for causal consistency Bouajjani et al., POPL 2017, section 4), so it takes a budget. Each
 * pattern that breaks a choice is made of few reads, and no choice in which these read the same is tried again.
 */
import { Choices } from './choices.ts';
import type { Meter } from './meter.ts';
import { narrow } from './narrow.ts';
import { OPEN, type Registers, type Sources } from './registers.ts';
import type { Consistency, Edge, Orders, Reason } from './verdict.ts';

export type Judgement = { readonly reason: Reason } | { readonly orders: Orders };

/** Judges a history in which it is known what some reads have read. A reason holds whatever the reads that are not of it have read. */
export type Judge = (sources: Sources, meter: Meter) => Judgement;

/** Moves that collecting what speaks against each choice may take. */
const REASON_MOVES = 1_000_000;
/** How many reads are looked at before the others. */
const FIRST_READS = 16;

/** Decides several questions, each about reads of its own, one after another. */
export function decideEach(registers: Registers, questions: readonly { readonly reads: readonly number[]; readonly judge: Judge }[], meter: Meter): Consistency {
  const orders = new Map<string, readonly number[]>();
  for (const { reads, judge } of questions) {
    const verdict = decideSources(registers, reads, judge, meter);
    if (verdict.kind !== 'holds') return verdict;
    for (const [name, order] of verdict.orders) orders.set(name, order);
  }
  return { kind: 'holds', orders };
}

/**
 * What breaks the model for some of the reads breaks it for all, so ever more of them are looked at: a pattern among few is
 * found soon.
 * @param reads those whose sources count for the judge, each with a candidate at least, the earliest first
 */
export function decideSources(registers: Registers, reads: readonly number[], judge: Judge, meter: Meter): Consistency {
  const sure = reads.filter((read) => registers.events[read]!.candidates.length === 1);
  const parts = [sure];
  for (let count = FIRST_READS; parts.at(-1)!.length < reads.length; count *= 2) parts.push(reads.slice(0, count));
  let orders: Orders | undefined;
  for (const part of parts) {
    const search = new SourceSearch(registers, part, judge, meter);
    orders = search.run();
    if (!orders) return { kind: 'violated', reason: search.sureReason ?? matchless(registers, search.readsOfReasons(), judge, meter) };
  }
  return { kind: 'holds', orders: orders! };
}

class SourceSearch {
  /** Why the model is broken whatever is chosen, where one pattern shows it. */
  sureReason: Reason | undefined;
  private readonly registers: Registers;
  private readonly reads: readonly number[];
  private readonly judge: Judge;
  private readonly meter: Meter;
  /** Reads with several candidates, and the number of each as a variable. */
  private readonly unsure: readonly number[];
  private readonly variables: ReadonlyMap<number, number>;
  private readonly sources: Sources;
  private readonly reasons: Reason[] = [];

  constructor(registers: Registers, reads: readonly number[], judge: Judge, meter: Meter) {
    this.registers = registers;
    this.reads = reads;
    this.judge = judge;
    this.meter = meter;
    this.unsure = reads.filter((read) => this.candidatesOf(read).length > 1);
    this.variables = new Map(this.unsure.map((read, variable) => [read, variable]));
    this.sources = new Int32Array(registers.events.length).fill(OPEN);
    for (const read of reads) if (!this.variables.has(read)) this.sources[read] = this.candidatesOf(read)[0]!;
  }

  /** @returns the orders of a choice for which the model holds; undefined where there is none */
  run(): Orders | undefined {
    const sure = this.look();
    if ('reason' in sure) {
      this.sureReason = sure.reason;
      return undefined;
    }
    if (this.unsure.length === 0) return sure.orders;
    const choices = new Choices(this.unsure.map((read) => this.candidatesOf(read).length), (moves) => this.meter.spend(moves));
    for (let values = choices.next(); values; values = choices.next()) {
      this.unsure.forEach((read, variable) => (this.sources[read] = this.candidatesOf(read)[values[variable]!]!));
      const judged = this.look();
      if ('orders' in judged) return judged.orders;
      this.reasons.push(judged.reason);
      const involved = this.unsureReadsOf(judged.reason);
      if (involved.length === 0) {
        this.sureReason = judged.reason;
        return undefined;
      }
      choices.exclude(involved.map((read) => [this.variables.get(read)!, values[this.variables.get(read)!]!]));
    }
    return undefined;
  }

  /** The reads that the reasons which were found are made of. */
  readsOfReasons(): readonly number[] {
    const found = new Set(this.reasons.flatMap(matched));
    return this.reads.filter((read) => found.has(this.registers.events[read]!.id));
  }

  operationsOfReasons(): readonly number[] {
    return this.reasons.flatMap(({ operations }) => operations);
  }

  private look(): Judgement {
    this.meter.states++;
    this.meter.spend(this.registers.events.length);
    return this.judge(this.sources, this.meter);
  }

  private unsureReadsOf(reason: Reason): readonly number[] {
    const ids = new Set(matched(reason));
    return this.unsure.filter((read) => ids.has(this.registers.events[read]!.id));
  }

  private candidatesOf(read: number): readonly number[] {
    return this.registers.events[read]!.candidates;
  }
}

/** The reads of which a reason says what they have read. */
function matched({ edges, support }: Reason): number[] {
  return [...edges, ...support].flatMap(({ from, to, kind, via }) => {
    if (kind === 'reads-from') return [to];
    return kind === 'read-before' && via === undefined ? [from] : [];
  });
}

/** Reads that can't be matched with writes all together, as few as are found, and what speaks against each way to do it. */
function matchless(registers: Registers, reads: readonly number[], judge: Judge, meter: Meter): Reason {
  const core = narrow(reads, (part, limited) => new SourceSearch(registers, part, judge, limited).run() === undefined, meter);
  const speaking = meter.attempt(REASON_MOVES, (limited) => {
    const search = new SourceSearch(registers, core, judge, limited);
    search.run();
    return search.operationsOfReasons();
  });
  const id = (event: number) => registers.events[event]!.id;
  const edges = core.flatMap((read) => registers.events[read]!.candidates.flatMap((from): Edge[] => (from >= 0 ? [{ from: id(from), to: id(read), kind: 'may-read' }] : [])));
  const operations = new Set([...core.map(id), ...edges.map(({ from }) => from), ...(speaking ?? [])]);
  return {
    pattern: 'no-sources',
    message: 'Values were written more than once, and whichever of the writes each read has read, the model is broken.',
    operations: [...operations].sort((one, other) => one - other),
    edges,
    support: [],
  };
}
