/** Carries out scenarios on a thread of its own, task by task. */
import { parentPort, workerData } from 'node:worker_threads';
import { carryOutBatch } from '../scenario/batch.ts';
import { counterexampleOf } from '../scenario/failing/counterexample.ts';
import type { Reply, Task, ThreadData } from './tasks.ts';

const { scenes } = workerData as ThreadData;

function replyTo(task: Task): Reply {
  try {
    if (task.kind === 'batch') return { kind: 'batch', result: carryOutBatch(scenes, task.batch) };
    return { kind: 'counterexample', found: counterexampleOf(scenes[task.of.scene]!, task.of, task.isShrunk) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (task: Task) => parentPort?.postMessage(replyTo(task)));
