#!/usr/bin/env node
/** Carries out scenarios from the command line; `npm run dsim -- --help` says how. */
import { main } from '../src/cli/terminal.ts';

await main(new URL('../src/running/worker.ts', import.meta.url));
