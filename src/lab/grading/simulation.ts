import type { Context, Process } from '../../engine/sim/process.ts';
import { Simulator } from '../../engine/sim/simulator.ts';
import type { NodeSpec } from '../../engine/sim/system.ts';
import type { Realm } from '../realm/realm.ts';
import { decode } from '../realm/wire.ts';
import type { SimulationOptions, SimulationView } from './api.ts';
import { createBehaviourProcess } from './behaviour.ts';
import { scheduled } from './faults.ts';
import { LearnerProcess } from './learner-process.ts';
import { StormWatch } from './storm.ts';

/** A process that runs learner code, and so has to be ended with the run. */
export interface EndingProcess extends Process<unknown> {
  end(): void;
  /** @returns wire text */
  show?(): string | undefined;
}

/**
 * Runs nodes under faults, in the engine.
 * @param called is told each export and method that a node's behaviour calls
 * @throws Judgement for what learner code throws on a node, and whatever behaviour and `check` throw
 */
export function simulate<Message>(realm: Realm, seed: number, options: SimulationOptions<Message>, called: (name: string) => void): void {
  const lives = new Map<number, EndingProcess>();
  const create = (context: Context<unknown, unknown>): EndingProcess => {
    lives.get(context.node)?.end();
    const process = createProcess(realm, context, options, called);
    lives.set(context.node, process);
    return process;
  };
  const [from, to] = options.network?.latency ?? [1, 10];
  const simulator = new Simulator<unknown>({
    system: {
      nodes: Array.from({ length: options.nodes }, (_, node): NodeSpec<unknown> => ({ name: `node ${node}`, kind: 'server', create })),
      network: {
        latency: { kind: 'uniform', minimum: micros(from), maximum: micros(to) },
        loss: options.network?.loss ?? 0,
        duplication: options.network?.duplication ?? 0,
      },
    },
    seed,
    schedule: (options.faults ?? []).map(scheduled).sort((one, other) => one.at - other.at),
  });
  const view: SimulationView = {
    get now() {
      return simulator.now / 1_000;
    },
    inspect(node) {
      const shown = simulator.nodes[node]?.status === 'crashed' ? undefined : lives.get(node)?.show?.();
      return shown === undefined ? undefined : decode(shown);
    },
  };
  try {
    run(simulator, micros(options.until), () => options.check?.(view));
  } finally {
    for (const process of lives.values()) process.end();
  }
}

function run(simulator: Simulator<unknown>, until: number, check: () => void): void {
  const storms = new StormWatch();
  while (simulator.nextTime <= until && simulator.advance()) {
    storms.count(simulator.now);
    check();
  }
}

function createProcess<Message>(
  realm: Realm,
  context: Context<unknown, unknown>,
  { process }: SimulationOptions<Message>,
  called: (name: string) => void,
): EndingProcess {
  if (typeof process === 'string') {
    called(process);
    return new LearnerProcess(realm, context, process);
  }
  return createBehaviourProcess(realm, context as Context<Message, unknown>, process, called);
}

function micros(milliseconds: number): number {
  return Math.round(milliseconds * 1_000);
}

