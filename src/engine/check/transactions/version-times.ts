/** The order of a register's versions where the register is taken to go forward in real time. */
import type { Inference } from './inference.ts';
import { usesOf, type Version } from './versions.ts';

/** From when on a version is known to be there, and until when: it comes before every version that is used later. */
export interface Span {
  /** When the first of those who used it had completed; infinite where none is known to have. */
  readonly firstCompleted: number;
  readonly firstUser: number;
  /** When the last of those who used it was invoked. */
  readonly lastInvoked: number;
  readonly lastUser: number;
}

export function spanOf(version: Version, { history, standings }: Inference): Span {
  let span: Span = { firstCompleted: Infinity, firstUser: -1, lastInvoked: -Infinity, lastUser: -1 };
  for (const { transaction } of usesOf(version)) {
    const { invoked, completed } = history[transaction]!;
    if (invoked > span.lastInvoked) span = { ...span, lastInvoked: invoked, lastUser: transaction };
    if (standings.isCommitted(transaction) && completed < span.firstCompleted) span = { ...span, firstCompleted: completed, firstUser: transaction };
  }
  return span;
}

export interface Ranks {
  readonly beginning: number;
  /** Infinite where nobody who used the version is known to have completed. */
  readonly end: number;
}

/**
 * Ranks for the beginnings and ends of versions, so that one version comes before another exactly where the rank of its
 * end is the lower, and none before itself. A version that was used again after a first user had completed leaves no room
 * for others: what begins in between begins after it.
 * @param versions that somebody used, and none of which comes before itself by way of others
 */
export function rankSpans(versions: readonly Version[], inference: Inference): ReadonlyMap<Version, Ranks> {
  const ranks = new Map<Version, Ranks>();
  let rank = 0;
  /** The version that leaves no room for others now, and what begins meanwhile. */
  let sole: Version | undefined;
  let delayed: Version[] = [];
  const begin = (version: Version) => ranks.set(version, { beginning: rank++, end: ranks.get(version)?.end ?? Infinity });
  const end = (version: Version) => ranks.set(version, { beginning: ranks.get(version)?.beginning ?? -1, end: rank++ });
  for (const { version, isEnd, isSole } of eventsOf(versions, inference)) {
    if (isEnd && isSole) sole = version;
    else if (isEnd) end(version);
    else if (sole === undefined) begin(version);
    else if (sole !== version) delayed.push(version);
    else {
      begin(version);
      end(version);
      delayed.forEach(begin);
      delayed = [];
      sole = undefined;
    }
  }
  return ranks;
}

interface SpanEvent {
  readonly version: Version;
  readonly time: number;
  readonly isEnd: boolean;
  /** Whether the version ends before it begins, in that it was used again after a first user had completed. */
  readonly isSole: boolean;
}

/** In order of time; at one moment beginnings come first. */
function eventsOf(versions: readonly Version[], inference: Inference): readonly SpanEvent[] {
  const events = versions.flatMap((version) => {
    const { firstCompleted, lastInvoked } = spanOf(version, inference);
    const isSole = firstCompleted < lastInvoked;
    const beginning = { version, time: lastInvoked, isEnd: false, isSole };
    return firstCompleted === Infinity ? [beginning] : [beginning, { version, time: firstCompleted, isEnd: true, isSole }];
  });
  return events.sort((a, b) => a.time - b.time || Number(a.isEnd) - Number(b.isEnd));
}
