import assert from 'node:assert/strict';
import {
  difference,
  isJoint,
  isMember,
  isQuorum,
  majority,
  membersOf,
  quorumsMeet,
  quorumValue,
  sorted,
  type Configuration,
} from '../../../../src/engine/protocols/raft/quorum.ts';
import { Random } from '../../../../src/engine/sim/random.ts';

describe('quorums', () => {
  it('are majorities', () => {
    assert.deepEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(majority), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  it('need a majority of every group', () => {
    const table: [Configuration, number[], boolean][] = [
      [[], [], false],
      [[], [0, 1, 2], false],
      [[[]], [], false],
      [[[0]], [0], true],
      [[[0]], [1], false],
      [[[0, 1]], [0], false],
      [[[0, 1]], [0, 1], true],
      [[[0, 1, 2]], [2, 0], true],
      [[[0, 1, 2]], [2, 3, 4], false],
      [[[0, 1, 2, 3]], [0, 1], false],
      [[[0, 1, 2, 3]], [0, 1, 3], true],
      [[[0, 1, 2], [0, 3, 4]], [0, 1, 3], true],
      [[[0, 1, 2], [0, 3, 4]], [0, 1, 2], false],
      [[[0, 1, 2], [0, 3, 4]], [0, 3, 4], false],
      [[[0, 1, 2], [3, 4]], [0, 1, 3], false],
      [[[0, 1, 2], [3, 4]], [0, 1, 3, 4], true],
      [[[0, 1, 2], [2]], [0, 1], false],
      [[[0, 1, 2], [2]], [0, 2], true],
    ];
    for (const [configuration, servers, expected] of table) assert.equal(isQuorum(configuration, servers), expected, JSON.stringify([configuration, servers]));
  });

  it('have reached the value that a majority of every group has', () => {
    const table: [Configuration, number[], number][] = [
      [[], [7, 7, 7], 0],
      [[[0]], [4], 4],
      [[[0]], [4, 9, 9], 4],
      [[[0, 1]], [0, 3], 0],
      [[[0, 1]], [2, 3], 2],
      [[[0, 1, 2]], [5, 0, 3], 3],
      [[[0, 1, 2, 3]], [1, 2, 3, 4], 2],
      [[[0, 1, 2, 3, 4]], [9, 9, 1, 2, 3], 3],
      [[[0, 1, 2, 3, 4]], [7, 7, 7, 0, 0], 7],
      [[[1, 2, 3]], [9, 1, 2, 3], 2],
      [[[0, 1, 2], [0, 3, 4]], [9, 8, 1, 7, 1], 7],
      [[[0, 1, 2], [0, 3, 4]], [9, 8, 1, 1, 2], 2],
      [[[0, 1, 2], [3, 4]], [9, 9, 9, 0, 9], 0],
    ];
    for (const [configuration, values, expected] of table) assert.equal(quorumValue(configuration, Int32Array.from(values)), expected, JSON.stringify([configuration, values]));
  });

  it('have reached the highest value at which those who have it are a quorum', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const random = Random.fromSeed(seed);
      const configuration = Array.from({ length: random.between(1, 2) }, () => drawGroup(random, 6));
      const values = Int32Array.from({ length: 6 }, () => random.integer(8));
      const reached = [0, 1, 2, 3, 4, 5, 6, 7].filter((value) => isQuorum(configuration, [...values.keys()].filter((server) => values[server]! >= value)));
      assert.equal(quorumValue(configuration, values), Math.max(0, ...reached), JSON.stringify([configuration, [...values]]));
    }
  });
});

describe('configurations', () => {
  it('say who belongs to them', () => {
    assert.deepEqual(sorted([3, 1, 3, 2]), [1, 2, 3]);
    assert.deepEqual(membersOf([[0, 1, 4], [1, 2]]), [0, 1, 2, 4]);
    assert.deepEqual([0, 1, 2, 3, 4].map((server) => isMember([[0, 1, 4], [1, 2]], server)), [true, true, true, false, true]);
    assert.deepEqual([[], [[0]], [[0], [1]]].map(isJoint), [false, false, true]);
  });

  it('differ in so many servers', () => {
    const table: [number[], number[], number][] = [[[0, 1, 2], [0, 1, 2], 0], [[0, 1, 2], [0, 1, 2, 3], 1], [[0, 1, 2], [0, 1], 1], [[0, 1, 2], [0, 1, 3], 2], [[], [0], 1]];
    for (const [one, other, expected] of table) assert.deepEqual([difference(one, other), difference(other, one)], [expected, expected]);
  });

  it('may follow one another where their quorums meet', () => {
    const table: [Configuration, Configuration, boolean][] = [
      [[[0, 1, 2]], [[0, 1, 2]], true],
      [[[0, 1, 2]], [[0, 1, 2, 3]], true],
      [[[0, 1, 2, 3]], [[0, 1, 2, 3, 4]], true],
      [[[0, 1]], [[0]], true],
      [[[0]], [[0, 1]], true],
      [[[0]], [[1]], false],
      [[[0, 1, 2]], [[0, 1, 3]], false],
      [[[0, 1, 2]], [[0, 1, 2, 3, 4]], false],
      [[[0, 1, 2, 3]], [[0, 1]], true],
      [[[0, 1, 2, 3, 4]], [[0, 1]], false],
      [[[0, 1, 2]], [[0, 1, 2], [3, 4]], true],
      [[[0, 1, 2], [3, 4]], [[3, 4]], true],
      [[], [[0]], false],
    ];
    for (const [one, other, expected] of table) assert.deepEqual([quorumsMeet(one, other), quorumsMeet(other, one)], [expected, expected], JSON.stringify([one, other]));
  });

  it('are said to meet only if every two quorums do, and always for single groups', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = Random.fromSeed(seed);
      const draw = (): Configuration => Array.from({ length: random.pick([1, 1, 2] as const) }, () => drawGroup(random, 5));
      const one = draw();
      const other = draw();
      const meet = subsets(5).filter((servers) => isQuorum(one, servers)).every((quorum) => subsets(5).filter((servers) => isQuorum(other, servers)).every((rival) => quorum.some((server) => rival.includes(server))));
      if (quorumsMeet(one, other)) assert.ok(meet, JSON.stringify([one, other]));
      if (!isJoint(one) && !isJoint(other)) assert.equal(quorumsMeet(one, other), meet, JSON.stringify([one, other]));
    }
  });

  it('that differ in one server always meet', () => {
    for (const group of subsets(6).filter(({ length }) => length > 0)) {
      for (let server = 0; server < 6; server++) {
        const next = group.includes(server) ? group.filter((member) => member !== server) : sorted([...group, server]);
        if (next.length > 0) assert.ok(quorumsMeet([group], [next]), JSON.stringify([group, next]));
      }
    }
  });
});

function drawGroup(random: Random, servers: number): number[] {
  const group = Array.from({ length: servers }, (_, server) => server).filter(() => random.chance(0.5));
  return group.length > 0 ? group : [random.integer(servers)];
}

function subsets(servers: number): number[][] {
  return Array.from({ length: 1 << servers }, (_, bits) => Array.from({ length: servers }, (_, server) => server).filter((server) => (bits >> server) & 1));
}
