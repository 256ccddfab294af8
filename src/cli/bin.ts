#!/usr/bin/env node
/** The command `dsim` of the package, as it is built: the threads' script lies beside its folder. */
import { main } from './terminal.ts';

await main(new URL('../scenario-worker.js', import.meta.url));
