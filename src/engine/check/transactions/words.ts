/** Says in words what a history shows. */
import type { AnomalyName, Content, Dependency, DependencyKind } from './anomalies.ts';
import type { Link } from './cycles.ts';
import { DOUBTFUL_WW, PROCESS, REAL_TIME, RW, WR, WW } from './graph.ts';
import type { Key, MicroOperation, TransactionHistory } from './history.ts';

/** Values of a list that are shown; of a longer one the last, where lists differ. */
const MOST_VALUES = 8;

/** Dependencies of a cycle that are told. */
const MOST_DEPENDENCIES = 12;

export function nameOf(transaction: number): string {
  return `T${transaction}`;
}

export function show(content: Content): string {
  if (content === null) return 'nothing';
  if (typeof content !== 'object') return JSON.stringify(content);
  const hidden = Math.max(0, content.length - MOST_VALUES);
  const shown = content.slice(hidden).map((value) => JSON.stringify(value));
  return `[${(hidden > 0 ? ['…', ...shown] : shown).join(', ')}]`;
}

/** A dependency with what proves it. */
export function describeLink(history: TransactionHistory, link: Link): Dependency {
  const { from, to } = link;
  const kind = KINDS[link.kind]!;
  const [one, other] = [nameOf(from), nameOf(to)];
  if (kind === 'process') return { kind, from, to, meaning: `Process ${history[from]!.process} did ${one} before ${other}.` };
  if (kind === 'real-time') {
    return { kind, from, to, meaning: `${one} had completed, at ${history[from]!.completed}, before ${other} was invoked, at ${history[to]!.invoked}.` };
  }
  const before = history[from]!.operations[link.fromOperation]!;
  const after = history[to]!.operations[link.toOperation]!;
  const values = [contentOf(before), contentOf(after)] as const;
  const evidence = { key: before.key, operations: [link.fromOperation, link.toOperation], values } as const;
  return { kind, from, to, evidence, meaning: MEANINGS[kind](one, other, before, after) };
}

const KINDS: Readonly<Record<number, DependencyKind>> = { [WW]: 'ww', [DOUBTFUL_WW]: 'ww', [WR]: 'wr', [RW]: 'rw', [PROCESS]: 'process', [REAL_TIME]: 'real-time' };

type Meaning = (one: string, other: string, before: MicroOperation, after: MicroOperation) => string;

const MEANINGS: Readonly<Record<'ww' | 'wr' | 'rw', Meaning>> = {
  ww: (one, other, before, after) => `${other} ${didOf(after)} after ${one} ${didOf(before)}.`,
  wr: (one, other, before, after) => `${other} ${didOf(after)}, and so saw the ${show(contentOf(before))} that ${one} ${verbOf(before)}.`,
  rw: (one, other, before, after) => `${one} ${didOf(before)}, and so did not see the ${show(contentOf(after))} that ${other} ${verbOf(after)}.`,
};

function verbOf({ op }: MicroOperation): string {
  return op === 'append' ? 'appended' : 'wrote';
}

/** As in "T1 appended 3 to x". */
export function didOf(operation: MicroOperation): string {
  const key = showKey(operation.key);
  if (operation.op === 'append') return `appended ${show(operation.value)} to ${key}`;
  if (operation.op === 'write') return `wrote ${key} = ${show(operation.value)}`;
  return contentOf(operation) === null ? `found nothing in ${key}` : `read ${key} = ${show(contentOf(operation))}`;
}

export function showKey(key: Key): string {
  return String(key);
}

function contentOf(operation: MicroOperation): Content {
  return operation.value ?? null;
}

/** What a cycle comes to. */
export function describeCycle(name: AnomalyName, dependencies: readonly Dependency[]): string {
  const anti = dependencies.find(({ kind }) => kind === 'rw');
  const conclusion = anti && name.startsWith('G-single') ? `So ${nameOf(anti.from)} missed what ${nameOf(anti.to)} did, and yet comes after it.` : CONCLUSIONS[name];
  const hidden = Math.max(0, dependencies.length - MOST_DEPENDENCIES);
  const shown = dependencies.slice(0, dependencies.length - hidden).map(({ meaning }) => meaning);
  return [...shown, ...(hidden > 0 ? [`And so on, over ${hidden} more.`] : []), conclusion].join(' ');
}

const CONCLUSIONS: Readonly<Partial<Record<AnomalyName, string>>> = {
  G0: 'So their writes are mixed, and neither all of the one come first nor all of the other.',
  G1c: 'So information went round in a circle: each would have to come before itself.',
  'lost-update': 'So a transaction wrote over what it had not seen, and an update is lost.',
  'G-nonadjacent': 'So no snapshots of the database, each as of one moment, give these reads.',
  'write-skew': 'So each missed what the other wrote, though one of them would have come first.',
  'G2-item': 'So each would have to come before itself, and no serial order gives these reads.',
  'G0-process': 'So their writes are not in the order in which the clients made them.',
  'G1c-process': 'So information went round in a circle that the order of a client closes.',
  'G-nonadjacent-process': 'So no snapshots that keep the order of each client give these reads.',
  'G2-item-process': 'So no serial order that keeps that of each client gives these reads.',
  'G0-realtime': 'So their writes are not in the order in which they were made.',
  'G1c-realtime': 'So information went round in a circle that real time closes.',
  'G-nonadjacent-realtime': 'So no snapshots that keep the order of real time give these reads.',
  'G2-item-realtime': 'So no serial order that keeps that of real time gives these reads.',
};
