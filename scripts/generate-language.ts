/**
 * Makes the parser's data and the syntax tree's types from the grammar of the scenario language, the grammar by which editors
 * colour it, and the reference of its words. The results are committed.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { inProject } from './lib/project.ts';
import { run } from './lib/run.ts';
import { textMateOf } from './lib/text-mate.ts';

const langium = inProject('node_modules/langium-cli/bin/langium.js');
const language = inProject('src/scenario/language');

process.exitCode = await run(process.execPath, [langium, 'generate', '--file', `${language}/langium-config.json`]);
if (process.exitCode === 0) {
  // Only now is the grammar there that the reference is read with.
  const { referencePage } = await import('./lib/reference.ts');
  await writeFile(inProject('docs/dsim-reference.md'), referencePage());
  await writeFile(inProject('syntaxes/dsim.tmLanguage.json'), textMateOf(await readFile(`${language}/dsim.tmLanguage.json`, 'utf8')));
}
