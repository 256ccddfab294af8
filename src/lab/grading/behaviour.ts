import type { Context } from '../../engine/sim/process.ts';
import { Misuse } from '../realm/judgement.ts';
import type { Realm } from '../realm/realm.ts';
import { decode } from '../realm/wire.ts';
import type { SimulatedNode, SimulationOptions } from './api.ts';
import { createLearner } from './learner.ts';
import { machineOf } from './node-machine.ts';
import type { EndingProcess } from './simulation.ts';

type CreateBehaviour<Message> = Exclude<SimulationOptions<Message>['process'], string>;

/** Keeps the timers of the test's behaviour apart from those of the learner's code on the same node. */
const TEST_TIMER = '#test ';

/** A node whose behaviour is the test's, and which uses the learner's code. */
export function createBehaviourProcess<Message>(
  realm: Realm,
  context: Context<Message, unknown>,
  create: CreateBehaviour<Message>,
  called: (name: string) => void,
): EndingProcess {
  const life = realm.begin(machineOf(context, (to, message) => context.send(to, decode(message) as Message)));
  const learner = createLearner({
    life,
    called,
    wait(task, name) {
      if (!task.settled) throw new Misuse(`A node can't wait for ${name}: use start(…) and whenReturned(…).`);
    },
  });
  const node: SimulatedNode<Message> = {
    id: context.node,
    size: context.size,
    learner,
    random: context.random.split('test'),
    get now() {
      return context.now() / 1_000;
    },
    send: (to, message) => context.send(to, message),
    setTimer: (milliseconds, tag) => context.setTimer(TEST_TIMER + tag, Math.round(milliseconds * 1_000)),
    cancelTimer: (tag) => context.cancelTimer(TEST_TIMER + tag),
  };
  const behaviour = create(node);
  return {
    onStart: () => behaviour.onStart?.(),
    onRestart: () => behaviour.onRestart?.(),
    onMessage: (from, message) => behaviour.onMessage?.(from, message as Message),
    onTimer(name) {
      if (name.startsWith(TEST_TIMER)) behaviour.onTimer?.(name.slice(TEST_TIMER.length));
      else life.fire(name);
    },
    end: () => life.end(),
  };
}
