/** Reads an error's stack text for the frames that are in the learner's own files. */
import type { Frame } from '../verdict.ts';

const FRAME = /^\s+at (?:(?:async )?(.*?) \()?(.*?):(\d+):(\d+)\)?$/;

/**
 * @param files the script names of the learner's modules, and the path of each
 * @returns innermost first
 */
export function framesOf(stack: string, files: ReadonlyMap<string, string>): Frame[] {
  return stack.split('\n').flatMap((text) => {
    const match = FRAME.exec(text);
    const file = match && files.get(match[2] ?? '');
    if (!match || file === undefined || file === null) return [];
    return [{ name: (match[1] ?? '').replace(/^new /, ''), file, line: Number(match[3]), column: Number(match[4]) }];
  });
}
