import { cases, type Grading, type LearnerObject } from 'dsim/grading';
import { timestamp, type Timestamp } from './history.ts';
import { expectClockCondition, runProcesses } from './run.ts';

const PROCESS = 3;

export default cases({
  'local-events': (t) => {
    const clock = newClock(t);
    for (const counter of [1, 2, 3]) {
      t.expect.equal(tick(t, clock), { counter, process: PROCESS }, 'The counter starts at 0 and every event advances it by 1.');
    }
  },

  'receive-rule': (t) => {
    const clock = newClock(t);
    t.expect.equal(receive(t, clock, 10), 11, 'A receipt comes after the sending: here 0, received 10.');
    t.expect.equal(tick(t, clock).counter, 12, 'The next event goes on from the receipt.');
    t.expect.equal(receive(t, clock, 3), 13, 'A receipt comes after every earlier event of its process: here 12, received 3.');
    t.expect.equal(receive(t, clock, 13), 14, 'A receipt never has the timestamp of the sending: here 13, received 13.');
  },

  'clock-condition': (t) => {
    t.seeds(60, (t) => expectClockCondition(t, runProcesses(t, 4, 400)));
  },

  'total-order': (t) => {
    const { compare, expectOrder } = order(t);
    expectOrder({ counter: 9, process: 2 }, { counter: 10, process: 1 }, 'The smaller counter comes first.');
    expectOrder({ counter: 5, process: 1 }, { counter: 5, process: 2 }, 'Between equal counters the smaller process number comes first.');
    expectOrder({ counter: 5, process: 9 }, { counter: 5, process: 10 }, 'Process numbers are numbers: 9 comes before 10.');
    t.expect.equal(compare({ counter: 5, process: 1 }, { counter: 5, process: 1 }), 0, 'A timestamp is neither before nor after itself.');
    t.seeds(10, (t) => {
      const { expectOrder } = order(t);
      for (const [a, b] of runProcesses(t, 4, 120).orderedPairs()) {
        expectOrder(a.stamp, b.stamp, 'An event that happened before another comes before it in the total order, too.');
      }
    });
  },

  'restart': (t) => {
    const beforeTick = tick(t, newClock(t)).counter;
    t.crash();
    const afterTick = tick(t, newClock(t)).counter;
    t.expect.ok(afterTick > beforeTick, 'After a restart no timestamp may come again: tick, crash, tick.', {
      expected: `a counter above ${beforeTick}`,
      actual: `counter ${afterTick}`,
    });
    const beforeReceive = receive(t, newClock(t), 40);
    t.crash();
    const afterReceive = tick(t, newClock(t)).counter;
    t.expect.ok(afterReceive > beforeReceive, 'What was learned from a message survives a crash: receive, crash, tick.', {
      expected: `a counter above ${beforeReceive}`,
      actual: `counter ${afterReceive}`,
    });
    t.seeds(60, (t) => {
      const faults = t.crashes({ nodes: 3, times: 4, until: 400, down: [1, 40] });
      expectClockCondition(t, runProcesses(t, 3, 500, faults));
    });
  },
});

function newClock(t: Grading): LearnerObject {
  return t.learner.create('LamportClock', PROCESS, t.learner.store);
}

function tick(t: Grading, clock: LearnerObject): Timestamp {
  return timestamp(t, clock.call('tick'), 'tick');
}

/** @returns the counter of the receipt of a message that was sent at `sent` by process 1 */
function receive(t: Grading, clock: LearnerObject, sent: number): number {
  return timestamp(t, clock.call('receive', { counter: sent, process: 1 }), 'receive').counter;
}

function order(t: Grading) {
  const compare = (a: Timestamp, b: Timestamp): number => {
    const result = t.learner.call('compare', a, b);
    t.expect.ok(typeof result === 'number' && !Number.isNaN(result), 'compare() has to return a number.', { actual: result });
    return result as number;
  };
  const expectOrder = (first: Timestamp, second: Timestamp, message: string): void => {
    const there = compare(first, second);
    const back = compare(second, first);
    if (there < 0 && back > 0) return;
    t.expect.fail(message, {
      expected: `compare(${show(first)}, ${show(second)}) below 0, and above 0 the other way round`,
      actual: `${there}, and ${back} the other way round`,
    });
  };
  return { compare, expectOrder };
}

function show({ counter, process }: Timestamp): string {
  return `(${counter}, ${process})`;
}
