/** The bundle that runs inside the extension host: Mocha over the suites of the scenario that the environment names. */
import { appendFileSync } from 'node:fs';
import { format } from 'node:util';
import Mocha from 'mocha';
import { runMocha } from '../harness/mocha.ts';
import { scenarios } from './scenarios.ts';

/** The contract of VS Code's extension tests: resolves when all passed, rejects otherwise. */
export async function run(): Promise<void> {
  const name = required('DSM_TEST_SCENARIO');
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (scenario === undefined) throw new Error(`test/host/scenarios.ts has no scenario "${name}".`);
  const grep = process.env['DSM_TEST_GREP'];
  const mocha = new Mocha({
    timeout: 30_000,
    reporter: 'spec',
    color: false,
    forbidPending: true,
    forbidOnly: true,
    ...(grep === undefined ? {} : { grep }),
  });
  // The console of the extension host is full of what VS Code says of itself.
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => appendFileSync(required('DSM_TEST_REPORT'), `${format(...args)}\n`);
  // Defines `describe` and `it`, which Mocha otherwise does for each file that it loads itself.
  mocha.suite.emit('pre-require', globalThis, name, mocha);
  await scenario.suites();
  const { failed } = await runMocha(mocha, required('DSM_TEST_RESULTS'));
  if (failed > 0) throw new Error(`${failed} tests failed.`);
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set; run the host tests with \`npm run test:host\`.`);
  return value;
}
