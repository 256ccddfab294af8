/** Makes the parser's data and the syntax tree's types from the grammar of the scenario language; the results are committed. */
import { inProject } from './lib/project.ts';
import { run } from './lib/run.ts';

const langium = inProject('node_modules/langium-cli/bin/langium.js');

process.exitCode = await run(process.execPath, [langium, 'generate', '--file', inProject('src/scenario/language/langium-config.json')]);
