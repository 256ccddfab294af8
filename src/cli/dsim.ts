/** `dsim`: carries out scenarios without an editor, and says whether they go as they say. */
import { merge } from './dsim/merge.ts';
import { optionsOf, USAGE } from './dsim/options.ts';
import { run } from './dsim/run.ts';
import type { Surroundings } from './dsim/surroundings.ts';

const BAD_INPUT = 2;

/** @returns the exit code */
export async function dsim(args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    const options = optionsOf(args);
    if (!options) {
      surroundings.print(USAGE);
      return 0;
    }
    return options.command === 'run' ? await run(options, surroundings) : merge(options, surroundings);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    surroundings.complain(error.message);
    return BAD_INPUT;
  }
}
