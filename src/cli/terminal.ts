/** The surroundings of a command in a terminal. */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { createCrew } from '../running/crew.ts';
import { dsim } from './dsim.ts';

/** Milliseconds between two times that progress is told: in a line that is written over, and in lines below each other. */
const PACE = 100;
const PACE_OF_LINES = 2_000;

/** Runs the command line. @param worker the script of the threads */
export async function main(worker: URL): Promise<void> {
  const { stderr, stdout } = process;
  let last = performance.now();
  let isShown = false;
  const clear = (): void => {
    if (isShown) stderr.write('\r\u001b[K');
    isShown = false;
  };
  process.exitCode = await dsim(process.argv.slice(2), {
    readFile: (file) => readFileSync(file, 'utf8'),
    writeFile: (file, text) => writeFileSync(file, text),
    print: (text) => {
      clear();
      stdout.write(`${text}\n`);
    },
    complain: (text) => {
      clear();
      stderr.write(`${text}\n`);
    },
    cores: availableParallelism(),
    isWatched: stderr.isTTY,
    progress: (what, done, of) => {
      if (done < of && performance.now() - last < (stderr.isTTY ? PACE : PACE_OF_LINES)) return;
      last = performance.now();
      const line = of === 0 ? what : `${what}: ${done} of ${of} runs`;
      stderr.write(stderr.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
      isShown = stderr.isTTY;
    },
    crew: (scenes, size) => createCrew({ script: worker, scenes, size }),
    onInterrupt: (listener) => {
      process.once('SIGINT', listener);
      return () => void process.off('SIGINT', listener);
    },
  });
}
