/** Runs test files in a Node process of their own: `node mocha-main.ts --results FILE [--grep TEXT] [--timeout MS] FILE …` */
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { runMocha } from './mocha.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { results: { type: 'string' }, grep: { type: 'string' }, timeout: { type: 'string', default: '10000' } },
});
if (values.results === undefined) throw new Error('--results FILE is missing.');

const mocha = new Mocha({
  timeout: Number(values.timeout),
  // Nobody would notice a test that no longer runs.
  forbidPending: true,
  forbidOnly: true,
  // Fewer lines while it goes well; a failure is told in full at the end.
  reporter: positionals.length > 5 ? 'dot' : 'spec',
  ...(values.grep === undefined ? {} : { grep: values.grep }),
});
for (const file of positionals) mocha.addFile(file);
await mocha.loadFilesAsync();
const { failed } = await runMocha(mocha, values.results);
// A test that leaves a handle open must not keep the suite from ending.
process.exit(failed === 0 ? 0 : 1);
