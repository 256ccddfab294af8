/**
 * The file by which a learner's copy of an exercise is known, wherever its folder is moved and however it is renamed.
 * Copying the folder copies the manifest too; the two are told apart by their folders.
 */
import * as v from 'valibot';
import type { ItemRef } from '../course/refs.ts';

export const MANIFEST_NAME = '.dsim-exercise.json';

const Manifest = v.object({
  packId: v.string(),
  topicId: v.string(),
  exerciseId: v.string(),
  /** Given when the exercise was started. */
  id: v.pipe(v.string(), v.uuid()),
});
export type Manifest = v.InferOutput<typeof Manifest>;

export function writeManifest({ packId, topicId, itemId }: ItemRef, id: string): string {
  const manifest: Manifest = { packId, topicId, exerciseId: itemId, id };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** @throws Error that says what is wrong with the text */
export function parseManifest(text: string): Manifest {
  const result = v.safeParse(Manifest, JSON.parse(text));
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
}

export function refOf({ packId, topicId, exerciseId }: Manifest): ItemRef {
  return { packId, topicId, itemId: exerciseId };
}
