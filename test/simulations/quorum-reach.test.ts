import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canReachQuorum, largestReach, smallestRepairs, type Condition, type Ensemble, type Repair } from '../../src/simulations/quorum-reach.ts';

interface State {
  readonly conditions: readonly Condition[];
  /** By `from * size + to`. */
  readonly cuts: readonly boolean[];
}

const isMajority = (size: number) => (members: readonly number[]) => members.length > size / 2;

function ensembleIn({ conditions, cuts }: State, leaders = conditions.map((_, node) => node)): Ensemble {
  const members = conditions.map((_, node) => node);
  return { leaders, members, isQuorum: isMajority(members.length), conditionOf: (node) => conditions[node]!, isCut: (from, to) => from !== to && cuts[from * members.length + to]! };
}

/** Whether a leader can send to, and hear from, so many that they are a majority: every set of nodes is tried. */
function someMajorityTalks({ conditions, cuts }: State, leaders: readonly number[]): boolean {
  const size = conditions.length;
  const open = (from: number, to: number) => from === to || !cuts[from * size + to];
  for (let set = 0; set < 2 ** size; set++) {
    const chosen = conditions.map((_, node) => node).filter((node) => set & (1 << node));
    if (chosen.length * 2 <= size) continue;
    for (const leader of leaders) {
      if (conditions[leader] === 'up' && chosen.every((node) => conditions[node] === 'up' && open(leader, node) && open(node, leader))) return true;
    }
  }
  return false;
}

function repaired(state: State, repair: Repair): State {
  if (repair.kind !== 'heal') return { ...state, conditions: state.conditions.map((condition, node) => (node === repair.node ? 'up' : condition)) };
  const [one, other] = repair.between;
  const size = state.conditions.length;
  return { ...state, cuts: state.cuts.map((cut, link) => cut && link !== one * size + other && link !== other * size + one) };
}

/** The fewest repairs that are enough, by trying everything that can be repaired; undefined where nothing helps. */
function fewestRepairs(state: State, leaders: readonly number[]): number | undefined {
  const size = state.conditions.length;
  const possible: Repair[] = [];
  for (let node = 0; node < size; node++) {
    if (state.conditions[node] === 'crashed') possible.push({ kind: 'restart', node });
    if (state.conditions[node] === 'paused') possible.push({ kind: 'resume', node });
    for (let other = node + 1; other < size; other++) if (state.cuts[node * size + other] || state.cuts[other * size + node]) possible.push({ kind: 'heal', between: [node, other] });
  }
  let fewest: number | undefined;
  for (let set = 0; set < 2 ** possible.length; set++) {
    const tried = possible.filter((_, place) => set & (1 << place));
    if (fewest !== undefined && tried.length >= fewest) continue;
    if (someMajorityTalks(tried.reduce(repaired, state), leaders)) fewest = tried.length;
  }
  return fewest;
}

const stateOf = (size: number) =>
  fc.record({
    conditions: fc.array(fc.constantFrom<Condition>('up', 'up', 'crashed', 'paused', 'lost'), { minLength: size, maxLength: size }),
    cuts: fc.array(fc.boolean(), { minLength: size * size, maxLength: size * size }),
  });

describe('reaching a quorum', () => {
  it('agrees with trying every set, in every state of three nodes', () => {
    for (let down = 0; down < 8; down++) {
      for (let links = 0; links < 512; links++) {
        const state: State = {
          conditions: [0, 1, 2].map((node) => (down & (1 << node) ? 'crashed' : 'up')),
          cuts: Array.from({ length: 9 }, (_, link) => (links & (1 << link)) !== 0),
        };
        assert.equal(canReachQuorum(ensembleIn(state)), someMajorityTalks(state, [0, 1, 2]), JSON.stringify(state));
      }
    }
  });

  it('agrees with trying every set where only some may lead', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }).chain((size) => fc.tuple(stateOf(size), fc.subarray(Array.from({ length: size }, (_, node) => node)))), ([state, leaders]) => {
        assert.equal(canReachQuorum(ensembleIn(state, leaders)), someMajorityTalks(state, leaders));
      }),
    );
  });

  it('says the fewest repairs, each set of which is enough and none of whose parts is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }).chain(stateOf), (state) => {
        const leaders = state.conditions.map((_, node) => node);
        const ways = smallestRepairs(ensembleIn(state));
        const fewest = fewestRepairs(state, leaders);
        assert.equal(ways[0]?.length, fewest);
        assert.equal(new Set(ways.map((way) => JSON.stringify(way))).size, ways.length);
        for (const way of ways) {
          assert.equal(way.length, fewest);
          assert.ok(someMajorityTalks(way.reduce(repaired, state), leaders));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is quick about many nodes of which none is up', () => {
    const size = 12;
    const state: State = { conditions: Array.from({ length: size }, () => 'crashed'), cuts: Array.from({ length: size * size }, () => false) };
    assert.equal(smallestRepairs(ensembleIn(state)).length, 792);
    assert.deepEqual(largestReach(ensembleIn(state)), []);
  });
});
