/** What is simulated: the nodes, what runs on them, and the network between them. */
import type { ClockSetting } from './clock.ts';
import type { NetworkSpec } from './network.ts';
import type { Context, Process } from './process.ts';

export interface NodeSpec<Message> {
  readonly name: string;
  readonly kind: 'server' | 'client';
  /** Called at the start of each of the node's lives, with what that life may use. */
  readonly create: (context: Context<Message, unknown>) => Process<Message>;
  /** How its clock is off from the start; right where it is left out. */
  readonly clock?: ClockSetting;
}

export interface System<Message> {
  readonly nodes: readonly NodeSpec<Message>[];
  readonly network: NetworkSpec;
}
