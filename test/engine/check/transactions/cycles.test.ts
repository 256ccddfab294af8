import assert from 'node:assert/strict';
import { Budget } from '../../../../src/engine/check/transactions/budget.ts';
import { componentsOf } from '../../../../src/engine/check/transactions/components.ts';
import { CycleSearch, type Link, type Sought } from '../../../../src/engine/check/transactions/cycles.ts';
import { GraphBuilder, NOWHERE, PROCESS, RW, WR, WW, type Graph, type Walk } from '../../../../src/engine/check/transactions/graph.ts';
import { Random } from '../../../../src/engine/sim/random.ts';

const DATA = WW | WR;
const ALL = DATA | RW | PROCESS;

describe('the search for cycles', () => {
  it('finds the components and the shortest cycles that trying everything finds, with relays and without', () => {
    const found = { cycles: 0, none: 0 };
    for (let seed = 1; seed <= 1500; seed++) {
      const graph = randomGraph(Random.fromSeed(seed));
      for (const walk of [{ kinds: DATA, separated: false }, { kinds: ALL, separated: false }, { kinds: ALL, separated: true }]) {
        const components = componentsOf(graph, walk);
        verifyComponents(graph, walk, components.of);
        for (const places of components.members) assert.ok(new Set([...places].map((place) => place >> 1).filter((vertex) => vertex < graph.transactions)).size > 1);
        const search = new CycleSearch(graph, new Budget(1e6));
        const kinds = walk.kinds === DATA ? [{ first: WR, rest: DATA }] : [{ first: RW, rest: DATA }, { first: RW, rest: walk.kinds }];
        for (const sought of kinds) {
          const shortest = shortestOf(graph, walk, sought);
          const lengths = components.members.map((_, component) => {
            const result = search.shortest(components, component, { ...sought, isCertain: false });
            assert.notEqual(result.kind, 'unfinished');
            if (result.kind !== 'found') return Infinity;
            verifyCycle(graph, walk, sought, result.links);
            assert.ok(result.isShortest);
            return result.links.length;
          });
          assert.equal(Math.min(Infinity, ...lengths), shortest, `seed ${seed}`);
          found[shortest === Infinity ? 'none' : 'cycles']++;
        }
      }
    }
    assert.ok(found.cycles > 1000 && found.none > 1000, JSON.stringify(found));
  });

  it('gives any cycle where the budget does not suffice for the shortest, and says so', () => {
    const ring = new GraphBuilder(1000);
    for (let vertex = 0; vertex < 1000; vertex++) ring.add(vertex, (vertex + 1) % 1000, WW);
    const graph = ring.build();
    const components = componentsOf(graph, { kinds: WW, separated: false });
    const sought = { first: WW, rest: WW };
    const poor = new CycleSearch(graph, new Budget(5000)).shortest(components, 0, { ...sought, isCertain: true });
    assert.ok(poor.kind === 'found' && !poor.isShortest && poor.links.length === 1000);
    assert.deepEqual(new CycleSearch(graph, new Budget(5000)).shortest(components, 0, { ...sought, isCertain: false }), { kind: 'unfinished' });
    const rich = new CycleSearch(graph, new Budget(1e8)).shortest(components, 0, { ...sought, isCertain: true });
    assert.ok(rich.kind === 'found' && rich.isShortest && rich.links.length === 1000);
  });

  it('goes as deep as a history is long', () => {
    const size = 200_000;
    const chain = new GraphBuilder(size);
    for (let vertex = 0; vertex + 1 < size; vertex++) chain.add(vertex, vertex + 1, WW);
    chain.add(size - 1, 0, RW);
    const graph = chain.build();
    assert.deepEqual(componentsOf(graph, { kinds: DATA, separated: false }).members, []);
    const components = componentsOf(graph, { kinds: ALL, separated: true });
    const result = new CycleSearch(graph, new Budget(1e7)).shortest(components, 0, { first: RW, rest: DATA, isCertain: false });
    assert.ok(result.kind === 'found' && result.links.length === size && result.isShortest);
  });
});

/** A few transactions, and relays each of one kind. */
function randomGraph(random: Random): Graph {
  const transactions = random.between(2, 6);
  const graph = new GraphBuilder(transactions);
  const kinds = [WW, WR, RW, PROCESS] as const;
  for (let edge = random.integer(9); edge > 0; edge--) {
    const [source, target] = [random.integer(transactions), random.integer(transactions)];
    if (source !== target) graph.add(source, target, random.pick(kinds), edge, edge);
  }
  for (let relays = random.integer(3); relays > 0; relays--) {
    const kind = random.pick([RW, WW] as const);
    const chain = [graph.addRelay(), ...(random.chance(0.5) ? [graph.addRelay()] : [])];
    if (chain.length > 1) graph.add(chain[0]!, chain[1]!, kind);
    for (let edge = random.between(1, 3); edge > 0; edge--) graph.add(random.integer(transactions), random.pick(chain)!, kind, edge);
    for (let edge = random.between(1, 3); edge > 0; edge--) graph.add(random.pick(chain)!, random.integer(transactions), kind, NOWHERE, edge);
  }
  return graph.build();
}

interface Direct {
  readonly from: number;
  readonly to: number;
  readonly kind: number;
}

/** The dependencies that edges and relays stand for, with those of transactions on themselves. */
function dependenciesOf({ transactions, first, target, kind }: Graph): Direct[] {
  const outOf = (vertex: number): number[] => [...target.subarray(first[vertex], first[vertex + 1])];
  const endsOf = (vertex: number): number[] => (vertex < transactions ? [vertex] : outOf(vertex).flatMap(endsOf));
  return Array.from({ length: transactions }, (_, from) => from).flatMap((from) =>
    outOf(from).flatMap((next, i) => endsOf(next).map((to) => ({ from, to, kind: kind[first[from]! + i]! }))),
  );
}

/** The length of the shortest closed walk that begins with one kind and goes on with others. */
function shortestOf(graph: Graph, walk: Walk, { first, rest }: Pick<Sought, 'first' | 'rest'>): number {
  const dependencies = dependenciesOf(graph).filter(({ from, to, kind }) => from !== to && (kind & walk.kinds) !== 0);
  let shortest = Infinity;
  for (const begin of dependencies.filter(({ kind }) => (kind & first) !== 0)) {
    let level = [begin];
    const seen = new Set<string>();
    for (let length = 1; level.length > 0 && length < shortest; length++) {
      if (level.some((last) => last.to === begin.from && !(walk.separated && last.kind === RW && begin.kind === RW))) shortest = length;
      level = level.flatMap((last) => dependencies.filter((next) => next.from === last.to && (next.kind & rest) !== 0 && !(walk.separated && last.kind === RW && next.kind === RW)));
      level = level.filter(({ to, kind }) => !seen.has(`${to} ${kind === RW}`) && seen.add(`${to} ${kind === RW}`));
    }
  }
  return shortest;
}

function verifyComponents(graph: Graph, walk: Walk, of: Int32Array): void {
  const dependencies = dependenciesOf(graph).filter(({ kind }) => (kind & walk.kinds) !== 0);
  const next = (place: number): number[] =>
    dependencies.filter(({ from, kind }) => from === place >> 1 && !(walk.separated && kind === RW && place & 1)).map(({ to, kind }) => (to << 1) | Number(walk.separated && kind === RW));
  const reached = (place: number): Set<number> => {
    const places = new Set(next(place));
    for (const other of places) for (const further of next(other)) places.add(further);
    return places;
  };
  const places = Array.from({ length: 2 * graph.transactions }, (_, place) => place);
  const starts = new Set(places.filter((place) => place % 2 === 0));
  for (const start of starts) for (const other of reached(start)) starts.add(other);
  for (const one of starts) {
    for (const other of starts) {
      if (one >> 1 === other >> 1) continue;
      const isTogether = reached(one).has(other) && reached(other).has(one);
      assert.equal(of[one] === of[other] && of[one] !== NOWHERE, isTogether);
    }
  }
}

function verifyCycle(graph: Graph, walk: Walk, { first, rest }: Pick<Sought, 'first' | 'rest'>, links: readonly Link[]): void {
  const dependencies = dependenciesOf(graph);
  links.forEach(({ from, to, kind }, i) => {
    const following = links[(i + 1) % links.length]!;
    assert.equal(to, following.from);
    assert.ok((kind & (i === 0 ? first : rest)) !== 0);
    assert.ok(dependencies.some((dependency) => dependency.from === from && dependency.to === to && dependency.kind === kind));
    assert.ok(!(walk.separated && kind === RW && following.kind === RW));
  });
}
