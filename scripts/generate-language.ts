/**
 * Makes the parser's data and the syntax tree's types from the grammar of the scenario language, and the grammar by which
 * editors colour it. The results are committed.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { inProject } from './lib/project.ts';
import { run } from './lib/run.ts';
import { textMateOf } from './lib/text-mate.ts';

const langium = inProject('node_modules/langium-cli/bin/langium.js');
const language = inProject('src/scenario/language');

process.exitCode = await run(process.execPath, [langium, 'generate', '--file', `${language}/langium-config.json`]);
if (process.exitCode === 0) {
  await writeFile(inProject('syntaxes/dsim.tmLanguage.json'), textMateOf(await readFile(`${language}/dsim.tmLanguage.json`, 'utf8')));
}
