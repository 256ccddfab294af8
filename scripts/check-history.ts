/** Checks a recorded history from the command line; `node scripts/check-history.ts --help` says how. */
import { readFileSync } from 'node:fs';
import { BAD_INPUT, checkHistory } from '../src/cli/check-history.ts';

const { exitCode, output } = checkHistory(process.argv.slice(2), (file) => readFileSync(file === '-' ? 0 : file, 'utf8'));
(exitCode === BAD_INPUT ? process.stderr : process.stdout).write(`${output}\n`);
process.exitCode = exitCode;
