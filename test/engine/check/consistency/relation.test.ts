import assert from 'node:assert/strict';
import { Relation } from '../../../../src/engine/check/consistency/relation.ts';
import { Random } from '../../../../src/engine/sim/random.ts';

const relation = (size: number, ...arrows: (readonly [number, number])[]) => new Relation(size, arrows.map(([from, to]) => ({ from, to, kind: 'reads-from' })));
const shown = (of: Relation, arrows: readonly number[] | undefined) => arrows?.map((number) => `${of.at(number).from}${of.at(number).to}`).join(' ');

describe('a relation', () => {
  it('has an order in which its arrows go forward, or a cycle', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = Random.fromSeed(seed);
      const size = random.between(1, 12);
      const arrows = Array.from({ length: random.integer(2 * size) }, () => [random.integer(size), random.integer(size)] as const);
      const found = relation(size, ...arrows);
      const order = found.order();
      const cycle = found.cycle();
      assert.equal(order === undefined, cycle !== undefined);
      if (order) for (const [from, to] of arrows) assert.ok(order.indexOf(from) < order.indexOf(to));
      cycle?.forEach((number, place) => assert.equal(found.at(number).to, found.at(cycle[(place + 1) % cycle.length]!).from));
    }
  });

  it('gives the shortest cycle through the first elements, and one wherever there is one', () => {
    const two = relation(6, [0, 1], [1, 2], [2, 0], [3, 4], [4, 3], [2, 3]);
    assert.equal(shown(two, two.cycle()), '34 43');
    // A thousand elements between two far cycles, none of them on one.
    const between = Array.from({ length: 1_000 }, (_, id): [number, number][] => [[1_002, id], [id, 1_000]]).flat();
    const far = relation(1_004, ...between, [1_000, 1_001], [1_001, 1_000], [1_002, 1_003], [1_003, 1_002]);
    assert.equal(far.cycle()?.length, 2);
  });

  it('gives a shortest way, by its first arrows alone where that is asked for', () => {
    const found = relation(4, [0, 1], [1, 2], [2, 3], [0, 3]);
    assert.equal(shown(found, found.way(0, 3)), '03');
    assert.equal(shown(found, found.way(0, 3, 3)), '01 12 23');
    assert.equal(found.way(3, 0), undefined);
    assert.equal(found.way(0, 0), undefined);
  });

  it('counts what follows one another in a session as one', () => {
    const session = [0, 1, 2, 3].map((from) => ({ from, to: from + 1, kind: 'session' as const }));
    const found = new Relation(7, [...session, { from: 0, to: 5, kind: 'reads-from' }, { from: 5, to: 4, kind: 'reads-from' }, { from: 4, to: 6, kind: 'reads-from' }]);
    assert.equal(shown(found, found.way(0, 6)), '01 12 23 34 46');
    assert.equal(shown(found, found.way(0, 5)), '05');
  });
});
