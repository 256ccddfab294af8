/** Runs suites one after the other and prints what they came to. */
import { orFailed, sum, type Counts } from '../../test/harness/counts.ts';

export interface Suite {
  readonly name: string;
  /** Undefined where it ended before it could count. */
  readonly run: () => Promise<Counts | undefined>;
}

export interface SuiteOutcome extends Counts {
  readonly name: string;
  readonly seconds: number;
}

/** Runs every suite, also after a failure; prints a line for each and, last, `N passed, N failed`. */
export async function runSuites(suites: readonly Suite[]): Promise<{ outcomes: readonly SuiteOutcome[]; total: Counts }> {
  const outcomes: SuiteOutcome[] = [];
  for (const suite of suites) {
    console.log(`\n── ${suite.name} ──`);
    outcomes.push(await runOne(suite));
  }
  console.log('');
  for (const { name, passed, failed, seconds } of outcomes) {
    const mark = failed === 0 ? '✔' : '✖';
    console.log(`${mark} ${name.padEnd(12)} ${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s`);
  }
  const total = sum(outcomes);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return { outcomes, total };
}

async function runOne(suite: Suite): Promise<SuiteOutcome> {
  const started = performance.now();
  let counts: Counts | undefined;
  try {
    counts = await suite.run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  return { name: suite.name, ...orFailed(counts), seconds: (performance.now() - started) / 1000 };
}
