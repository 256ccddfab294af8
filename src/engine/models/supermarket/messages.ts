/** What passes between the dispatcher and its queues. */
import type { Micros } from '../../sim/time.ts';

export interface Job {
  /** When it came into the system. */
  readonly arrived: Micros;
}

export type QueueMessage = { readonly type: 'Job'; readonly job: Job } | { readonly type: 'Done'; readonly job: Job };
