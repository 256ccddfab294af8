/** Reports what is wrong with single reads and writes, in words and with the arrows that there are to draw. */
import type { Link } from './cycles.ts';
import type { Witness } from './findings.ts';
import { RW, WR, WW } from './graph.ts';
import type { Inference } from './inference.ts';
import type { TransactionHistory, Value } from './history.ts';
import type { ReadSite, WriteSite } from './keys.ts';
import { describeCycle, describeLink, didOf, nameOf, show, showKey } from './words.ts';

type Read = ReadSite<Value | null | readonly Value[]>;
type Site = Pick<WriteSite, 'transaction' | 'operation'>;

export function reportGarbage(inference: Inference, read: Read, values: readonly Value[]): void {
  reportImpossibleRead('garbage-read', inference, read, `though nobody wrote ${enumerate(values)}`);
}

export function reportDuplicates(inference: Inference, read: Read, values: readonly Value[]): void {
  reportImpossibleRead('duplicate-elements', inference, read, `where ${enumerate(values)} stands more than once, though it was appended once`);
}

function reportImpossibleRead(name: 'garbage-read' | 'duplicate-elements', { history, standings, findings }: Inference, read: Read, objection: string): void {
  // A transaction that is only taken to have committed may have aborted, and then somebody read what it wrote.
  const strength = standings.isAssumed(read.transaction) ? 'G1a' : name;
  findings.report(name, () => ({ transactions: [read.transaction], meaning: `${sentence(history, read)}, ${objection}.` }), strength);
}

export function reportIncompatible({ history, findings }: Inference, one: Read, other: Read): void {
  findings.report('incompatible-order', () => ({
    transactions: [...new Set([one.transaction, other.transaction])],
    meaning: `${sentence(history, one)}, and ${sentence(history, other)}: neither goes on from the other, so one of them was never the list that all agreed on.`,
  }));
}

/** @param missing what the writer of `shown` had appended before it */
export function reportReversal({ history, findings }: Inference, read: Read, missing: WriteSite, shown: WriteSite): void {
  const writer = nameOf(shown.transaction);
  findings.report('incompatible-order', () => ({
    transactions: [...new Set([read.transaction, shown.transaction])],
    meaning: `${sentence(history, read)}, where ${show(missing.value)} does not stand before ${show(shown.value)}, though ${writer} appended them in this order.`,
  }));
}

export function reportAbortedRead(inference: Inference, read: Read, writer: WriteSite): void {
  inference.findings.report('G1a', () => witnessOfRead(inference.history, read, writer, `But ${nameOf(writer.transaction)} aborted.`));
}

export function reportIntermediateRead(inference: Inference, read: Read, writer: WriteSite): void {
  const { history, findings } = inference;
  findings.report('G1b', () => {
    const { operations } = history[writer.transaction]!;
    const { key } = operations[writer.operation]!;
    const next = operations.find((operation, position) => position > writer.operation && operation.key === key && operation.op !== 'read')!;
    return witnessOfRead(history, read, writer, `But ${nameOf(writer.transaction)} was not done with ${showKey(key)}: afterwards it ${didOf(next)}.`);
  });
}

export function reportDirtyUpdate({ history, findings }: Inference, aborted: WriteSite, committed: WriteSite): void {
  findings.report('dirty-update', () => {
    const dependency = describeLink(history, link(aborted, committed, WW));
    return {
      transactions: [aborted.transaction, committed.transaction],
      dependencies: [dependency],
      meaning: `${dependency.meaning} But ${nameOf(aborted.transaction)} aborted, and what it wrote was built upon.`,
    };
  });
}

/** @param read of the transaction whose write `own` went over that of another */
export function reportOverwrite({ history, findings }: Inference, read: Site, other: Site, own: Site): void {
  findings.report('lost-update', () => witnessOfLoss(history, [link(read, other, RW), link(other, own, WW)]));
}

/** Two transactions read the same, and each wrote; nobody knows whose write came first. */
export function reportBlindUpdates({ history, findings }: Inference, one: ReadAndWrite, other: ReadAndWrite): void {
  findings.report('lost-update', () => witnessOfLoss(history, [link(one.read, other.write, RW), link(other.read, one.write, RW)]));
}

export interface ReadAndWrite {
  readonly read: Site;
  readonly write: Site;
}

function witnessOfLoss(history: TransactionHistory, links: readonly Link[]): Witness {
  const dependencies = links.map((one) => describeLink(history, one));
  return { transactions: links.map(({ from }) => from), dependencies, meaning: describeCycle('lost-update', dependencies) };
}

function witnessOfRead(history: TransactionHistory, read: Site, writer: Site, objection: string): Witness {
  const dependency = describeLink(history, link(writer, read, WR));
  return { transactions: [writer.transaction, read.transaction], dependencies: [dependency], meaning: `${dependency.meaning} ${objection}` };
}

function link(from: Site, to: Site, kind: number): Link {
  return { from: from.transaction, to: to.transaction, kind, fromOperation: from.operation, toOperation: to.operation };
}

function sentence(history: TransactionHistory, { transaction, operation }: Site): string {
  return `${nameOf(transaction)} ${didOf(history[transaction]!.operations[operation]!)}`;
}

function enumerate(values: readonly Value[]): string {
  return values.map(show).join(' and ');
}
