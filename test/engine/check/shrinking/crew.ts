/** Small systems that break a property under conditions of which it is known what they need. */
import type { Monitor, Violation } from '../../../../src/engine/check/monitor.ts';
import type { Subject } from '../../../../src/engine/check/shrinking/failing-run.ts';
import type { FailingRun } from '../../../../src/engine/check/shrinking/run-shrinker.ts';
import { chaosOf, randomSchedule } from '../../../../src/engine/sim/chaos.ts';
import type { Context, Process } from '../../../../src/engine/sim/process.ts';
import type { Random } from '../../../../src/engine/sim/random.ts';
import type { Schedule } from '../../../../src/engine/sim/schedule.ts';
import type { Simulator } from '../../../../src/engine/sim/simulator.ts';
import type { System } from '../../../../src/engine/sim/system.ts';
import { MILLISECOND, SECOND } from '../../../../src/engine/sim/time.ts';

/** Says how often it was greeted, and greets the others when it is told to, and every now and then. */
class Hand implements Process<string> {
  greetings = 0;
  orders = 0;
  private readonly context: Context<string, string>;
  private readonly size: number;

  constructor(context: Context<string, string>, size: number) {
    this.context = context;
    this.size = size;
  }

  onStart(): void {
    this.context.setTimer('greet', this.context.random.between(20, 60) * MILLISECOND);
  }

  onRestart(): void {
    this.onStart();
  }

  onMessage(): void {
    this.greetings++;
  }

  onTimer(): void {
    this.context.send(this.context.random.integer(this.size), 'good day');
    this.onStart();
  }

  onCommand(): void {
    this.orders++;
  }
}

export interface CrewParameters {
  readonly size: number;
  readonly loss: number;
}

/** A planted bug: it shows when all of this is so of one node. */
export interface Bug {
  readonly lives: number;
  readonly greetings: number;
  readonly orders: number;
  readonly cutFrom: boolean;
  readonly slow: boolean;
  readonly crew: number;
}

export function drawBug(random: Random): Bug {
  return {
    lives: random.between(1, 3),
    greetings: random.between(0, 3),
    orders: random.between(0, 1),
    cutFrom: random.chance(0.5),
    slow: random.chance(0.3),
    crew: random.between(1, 3),
  };
}

function shows({ lives, greetings, orders, cutFrom, slow, crew }: Bug, { nodes, network }: Simulator<string>): boolean {
  return (
    nodes.length >= crew &&
    nodes.some((node) => {
      const hand = node.life instanceof Hand ? node.life : undefined;
      if (!hand || node.lives < lives || hand.greetings < greetings || hand.orders < orders) return false;
      if (slow && node.perInput === 0) return false;
      return !cutFrom || nodes.some((other) => other.id !== node.id && network.isBlocked(other.id, node.id));
    })
  );
}

export function crewOf(bug: Bug): Subject<CrewParameters, string> {
  return {
    build: ({ size, loss }): System<string> => ({
      nodes: Array.from({ length: size }, (_, id) => ({ name: `h${id}`, kind: 'server' as const, create: (context) => new Hand(context, size) })),
      network: { latency: { kind: 'uniform', minimum: MILLISECOND, maximum: 9 * MILLISECOND }, loss, duplication: 0 },
    }),
    monitor: (): Monitor<string> => ({
      afterStep: (simulator): Violation[] => (shows(bug, simulator) ? [{ property: 'bug', step: simulator.step, message: 'it shows' }] : []),
      capture: () => null,
      restore: () => undefined,
    }),
    without: ({ size, loss }) => (size > 1 ? { size: size - 1, loss } : undefined),
    *simpler(parameters) {
      if (parameters.loss > 0) yield { ...parameters, loss: 0 };
    },
  };
}

/** A crew of five under rough faults, with orders in between. */
export function drawRun(random: Random, seed: number): FailingRun<CrewParameters> {
  const nodes = [0, 1, 2, 3, 4];
  const faults = randomSchedule(random.split('faults'), chaosOf('hostile', { nodes, from: 50 * MILLISECOND, until: 3 * SECOND }));
  const orders: Schedule = Array.from({ length: 10 }, (_, position) => ({ at: 100_123 * (position + 1), action: { kind: 'command', node: random.integer(5), command: 'go' } }));
  const schedule = [...faults, ...orders].sort((one, other) => one.at - other.at);
  return { parameters: { size: 5, loss: 0.1 }, seed, schedule, property: 'bug', until: 3 * SECOND };
}
