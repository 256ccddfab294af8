import type { Fault, Grading, SimulatedNode } from 'dsim/grading';
import { describe, History, timestamp, type Happening, type Timestamp } from './history.ts';

interface Message {
  readonly sent: Timestamp;
  /** The position of the sending in the history. */
  readonly event: number;
}

/** Processes that send each other messages at random times, over a network that delays, reorders, loses and duplicates. */
export function runProcesses(t: Grading, processes: number, until: number, faults: readonly Fault[] = []): History {
  const history = new History(processes);
  t.simulate<Message>({
    nodes: processes,
    network: { latency: [1, 60], loss: 0.1, duplication: 0.2 },
    faults,
    until,
    process: (node) => createProcess(t, history, node),
  });
  return history;
}

function createProcess(t: Grading, history: History, node: SimulatedNode<Message>) {
  const { id, size, random, learner } = node;
  const clock = learner.create('LamportClock', id, learner.store);
  history.restart(id);

  const wait = (): void => node.setTimer(random.between(1, 30), 'act');
  const act = (): void => {
    const event = history.add(id);
    const position = history.events.length - 1;
    clock.start('tick').whenReturned((value) => {
      event.stamp = timestamp(t, value, 'tick');
      node.send((id + 1 + random.integer(size - 1)) % size, { sent: event.stamp, event: position });
    });
    wait();
  };
  const receive = ({ sent, event: sending }: Message): void => {
    const event = history.add(id, history.events[sending]);
    clock.start('receive', sent).whenReturned((value) => {
      event.stamp = timestamp(t, value, 'receive');
    });
  };
  return { onStart: wait, onRestart: wait, onTimer: act, onMessage: (_from: number, message: Message) => receive(message) };
}

/** If a happened before b, then C(a) < C(b). */
export function expectClockCondition(t: Grading, history: History): void {
  for (const [a, b] of history.orderedPairs()) {
    if (a.stamp.counter < b.stamp.counter) continue;
    t.expect.fail(
      `The clock condition does not hold: ${describe(a)} happened before ${describe(b)}, but its timestamp is not smaller.`,
      { expected: `a counter above ${a.stamp.counter}`, actual: `counter ${b.stamp.counter}`, at: `LamportClock.${b.kind}` },
    );
  }
}
