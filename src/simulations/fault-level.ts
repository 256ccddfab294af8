/** The parameters with which a simulation lets faults happen by themselves. */
import type { Goal } from '../engine/check/liveness.ts';
import { chaosOf, FAULT_LEVELS, randomSchedule } from '../engine/sim/chaos.ts';
import type { NodeId } from '../engine/sim/process.ts';
import { Random } from '../engine/sim/random.ts';
import type { Schedule } from '../engine/sim/schedule.ts';
import type { Simulator } from '../engine/sim/simulator.ts';
import { SECOND, type Micros } from '../engine/sim/time.ts';
import type { ParameterDefinition, Values } from './definition.ts';

/** Time in which nodes find together before the first fault. */
const FAULTS_BEGIN = SECOND;

export const FAULT_PARAMETERS = [
  {
    name: 'faults',
    label: 'Faults by themselves',
    description: 'What befalls the run besides what you do to it. It is drawn from the seed.',
    unit: 'choice',
    choices: [
      { label: 'none', description: 'Nothing happens but what you bring about.' },
      { label: 'calm', description: 'A good data centre: now and then a slow link, a pause, a crash.' },
      { label: 'rough', description: 'A bad week: crashes, partitions and lossy links, with a majority up at any time.' },
      { label: 'hostile', description: 'An opponent: all at once, torn writes and wrong clocks too, and at times no majority.' },
    ],
    initial: 0,
  },
  { name: 'faultsUntil', label: 'Faults stop at', description: 'Then everything is up, connected and as it was at first. Where progress is asked for, it is from then on.', unit: 'duration', minimum: 2 * SECOND, maximum: 50 * SECOND, step: SECOND, initial: 20 * SECOND },
] as const satisfies readonly ParameterDefinition[];

/** When faults stop; undefined where there are none. */
export function faultsStop(values: Values): Micros | undefined {
  return values['faults'] ? values['faultsUntil'] : undefined;
}

/** @param nodes that faults befall @param bystanders that are cut off from some of them now and then */
export function drawFaults(values: Values, nodes: readonly NodeId[], bystanders: readonly NodeId[]): Schedule {
  const level = FAULT_LEVELS[(values['faults'] ?? 0) - 1];
  const until = faultsStop(values);
  if (!level || until === undefined) return [];
  return randomSchedule(Random.fromSeed(values['seed'] ?? 0).split('faults'), chaosOf(level, { nodes, bystanders, from: FAULTS_BEGIN, until }));
}

/** Progress is promised once failures are repaired: as long as what a user has done to nodes and links is not, nothing is asked for. */
export function whereRepaired<Message>(goal: Goal<Message>): Goal<Message> {
  return { ...goal, isReached: (simulator, begun) => !isRepaired(simulator) || goal.isReached(simulator, begun) };
}

function isRepaired<Message>({ nodes, network }: Simulator<Message>): boolean {
  return nodes.every(({ status }) => status === 'up') && network.cuts().length === 0 && network.changedLinks().length === 0;
}
