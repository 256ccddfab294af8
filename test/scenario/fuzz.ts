/** Compiles texts that are mostly no scenarios. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { inProject } from '../../scripts/lib/project.ts';
import { Random } from '../../src/engine/sim/random.ts';
import { compile } from '../../src/scenario/compile/compile.ts';
import { print } from '../../src/scenario/print/print.ts';
import { arbitraryScene } from './arbitrary.ts';
import { mutated } from './mutations.ts';

export const LIBRARY = inProject('exercises/core/topics/raft/scenarios');

/** Texts of the library, and printed scenes, to begin with. */
export function originals(seed: number): readonly string[] {
  const library = readdirSync(LIBRARY).map((file) => readFileSync(`${LIBRARY}/${file}`, 'utf8'));
  return [...library, ...fc.sample(arbitraryScene, { numRuns: 40, seed }).map(print)];
}

/** What came of so many mutated texts: each compiles or has errors, every one of them within the text, in no great time. */
export function fuzz(count: number, seed: number): { readonly compiled: number; readonly slowest: number } {
  const texts = originals(seed);
  const random = Random.fromSeed(seed);
  let compiled = 0;
  let slowest = 0;
  for (let done = 0; done < count; done++) {
    const text = mutated(texts[done % texts.length]!, random);
    const start = performance.now();
    const { scene, problems } = compile(text);
    slowest = Math.max(slowest, performance.now() - start);
    if (scene) compiled++;
    assert.equal(scene === null, problems.length > 0, text);
    for (const { start: from, end, message } of problems) assert.ok(from >= 0 && from <= end && end <= text.length && message !== '', `${JSON.stringify({ from, end, message })} in a text of ${text.length}:\n${text}`);
  }
  return { compiled, slowest };
}
