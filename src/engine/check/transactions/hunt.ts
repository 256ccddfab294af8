/**
 * Looks for the cycles that anomalies are. Whether any is there, strongly connected components tell in linear time, but
 * for G-single; each component that has one gives its shortest.
 */
import type { AnomalyName, CycleName, OrderedCycleName } from './anomalies.ts';
import type { Budget } from './budget.ts';
import { componentsOf, costOfComponents, type Components } from './components.ts';
import { CycleSearch, type CycleResult, type Link, type Sought } from './cycles.ts';
import type { Findings } from './findings.ts';
import { DOUBTFUL_WW, NOWHERE, PROCESS, REAL_TIME, RW, WR, WW, type Graph, type Walk } from './graph.ts';
import type { TransactionHistory } from './history.ts';
import type { Level, LevelOrder } from './levels.ts';
import { describeCycle, describeLink } from './words.ts';

const WRITES = WW | DOUBTFUL_WW;
const DATA = WRITES | WR;
const ALL = DATA | RW;

/** The levels that cycles of an order rule out, from those of writes only to those of everything. */
interface Stage {
  readonly order: LevelOrder;
  /** Kinds of the edges that the order adds. */
  readonly kinds: number;
  readonly levels: readonly [writes: Level, reads: Level, snapshots: Level, serial: Level];
}

const STAGES: readonly Stage[] = [
  { order: 'none', kinds: 0, levels: ['read-uncommitted', 'read-committed', 'snapshot-isolation', 'serializable'] },
  {
    order: 'process',
    kinds: PROCESS,
    levels: ['strong-session-read-uncommitted', 'strong-session-read-committed', 'strong-session-snapshot-isolation', 'strong-session-serializable'],
  },
  {
    order: 'real-time',
    kinds: PROCESS | REAL_TIME,
    levels: ['strong-read-uncommitted', 'strong-read-committed', 'strong-snapshot-isolation', 'strict-serializable'],
  },
];

/**
 * Reports cycles of each kind. Those that need an order are looked for only where they would rule out a level that stands.
 * @param orders those that the graph has edges of
 * @returns levels that are undecided for want of a budget; those that are ruled out may be among them
 */
export function huntCycles(history: TransactionHistory, graph: Graph, orders: readonly LevelOrder[], findings: Findings, budget: Budget): readonly Level[] {
  const hunt = new Hunt(history, graph, findings, budget);
  for (const stage of STAGES) if (orders.includes(stage.order)) hunt.search(stage);
  return hunt.undecided;
}

class Hunt {
  /** Levels that could not be decided, whether or not something else rules them out. */
  readonly undecided: Level[] = [];
  private readonly history: TransactionHistory;
  private readonly graph: Graph;
  private readonly findings: Findings;
  private readonly budget: Budget;
  private readonly cycles: CycleSearch;
  /** What any cycle at all lies in. */
  private readonly everything: Components | undefined;

  constructor(history: TransactionHistory, graph: Graph, findings: Findings, budget: Budget) {
    this.history = history;
    this.graph = graph;
    this.findings = findings;
    this.budget = budget;
    this.cycles = new CycleSearch(graph, budget);
    this.everything = this.components({ kinds: ALL | PROCESS | REAL_TIME, separated: false });
  }

  search(stage: Stage): void {
    if (this.everything === undefined) this.undecided.push(...stage.levels);
    else if (this.everything.members.length === 0) return;
    else if (stage.order === 'none') this.searchData(stage);
    else this.searchOrdered(stage);
  }

  private searchData({ levels: [ofWrites, ofReads] }: Stage): void {
    const sure = this.components({ kinds: WW, separated: false }, ofWrites);
    const writes = this.components({ kinds: WRITES, separated: false }, ofReads);
    const data = this.components({ kinds: DATA, separated: false }, ofReads);
    const snapshots = this.components({ kinds: ALL, separated: true }, 'cursor-stability');
    const all = this.components({ kinds: ALL, separated: false }, 'cursor-stability');
    if (sure) this.reportEach(sure, { first: WW, rest: WW, isCertain: true });
    if (writes) this.reportEach(writes, { first: WRITES, rest: WRITES, isCertain: true }, (places) => !isAnyIn(places, sure));
    if (data) this.reportEach(data, { first: WR, rest: DATA, isCertain: true });
    if (snapshots) this.searchSnapshots(snapshots, data);
    if (all) this.searchSerial(all, snapshots);
  }

  /** Cycles with one anti-dependency, or else with several of which none follows on another. */
  private searchSnapshots(snapshots: Components, data: Components | undefined): void {
    snapshots.members.forEach((places, component) => {
      const single = this.report(snapshots, component, { first: RW, rest: DATA, isCertain: false });
      if (single === 'unfinished') this.undecided.push('consistent-view');
      // With information that goes round, a walk could put any anti-dependencies apart.
      if (single !== 'found' && !isAnyIn(places, data)) this.report(snapshots, component, { first: RW, rest: ALL, isCertain: true });
    });
  }

  /** Two transactions that missed what the other did, or else any cycle where no smaller kind was found. */
  private searchSerial(all: Components, snapshots: Components | undefined): void {
    all.members.forEach((places, component) => {
      const pair = this.report(all, component, { first: RW, rest: RW, longest: 2, isCertain: false });
      if (pair !== 'found' && !isAnyIn(places, snapshots)) this.report(all, component, { first: RW, rest: ALL, isCertain: true });
    });
  }

  /** What stands has no cycles of data alone, so that every cycle found has an edge of the order. */
  private searchOrdered({ kinds, levels: [ofWrites, ofReads, ofSnapshots, serial] }: Stage): void {
    this.searchIfOpen(ofWrites, { kinds: WW | kinds, separated: false }, kinds);
    this.searchIfOpen(ofReads, { kinds: DATA | kinds, separated: false }, kinds);
    this.searchIfOpen(ofSnapshots, { kinds: ALL | kinds, separated: true }, RW);
    this.searchIfOpen(serial, { kinds: ALL | kinds, separated: false }, kinds);
  }

  private searchIfOpen(level: Level, walk: Walk, first: number): void {
    if (this.findings.isRuledOut(level)) return;
    const components = this.components(walk, level);
    if (components) this.reportEach(components, { first, rest: walk.kinds, isCertain: true });
  }

  private reportEach(components: Components, sought: Sought, isOfInterest: (places: Int32Array) => boolean = () => true): void {
    components.members.forEach((places, component) => {
      if (isOfInterest(places)) this.report(components, component, sought);
    });
  }

  private report(components: Components, component: number, sought: Sought): CycleResult['kind'] {
    const result = this.cycles.shortest(components, component, sought);
    if (result.kind !== 'found') return result.kind;
    const { links, isShortest } = result;
    const name = nameOfCycle(links, this.history);
    const witness = () => {
      const dependencies = links.map((link) => describeLink(this.history, link));
      return { transactions: links.map(({ from }) => from), dependencies, isSmallest: isShortest, meaning: describeCycle(name, dependencies) };
    };
    this.findings.report(name, witness, strengthOf(name, links));
    return 'found';
  }

  /**
   * @param level the weakest that cycles of this walk may rule out
   * @returns undefined where the budget does not suffice; then the level is undecided
   */
  private components(walk: Walk, level?: Level): Components | undefined {
    const cost = costOfComponents(this.graph, walk, this.everything);
    if (cost > this.budget.remaining) {
      if (level) this.undecided.push(level);
      return undefined;
    }
    this.budget.spend(cost);
    return componentsOf(this.graph, walk, this.everything);
  }
}

function isAnyIn(places: Int32Array, components: Components | undefined): boolean {
  return components !== undefined && places.some((place) => components.of[place & ~1] !== NOWHERE || components.of[place | 1] !== NOWHERE);
}

function nameOfCycle(links: readonly Link[], history: TransactionHistory): CycleName | OrderedCycleName {
  const name = nameByAntiDependencies(links);
  if (links.some(({ kind }) => kind === REAL_TIME)) return `${name}-realtime`;
  if (links.some(({ kind }) => kind === PROCESS)) return `${name}-process`;
  return nameOfUpdates(links, history) ?? name;
}

function nameByAntiDependencies(links: readonly Link[]): Exclude<CycleName, 'lost-update' | 'write-skew'> {
  const count = links.filter(({ kind }) => kind === RW).length;
  if (count === 0) return links.some(({ kind }) => kind === WR) ? 'G1c' : 'G0';
  if (count === 1) return 'G-single';
  return links.some(({ kind }, i) => kind === RW && links[(i + 1) % links.length]!.kind === RW) ? 'G2-item' : 'G-nonadjacent';
}

/** The special name of a cycle in which transactions wrote over what they had read, or over what each other had. */
function nameOfUpdates(links: readonly Link[], history: TransactionHistory): 'lost-update' | 'write-skew' | undefined {
  const isOverwrite = ({ kind }: Link) => (kind & (WRITES | RW)) !== 0;
  const antiDependencies = links.filter(({ kind }) => kind === RW).length;
  if (!links.every(isOverwrite) || antiDependencies === 0) return undefined;
  const isPair = links.length === 2 && antiDependencies === 2;
  const keys = new Set(links.map(({ from, fromOperation }) => history[from]!.operations[fromOperation]!.key));
  if (keys.size === 1 && (isPair || antiDependencies === 1)) return 'lost-update';
  return isPair && !writeTheSame(links[0]!.from, links[1]!.from, history) ? 'write-skew' : undefined;
}

function writeTheSame(one: number, other: number, history: TransactionHistory): boolean {
  const written = new Set(history[one]!.operations.filter(({ op }) => op !== 'read').map(({ key }) => key));
  return history[other]!.operations.some(({ op, key }) => op !== 'read' && written.has(key));
}

/** A write cycle with a doubtful write-dependency holds unless an aborted write was read, which is as bad as a cycle of reads. */
function strengthOf(name: AnomalyName, links: readonly Link[]): AnomalyName {
  if (!links.some(({ kind }) => kind === DOUBTFUL_WW)) return name;
  switch (name) {
    case 'G0':
      return 'G1c';
    case 'G0-process':
      return 'G1c-process';
    case 'G0-realtime':
      return 'G1c-realtime';
    default:
      return name;
  }
}
