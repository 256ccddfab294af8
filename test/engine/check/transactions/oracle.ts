/**
 * Which isolation levels a history allows, by trying everything: which transactions of unknown outcome committed, and in
 * which order writes took effect. Slow, and simple enough to be believed.
 */
import type { Key, MicroOperation, TransactionHistory, Value } from '../../../../src/engine/check/transactions/history.ts';
import type { RegisterAssumption } from '../../../../src/engine/check/transactions/registers.ts';
import type { Level } from '../../../../src/engine/check/transactions/levels.ts';

type Content = Value | null | readonly Value[];

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly kind: 'ww' | 'wr' | 'rw' | 'order';
  readonly key?: Key;
}

/**
 * The levels at which some choice explains the history, straight from Adya's definitions.
 * @param registers what is taken for granted of each register by itself
 */
export function levelsByDefinition(history: TransactionHistory, registers: RegisterAssumption = 'none'): ReadonlySet<Level> {
  const levels = new Set<Level>();
  const orders = { process: processOrder(history), 'real-time': realTimeOrder(history) };
  const forward = { none: [], sequential: orders.process, linearizable: [...orders.process, ...orders['real-time']] }[registers];
  for (const committed of commitments(history)) {
    for (const order of permutations(committed)) {
      if (!goForward(history, order, forward)) continue;
      if (!areWritesExplained(history, order)) continue;
      levels.add('read-uncommitted');
      if (isLinearExtension(order, orders.process)) levels.add('strong-session-read-uncommitted');
      if (isLinearExtension(order, orders.process) && isLinearExtension(order, orders['real-time'])) levels.add('strong-read-uncommitted');
      const graph = serializationGraph(history, order);
      if (!graph) continue;
      const { edges, isInternallyConsistent } = graph;
      const among = (constraints: readonly Edge[]) => constraints.filter(({ from, to }) => order.includes(from) && order.includes(to));
      judge(levels, edges, isInternallyConsistent, [], ['read-committed', 'snapshot-isolation', 'serializable']);
      judge(levels, edges, isInternallyConsistent, among(orders.process), ['strong-session-read-committed', 'strong-session-snapshot-isolation', 'strong-session-serializable']);
      judge(levels, edges, isInternallyConsistent, among([...orders.process, ...orders['real-time']]), ['strong-read-committed', 'strong-snapshot-isolation', 'strict-serializable']);
      const ofData = edges.filter(({ kind }) => kind !== 'rw');
      if (hasCycle(ofData, order)) continue;
      if (!losesUpdate(edges)) levels.add('cursor-stability');
      if (isInternallyConsistent && !edges.some((edge) => edge.kind === 'rw' && reaches(edge.to, edge.from, ofData))) levels.add('consistent-view');
      if (isInternallyConsistent && !hasCycle(edges, order)) levels.add('repeatable-read');
    }
  }
  return levels;
}

function judge(levels: Set<Level>, edges: readonly Edge[], isInternallyConsistent: boolean, order: readonly Edge[], [reads, snapshots, serial]: readonly [Level, Level, Level]): void {
  const all = [...edges, ...order];
  const vertices = [...new Set(all.flatMap(({ from, to }) => [from, to]))];
  const data = all.filter(({ kind }) => kind !== 'rw');
  if (hasCycle(data, vertices)) return;
  levels.add(reads);
  if (!isInternallyConsistent) return;
  // (ww | wr | order) ; rw? has no cycle: Cerone and Gotsman, "Analysing Snapshot Isolation", Theorem 4.1.
  const composed = data.flatMap((edge) => [edge, ...all.filter(({ kind, from }) => kind === 'rw' && from === edge.to).map(({ to }) => ({ ...edge, to }))]);
  if (!hasCycle(composed, vertices)) levels.add(snapshots);
  if (!hasCycle(all, vertices)) levels.add(serial);
}

/** Adya's G-cursor: one anti-dependency and write-dependencies, all of one key. */
function losesUpdate(edges: readonly Edge[]): boolean {
  return edges.some((edge) => edge.kind === 'rw' && reaches(edge.to, edge.from, edges.filter(({ kind, key }) => kind === 'ww' && key === edge.key)));
}

/** Whether some serial execution gives every read. */
export function isSerializable(history: TransactionHistory, order: 'none' | 'process' | 'real-time' = 'none'): boolean {
  const constraints = constraintsOf(history, order);
  return commitments(history).some((committed) => permutations(committed).some((serial) => isLinearExtension(serial, constraints) && runsSerially(history, serial)));
}

function runsSerially(history: TransactionHistory, serial: readonly number[]): boolean {
  const state = new Map<Key, Content>();
  return serial.every((id) => history[id]!.operations.every((operation) => execute(state, operation)));
}

/** @returns false for a read that gives something else */
function execute(state: Map<Key, Content>, operation: MicroOperation): boolean {
  const { op, key, value } = operation;
  const content = state.get(key) ?? null;
  if (op === 'write') state.set(key, value);
  else if (op === 'append') state.set(key, [...listOf(content), value]);
  else return value === undefined || sameContent(content, value);
  return true;
}

/**
 * Whether some order of beginnings and commits explains the history: each transaction reads the state as of its beginning
 * with its own writes over it, and no two that overlap write the same key.
 */
export function isSnapshotIsolated(history: TransactionHistory, order: 'none' | 'process' | 'real-time' = 'none'): boolean {
  const constraints = constraintsOf(history, order);
  const keysWritten = history.map(({ operations }) => new Set(operations.filter(({ op }) => op !== 'read').map(({ key }) => key)));
  const extend = (committed: readonly number[], begun: ReadonlyMap<number, ReadonlyMap<Key, Content>>, ended: readonly number[], state: ReadonlyMap<Key, Content>): boolean => {
    if (ended.length === committed.length) return true;
    return committed.some((id) => {
      if (ended.includes(id)) return false;
      const snapshot = begun.get(id);
      if (!snapshot) {
        const mayBegin = constraints.every(({ from, to }) => to !== id || !committed.includes(from) || ended.includes(from));
        return mayBegin && extend(committed, new Map(begun).set(id, state), ended, state);
      }
      const isOverwritten = [...keysWritten[id]!].some((key) => state.get(key) !== snapshot.get(key));
      const view = new Map(snapshot);
      if (isOverwritten || !history[id]!.operations.every((operation) => execute(view, operation))) return false;
      const after = new Map(state);
      for (const key of keysWritten[id]!) after.set(key, view.get(key)!);
      return extend(committed, begun, [...ended, id], after);
    });
  };
  return commitments(history).some((committed) => extend(committed, new Map(), [], new Map()));
}

/** Every set of transactions that may be those that committed. */
function commitments(history: TransactionHistory): number[][] {
  return [...history.keys()].reduce<number[][]>(
    (sets, id) => {
      const { status } = history[id]!;
      if (status === 'aborted') return sets;
      const withIt = sets.map((set) => [...set, id]);
      return status === 'committed' ? withIt : [...sets, ...withIt];
    },
    [[]],
  );
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

function processOrder(history: TransactionHistory): Edge[] {
  return pairs(history, (a, b) => history[a]!.process === history[b]!.process && history[a]!.completed <= history[b]!.invoked && (history[a]!.invoked < history[b]!.invoked || a < b));
}

function realTimeOrder(history: TransactionHistory): Edge[] {
  return pairs(history, (a, b) => history[a]!.completed < history[b]!.invoked);
}

function constraintsOf(history: TransactionHistory, order: 'none' | 'process' | 'real-time'): Edge[] {
  if (order === 'none') return [];
  return order === 'process' ? processOrder(history) : [...processOrder(history), ...realTimeOrder(history)];
}

/** One of unknown outcome may take effect late. */
function pairs(history: TransactionHistory, isBefore: (a: number, b: number) => boolean): Edge[] {
  const ids = [...history.keys()];
  return ids.flatMap((from) => ids.filter((to) => from !== to && history[from]!.status === 'committed' && isBefore(from, to)).map((to) => ({ from, to, kind: 'order' }) as const));
}

function isLinearExtension(order: readonly number[], constraints: readonly Edge[]): boolean {
  return constraints.every(({ from, to }) => !order.includes(from) || !order.includes(to) || order.indexOf(from) < order.indexOf(to));
}

/**
 * Whether all writes could be made one transaction after another in an order: then reads of a list, with what aborted
 * transactions appended left out, are beginnings of it. A list that transactions which surely committed read in ways that
 * contradict each other tells nothing.
 */
function areWritesExplained(history: TransactionHistory, order: readonly number[]): boolean {
  const written = new Set(history.flatMap(({ operations }) => operations.filter(({ op }) => op !== 'read').map(({ key, value }) => `${key} ${String(value)}`)));
  const readsOf = (id: number) => history[id]!.operations.filter(({ op, value }) => op === 'read' && value !== undefined && value !== null);
  const reads = order.flatMap(readsOf);
  if (reads.some((read) => valuesOf(read).some((value) => !written.has(`${read.key} ${String(value)}`)))) return false;
  if (reads.some((read) => new Set(valuesOf(read)).size < valuesOf(read).length)) return false;
  const sureReads = order.filter((id) => history[id]!.status === 'committed').flatMap(readsOf);
  return [...new Set(reads.filter(({ value }) => Array.isArray(value)).map(({ key }) => key))].every((key) => {
    const list = order.flatMap((id) => history[id]!.operations.filter((operation) => operation.op === 'append' && operation.key === key).map(({ value }) => value as Value));
    const shown = (all: readonly MicroOperation[]) => all.filter((read) => read.key === key).map((read) => valuesOf(read).filter((value) => list.includes(value)));
    const isContradictory = shown(sureReads).some((one) => shown(sureReads).some((other) => !isPrefix(one, other) && !isPrefix(other, one)));
    return isContradictory || shown(reads).every((values) => isPrefix(values, list));
  });
}

/**
 * Adya's direct serialization graph, where writes took effect in the order of whole transactions. Undefined where some
 * read is of an aborted or intermediate version, or of none.
 */
function serializationGraph(history: TransactionHistory, order: readonly number[]): { edges: Edge[]; isInternallyConsistent: boolean } | undefined {
  const edges: Edge[] = [];
  let isInternallyConsistent = true;
  const versions = new Map<Key, { writer: number; content: Content }[]>();
  for (const id of order) {
    const state = new Map<Key, Content>([...versions].map(([key, installed]) => [key, installed.at(-1)!.content]));
    for (const operation of history[id]!.operations) if (operation.op !== 'read') execute(state, operation);
    for (const key of new Set(history[id]!.operations.filter(({ op }) => op !== 'read').map(({ key }) => key))) {
      const installed = versions.get(key) ?? [];
      if (installed.length > 0) edges.push({ from: installed.at(-1)!.writer, to: id, kind: 'ww', key });
      versions.set(key, [...installed, { writer: id, content: state.get(key)! }]);
    }
  }
  for (const id of order) {
    /** What the transaction should see where it has seen or written the key. */
    const view = new Map<Key, Content>();
    const written = new Set<Key>();
    for (const [position, operation] of history[id]!.operations.entries()) {
      const { op, key, value } = operation;
      if (op !== 'read') {
        written.add(key);
        if (op === 'write') view.set(key, value);
        else {
          const before = view.get(key) ?? (written.has(key) ? installedBefore(versions, key, id) : null);
          view.set(key, [...listOf(before), value]);
        }
        continue;
      }
      if (value === undefined) continue;
      if (history[id]!.operations.slice(position).some((later) => later.op !== 'read' && later.key === key && valuesOf(operation).includes(later.value))) return undefined;
      if (view.has(key) && !sameContent(view.get(key)!, value)) isInternallyConsistent = false;
      if (written.has(key)) {
        if (Array.isArray(value) && !isPrefix(value as readonly Value[], listOf(versions.get(key)?.at(-1)?.content ?? null))) return undefined;
        continue;
      }
      const installed = [{ writer: -1, content: null as Content }, ...(versions.get(key) ?? [])];
      const version = installed.findIndex(({ writer, content }) => writer !== id && sameContent(content, value));
      if (version === -1) return undefined;
      if (version > 0) edges.push({ from: installed[version]!.writer, to: id, kind: 'wr', key });
      const next = installed[version + 1];
      if (next && next.writer !== id) edges.push({ from: id, to: next.writer, kind: 'rw', key });
      view.set(key, value);
    }
  }
  return { edges, isInternallyConsistent };
}

/** Whether each register goes forward from one transaction to another that comes after it. */
function goForward(history: TransactionHistory, order: readonly number[], constraints: readonly Edge[]): boolean {
  if (constraints.length === 0) return true;
  /** Positions of the versions that a transaction found or left in a key. */
  const positions = (id: number, key: Key): number[] => {
    const finalOf = (writer: number) => history[writer]!.operations.findLast((operation) => operation.op === 'write' && operation.key === key)?.value;
    const installed = [null, ...order.map(finalOf).filter((value) => value !== undefined)];
    const operations = history[id]!.operations.filter((operation) => operation.key === key);
    const external = operations.slice(0, operations.findIndex(({ op }) => op === 'write') === -1 ? undefined : operations.findIndex(({ op }) => op === 'write'));
    const values = [...external.map(({ value }) => value).filter((value) => value !== undefined && value !== finalOf(id)), finalOf(id)];
    return values.map((value) => installed.indexOf(value as Value)).filter((position) => position >= 0);
  };
  const keys = new Set(history.flatMap(({ operations }) => operations.filter(({ op, value }) => op === 'write' || (op === 'read' && !Array.isArray(value))).map(({ key }) => key)));
  return constraints.every(
    ({ from, to }) => !order.includes(from) || !order.includes(to) || [...keys].every((key) => positions(from, key).every((one) => positions(to, key).every((other) => one <= other))),
  );
}

function installedBefore(versions: ReadonlyMap<Key, readonly { writer: number; content: Content }[]>, key: Key, id: number): Content {
  const installed = versions.get(key) ?? [];
  return installed[installed.findIndex(({ writer }) => writer === id) - 1]?.content ?? null;
}

function reaches(from: number, to: number, edges: readonly Edge[]): boolean {
  const seen = new Set([from]);
  for (const vertex of seen) for (const edge of edges) if (edge.from === vertex) seen.add(edge.to);
  return seen.has(to);
}

function hasCycle(edges: readonly Edge[], vertices: readonly number[]): boolean {
  return vertices.some((vertex) => edges.some((edge) => edge.from === vertex && reaches(edge.to, vertex, edges)));
}

function sameContent(one: Content, other: Content): boolean {
  const [a, b] = [one ?? [], other ?? []];
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && isPrefix(a as readonly Value[], b as readonly Value[]);
}

function valuesOf({ value }: MicroOperation): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  return value === undefined || value === null ? [] : [value as Value];
}

function listOf(content: Content): readonly Value[] {
  return Array.isArray(content) ? (content as readonly Value[]) : [];
}

function isPrefix(values: readonly Value[], list: readonly Value[]): boolean {
  return values.length <= list.length && values.every((value, i) => value === list[i]);
}
