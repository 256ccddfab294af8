import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NodeView } from '../../src/contract/simulation.ts';
import { along, groupsOf, layOut, progress, sidesOf, wayBetween } from '../../webviews/simulation/layout.ts';

function nodesOf(servers: number, clients: number): NodeView[] {
  return Array.from({ length: servers + clients }, (_, id): NodeView => ({
    id,
    name: `n${id}`,
    kind: id < servers ? 'server' : 'client',
    status: 'up', perInput: 0, clock: { offset: 0, drift: 0 },
    role: '',
    badge: '',
    summary: '',
    fields: [],
    log: [],
    standing: [],
    command: null,
    timers: [],
  }));
}

const stages = fc.record({
  servers: fc.integer({ min: 1, max: 9 }),
  clients: fc.integer({ min: 0, max: 3 }),
  width: fc.integer({ min: 288, max: 2200 }),
  height: fc.integer({ min: 380, max: 1400 }),
});

describe('the layout of the stage', () => {
  it('keeps every node inside and apart from the others', () => {
    fc.assert(
      fc.property(stages, ({ servers, clients, width, height }) => {
        const layout = layOut(nodesOf(servers, clients), width, height);
        for (const [index, a] of layout.places.entries()) {
          assert.ok(a.x >= layout.radius && a.x <= layout.width - layout.radius, `node ${index} leaves the stage sideways`);
          assert.ok(a.y >= layout.radius && a.y <= layout.height - layout.radius, `node ${index} leaves the stage`);
          for (const b of layout.places.slice(index + 1)) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) > 2 * layout.radius);
        }
      }),
    );
  });

  it('puts two servers side by side above their clients', () => {
    const [one, other, ...clients] = layOut(nodesOf(2, 3), 800, 700).places;
    assert.ok(one && other && Math.abs(one.y - other.y) < 1e-6 && one.x < other.x);
    assert.ok(clients.every(({ y }) => y > one.y + 100));
  });

  it('draws the two directions of a link apart', () => {
    const layout = layOut(nodesOf(3, 0), 800, 600);
    const there = along(wayBetween(layout, 0, 1, 6), 0.5);
    const back = along(wayBetween(layout, 1, 0, 6), 0.5);
    assert.ok(Math.abs(Math.hypot(there.x - back.x, there.y - back.y) - 12) < 1e-6);
  });

  it('moves a message from its sender to its receiver, and no further', () => {
    const message = { sentAt: 100, arrivesAt: 300 };
    assert.deepEqual([50, 100, 200, 300, 400].map((time) => progress(message, time)), [0, 0, 0.5, 1, 1]);
    assert.equal(progress({ sentAt: 100, arrivesAt: 100 }, 100), 1);
  });

  it('tells the two sides of a drawn line', () => {
    const places = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }, { x: 0, y: 10 }];
    const [one, other] = sidesOf(places, { x: 5, y: -5 }, { x: 5, y: 15 });
    assert.deepEqual([one, other], [[1, 2], [0, 3]]);
    assert.deepEqual(sidesOf(places, { x: 20, y: 0 }, { x: 20, y: 10 })[0], []);
  });

  it('recognizes a partition among cuts, and what is none', () => {
    const nodes = nodesOf(4, 0);
    const cutsBetween = (groups: readonly (readonly number[])[]) =>
      groups.flatMap((group, index) => groups.filter((_, other) => other !== index).flatMap((other) => group.flatMap((from) => other.map((to) => ({ from, to })))));
    const groups = [[0, 2], [1], [3]];
    assert.deepEqual(groupsOf({ nodes, cuts: cutsBetween(groups) }), groups);
    assert.equal(groupsOf({ nodes, cuts: [{ from: 0, to: 1 }] }), null);
    assert.equal(groupsOf({ nodes, cuts: [] }), null);
  });
});
