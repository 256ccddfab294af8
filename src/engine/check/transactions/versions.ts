/** The versions of a register, and what is known of their order. */
import { byInvocation, type Value } from './history.ts';
import type { Inference } from './inference.ts';
import type { KeyRecord, ReadSite, WriteSite } from './keys.ts';
import type { Standings } from './standing.ts';

export type RegisterRead = ReadSite<Value | null>;

export interface Version {
  /** Null for the one before the first write. */
  readonly value: Value | null;
  /** Undefined where nobody wrote this value. */
  readonly writer: WriteSite | undefined;
  /** Those who had not written the register before. */
  readonly readers: RegisterRead[];
  readonly followers: Follower[];
}

/** What is known to come after a version. */
export interface Follower {
  /** Undefined where several wrote the same value, so that nobody knows who read it from whom. */
  readonly version: Version | undefined;
  /** Undefined where nobody wrote it. */
  readonly write: WriteSite | undefined;
  readonly reason: Reason;
}

export type Reason =
  /** Nothing was there at first. */
  | { readonly kind: 'initial' }
  /** The transaction read the version, and then wrote. */
  | { readonly kind: 'overwrite'; readonly transaction: number }
  /** One transaction read or wrote the version, and a later one what follows. */
  | { readonly kind: 'process' | 'real-time'; readonly earlier: number; readonly later: number };

export interface Versions {
  readonly all: readonly Version[];
  /** By value; those that several transactions wrote have none. */
  readonly of: ReadonlyMap<Value | null, Version>;
  /** What each transaction that counts left behind. */
  readonly finalWriteOf: ReadonlyMap<number, WriteSite>;
}

/** The versions, with the order that holds whatever the database does. */
export function versionsOf({ writes, writerOf, reads }: KeyRecord, standings: Standings): Versions {
  const of = new Map<Value | null, Version>([[null, versionOf(null, undefined)]]);
  const finalWriteOf = new Map<number, WriteSite>();
  for (const write of writes) {
    if (!write.isFinal || !standings.counts(write.transaction)) continue;
    finalWriteOf.set(write.transaction, write);
    if (writerOf.get(write.value) === write) of.set(write.value, versionOf(write.value, write));
  }
  for (const read of reads) {
    if (!read.isExternal || !isOfVersion(read, writerOf, standings)) continue;
    const version = of.get(read.value) ?? versionOf(read.value, undefined);
    of.set(read.value, version);
    version.readers.push(read);
  }
  const versions = { all: [...of.values()], of, finalWriteOf };
  orderByData(versions);
  return versions;
}

function versionOf(value: Value | null, writer: WriteSite | undefined): Version {
  return { value, writer, readers: [], followers: [] };
}

/** Whether it is clear which version was read, and that another transaction which counts left it behind, if anybody did. */
function isOfVersion({ transaction, value }: RegisterRead, writerOf: KeyRecord['writerOf'], standings: Standings): boolean {
  if (value === null) return true;
  const writer = writerOf.get(value);
  if (writer === undefined) return true;
  return writer !== null && writer.transaction !== transaction && writer.isFinal && standings.counts(writer.transaction);
}

function orderByData({ all, of, finalWriteOf }: Versions): void {
  for (const version of all) {
    if (version.value === null) {
      for (const write of finalWriteOf.values()) version.followers.push({ version: of.get(write.value), write, reason: { kind: 'initial' } });
      continue;
    }
    for (const { transaction } of version.readers) {
      const write = finalWriteOf.get(transaction);
      if (write) version.followers.push({ version: of.get(write.value), write, reason: { kind: 'overwrite', transaction } });
    }
  }
}

/** Adds the order in which each client read and wrote versions. */
export function orderByProcess({ all }: Versions, { history, standings }: Inference): void {
  const compare = byInvocation(history);
  const uses = all.flatMap((version) => usesOf(version).map((use) => ({ ...use, version })));
  uses.sort((a, b) => compare(a.transaction, b.transaction) || a.operation - b.operation);
  const last = new Map<number, (typeof uses)[number]>();
  for (const use of uses) {
    const { process } = history[use.transaction]!;
    const before = last.get(process);
    if (before && before.transaction !== use.transaction && before.version !== use.version) {
      before.version.followers.push({ version: use.version, write: use.version.writer, reason: { kind: 'process', earlier: before.transaction, later: use.transaction } });
    }
    if (standings.isCommitted(use.transaction)) last.set(process, use);
  }
}

/** Who read or wrote a version, and by which operation. */
export function usesOf({ writer, readers }: Version): readonly Pick<WriteSite, 'transaction' | 'operation'>[] {
  return writer ? [writer, ...readers] : readers;
}
