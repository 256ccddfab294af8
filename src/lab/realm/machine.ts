import type { DurableStore, NodeId } from '../../engine/sim/process.ts';
import type { Micros } from '../../engine/sim/time.ts';

/** What one life of learner code stands on: a clock, timers, chance and a disk, and in a simulation a network. */
export interface Machine {
  now(): Micros;
  setTimer(name: string, delay: Micros): void;
  cancelTimer(name: string): void;
  readonly random: { next(): number };
  /** Values are kept as wire text. */
  readonly store: DurableStore;
  readonly network?: MachineNetwork;
  /** How the output of this machine is introduced; empty where there is only one. */
  readonly label: string;
}

export interface MachineNetwork {
  readonly node: NodeId;
  readonly size: number;
  /** @param message wire text @throws RangeError where there is no such node */
  send(to: NodeId, message: string): void;
}
