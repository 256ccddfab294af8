#!/usr/bin/env node
/** Carries out scenarios from the command line; `npm run dsim -- --help` says how. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dsim } from '../src/cli/dsim.ts';

/** Milliseconds between two lines of progress. */
const PACE = 100;

const { stderr, stdout } = process;
let last = performance.now();
let isShown = false;

function clear(): void {
  if (isShown) stderr.write('\r\u001b[K');
  isShown = false;
}

process.exitCode = dsim(process.argv.slice(2), {
  readFile: (file) => readFileSync(file, 'utf8'),
  writeFile: writeFileSync,
  print: (text) => {
    clear();
    stdout.write(`${text}\n`);
  },
  complain: (text) => {
    clear();
    stderr.write(`${text}\n`);
  },
  progress: (title, done, of) => {
    if (!stderr.isTTY || performance.now() - last < PACE) return;
    last = performance.now();
    stderr.write(`\r\u001b[K${title}: ${done} of ${of} seeds`);
    isShown = true;
  },
});
