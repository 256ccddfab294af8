import assert from 'node:assert/strict';
import { eventsOf } from '../../../../src/engine/check/history.ts';
import { Gate, isContradictory, PrecedenceBuilder } from '../../../../src/engine/check/linearizability/precedence.ts';
import { Random } from '../../../../src/engine/sim/random.ts';

const OPERATIONS = 12;

describe('what is known of an order beforehand', () => {
  it('opens and closes operations as those before them take effect and are taken back', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = Random.fromSeed(seed);
      const order = new PrecedenceBuilder(OPERATIONS);
      for (let milestone = 0; milestone < 8; milestone++) order.milestone();
      // Milestones come after milestones of smaller numbers only, as they can't be on a cycle without an operation.
      for (let pair = 0; pair < 25; pair++) {
        const before = random.integer(order.nodes);
        const after = random.integer(order.nodes);
        if (before < OPERATIONS || after < OPERATIONS || before < after) order.add(before, after);
      }
      const gate = new Gate(order, OPERATIONS);
      const there = new Set<number>();
      const isReached = (node: number): boolean => (node < OPERATIONS ? there.has(node) : isOpen(node));
      const isOpen = (node: number): boolean => order.pairs.every(([before, after]) => after !== node || isReached(before));
      const done: number[] = [];
      for (let step = 0; step < 60; step++) {
        for (let operation = 0; operation < OPERATIONS; operation++) assert.equal(gate.isOpen(operation), isOpen(operation));
        const next = random.pick([...Array(OPERATIONS).keys()].filter((operation) => !there.has(operation)));
        if (next !== undefined && random.chance(0.6)) {
          gate.pass(next);
          done.push(next);
          there.add(next);
        } else if (done.length > 0) {
          const last = done.pop()!;
          gate.takeBack(last);
          there.delete(last);
        }
      }
    }
  });

  it('contradicts the order in time where it has to go back', () => {
    const at = (process: number, invoked: number, returned: number) => ({ process, invoked, returned, input: null, output: null });
    const contradicts = (first: readonly [number, number], second: readonly [number, number], pairs: readonly (readonly [number, number])[]) => isContradictory({ nodes: 2, pairs }, eventsOf([at(0, ...first), at(1, ...second)]), 2);
    assert.equal(contradicts([0, 10], [20, 30], [[1, 0]]), true);
    assert.equal(contradicts([0, 10], [10, 30], [[1, 0]]), false);
    assert.equal(contradicts([0, 10], [20, 30], [[0, 1]]), false);
    assert.equal(contradicts([0, 10], [5, 30], [[0, 1], [1, 0]]), true);
    assert.equal(contradicts([0, Infinity], [5, Infinity], [[0, 1], [1, 0]]), false, 'neither has to take effect');
  });
});
