/** The child process in which exercises are graded: it says what it can't be kept from, takes one job, and runs it. */
import type { ChildMessage, Job } from '../messages.ts';
import { probe } from './probes.ts';
import { runJob } from './run.ts';

const send = process.send?.bind(process);
if (!send) throw new Error('This program is started by the grader, which talks to it over IPC.');
const tell = (message: ChildMessage): void => void send(message);

process.once('disconnect', () => process.exit());
process.once('message', (job: Job) => {
  void (async () => {
    // A rejection may be noticed while no case is running: while modules are looked at, or after the last case.
    process.on('unhandledRejection', () => undefined);
    tell({ kind: 'ended', outcome: await runJob(job, (event) => tell({ kind: 'event', event })) });
  })().catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    tell({ kind: 'ended', outcome: { kind: 'crashed', message: `The exercise can't be graded: ${message}` } });
  });
});
tell({ kind: 'ready', openings: probe() });
