/** How the panel is arranged, which outlives its page. */
import * as v from 'valibot';

const Look = v.object({
  /** What is drawn: the nodes and their network at one moment, the run over time, or both. */
  picture: v.optional(v.picklist(['network', 'space-time', 'both']), 'network'),
  /** Which way time runs in the diagram; by itself as there is room. */
  orientation: v.optional(v.picklist(['auto', 'down', 'right']), 'auto'),
  /** Whether the past and the future of the selected event are set off. */
  causes: v.optional(v.boolean(), true),
});
export type Look = v.InferOutput<typeof Look>;

/** @param kept what an earlier page has had remembered, perhaps one of another version */
export function readLook(kept: unknown): Look {
  const look = v.safeParse(Look, kept);
  return look.success ? look.output : v.parse(Look, {});
}
